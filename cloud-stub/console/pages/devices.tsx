import type { Device } from '../../api.ts';
import { useDesk } from '../desk.ts';
import { Icon } from '../parts/icon.tsx';
import { ThemeWord } from '../parts/navigation.tsx';
import { useSignOut } from '../parts/use-sign-out.ts';
import { deviceLine } from '../wording/devices.ts';
import { count } from '../wording/home.ts';
import { pointInTime } from '../wording/times.ts';

export function DevicesPage() {
  const { devices, link } = useDesk();
  const all = devices.all.value;
  const session = link.session.value;
  return (
    <section class="page">
      <div class="head">
        <h1>{all ? devicesSentence(all) : 'One moment.'}</h1>
        <p>{session ? `Household ${session.household.name}, signed in as ${session.user.name}.` : ''}</p>
      </div>
      <ul>
        {all?.map((d) => (
          <DeviceRow key={d.id} device={d} />
        ))}
      </ul>
      {all && <Account />}
    </section>
  );
}

/** On a desktop these stand in the rail. */
function Account() {
  const { theme } = useDesk();
  const signOut = useSignOut();
  return (
    <ul class="phoneonly account">
      <li>
        <button class="rowlink" onClick={() => theme.next()}>
          <Icon name="sun" />
          <ThemeWord />
        </button>
      </li>
      <li>
        <button class="rowlink" onClick={signOut}>
          <Icon name="out" />
          <span>Sign out</span>
        </button>
      </li>
    </ul>
  );
}

function DeviceRow({ device }: { device: Device }) {
  const { now } = useDesk();
  const unwell = !device.online || (device.state?.faults.length ?? 0) > 0;
  return (
    <li>
      <a class="rowlink" href={`#device/${device.id}`}>
        <Icon name="device" />
        <span class="rowtext">
          <b>{device.name}</b>
          <span class={unwell ? 'sm wrong num' : 'sm quiet num'}>{rowSentence(device, now.ms.value)}</span>
        </span>
        <Icon name="next" />
      </a>
    </li>
  );
}

function rowSentence(device: Device, nowMs: number): string {
  if (!device.online) return `Offline since ${pointInTime(device.sinceMs, nowMs)}.`;
  return device.state?.faults[0]?.message ?? `${deviceLine(device)}.`;
}

function devicesSentence(devices: readonly Device[]): string {
  const away = devices.filter((d) => !d.online).length;
  if (devices.length === 0) return 'No device yet.';
  const all = devices.length === 1 ? 'One device' : `${count(devices.length)} devices`;
  if (away === 0) return devices.length === 1 ? `${all}, online.` : `${all}, all online.`;
  return `${all}, ${away === devices.length ? 'none' : count(devices.length - away).toLowerCase()} online.`;
}
