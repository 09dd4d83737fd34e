import { useEffect, useMemo, useState } from 'preact/hooks';
import type { Device } from '../../api.ts';
import { ClipList } from '../clips/clip-list.ts';
import { useDesk } from '../desk.ts';
import { BackRow } from '../parts/back-row.tsx';
import { ClipRow } from '../parts/clip-row.tsx';
import { Icon } from '../parts/icon.tsx';
import { KeyCard } from '../parts/key-card.tsx';
import { NoSuchDevice } from '../parts/no-such-device.tsx';
import { ShowEarlier } from '../parts/show-earlier.tsx';
import { clipsSentence } from '../wording/clips.ts';
import { whyNot } from '../wording/refused-command.ts';

/** Cloud clips of a device: fetched as they are sealed, opened here. */
export function ClipsPage({ deviceId }: { deviceId: string }) {
  const { devices } = useDesk();
  const device = devices.byId(deviceId);
  return (
    <section class="page">
      <BackRow to={`device/${deviceId}`} name={devices.nameOf(deviceId)} />
      {device ? <Found key={deviceId} device={device} /> : <NoSuchDevice />}
    </section>
  );
}

function Found({ device }: { device: Device }) {
  const { api, keyring } = useDesk();
  const list = useMemo(() => new ClipList({ api, deviceId: device.id }), [device.id]);
  const [trouble, setTrouble] = useState('');
  useEffect(() => {
    Promise.all([keyring.load(), list.load()]).catch((error: unknown) => setTrouble(whyNot(error, '')));
  }, [list]);
  const clips = list.clips.value;
  if (trouble)
    return (
      <div class="blank">
        <Icon name="nolink" />
        <h2>The clips could not be fetched.</h2>
        <p class="quiet">{trouble}</p>
      </div>
    );
  const state = keyring.state.value;
  return (
    <>
      <div class="head">
        <h1>{clipsSentence(state, clips?.length ?? null)}</h1>
      </div>
      <KeyCard />
      {clips && clips.length > 0 && (
        <ul class="evs wide" aria-label="Clips, newest first">
          {clips.map((clip) => (
            <ClipRow key={clip.id} clip={clip} list={list} />
          ))}
        </ul>
      )}
      {clips?.length === 0 && state === 'ready' && (
        <div class="blank">
          <Icon name="check" />
          <h2>Nothing has been uploaded yet.</h2>
          <p class="quiet">When {device.name} records an event, its clip appears here.</p>
        </div>
      )}
      <ShowEarlier list={list} />
    </>
  );
}
