/** What is not as it should be on this device, for `state`, `pupsentryctl status` and the log. */
export interface Fault {
  /**
   * The part: "camera", "encoder", "microphone", "speaker", "indicator", "media", "storage", "link", "ir-cut",
   * "watchdog".
   */
  component: string;
  /** Stable word for programs, such as "camera-missing". */
  code: string;
  /** A sentence for people. */
  message: string;
  /** What to do about it. */
  remedy: string;
  sinceMs: number;
}

/** The faults that stand at present: at most one per component. */
export class FaultList {
  #faults: Fault[] = [];

  get all(): Fault[] {
    return this.#faults;
  }

  has(component: string): boolean {
    return this.#faults.some((fault) => fault.component === component);
  }

  /** A fault that goes on keeps the time of its beginning. @returns whether the list has changed */
  raise(fault: Fault): boolean {
    const known = this.#faults.find((other) => other.component === fault.component);
    if (known && known.code === fault.code && known.message === fault.message) return false;
    const sinceMs = known?.code === fault.code ? known.sinceMs : fault.sinceMs;
    this.#faults = [
      ...this.#faults.filter((other) => other.component !== fault.component),
      { ...fault, sinceMs },
    ];
    return true;
  }

  /** @returns whether the list has changed */
  mend(...components: string[]): boolean {
    const before = this.#faults.length;
    this.#faults = this.#faults.filter((fault) => !components.includes(fault.component));
    return this.#faults.length !== before;
  }
}
