import type { Device } from '../../api.ts';
import { SettingSlider, type SettingSliderProps } from './setting-slider.tsx';
import { lengthOfTime } from '../wording/times.ts';

type Tuning = Omit<SettingSliderProps, 'device' | 'of'>;

const TUNINGS: Tuning[] = [
  {
    setting: 'alarm.leastSeconds',
    name: 'Lasts at least',
    stops: [1, 2, 3, 5, 8, 10, 15, 20, 30],
    says: lengthOfTime,
    hint: () => 'An alarm of motion or sound is never shorter.',
  },
  {
    setting: 'alarm.quietSeconds',
    name: 'Ends after quiet for',
    stops: [1, 2, 3, 5, 10, 15, 20, 30, 60],
    says: lengthOfTime,
    hint: () => 'When nothing more has happened for so long, it is over.',
  },
  {
    setting: 'alarm.mostSeconds',
    name: 'Lasts at most',
    stops: [10, 20, 30, 60, 120, 180, 300, 600],
    says: lengthOfTime,
    hint: () => 'What goes on for longer becomes a new alarm.',
  },
  {
    setting: 'alarm.blindSeconds',
    name: 'Pause after it',
    stops: [0, 5, 10, 30, 60, 120, 300, 600],
    says: (seconds) => (seconds === 0 ? 'None' : lengthOfTime(seconds)),
    hint: () => 'For so long nothing of its kind is told again.',
  },
];

/** How alarms begin and end: for those who want to know. */
export function FineTuning({ device }: { device: Device }) {
  return (
    <details class="fold">
      <summary>Fine tuning</summary>
      <p class="sm quiet">How long an alarm lasts. What stands here is right for most doors.</p>
      {TUNINGS.map((tuning) => (
        <SettingSlider key={tuning.setting} device={device} of="Alarms" {...tuning} />
      ))}
    </details>
  );
}
