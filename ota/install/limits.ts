/** Every limit of an installation, by name. Bytes are bytes of image, times are milliseconds. */
const MIB = 1024 * 1024;

/** So much is written before the disk is made to keep it: what a power cut may take back, and how long a flush holds up others. */
export const FLUSH_BYTES = 8 * MIB;

/** Blocks that one request asks for at most (2 MiB): what is still fetched after the line became a metered one. */
export const REQUEST_BLOCKS = 512;
/** Blocks that stand between two missing ones and are fetched with them, to save a request: 32 KiB at most … */
export const MAX_GAP_BLOCKS = 8;
/** … and no more than this share of what is missing in all. */
export const MAX_GAP_SHARE = 0.1;
/** Requests under way at a time: while one answer is awaited another one flows. */
export const PARALLEL_REQUESTS = 2;

export interface SourceLimits {
  /** Connecting, and each wait for the next bytes. */
  stallMs: number;
  /** A mirror that sends less than this, bytes a second … */
  floorBytesPerSecond: number;
  /** … over this much of waiting for it is left. */
  slowMs: number;
  /** Waits between tries; see kit Backoff. */
  backoff: { firstMs: number; maxMs: number; random?: () => number };
  /** Failures in a row, without a byte between them, before an update is given up. */
  tries: number;
  /** An update may fetch this many times its image … */
  budgetFactor: number;
  /** … and this much besides. */
  budgetBytes: number;
}

export const SOURCE_LIMITS: Readonly<SourceLimits> = {
  stallMs: 20_000,
  floorBytesPerSecond: 1024,
  slowMs: 60_000,
  backoff: { firstMs: 1000, maxMs: 60_000 },
  tries: 8,
  budgetFactor: 2,
  budgetBytes: MIB,
};
