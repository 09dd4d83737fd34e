/** Writes a slot and keeps what a power cut may take back small. */
import type { BlockDevice } from './block-device.ts';
import { FLUSH_BYTES } from './limits.ts';

export class SlotWriter {
  writtenBytes = 0;
  readonly #device: BlockDevice;
  #unflushedBytes = 0;

  constructor(device: BlockDevice) {
    this.#device = device;
  }

  async write(position: number, data: Uint8Array): Promise<void> {
    await this.#device.write(position, data);
    this.writtenBytes += data.length;
    this.#unflushedBytes += data.length;
    if (this.#unflushedBytes >= FLUSH_BYTES) await this.flush();
  }

  async flush(): Promise<void> {
    this.#unflushedBytes = 0;
    await this.#device.flush();
  }
}
