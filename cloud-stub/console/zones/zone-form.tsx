import { useId } from 'preact/hooks';
import { ZONE_USES } from '../wording/watch.ts';
import type { Stroke } from './zone-drawing.ts';
import { MAX_CORNERS, MAX_NAME, MIN_CORNERS, type Zone, type ZoneUse } from './zone-list.ts';
import { ZoneSwatch } from './zone-shapes.tsx';

export interface ZoneFormProps {
  zone: Zone;
  /** The corner that was touched last. */
  corner: number | null;
  stroke(stroke: Stroke): void;
}

/** Name, use and corners of the chosen zone. */
export function ZoneForm({ zone, corner, stroke }: ZoneFormProps) {
  const group = useId();
  const count = zone.points.length;
  return (
    <div class="zoneform">
      <label class="field">
        <span>Name</span>
        <input
          value={zone.name}
          maxLength={MAX_NAME}
          autoComplete="off"
          onInput={(event) => stroke({ type: 'zoneRenamed', name: event.currentTarget.value })}
        />
      </label>
      <fieldset class="uses">
        <legend class="unseen">What the zone does</legend>
        {(Object.keys(ZONE_USES) as ZoneUse[]).map((use) => (
          <label key={use} class="use">
            <input
              type="radio"
              name={group}
              checked={zone.use === use}
              onChange={() => stroke({ type: 'useChanged', use })}
            />
            <ZoneSwatch use={use} />
            <span>
              <b>{ZONE_USES[use].name}</b>
              <span class="sm quiet">{ZONE_USES[use].means}</span>
            </span>
          </label>
        ))}
      </fieldset>
      <div class="acts">
        <button
          class="btn"
          disabled={count >= MAX_CORNERS}
          onClick={() => stroke({ type: 'cornerInserted' })}
        >
          Add a corner
        </button>
        <button
          class="btn"
          disabled={corner === null || count <= MIN_CORNERS}
          onClick={() => corner !== null && stroke({ type: 'cornerRemoved', corner })}
        >
          Remove corner
        </button>
      </div>
      <div class="acts">
        <button class="btn bad" onClick={() => stroke({ type: 'zoneDeleted' })}>
          Delete zone
        </button>
      </div>
    </div>
  );
}
