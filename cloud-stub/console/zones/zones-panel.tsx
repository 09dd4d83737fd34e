import { useEffect, useRef, useState } from 'preact/hooks';
import type { Device } from '../../api.ts';
import { isPrivate } from '../wording/devices.ts';
import { waitWords, ZONE_FACTS } from '../wording/watch.ts';
import { FunctionFacts } from '../watch/function-facts.tsx';
import { useSetting } from '../watch/use-setting.ts';
import { CameraGround } from './camera-ground.tsx';
import { NewPicture } from './new-picture.tsx';
import { ZONES_SETTING } from './zone-editor.tsx';
import { zonesOf } from './zone-list.ts';
import { ZoneRow } from './zone-row.tsx';
import { ZoneShapes } from './zone-shapes.tsx';

export interface ZonesPanelProps {
  device: Device;
  /** The editor was just closed: the way back into it has the focus. */
  returned: boolean;
  /** @param zone the one to begin with, if any */
  onDraw(zone: number | null): void;
}

/** The zones as they are, on the newest picture. */
export function ZonesPanel({ device, returned, onDraw }: ZonesPanelProps) {
  const setting = useSetting<string>(device, 'zones.list');
  const zones = setting && zonesOf(setting.value);
  const [lit, setLit] = useState<number | null>(null);
  const way = useRef<HTMLButtonElement>(null);
  const closed = isPrivate(device);
  /** The one under the hand is the one that stands out in the picture. */
  const lights = (zone: number) => ({
    onPointerEnter: () => setLit(zone),
    onPointerLeave: () => setLit(null),
    onFocusIn: () => setLit(zone),
    onFocusOut: () => setLit(null),
  });
  useEffect(() => {
    if (returned) way.current?.focus();
  }, [returned]);
  return (
    <section class="zonespanel" aria-label="Zones">
      <CameraGround device={device}>{zones && <ZoneShapes zones={zones} chosen={lit} />}</CameraGround>
      <div class="fn">
        <h2>Zones</h2>
        <p class="sm quiet">{zonesWords(device, setting?.waits, zones?.length)}</p>
        {zones && zones.length > 0 && (
          <ul class="zonelist">
            {zones.map((zone, i) => (
              <li key={zone.name} {...lights(i)}>
                <ZoneRow zone={zone} onChoose={closed ? undefined : () => onDraw(i)} />
              </li>
            ))}
          </ul>
        )}
        {setting && (
          <div class="acts">
            <button ref={way} class="btn" disabled={closed} onClick={() => onDraw(null)}>
              {closed ? 'Not while private' : zones?.length ? 'Change zones' : 'Draw zones'}
            </button>
            {!closed && <NewPicture device={device} />}
          </div>
        )}
        {setting && <FunctionFacts facts={ZONE_FACTS} without="Without zones" />}
      </div>
    </section>
  );
}

function zonesWords(device: Device, waits = false, count: number | undefined): string {
  if (device.state?.settings[ZONES_SETTING] === undefined)
    return 'This firmware knows no zones yet: everything in the picture counts. They come with an update.';
  if (waits) return waitWords(device);
  if (count === undefined) return 'This page cannot read them. Drawing new ones puts those in their place.';
  if (count === 0) return 'Everything in the picture counts, and everything is seen.';
  return count === 1
    ? 'One part of the picture has a rule of its own.'
    : `${count} parts of the picture have rules of their own.`;
}
