import type { Device } from '../../api.ts';
import { Switch } from '../parts/switch.tsx';
import { waitWords } from '../wording/watch.ts';
import { MissingSetting } from './missing-setting.tsx';
import { useSetting } from './use-setting.ts';

export interface SettingSwitchProps {
  device: Device;
  setting: string;
  name: string;
  /** Whose it is, for those who do not see what it stands under. */
  of: string;
  on: string;
  off: string;
}

/** A line with a switch for a setting. */
export function SettingSwitch({ device, setting, name, of, on, off }: SettingSwitchProps) {
  const state = useSetting<boolean>(device, setting);
  if (!state) return <MissingSetting name={name} />;
  return (
    <div class="line">
      <div>
        <h3>{name}</h3>
        <p>{state.waits ? waitWords(device) : state.value ? on : off}</p>
      </div>
      <Switch on={state.value} pending={state.waits} label={`${name}: ${of}`} onChange={state.wish} />
    </div>
  );
}
