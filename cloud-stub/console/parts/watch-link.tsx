import type { Device } from '../../api.ts';
import { useDesk } from '../desk.ts';
import { watchSummary } from '../wording/watch.ts';
import { Icon } from './icon.tsx';

/** The way to what the device watches for, with its state as a line. */
export function WatchLink({ device }: { device: Device }) {
  const { now } = useDesk();
  return (
    <a class="line goes" href={`#watch/${device.id}`}>
      <div>
        <h3>What it watches for</h3>
        <p class="num">{watchSummary(device, now.ms.value)}</p>
      </div>
      <Icon name="next" />
    </a>
  );
}
