/** A slot made of several partitions, such as root, boot part and tree, as one. */
import type { BlockDevice } from './block-device.ts';

interface Piece {
  device: BlockDevice;
  /** In the device. */
  position: number;
  /** Of the data that is read or written. */
  start: number;
  end: number;
}

export class JoinedDevice implements BlockDevice {
  readonly sizeBytes: number;
  readonly #parts: readonly BlockDevice[];

  /** @param parts in their order; owned from now on */
  constructor(parts: readonly BlockDevice[]) {
    this.#parts = parts;
    this.sizeBytes = parts.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
  }

  async read(position: number, into: Uint8Array): Promise<void> {
    for (const { device, position: at, start, end } of this.#pieces(position, into.length))
      await device.read(at, into.subarray(start, end));
  }

  async write(position: number, data: Uint8Array): Promise<void> {
    for (const { device, position: at, start, end } of this.#pieces(position, data.length))
      await device.write(at, data.subarray(start, end));
  }

  async flush(): Promise<void> {
    await Promise.all(this.#parts.map((part) => part.flush()));
  }

  async close(): Promise<void> {
    await Promise.all(this.#parts.map((part) => part.close()));
  }

  #pieces(position: number, bytes: number): Piece[] {
    if (!(position >= 0 && position + bytes <= this.sizeBytes))
      throw new RangeError(`${bytes} bytes at ${position} of ${this.sizeBytes}`);
    const pieces: Piece[] = [];
    let first = 0;
    for (const device of this.#parts) {
      const start = Math.max(0, first - position);
      const end = Math.min(bytes, first + device.sizeBytes - position);
      if (start < end) pieces.push({ device, position: position + start - first, start, end });
      first += device.sizeBytes;
    }
    return pieces;
  }
}
