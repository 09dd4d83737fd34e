import type { Device, DeviceTelemetry } from '../../api.ts';
import { useDesk } from '../desk.ts';
import { lengthOfTime } from '../wording/times.ts';
import { Gauge } from './gauge.tsx';
import type { IconName } from './icon.tsx';
import { SparkLine } from './spark-line.tsx';

const MB = 1e6;

interface Measure {
  icon: IconName;
  name: string;
  /** Null when the device does not measure it. */
  of(telemetry: DeviceTelemetry): number | null;
  unit(telemetry: DeviceTelemetry): string;
  digits: number;
  /** What the range is to be read against. */
  against?(device: Device, telemetry: DeviceTelemetry): string;
}

const MEASURES: Measure[] = [
  { icon: 'temp', name: 'Temperature', of: (t) => t.temperatureC, unit: () => '°C', digits: 0 },
  {
    icon: 'bitrate',
    name: 'Bitrate',
    of: (t) => t.mainBitrateKbps / 1000,
    unit: () => 'Mbit/s',
    digits: 1,
    against: (device) => {
      const ceiling = device.state?.settings['video.bitrateKbps'];
      return typeof ceiling === 'number' ? `${(ceiling / 1000).toFixed(1)} allowed` : '';
    },
  },
  { icon: 'snap', name: 'Pictures', of: (t) => t.mainFps, unit: () => 'per s', digits: 0 },
  {
    icon: 'memory',
    name: 'Memory',
    of: (t) => t.memoryUsedBytes / MB,
    unit: (t) => `of ${(t.memoryTotalBytes / MB).toFixed(0)} MB`,
    digits: 0,
  },
  {
    icon: 'chip',
    name: 'Processor',
    of: (t) => t.cpuPercent,
    unit: () => '% of one core',
    digits: 0,
  },
  { icon: 'viewers', name: 'Looking now', of: (t) => t.viewers, unit: (t) => people(t.viewers), digits: 0 },
];

/** The figures that flow, with their lines since this page was opened. */
export function HealthGauges({ device, telemetry }: { device: Device; telemetry: DeviceTelemetry }) {
  const { devices } = useDesk();
  const history = devices.history(device.id);
  return (
    <dl class="gauges">
      {MEASURES.map((measure) => {
        const value = measure.of(telemetry);
        if (value === null) {
          const none = { value: '–', unit: '', range: 'not measured on this board' };
          return <Gauge key={measure.name} icon={measure.icon} name={measure.name} {...none} />;
        }
        const points = history.map((t) => ({ atMs: t.atMs, value: measure.of(t) ?? 0 }));
        const format = (v: number) => v.toFixed(measure.digits);
        const range = rangeOf(points, format);
        const against = measure.against?.(device, telemetry);
        return (
          <Gauge
            key={measure.name}
            icon={measure.icon}
            name={measure.name}
            value={format(value)}
            unit={measure.unit(telemetry)}
            range={[range || (device.online ? 'a line follows' : ''), against].filter(Boolean).join(', ')}
          >
            {(device.online || points.length > 1) && (
              <SparkLine points={points} label={`${measure.name}, ${range}`} format={format} />
            )}
          </Gauge>
        );
      })}
    </dl>
  );
}

function rangeOf(points: { atMs: number; value: number }[], format: (value: number) => string): string {
  const first = points[0];
  const last = points.at(-1);
  if (!first || !last || first === last) return '';
  const values = points.map((p) => p.value);
  const low = format(Math.min(...values));
  const high = format(Math.max(...values));
  const span = lengthOfTime((last.atMs - first.atMs) / 1000);
  return low === high ? `steady for ${span}` : `${low} to ${high} in ${span}`;
}

function people(n: number): string {
  return n === 1 ? 'viewer' : 'viewers';
}
