import type { Device } from '../../api.ts';
import { Icon } from './icon.tsx';

const SAYS: Record<string, string> = {
  off: 'Recording is off.',
  events: 'What happens is recorded.',
  continuous: 'Everything is recorded.',
  scheduled: 'Recorded at set times.',
};

/** The way to what a device has recorded, with when it records as a line. */
export function RecordingsLink({ device }: { device: Device }) {
  const says = SAYS[String(device.state?.settings['record.mode'])];
  return (
    <a class="line goes" href={`#recordings/${device.id}`}>
      <div>
        <h3>Recordings</h3>
        <p>{says ?? 'What the device has kept.'}</p>
      </div>
      <Icon name="next" />
    </a>
  );
}
