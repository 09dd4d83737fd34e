import type { Device } from '../../api.ts';
import { Segmented } from '../parts/segmented.tsx';
import { useSetting } from '../watch/use-setting.ts';
import { waitWords } from '../wording/watch.ts';

const MODES = [
  { value: 'off', name: 'Off' },
  { value: 'events', name: 'Events' },
  { value: 'continuous', name: 'Always' },
];
const SCHEDULED = { value: 'scheduled', name: 'By times' };

const SAYS: Record<string, string> = {
  off: 'Nothing is recorded.',
  events: 'What happens is recorded, from 8 s before.',
  continuous: 'Everything is recorded, picture and sound.',
  scheduled: 'Everything is recorded at the times that are set.',
};

/** When the device records, on its own storage. Times that were set elsewhere can be kept, not made here. */
export function RecordMode({ device }: { device: Device }) {
  const mode = useSetting<string>(device, 'record.mode');
  if (!mode) return null;
  const reported = device.state?.settings['record.mode'];
  const days = Number(device.state?.settings['record.days'] ?? 0);
  const kept = days > 0 ? ` Kept on the device for ${days === 1 ? 'a day' : `${days} days`} at most.` : '';
  return (
    <div class="recordmode">
      <div>
        <h2>Recording</h2>
        <p class="sm quiet">{mode.waits ? waitWords(device) : `${SAYS[mode.value] ?? ''}${kept}`}</p>
      </div>
      <Segmented
        label="When it records"
        options={reported === 'scheduled' ? [...MODES, SCHEDULED] : MODES}
        value={mode.value}
        onChange={(value) => void mode.wish(value)}
      />
    </div>
  );
}
