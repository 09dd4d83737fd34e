import { useEffect, useReducer, useRef, useState } from 'preact/hooks';
import type { Device } from '../../api.ts';
import { useDesk } from '../desk.ts';
import { useSetting } from '../watch/use-setting.ts';
import { NewPicture } from './new-picture.tsx';
import { canAddZone, draw, drawingOf, type Drawing, type Stroke } from './zone-drawing.ts';
import { DraftPanel } from './draft-panel.tsx';
import { MAX_ZONES, zonesOf, zonesProblem, zonesText, type Zone } from './zone-list.ts';
import { ZoneForm } from './zone-form.tsx';
import { ZoneRow } from './zone-row.tsx';
import { ZoneStage } from './zone-stage.tsx';

export const ZONES_SETTING = 'zones.list';

export interface ZoneEditorProps {
  device: Device;
  /** The zone to begin with. */
  chosen: number | null;
  onClose(): void;
}

/** Draws the zones of a device. What was changed is kept here until it is saved, whatever the device says meanwhile. */
export function ZoneEditor({ device, chosen, onClose }: ZoneEditorProps) {
  const { toasts } = useDesk();
  const setting = useSetting<string>(device, ZONES_SETTING);
  const known = setting?.value ?? '';
  const begunWith = useRef(known);
  const [drawing, stroke] = useReducer(draw, null, () =>
    draw(drawingOf(zonesOf(known) ?? []), { type: 'zoneChosen', zone: chosen }),
  );
  const [busy, setBusy] = useState(false);
  const head = useRef<HTMLHeadingElement>(null);
  useEffect(() => head.current?.focus(), []);

  const text = zonesText(drawing.zones);
  const changed = text !== begunWith.current || drawing.draft !== null;
  useLeaveWarning(changed);
  const problem = zonesProblem(drawing.zones);
  const save = async () => {
    setBusy(true);
    const taken = await setting?.wish(text);
    setBusy(false);
    if (!taken) return;
    toasts.say(device.online ? 'Zones saved.' : `Zones saved. They take effect when ${device.name} is back.`);
    onClose();
  };
  return (
    <section class="drawing">
      <h1 ref={head} tabIndex={-1}>
        Zones of {device.name}
      </h1>
      <div class="drawn">
        <ZoneStage device={device} drawing={drawing} stroke={stroke} />
        {!drawing.draft && (
          <div class="hand">
            <p class="sm quiet">
              {handWords(drawing)}
              {drawing.chosen !== null && <span class="deskonly"> {KEY_WORDS}</span>}
            </p>
            {drawing.chosen === null ? (
              <NewPicture device={device} />
            ) : (
              <button class="btn" onClick={() => stroke({ type: 'zoneChosen', zone: null })}>
                All zones
              </button>
            )}
          </div>
        )}
        {blackIsOld(begunWith.current, drawing) && <p class="hint">{BLACK_WORDS}</p>}
      </div>
      <div class="tools">
        <Panel drawing={drawing} stroke={stroke} />
        <div class="finish">
          {known !== begunWith.current && (
            <p class="hint">They were changed elsewhere meanwhile. Saving puts yours in their place.</p>
          )}
          {problem && <p class="hint">{problem}</p>}
          <Finish
            changed={changed}
            canSave={changed && drawing.draft === null && problem === null}
            busy={busy}
            onSave={() => void save()}
            onClose={onClose}
          />
        </div>
      </div>
    </section>
  );
}

/** One of three: a zone is being drawn, one is chosen, or all of them. */
function Panel({ drawing, stroke }: { drawing: Drawing; stroke(stroke: Stroke): void }) {
  const { zones, chosen, draft, deleted } = drawing;
  if (draft) return <DraftPanel corners={draft.length} stroke={stroke} />;
  const zone = chosen === null ? undefined : zones[chosen];
  if (zone) return <ZoneForm key={chosen} zone={zone} corner={drawing.corner} stroke={stroke} />;
  return (
    <div>
      <ul class="zonelist">
        {zones.map((each, i) => (
          <li key={i}>
            <ZoneRow zone={each} onChoose={() => stroke({ type: 'zoneChosen', zone: i })} />
          </li>
        ))}
      </ul>
      {deleted && (
        <p class="zone-gone" role="status">
          {deleted.zone.name} is deleted.
          <button class="link" onClick={() => stroke({ type: 'deletionUndone' })}>
            Undo
          </button>
        </p>
      )}
      {canAddZone(drawing) ? (
        <div class="acts">
          <button class="btn" onClick={() => stroke({ type: 'draftBegun' })}>
            Draw a zone
          </button>
          <button class="btn" onClick={() => stroke({ type: 'boxAdded' })}>
            Add a box
          </button>
        </div>
      ) : (
        <p class="hint">{MAX_ZONES} zones are the most.</p>
      )}
    </div>
  );
}

interface FinishProps {
  changed: boolean;
  canSave: boolean;
  busy: boolean;
  onSave(): void;
  onClose(): void;
}

/** What was changed is given up only after a second word. */
function Finish({ changed, canSave, busy, onSave, onClose }: FinishProps) {
  const [asking, setAsking] = useState(false);
  if (asking) {
    return (
      <div role="group" aria-label="Give up the changes">
        <p class="sm">Give up what you have drawn?</p>
        <div class="acts">
          <button class="btn bad" onClick={onClose}>
            Give it up
          </button>
          <button class="btn" autoFocus onClick={() => setAsking(false)}>
            Go on drawing
          </button>
        </div>
      </div>
    );
  }
  return (
    <div class="acts">
      <button class="btn go" disabled={!canSave} aria-busy={busy} onClick={onSave}>
        {busy ? 'Saving' : 'Save zones'}
      </button>
      <button class="btn plain" onClick={() => (changed ? setAsking(true) : onClose())}>
        Cancel
      </button>
    </div>
  );
}

const KEY_WORDS = 'Arrow keys move a corner, Delete removes it.';
const BLACK_WORDS =
  'The picture stays black where a zone was black, until the zones are saved and a new picture is taken.';

/** A zone that was black when drawing began is not, or not there, any more. */
function blackIsOld(begunWith: string, { zones }: Drawing): boolean {
  const black = (zone: Zone) => zone.use === 'privacy';
  const now = new Set(zones.filter(black).map(({ points }) => JSON.stringify(points)));
  return (zonesOf(begunWith) ?? []).some((zone) => black(zone) && !now.has(JSON.stringify(zone.points)));
}

function handWords({ chosen, zones }: Drawing): string {
  if (chosen !== null) return 'Drag a corner, or the whole zone.';
  return zones.length > 0 ? 'Tap a zone to change it.' : 'No zone yet: everything in the picture counts.';
}

/** The browser asks before it closes the page. */
function useLeaveWarning(changed: boolean): void {
  useEffect(() => {
    if (!changed) return;
    const warn = (event: BeforeUnloadEvent) => event.preventDefault();
    addEventListener('beforeunload', warn);
    return () => removeEventListener('beforeunload', warn);
  }, [changed]);
}
