import { useState } from 'preact/hooks';
import type { Device } from '../../api.ts';
import { useDesk } from '../desk.ts';
import { whyNot } from '../wording/refused-command.ts';

/** As the settings schema of the firmware has it. */
const MAX_LENGTH = 40;

export function DeviceName({ device }: { device: Device }) {
  const { wishes, toasts } = useDesk();
  const [name, setName] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const pending = wishes.pending(device, 'device.name');
  const shown = name ?? (typeof pending === 'string' ? pending : device.name);
  const changed = shown.trim() !== '' && shown.trim() !== (pending ?? device.name);

  const save = async (event: Event) => {
    event.preventDefault();
    if (!changed || busy) return;
    setBusy(true);
    try {
      await wishes.make(device, { 'device.name': shown.trim() });
      toasts.say(device.online ? 'Saved.' : `Saved. It takes effect when ${device.name} is back.`);
      setName(null);
    } catch (error) {
      toasts.say(whyNot(error, device.name));
    }
    setBusy(false);
  };
  return (
    <form onSubmit={(event) => void save(event)}>
      <div class="inline">
        <label class="field">
          <span>Name</span>
          <input
            value={shown}
            maxLength={MAX_LENGTH}
            autoComplete="off"
            onInput={(event) => setName(event.currentTarget.value)}
          />
        </label>
        <button class="btn" type="submit" disabled={!changed && !busy} aria-busy={busy}>
          {busy ? 'Saving' : 'Save'}
        </button>
      </div>
      <p class="hint">
        {pending === undefined
          ? `This is how events say it: "${shown.trim() || device.name} rang."`
          : 'On its way to the device.'}
      </p>
    </form>
  );
}
