import type { Device } from '../../api.ts';
import { SettingSlider } from './setting-slider.tsx';
import { SettingSwitch } from './setting-switch.tsx';
import { TimesSetting } from './times-setting.tsx';
import { secondsWords, sensitivityWords, SENSITIVITIES, SHORTEST_STOPS } from './slider-stops.ts';

const SIZES = [0, 0.5, 1, 2, 3, 5, 8, 12, 20, 30, 50];

export function MotionSettings({ device }: { device: Device }) {
  return (
    <>
      <SettingSwitch
        device={device}
        setting="motion.notify"
        name="Tell us at once"
        of="Motion"
        on="You are told when something moves."
        off="What moves is kept, and nobody is told."
      />
      <TimesSetting device={device} setting="motion.schedule" of="Motion" />
      <SettingSlider
        device={device}
        setting="motion.sensitivity"
        name="Sensitivity"
        of="Motion"
        stops={SENSITIVITIES}
        says={(value) => `${value} of 10`}
        hint={(value) => sensitivityWords(value, MOTION_SENSITIVITY)}
      />
      <SettingSlider
        device={device}
        setting="motion.minSizePercent"
        name="Smallest size"
        of="Motion"
        stops={SIZES}
        says={(value) => (value === 0 ? 'Automatic' : `${value} %`)}
        hint={(value) =>
          value === 0 ? 'As the sensitivity says.' : 'Smaller parts of the picture do not count.'
        }
        picture={(value) => <SizePicture percent={value} />}
      />
      <SettingSlider
        device={device}
        setting="motion.minSeconds"
        name="Shortest time"
        of="Motion"
        stops={SHORTEST_STOPS}
        says={secondsWords}
        hint={(value) =>
          value === 0 ? 'It counts as soon as the camera is sure.' : 'What moves for less does not count.'
        }
      />
    </>
  );
}

const MOTION_SENSITIVITY = [
  'Only what is large and clear.',
  'What is large or close by.',
  'What is about the size of a person.',
  'Also what is smaller or further away.',
  'Nearly anything that moves.',
];

/** How large such a part of the picture is. */
function SizePicture({ percent }: { percent: number }) {
  const part = Math.sqrt(percent / 100);
  const [width, height] = [64 * part, 36 * part];
  return (
    <svg class="sizepic" viewBox="0 0 64 36" aria-hidden="true">
      <rect class="all" x="0.75" y="0.75" width="62.5" height="34.5" rx="3" />
      <rect class="part" x={32 - width / 2} y={18 - height / 2} width={width} height={height} rx="1" />
    </svg>
  );
}
