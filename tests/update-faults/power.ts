/** Watches what is done to storage, operation by operation: to look, to take the power, or to let one of them fail. */

export interface Operation {
  /** What of the device, such as "slot B" or "agent.0". */
  on: string;
  kind: 'write' | 'flush';
  /** Bytes from the beginning of it, where that says something. */
  position?: number;
  bytes?: number;
}

export const said = ({ on, kind, position, bytes }: Operation): string =>
  kind === 'flush' ? `flush of ${on}` : `write to ${on}: ${bytes ?? 0} bytes at ${position ?? 0}`;

/** Everything after it fails with this, too: the machine is off. */
export class PowerCut extends Error {
  override name = 'PowerCut';
}

/** What a worn or full disk does: refuses, refuses in the middle of a write, or says yes and forgets. */
export const FAILURES = ['EIO', 'ENOSPC', 'EROFS', 'torn', 'dropped'] as const;
export type Failure = (typeof FAILURES)[number];

export interface PowerOptions {
  /**
   * Called at each operation: a write stands in the cache by then, a flush has had no effect yet. So a cut here may keep,
   * tear or lose the write, and finds all that the flush was to save at risk.
   */
  onOperation?: (operation: Operation) => void;
  /** The number of the operation at which the power goes, from 0. */
  cutAt?: number;
  fail?: { at: number; how: Failure };
}

export class Power {
  readonly #options: PowerOptions;
  #begun = 0;
  #done = 0;
  #isOff = false;
  /** The failure that was asked for, once it happened. */
  failed: Operation | null = null;
  /** It was a write that was dropped, of what stood there already: nobody can notice, and nothing is lost. */
  isHarmless = false;

  constructor(options: PowerOptions = {}) {
    this.#options = options;
  }

  /** @throws PowerCut when there is none */
  check(): void {
    if (this.#isOff) throw new PowerCut('there is no power');
  }

  /** Before an operation. @returns how it fails, or null when it does not */
  begin(operation: Operation): Failure | null {
    this.check();
    const { fail } = this.#options;
    if (this.#begun++ !== fail?.at) return null;
    this.failed = operation;
    // Nobody can notice that a flush was forgotten, nor tear one.
    if (operation.kind === 'flush' && (fail.how === 'torn' || fail.how === 'dropped')) return 'EIO';
    return fail.how;
  }

  /** A write stands in the cache; a flush is about to be carried out. @throws PowerCut */
  done(operation: Operation): void {
    this.check();
    this.#options.onOperation?.(operation);
    if (this.#done++ !== this.#options.cutAt) return;
    this.#isOff = true;
    this.check();
  }
}

export function refusal(how: Failure): Error {
  const code = how === 'torn' || how === 'dropped' ? 'EIO' : how;
  return Object.assign(new Error(`${code}: simulated`), { code });
}
