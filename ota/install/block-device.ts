/** Where an image stands: a partition, a file, or a disk that only exists in memory. */

/** Size of a block of an image, of its hash tree and of a write, bytes. */
export const BLOCK_BYTES = 4096;

export interface BlockDevice {
  /** A multiple of `BLOCK_BYTES`. */
  readonly sizeBytes: number;
  /** Fills all of `into`, or throws. Sees every write, flushed or not. */
  read(position: number, into: Uint8Array): Promise<void>;
  /** Writes all of `data`, or throws; after a power cut any part of what was not flushed may be there, in any order. */
  write(position: number, data: Uint8Array): Promise<void>;
  /** Resolves when everything written before survives a power cut. */
  flush(): Promise<void>;
  close(): Promise<void>;
}
