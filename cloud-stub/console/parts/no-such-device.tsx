import { useDesk } from '../desk.ts';
import { Icon } from './icon.tsx';

/** Where a device should be: nothing while the list is on its way, a sentence when it is not in it. */
export function NoSuchDevice() {
  const { devices } = useDesk();
  if (devices.all.value === null) return <p class="quiet">One moment.</p>;
  return (
    <div class="blank">
      <Icon name="device" />
      <h2>This device is not here.</h2>
      <p class="quiet">It may have left the household.</p>
    </div>
  );
}
