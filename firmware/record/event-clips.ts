/** Has the recorder keep what belongs to an event: from before its start until after its end. */
import type { Clock } from '#kit/clock.ts';
import type { ClipKeeper, KeptClip } from '../detect/alarm-event.ts';
import { POST_ROLL_MS, PRE_ROLL_MS, type Recorder } from './recorder.ts';

export class EventClips implements ClipKeeper {
  readonly #recorder: Pick<Recorder, 'keep' | 'state'>;
  readonly #clock: Clock;

  constructor(options: { recorder: Pick<Recorder, 'keep' | 'state'>; clock: Clock }) {
    this.#recorder = options.recorder;
    this.#clock = options.clock;
  }

  keep({ fromUs }: { fromUs: number }): KeptClip {
    const clock = this.#clock;
    const recorder = this.#recorder;
    const letGo = recorder.keep({ fromUs: Math.max(0, fromUs - PRE_ROLL_MS * 1000) });
    const agoMs = clock.monotonicMs() - fromUs / 1000;
    const fromMs = Math.round(clock.nowMs() - agoMs - PRE_ROLL_MS);
    return {
      release() {
        const isRecorded = recorder.state().now === 'recording';
        letGo();
        return isRecorded ? { fromMs, toMs: Math.round(clock.nowMs() + POST_ROLL_MS) } : null;
      },
    };
  }
}
