/** Where blocks come from that no slot has. */

/** Blocks of an image that stand in a row. */
export interface Run {
  /** Place in the image, blocks. */
  first: number;
  blocks: number;
}

/**
 * Gets whole blocks in order; their bytes are only lent.
 * @param first place of the first of them in the image
 * @returns how many of them, from the first on, are right; when not all, whoever sent them is not to be asked for that one again
 */
export type TakeBlocks = (first: number, bytes: Buffer) => Promise<number>;

/** One image, being fetched. */
export interface Download {
  /** Of bodies, since it began. */
  readonly fetchedBytes: number;
  /**
   * Fetches the blocks of a run, trying again and elsewhere within its limits. Several may run at once.
   * @throws PupsentryError with the reason as its code, such as "captive-portal"; the signal's reason when it aborts;
   * what `take` throws
   */
  fetch(run: Run, take: TakeBlocks, signal: AbortSignal): Promise<void>;
  /** Ends its connections. */
  close(): void;
}

export interface ImageSource {
  /** @param path as in Release @param sizeBytes of the image as it is served: data and tree */
  open(path: string, sizeBytes: number): Download;
}
