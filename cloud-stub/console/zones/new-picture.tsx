import { useState } from 'preact/hooks';
import type { Device } from '../../api.ts';
import { useDesk } from '../desk.ts';
import { Icon } from '../parts/icon.tsx';
import { isPrivate } from '../wording/devices.ts';
import { whyNot } from '../wording/refused-command.ts';

/** Lets the camera take a picture, which is then the newest. */
export function NewPicture({ device }: { device: Device }) {
  const { api, toasts } = useDesk();
  const [busy, setBusy] = useState(false);
  const take = async () => {
    setBusy(true);
    try {
      await api.command(device.id, { action: 'snapshot' });
    } catch (error) {
      toasts.say(whyNot(error, device.name));
    }
    setBusy(false);
  };
  const why = !device.online ? 'Not while offline' : isPrivate(device) ? 'Not while private' : null;
  return (
    <button class="btn" disabled={why !== null} aria-busy={busy} onClick={() => void take()}>
      {!busy && <Icon name="snap" />}
      {why ?? (busy ? 'Taking' : 'New picture')}
    </button>
  );
}
