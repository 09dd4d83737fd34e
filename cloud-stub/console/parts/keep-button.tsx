import { useState } from 'preact/hooks';
import type { KeepRequest } from '../../api.ts';
import { useDesk } from '../desk.ts';
import { whyNot } from '../wording/refused-command.ts';
import { Icon } from './icon.tsx';

/** Keeps a picture in the album; afterwards it leads there. @param name of the device */
export function KeepButton({ request, name }: { request: KeepRequest; name: string }) {
  const { api, album, toasts } = useDesk();
  const [busy, setBusy] = useState(false);
  const [keptId, setKeptId] = useState<string | null>(null);
  const keep = async () => {
    setBusy(true);
    try {
      const item = await api.keep(request);
      album.apply({ items: [item], removed: [] });
      setKeptId(item.id);
      toasts.say('Kept in the album until someone deletes it.');
    } catch (error) {
      toasts.say(whyNot(error, name));
    }
    setBusy(false);
  };
  if (keptId !== null) {
    return (
      <a class="btn" href={`#album/${keptId}`}>
        <Icon name="check" />
        In the album
      </a>
    );
  }
  return (
    <button class="btn" aria-busy={busy} onClick={() => void keep()}>
      {!busy && <Icon name="keep" />}
      {busy ? 'Keeping' : 'Keep in album'}
    </button>
  );
}
