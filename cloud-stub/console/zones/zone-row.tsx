import { Icon } from '../parts/icon.tsx';
import { ZONE_USES } from '../wording/watch.ts';
import type { Zone } from './zone-list.ts';
import { ZoneSwatch } from './zone-shapes.tsx';

/** A zone in a list: how it looks, its name, what it does. @param onChoose makes it a button */
export function ZoneRow({ zone, onChoose }: { zone: Zone; onChoose?(): void }) {
  const words = (
    <>
      <ZoneSwatch use={zone.use} />
      <span class="rowtext">
        <b>{zone.name}</b>
        <span class="sm quiet">{ZONE_USES[zone.use].name}</span>
      </span>
    </>
  );
  if (!onChoose) return <div class="zonerow">{words}</div>;
  return (
    <button class="zonerow rowlink" onClick={onChoose}>
      {words}
      <Icon name="next" />
    </button>
  );
}
