import { useState } from 'preact/hooks';
import type { Device } from '../../api.ts';
import { useDesk } from '../desk.ts';
import { isPrivate } from '../wording/devices.ts';
import { whyNot } from '../wording/refused-command.ts';
import { timeWithSeconds } from '../wording/times.ts';
import { Icon } from './icon.tsx';
import { KeepButton } from './keep-button.tsx';

/** Takes a full picture at the camera, and shows it with a way to keep it. */
export function Snapshot({ device }: { device: Device }) {
  const { api, toasts } = useDesk();
  const [busy, setBusy] = useState(false);
  const [takenMs, setTakenMs] = useState<number | null>(null);
  const take = async () => {
    setBusy(true);
    try {
      const reply = await api.command(device.id, { action: 'snapshot' });
      setTakenMs(reply.pictureMs ?? null);
      toasts.say('Picture taken.');
    } catch (error) {
      toasts.say(whyNot(error, device.name));
    }
    setBusy(false);
  };
  const why = !device.online ? 'Not while offline' : isPrivate(device) ? 'Not while private' : null;
  return (
    <>
      <div class="deck">
        <button class="round" disabled={why !== null} aria-busy={busy} onClick={() => void take()}>
          <span class="disc">
            <Icon name="snap" />
          </span>
          {why ?? (busy ? 'Taking' : 'Snapshot')}
        </button>
      </div>
      {takenMs !== null && why === null && (
        <>
          <Taken
            url={api.pictureUrl({ ...device, pictureMs: takenMs })}
            name={device.name}
            takenMs={takenMs}
          />
          <div class="keeptaken">
            <KeepButton
              key={takenMs}
              request={{ deviceId: device.id, pictureMs: takenMs }}
              name={device.name}
            />
          </div>
        </>
      )}
    </>
  );
}

function Taken({ url, name, takenMs }: { url: string; name: string; takenMs: number }) {
  return (
    <div class="taken">
      <a class="pic" href={url} target="_blank" rel="noreferrer" aria-label="Open the picture">
        <img src={url} alt="" width={1280} height={720} />
      </a>
      <p class="sm num">Taken {timeWithSeconds(takenMs)}</p>
      <a class="btn icon" href={url} download={`${name} ${takenMs}.jpg`} aria-label="Save the picture">
        <Icon name="download" />
      </a>
    </div>
  );
}
