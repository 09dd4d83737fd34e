/** Updates on a device without disk, network and kernel: for tests and for trying pupsentryctl. */
import type { FakeClock } from '#kit/clock.ts';
import type { UpdateAgent } from '#ota/agent/agent.ts';
import { FakeDevice } from '#ota/agent/fake-device.ts';
import type { UpdateReport } from '#ota/agent/state.ts';
import type { UpdateStatus } from '#ota/agent/status.ts';
import { NOT_SET_UP, type NoUpdates, type Updates } from './updates.ts';
import { PupsentryError } from '#kit/errors.ts';

export class FakeUpdates implements Pick<Updates, 'agent' | 'status' | 'history' | 'onChanged'> {
  readonly device: FakeDevice;
  #isStarted = false;

  constructor(options: { clock?: FakeClock } = {}) {
    this.device = new FakeDevice(options);
  }

  /** Until then they are not set up. */
  async start(): Promise<void> {
    await this.device.start();
    this.#isStarted = true;
  }

  async stop(): Promise<void> {
    await this.device.stop();
    this.#isStarted = false;
  }

  get agent(): UpdateAgent {
    if (this.#isStarted) return this.device.agent;
    throw new PupsentryError(NOT_SET_UP.code, NOT_SET_UP.message, NOT_SET_UP.remedy);
  }

  status(): UpdateStatus | NoUpdates {
    return this.#isStarted ? this.device.agent.status() : NOT_SET_UP;
  }

  history(): readonly UpdateReport[] {
    return this.agent.history();
  }

  onChanged(listener: () => void): () => void {
    return this.#isStarted ? this.device.agent.onChanged(listener) : () => undefined;
  }
}
