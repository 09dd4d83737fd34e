import type { Device } from '../../api.ts';
import { SettingSlider } from './setting-slider.tsx';
import { SettingSwitch } from './setting-switch.tsx';
import { secondsWords, sensitivityWords, SENSITIVITIES, SHORTEST_STOPS } from './slider-stops.ts';
import { SoundKinds } from './sound-kinds.tsx';
import { TimesSetting } from './times-setting.tsx';

export function SoundSettings({ device }: { device: Device }) {
  return (
    <>
      <SettingSwitch
        device={device}
        setting="sound.notify"
        name="Tell us at once"
        of="Sound"
        on="You are told when something is heard."
        off="What is heard is kept, and nobody is told."
      />
      <SoundKinds device={device} />
      <TimesSetting device={device} setting="sound.schedule" of="Sound" />
      <SettingSlider
        device={device}
        setting="sound.sensitivity"
        name="Sensitivity"
        of="Sound"
        stops={SENSITIVITIES}
        says={(value) => `${value} of 10`}
        hint={(value) => sensitivityWords(value, SOUND_SENSITIVITY)}
      />
      <SettingSlider
        device={device}
        setting="sound.minSeconds"
        name="Shortest time"
        of="Sound"
        stops={SHORTEST_STOPS}
        says={secondsWords}
        hint={(value) =>
          value === 0 ? 'It counts as soon as the camera is sure.' : 'Shorter sounds do not count.'
        }
      />
    </>
  );
}

const SOUND_SENSITIVITY = [
  'Only the loudest, close by.',
  'Loud sounds near the camera.',
  'What stands out from the usual.',
  'Quieter sounds, further away.',
  'Nearly any sound that stands out.',
];
