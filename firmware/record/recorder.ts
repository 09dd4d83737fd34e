/**
 * Records what the ring carries: always, around events, by a schedule, or not at all.
 *
 * It reads with a cursor of its own and holds nobody up. In privacy mode the ring is empty, and what was being
 * recorded is finished. What is said here of "now" is the ring's newest picture.
 */
import type { Clock, Timer } from '#kit/clock.ts';
import type { Logger } from '#kit/log.ts';
import type { Service } from '#kit/service.ts';
import { isPlayed } from '../live/playable.ts';
import type { Media, VideoStream } from '../media/media.ts';
import type { RingReader } from '../media/ring.ts';
import { isWithin, parseSchedule } from '../settings/schedule.ts';
import type { SettingsStore } from '../settings/store.ts';
import { Fragmenter } from './fragmenter.ts';
import type { RecordingStore } from './store.ts';

/** What is recorded before an event is told, ms: Matter and HomeKit recommend 8 s. */
export const PRE_ROLL_MS = 8000;
/** What is recorded after it, ms. */
export const POST_ROLL_MS = 5000;
/** Nobody keeps recording going for longer in one piece; one that forgets to let go harms nothing, ms. */
const MAX_KEEP_MS = 600_000;
/** How often the schedule and the end of the post-roll are looked at, ms. */
const LOOK_MS = 1000;

export interface RecorderOptions {
  media: Pick<Media, 'ring' | 'info' | 'onChanged'>;
  settings: SettingsStore;
  store: RecordingStore;
  clock: Clock;
  log: Logger;
}

export interface RecorderState {
  /** Why nothing is recorded at present, or that something is. */
  now: 'recording' | 'off' | 'privacy' | 'no-event' | 'not-scheduled' | 'no-picture';
  stream: VideoStream;
}

export class Recorder implements Service {
  readonly name = 'recorder';
  readonly #options: RecorderOptions;
  #kept = new Set<object>();
  /** Monotonic, ms. */
  #postRollUntilMs = -Infinity;
  #reader: RingReader | null = null;
  #audio = false;
  #fragmenter = new Fragmenter();
  #ends: (() => void)[] = [];
  #running = false;
  /** Where the next recording begins, before now, ms. */
  #backMs: number | undefined;

  constructor(options: RecorderOptions) {
    this.#options = options;
  }

  async start(): Promise<void> {
    const { media, settings, store, clock } = this.#options;
    this.#running = true;
    store.start();
    const timer: Timer = clock.every(LOOK_MS, () => this.#follow());
    this.#ends = [
      () => timer.cancel(),
      media.onChanged(() => this.#follow()),
      settings.onChanged((keys) => {
        if ([...keys].some((key) => key.startsWith('record.') || key === 'privacy.on')) this.#follow();
      }),
    ];
    this.#follow();
  }

  async stop(): Promise<void> {
    this.#running = false;
    for (const end of this.#ends.splice(0)) end();
    this.#follow();
    await this.#options.store.stop();
  }

  state(): RecorderState {
    const stream = this.#stream();
    if (this.#options.settings.get('privacy.on')) return { now: 'privacy', stream };
    const now = this.#reason();
    if (now === 'recording' && this.#fragmenter.waitingSinceUs === null) return { now: 'no-picture', stream };
    return { now, stream };
  }

  /**
   * Has everything recorded from the pre-roll until the function that is returned has been called, and the post-roll
   * after it. In events mode that is what is recorded; in the others it changes nothing (off stays off, and nothing
   * is recorded outside the schedule).
   * @param options.fromUs capture time to begin at, as far back as the ring reaches; 8 s before now by default
   */
  keep(options: { fromUs?: number } = {}): () => void {
    const { media, clock, log } = this.#options;
    const handle = {};
    this.#kept.add(handle);
    const newestUs = media.ring.at(media.ring.end - 1)?.ptsUs;
    const { fromUs } = options;
    this.#backMs =
      fromUs === undefined || newestUs === undefined ? PRE_ROLL_MS : Math.max(0, (newestUs - fromUs) / 1000);
    const release = () => {
      limit.cancel();
      if (!this.#kept.delete(handle)) return;
      this.#postRollUntilMs = Math.max(this.#postRollUntilMs, clock.monotonicMs() + POST_ROLL_MS);
    };
    const limit = clock.after(MAX_KEEP_MS, () => {
      log.warn('something kept the recording going for 10 minutes: it is let go');
      release();
    });
    this.#follow();
    this.#backMs = undefined;
    return release;
  }

  /** Resolves when everything up to the last key frame but one second is stored, so that it can be read. */
  async flush(): Promise<void> {
    const piece = this.#fragmenter.cut();
    if (piece) this.#put(piece);
    await this.#options.store.idle();
  }

  /** H.264 alone can be put into our files: where the main stream is something else, the sub stream is recorded. */
  #stream(): VideoStream {
    const { media, settings } = this.#options;
    const wanted = settings.get('record.stream');
    const codec = media.info().encoders[wanted]?.codec;
    return codec && !isPlayed(codec) ? 'sub' : wanted;
  }

  #reason(): RecorderState['now'] {
    const { settings, media, clock } = this.#options;
    const mode = settings.get('record.mode');
    if (mode === 'off') return 'off';
    if (media.info().phase === 'off') return 'privacy';
    if (mode === 'events') {
      const isKept = this.#kept.size > 0 || clock.monotonicMs() < this.#postRollUntilMs;
      return isKept ? 'recording' : 'no-event';
    }
    if (mode === 'scheduled') {
      const schedule = parseSchedule(settings.get('record.schedule'));
      return isWithin(schedule, new Date(clock.nowMs())) ? 'recording' : 'not-scheduled';
    }
    return 'recording';
  }

  /** Makes what is recorded follow what is wanted. */
  #follow(): void {
    const { settings, media } = this.#options;
    const isWanted = this.#running && this.#reason() === 'recording';
    const stream = this.#stream();
    const audio = settings.get('record.sound');
    const isAsWanted = this.#reader?.video === stream && this.#audio === audio;
    if (this.#reader && (!isWanted || !isAsWanted)) this.#end();
    if (!isWanted || this.#reader) return;
    this.#audio = audio;
    this.#reader = media.ring.reader({
      ...{ video: stream, audio, backMs: this.#backMs },
      onReadable: () => this.#drain(),
    });
    this.#drain();
  }

  #drain(): void {
    const reader = this.#reader;
    for (let unit = reader?.read(); unit; unit = reader!.read()) {
      const piece = this.#fragmenter.push(unit);
      if (piece) this.#put(piece);
    }
  }

  #end(): void {
    this.#drain();
    const piece = this.#fragmenter.finish();
    if (piece) this.#put(piece);
    this.#reader?.close();
    this.#reader = null;
    this.#options.store.end();
  }

  #put(piece: Parameters<RecordingStore['put']>[0]): void {
    const { clock, store } = this.#options;
    store.put(piece, this.#reader!.video!, clock.nowMs() - clock.monotonicMs());
  }
}
