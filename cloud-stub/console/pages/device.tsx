import type { Device } from '../../api.ts';
import { useDesk } from '../desk.ts';
import { BackRow } from '../parts/back-row.tsx';
import { DeviceActions } from '../parts/device-actions.tsx';
import { DeviceFacts } from '../parts/device-facts.tsx';
import { DeviceName } from '../parts/device-name.tsx';
import { HealthGauges } from '../parts/health-gauges.tsx';
import { Icon } from '../parts/icon.tsx';
import { NoSuchDevice } from '../parts/no-such-device.tsx';
import { RecordingLine } from '../parts/recording-line.tsx';
import { RecordingsLink } from '../parts/recordings-link.tsx';
import { WatchLink } from '../parts/watch-link.tsx';
import { deviceAsText, deviceLine, healthSentence } from '../wording/devices.ts';
import { ago, pointInTime } from '../wording/times.ts';
import { updateLine } from '../wording/updates.ts';

export function DevicePage({ deviceId }: { deviceId: string }) {
  const { devices } = useDesk();
  const device = devices.byId(deviceId);
  return (
    <section class="page">
      <BackRow to="devices" name="Devices" />
      {device ? <Found key={device.id} device={device} /> : <NoSuchDevice />}
    </section>
  );
}

function Found({ device }: { device: Device }) {
  const { now, toasts } = useDesk();
  const nowMs = now.ms.value;
  const heardMs = device.telemetry?.atMs;
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(deviceAsText(device, Date.now()));
      toasts.say('Copied as text.');
    } catch {
      toasts.say('This browser does not let the page copy.');
    }
  };
  return (
    <>
      <div class="headrow wraps">
        <div class="head">
          <h1>{healthSentence(device, nowMs)}</h1>
          <p class="num">
            {deviceLine(device)}
            {heardMs !== undefined && `, figures from ${ago(heardMs, nowMs)}`}
          </p>
          <p class="sm num">{updateLine(device)}</p>
        </div>
        <button class="btn" onClick={() => void copy()}>
          <Icon name="copy" />
          Copy as text
        </button>
      </div>
      <Faults device={device} />
      <div class="two">
        <div>
          <div class="card">
            <h2>{device.online || heardMs === undefined ? 'Now' : `At ${pointInTime(heardMs, nowMs)}`}</h2>
            {device.telemetry ? (
              <HealthGauges device={device} telemetry={device.telemetry} />
            ) : (
              <p class="quiet sm">
                No figures yet. A device sends them every 10 s while "telemetry.on" is set.
              </p>
            )}
          </div>
          <div class="card linked">
            <RecordingsLink device={device} />
            <WatchLink device={device} />
          </div>
          <div class="card">
            <DeviceName device={device} />
            <DeviceActions device={device} />
            <a class="link" href={`#clips/${device.id}`}>
              Clips in the cloud
            </a>
          </div>
          <RecordingLine device={device} />
        </div>
        <DeviceFacts device={device} />
      </div>
    </>
  );
}

function Faults({ device }: { device: Device }) {
  const { now } = useDesk();
  const faults = device.state?.faults ?? [];
  return (
    <>
      {faults.map((fault) => (
        <div key={`${fault.component} ${fault.code}`} class="banner bad" role="status">
          <Icon name="tamper" />
          <span>
            <b>{fault.message}</b>
            {fault.remedy} <span class="num">Since {pointInTime(fault.sinceMs, now.ms.value)}.</span>
          </span>
        </div>
      ))}
    </>
  );
}
