/** Signs of life for the health gate of updates: what this device does now. */
import type { Sign, Signs } from '#ota/agent/parts.ts';
import { sleep, type Clock } from '#kit/clock.ts';
import type { Link } from '../link/link.ts';
import type { Media } from '../media/media.ts';
import type { Recordings } from '../record/recordings.ts';

/** Older pictures do not count as flowing, ms. */
const PICTURE_AGE_MS = 5000;
/** A piece of a recording is made, written and read back within this, ms. */
const RECORD_LIMIT_MS = 20_000;
const LOOK_MS = 500;
/** Reasons of the recorder for recording nothing that are the household's own. */
const WISHED: readonly string[] = ['off', 'privacy', 'not-scheduled'];

export interface UpdateSignsOptions {
  media: Pick<Media, 'info' | 'ring'>;
  recordings: { recorder: Pick<Recordings['recorder'], 'state' | 'keep' | 'flush'> } & {
    store: Pick<Recordings['store'], 'figures' | 'fault'>;
  };
  /** Null on a device without a cloud. */
  link: Pick<Link, 'info'> | null;
  clock: Clock;
}

export class UpdateSigns implements Signs {
  readonly #options: UpdateSignsOptions;

  constructor(options: UpdateSignsOptions) {
    this.#options = options;
  }

  picture(): Sign {
    const { media, clock } = this.#options;
    if (media.info().phase === 'off') return 'off';
    const { ring } = media;
    for (let index = ring.end - 1; index >= ring.start; index--) {
      const unit = ring.at(index);
      if (unit?.stream !== 'main') continue;
      return clock.monotonicMs() - unit.ptsUs / 1000 <= PICTURE_AGE_MS ? 'works' : 'broken';
    }
    return 'broken';
  }

  /** In events mode some seconds are recorded for it, as if something had happened. */
  async recorder(signal: AbortSignal): Promise<Sign> {
    const { recordings, clock } = this.#options;
    const { recorder, store } = recordings;
    const before = recorder.state().now;
    if (WISHED.includes(before)) return 'off';
    if (before === 'no-picture') return 'broken';
    // A file that was begun in this run was read back when it was begun.
    const wanted = before === 'recording' ? 1 : store.figures().readBacks + 1;
    const release = recorder.keep();
    try {
      for (let waitedMs = 0; waitedMs < RECORD_LIMIT_MS; waitedMs += LOOK_MS) {
        if (store.fault) return 'broken';
        if (store.figures().readBacks >= wanted) return 'works';
        await sleep(clock, LOOK_MS, signal);
        await recorder.flush();
      }
      return 'broken';
    } finally {
      release();
    }
  }

  cloud(): Sign {
    const { link } = this.#options;
    if (!link) return 'off';
    return link.info().connected ? 'works' : 'broken';
  }
}
