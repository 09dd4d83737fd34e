/** Every limit of the trust client in one place. What is over a limit is refused, never cut short and used. */

const KIB = 1024;

/** The largest file of each role, bytes. Read before its signature can be checked: small enough to parse whatever is in it. */
export const MAX_BYTES = {
  /** About 80 Ed25519 keys. */
  root: 32 * KIB,
  timestamp: 16 * KIB,
  snapshot: 64 * KIB,
  /** About 800 releases. */
  targets: 512 * KIB,
} as const;

/** Roots kept since the one in the image, and so rotations in one check: with one a year, more than the life of a device. */
export const MAX_ROOTS = 32;

/** Releases that are read from a list; one with more is refused. */
export const MAX_RELEASES = 1000;

export const MAX_MIRRORS = 8;

/** A request is given up when no byte came for this long, ms. */
export const STALL_MS = 20_000;

/** A request is given up after this, ms: with the largest file, 1.7 KB/s. */
export const REQUEST_MS = 300_000;

/** A mirror is given up after this, ms, however many files it was asked for. */
export const MIRROR_MS = 900_000;

/** A time floor that rose by less is not worth a write of its own, ms. */
export const TIME_STEP_MS = 86_400_000;
