/** U-Boot and boot loaders that keep its environment: four variables in two copies on flash. */
import type { BootState } from './boot-control.ts';
import { bootStateOf, withBootState } from './boot-rule.ts';
import type { RedundantEnvironment } from './redundant-environment.ts';
import type { BootStateStore } from './stored-boot-control.ts';

export class UBootStore implements BootStateStore {
  readonly #environment: RedundantEnvironment;

  constructor(environment: RedundantEnvironment) {
    this.#environment = environment;
  }

  get writtenBytes(): number {
    return this.#environment.writtenBytes;
  }

  async read(): Promise<BootState | null> {
    const variables = await this.#environment.read();
    return variables && bootStateOf(variables);
  }

  /** All other variables are kept. */
  write(state: BootState): Promise<void> {
    return this.#environment.change((variables) => withBootState(variables ?? new Map(), state));
  }
}
