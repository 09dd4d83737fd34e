/** Sets something off and waits for the event that decides what came of it. */
import type { Clock } from '#kit/clock.ts';
import { asError } from '#kit/errors.ts';
import type { TrialEvent } from './connect-trial.ts';

export class EventWait {
  readonly #clock: Clock;
  readonly #watchers = new Set<(event: TrialEvent) => void>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** To everyone who waits. */
  tell(event: TrialEvent): void {
    for (const watch of [...this.#watchers]) watch(event);
  }

  /**
   * @param decide asked at every event; undefined: not decided yet
   * @returns what was decided, or undefined when time is up
   * @throws what `begin` threw
   */
  until<T>(
    timeoutMs: number,
    decide: (event: TrialEvent) => T | undefined,
    begin: () => Promise<void>,
  ): Promise<T | undefined> {
    return new Promise((resolve, reject) => {
      const end = () => {
        timer.cancel();
        this.#watchers.delete(watch);
      };
      const watch = (event: TrialEvent) => {
        const decision = decide(event);
        if (decision === undefined) return;
        end();
        resolve(decision);
      };
      const timer = this.#clock.after(timeoutMs, () => {
        end();
        resolve(undefined);
      });
      this.#watchers.add(watch); // before it begins: an event may overtake the answer
      begin().catch((error: unknown) => {
        end();
        reject(asError(error));
      });
    });
  }
}
