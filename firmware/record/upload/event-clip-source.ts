/** Clips of events, cut from the recordings when it is their turn. Their id is that of their event. */
import type { ClipAbout } from '#protocol/sealed/about.ts';
import { sleep, type Clock } from '#kit/clock.ts';
import { PupsentryError } from '#kit/errors.ts';
import type { EventHistory, HistoryEvent } from '../../care/event-history.ts';
import { makeClip } from '../clip.ts';
import { readInit, type Init } from '../fmp4/init-segment.ts';
import { pictureSize } from '../fmp4/parameter-sets.ts';
import type { RecordingReader } from '../reader.ts';
import type { ClipSource, PlainClip } from './clip-source.ts';

/** A key frame comes once a second: the last pictures of a clip can be read this much after its end, ms. */
const SETTLE_MS = 2000;
/** No clip is waited for longer than this: the clock was set back meanwhile, ms. */
const MAX_WAIT_MS = 30_000;

export interface EventClipSourceOptions {
  history: Pick<EventHistory, 'byId'>;
  reader: RecordingReader;
  /** False: the storage is not looked through yet, or not there; what cannot be found may be there later. */
  isReadable: () => boolean;
  clock: Clock;
}

export class EventClipSource implements ClipSource {
  readonly #options: EventClipSourceOptions;

  constructor(options: EventClipSourceOptions) {
    this.#options = options;
  }

  async open(clipId: string, signal: AbortSignal): Promise<PlainClip | null> {
    const { history, reader, isReadable, clock } = this.#options;
    const event = history.byId(clipId);
    if (!event?.clip) return null;
    const waitMs = event.clip.toMs + SETTLE_MS - clock.nowMs();
    if (waitMs > 0) await sleep(clock, Math.min(waitMs, MAX_WAIT_MS), signal);
    const parts = makeClip(reader, event.clip);
    const head = await firstPart(parts);
    if (!head && !isReadable())
      throw new PupsentryError('storage-not-ready', 'The recordings cannot be read at present.');
    return head && { about: describe(event, event.clip, readInit(head)), media: joined(head, parts) };
  }
}

/** The head of the file; null when nothing of it is kept any more. */
async function firstPart(parts: AsyncGenerator<Buffer, unknown>): Promise<Buffer | null> {
  try {
    const { value, done } = await parts.next();
    return done ? null : value;
  } catch (error) {
    if (error instanceof PupsentryError && error.code === 'clip-empty') return null;
    throw error;
  }
}

async function* joined(head: Buffer, rest: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  yield head;
  yield* rest;
}

function describe(
  { kind, labels, zones, startedMs }: HistoryEvent,
  { fromMs, toMs }: { fromMs: number; toMs: number },
  { parameters: { sps }, hasSound }: Init,
): ClipAbout {
  // RFC 6381, 3.3: profile, constraints and level of H.264 as they stand in the parameter set.
  const codecs = [`avc1.${sps.toString('hex', 1, 4)}`, ...(hasSound ? ['opus'] : [])];
  return {
    ...{ kinds: [...new Set([kind, ...labels])], zones, startedMs, durationMs: toMs - fromMs },
    ...pictureSize(sps),
    mime: `video/mp4; codecs="${codecs.join(', ')}"`,
  };
}
