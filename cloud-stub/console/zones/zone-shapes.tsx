import { useId } from 'preact/hooks';
import type { Point, Zone, ZoneUse } from './zone-list.ts';

/** Units across and down; it is stretched over whatever picture it lies on. */
const WIDTH = 1600;
const HEIGHT = 900;

export interface ZoneShapesProps {
  zones: readonly Zone[];
  chosen?: number | null;
  /** Corners of a zone that is not closed yet. */
  draft?: readonly Point[] | null;
}

/** Zones over a picture: counted ones as an outline, ignored ones hatched, private ones black. */
export function ZoneShapes({ zones, chosen = null, draft = null }: ZoneShapesProps) {
  const hatch = useId();
  return (
    <svg class="zones" viewBox={`0 0 ${WIDTH} ${HEIGHT}`} preserveAspectRatio="none" aria-hidden="true">
      <Hatch id={hatch} />
      {zones.map(({ use, points }, i) => (
        <g key={i} class={i === chosen ? `zone ${use} chosen` : `zone ${use}`}>
          <polygon class="halo" points={pointText(points)} />
          <polygon class="shape" points={pointText(points)} fill={fillOf(use, hatch)} />
        </g>
      ))}
      {draft && (
        <g class="zone draft chosen">
          <polyline class="halo" points={pointText(draft)} />
          {draft.length > 2 && (
            <polyline class="closing" points={pointText([draft.at(-1)!, draft[0]!])} fill="none" />
          )}
          <polyline class="shape" points={pointText(draft)} fill="none" />
        </g>
      )}
    </svg>
  );
}

/** A zone in small, beside its name. */
export function ZoneSwatch({ use }: { use: ZoneUse }) {
  const hatch = useId();
  return (
    <svg class="swatch" viewBox="0 0 34 26" aria-hidden="true">
      <Hatch id={hatch} pitch={7} />
      <rect class="ground" width="34" height="26" rx="6" />
      <g class={`zone ${use}`}>
        <path class="shape" d="M8 6 27 8.5 25 20 6 18z" fill={fillOf(use, hatch)} />
      </g>
    </svg>
  );
}

function Hatch({ id, pitch = 26 }: { id: string; pitch?: number }) {
  return (
    <defs>
      <pattern
        id={id}
        width={pitch}
        height={pitch}
        patternUnits="userSpaceOnUse"
        patternTransform="rotate(45)"
      >
        <rect class="hatchdark" width={pitch} height={pitch} />
        <rect class="hatchlight" width={pitch * 0.3} height={pitch} />
      </pattern>
    </defs>
  );
}

function fillOf(use: ZoneUse, hatch: string): string | undefined {
  return use === 'ignore' ? `url(#${hatch})` : undefined;
}

function pointText(points: readonly Point[]): string {
  return points.map(([x, y]) => `${x * WIDTH},${y * HEIGHT}`).join(' ');
}
