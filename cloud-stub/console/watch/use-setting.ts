import type { Device } from '../../api.ts';
import { useDesk } from '../desk.ts';
import { whyNot } from '../wording/refused-command.ts';

export interface Setting<T> {
  /** As asked for while that waits, or else as reported. */
  value: T;
  /** Asked for, not confirmed yet. */
  waits: boolean;
  /** @returns true when the cloud has taken it; why not is told in a toast */
  wish(value: T): Promise<boolean>;
}

/** @returns null when the device does not report the setting: its firmware does not know it */
export function useSetting<T extends boolean | number | string>(
  device: Device,
  key: string,
): Setting<T> | null {
  const { wishes, toasts } = useDesk();
  const reported = device.state?.settings[key];
  if (reported === undefined) return null;
  const pending = wishes.pending(device, key);
  const waits = pending !== undefined && pending !== reported;
  const wish = async (value: T) => {
    try {
      await wishes.make(device, { [key]: value });
      return true;
    } catch (error) {
      toasts.say(whyNot(error, device.name));
      return false;
    }
  };
  return { value: (waits ? pending : reported) as T, waits, wish };
}
