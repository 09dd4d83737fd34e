/** The household's zones on the grid of cells. */
import { rowSpans } from '#kit/polygon.ts';
import type { Zone } from '../../settings/zones.ts';

/** A cell's zones for motion are kept as the bits of a byte. */
export const MAX_MOTION_ZONES = 8;

export class ZoneCells {
  /** Zones for motion; changes count in these alone, or everywhere when there are none. */
  readonly names: readonly string[];
  /** Per cell: bit n is set in the n-th of `names`; null when there are none. */
  readonly bits: Uint8Array | null;
  /** Per cell: 0 where nothing counts (ignore, privacy); null when everything does. */
  readonly counting: Uint8Array | null;

  constructor(zones: readonly Zone[], grid: { width: number; height: number }) {
    const cells = grid.width * grid.height;
    const motion = zones.filter(({ use }) => use === 'motion').slice(0, MAX_MOTION_ZONES);
    const blind = zones.filter(({ use }) => use !== 'motion');
    this.names = motion.map(({ name }) => name);
    this.bits = motion.length > 0 ? new Uint8Array(cells) : null;
    this.counting = blind.length > 0 ? new Uint8Array(cells).fill(1) : null;
    motion.forEach(({ points }, n) => {
      for (const { y, from, to } of rowSpans(points, grid))
        for (let i = y * grid.width + from; i < y * grid.width + to; i++) this.bits![i]! |= 1 << n;
    });
    for (const { points } of blind)
      for (const { y, from, to } of rowSpans(points, grid, { touching: true }))
        this.counting!.fill(0, y * grid.width + from, y * grid.width + to);
  }
}
