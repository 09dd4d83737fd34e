import type { Device } from '../../api.ts';
import { useDesk } from '../desk.ts';
import { isPrivate } from '../wording/devices.ts';
import { whyNot } from '../wording/refused-command.ts';
import { Switch } from './switch.tsx';

/** The reported state is what counts; a wish shows as one until the device has confirmed it. */
export function PrivacySwitch({ device }: { device: Device }) {
  const { wishes, toasts } = useDesk();
  const on = isPrivate(device);
  const pending = wishes.pending(device, 'privacy.on');
  const waits = pending !== undefined && pending !== on;
  const change = (wanted: boolean) => {
    wishes.make(device, { 'privacy.on': wanted }).catch((error: unknown) => {
      toasts.say(whyNot(error, device.name));
    });
  };
  return (
    <div class="line">
      <div>
        <h3>Privacy</h3>
        <p>{waits ? waitingWords(device, pending === true) : on ? ON_WORDS : OFF_WORDS}</p>
      </div>
      <Switch
        on={waits ? pending === true : on}
        pending={waits}
        label={`Privacy of ${device.name}`}
        onChange={change}
      />
    </div>
  );
}

const ON_WORDS = 'On. The camera sees and hears nothing. Rings still reach you.';
const OFF_WORDS = 'Off. The camera sees and hears.';

function waitingWords(device: Device, on: boolean): string {
  const word = on ? 'On' : 'Off';
  return device.online
    ? `${word} in a moment. The camera has not confirmed it.`
    : `${word} when the camera is back.`;
}
