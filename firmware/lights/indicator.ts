/** The light that is on whenever pictures are taken: before the camera opens until after it has closed. */
import type { Light } from '#board/drivers/light.ts';
import { PupsentryError } from '#kit/errors.ts';
import type { Service } from '#kit/service.ts';
import type { Part } from '../care/part.ts';
import type { LensWatch } from '../media/lens.ts';

export class Indicator implements Service, LensWatch {
  readonly name = 'indicator';
  readonly #light: Part<Light>;

  /** @param options.light started and stopped by this service, before and after the camera */
  constructor(options: { light: Part<Light> }) {
    this.#light = options.light;
  }

  start(): Promise<void> {
    return this.#light.start();
  }

  stop(): Promise<void> {
    return this.#light.stop();
  }

  /** Null where the board has none, or it fails. */
  get isLit(): boolean | null {
    const { driver } = this.#light;
    return driver && driver.shown.kind !== 'off';
  }

  /**
   * Resolves when it is lit, or the board has none.
   * @throws PupsentryError when it cannot be lit: people would not know that pictures are taken
   */
  async opening(): Promise<void> {
    if (await this.#light.keep((light) => light.show({ kind: 'on' }))) return;
    if (this.#light.isAbsent) return;
    this.closed(); // it is not to come on later, beside a camera that stays closed
    throw (
      this.#light.problem ??
      new PupsentryError('indicator-failed', 'The indicator light has not been started.')
    );
  }

  closed(): void {
    void this.#light.keep((light) => light.show({ kind: 'off' }));
  }
}
