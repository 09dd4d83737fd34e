/** The light that is on whenever pictures are taken: before the camera opens until after it has closed. */
import type { Light } from '#board/drivers/light.ts';
import type { Service } from '#kit/service.ts';
import type { Part } from '../care/part.ts';

export class Indicator implements Service {
  readonly name = 'indicator';
  readonly #light: Part<Light>;
  #isOn = false;

  constructor(options: { light: Part<Light> }) {
    this.#light = options.light;
  }

  start(): Promise<void> {
    return this.#light.start();
  }

  async stop(): Promise<void> {
    this.#isOn = false;
    await this.#light.stop();
  }

  get isOn(): boolean {
    return this.#isOn;
  }

  /**
   * Before the camera is opened. Resolves when it is lit, or cannot be: that is a fault in `state`, and it is
   * lit as soon as it works again. It does not stand in the camera's way.
   */
  async opening(): Promise<void> {
    this.#isOn = true;
    await this.#light.keep((light) => light.show({ kind: 'on' }));
  }

  /** After the camera has closed, or its process has ended. */
  closed(): void {
    this.#isOn = false;
    void this.#light.keep((light) => light.show({ kind: 'off' }));
  }
}
