/**
 * The volatile write cache of a disk: what was written and not flushed, and what of it a power cut leaves. For
 * simulated disks. A sector is written whole or not at all (as disks promise); anything larger may be torn.
 */
export const SECTOR_BYTES = 512;
/** As a disk's own: past it the oldest writes reach the medium by themselves. */
const DEFAULT_CACHE_BYTES = 16 * 1024 * 1024;

/**
 * What a cut leaves of the writes in the cache: none; all; some; all up to one that is torn; of each sector any of the
 * versions that were written, or the old one.
 */
export const CUT_MODES = ['lost', 'kept', 'subset', 'torn', 'reordered'] as const;
export type CutMode = (typeof CUT_MODES)[number];

/** Whole sectors: `position` and the length of `data` are multiples of `SECTOR_BYTES`. */
export interface SectorWrite {
  position: number;
  data: Uint8Array;
}

export class WriteCache {
  readonly capacityBytes: number;
  #writes: SectorWrite[] = [];
  #bytes = 0;

  constructor(capacityBytes = DEFAULT_CACHE_BYTES) {
    this.capacityBytes = capacityBytes;
  }

  /** Oldest first. */
  get writes(): readonly SectorWrite[] {
    return this.#writes;
  }

  /** Keeps a write; its data must not change any more. @returns the writes that the medium now gets instead */
  add(write: SectorWrite): SectorWrite[] {
    this.#writes.push(write);
    this.#bytes += write.data.length;
    let evicted = 0;
    while (this.#bytes > this.capacityBytes) this.#bytes -= this.#writes[evicted++]!.data.length;
    return evicted ? this.#writes.splice(0, evicted) : [];
  }

  /** A flush: @returns all writes, which the medium now gets */
  drain(): SectorWrite[] {
    const writes = this.#writes;
    this.#writes = [];
    this.#bytes = 0;
    return writes;
  }

  /** The medium got newer sectors past the cache (forced unit access): the older ones must not follow. */
  forget({ position, data }: SectorWrite): void {
    const end = position + data.length;
    this.#writes = this.#writes.flatMap((write) => {
      const writeEnd = write.position + write.data.length;
      if (writeEnd <= position || write.position >= end) return [write];
      return [part(write, write.position, position), part(write, end, writeEnd)].filter(
        (rest) => rest.data.length > 0,
      );
    });
    this.#bytes = this.#writes.reduce((sum, { data: rest }) => sum + rest.length, 0);
  }

  /** The same writes again; what becomes of one is not seen by the other. */
  fork(): WriteCache {
    const copy = new WriteCache(this.capacityBytes);
    copy.#writes = this.#writes.slice();
    copy.#bytes = this.#bytes;
    return copy;
  }

  /** @returns what a power cut leaves on the medium, to be put there in this order */
  survivors(random: () => number, mode: CutMode): SectorWrite[] {
    const keep = random(); // so that all but everything is kept as often as next to nothing
    switch (mode) {
      case 'lost':
        return [];
      case 'kept':
        return this.#writes.slice();
      case 'subset':
        return this.#writes.filter(() => random() < keep);
      case 'torn': {
        const torn = Math.floor(random() * this.#writes.length);
        const sectors = this.#writes.slice(torn, torn + 1).flatMap(sectorsOf);
        return [...this.#writes.slice(0, torn), ...sectors.filter(() => random() < keep)];
      }
      case 'reordered': {
        const versions = new Map<number, SectorWrite[]>();
        for (const sector of this.#writes.flatMap(sectorsOf))
          versions.set(sector.position, [...(versions.get(sector.position) ?? []), sector]);
        return [...versions.values()].flatMap((of) =>
          random() < keep ? [of[Math.floor(random() * of.length)]!] : [],
        );
      }
    }
  }
}

/** The sectors of a write from one position to another, none when that is backwards. */
function part({ position, data }: SectorWrite, from: number, to: number): SectorWrite {
  const start = Math.max(0, from - position);
  return { position: position + start, data: data.subarray(start, Math.max(start, to - position)) };
}

function sectorsOf({ position, data }: SectorWrite): SectorWrite[] {
  return Array.from({ length: data.length / SECTOR_BYTES }, (_, i) => ({
    position: position + i * SECTOR_BYTES,
    data: data.subarray(i * SECTOR_BYTES, (i + 1) * SECTOR_BYTES),
  }));
}
