/**
 * What is measured inside the virtual board, in a network of its own. Progress on standard error; the last line on
 * standard output is the figures of every run.
 *
 *   tsx bench/virtual/measure.ts
 */
import { enterNetworkNamespace } from '#board/virtual/network-namespace.ts';
import { GuestDevice } from '../../tests/virtual-board/guest-device.ts';
import { installProgram } from '../../tests/virtual-board/guest-program.ts';
import { pause, quantile } from '../measure.ts';
import type { VirtualFigures } from './figures.ts';

await enterNetworkNamespace();

const RUNS = 3;
/** A hundred and more: p99 is not just the worst one. */
const PRESSES = 150;
const SETTLE_MS = 8000;
const CPU_SECONDS = 15;
/** Clock ticks a second in /proc/<pid>/stat (sysconf _SC_CLK_TCK). */
const TICKS_PER_SECOND = 100;
const FOLDER = 'artifacts/virtual-board/bench';

const say = (line: string) => process.stderr.write(`${line}\n`);
const figures: VirtualFigures = {
  press: { ours: [], theirs: [] },
  startSeconds: [],
  cpuPercent: { ours: [], theirs: [] },
};

for (let run = 1; run <= RUNS; run++) {
  const device = await GuestDevice.start({ artefacts: FOLDER });
  try {
    figures.startSeconds.push(device.readyAtUptimeS! - (await initStartedAtS(device)));
    await pause(SETTLE_MS);
    await measurePress(device);
    await measureCpu(device);
  } finally {
    await device.stop();
  }
  const last = (list: number[]) => list.at(-1)!.toFixed(1);
  say(
    `run ${run} of ${RUNS}: press p99 ${last(figures.press.ours)} ms (gpiomon ${last(figures.press.theirs)} ms), ` +
      `first unit after ${last(figures.startSeconds)} s, ` +
      `CPU ${last(figures.cpuPercent.ours)} % (gst-launch-1.0 ${last(figures.cpuPercent.theirs)} %)`,
  );
}
process.stdout.write(`${JSON.stringify(figures)}\n`);

/** Both beside the running device: one processor, the same load for both. */
async function measurePress(device: GuestDevice): Promise<void> {
  const { board, broker } = device;
  await device.ctl('settings', 'set', 'doorbell.blindSeconds', '0');
  const meter = await installProgram(board, new URL('./press-meter.ts', import.meta.url));
  const pullOf = (line: string) => board.gpio.pullFile(line);
  const measure = async (topic: string, line: string) => {
    const argv = [...meter, broker.url, topic, await pullOf(line), String(PRESSES)];
    const { code, stdout, stderr } = await board.run(argv, { timeLimitMs: 300_000 });
    if (code !== 0) throw new Error(stderr);
    return quantile(JSON.parse(stdout) as number[], 0.99);
  };
  figures.press.ours.push(await measure(`pupsentry/v1/${device.deviceId}/up/event`, 'doorbell-button'));

  await board.gpio.pull('spare-0', 'up');
  const { hostname, port } = new URL(broker.url);
  const peer = board.spawn(
    `gpiomon --line-buffered --falling-edge --format="%s %n" $(gpiofind spare-0) | mosquitto_pub -l -q 1 -t peer/press -h ${hostname} -p ${port}`,
  );
  try {
    await board.run(
      'for i in $(seq 100); do gpioinfo | grep -q "spare-0.*gpiomon" && break; sleep 0.05; done; sleep 1',
    );
    figures.press.theirs.push(await measure('peer/press', 'spare-0'));
  } finally {
    await peer.stop();
  }
}

/** The media process, then gst-launch-1.0 with what it prints as its pipeline, on the same camera. */
async function measureCpu(device: GuestDevice): Promise<void> {
  const { board } = device;
  const mediaPid = Number((await board.run('pgrep -f pupsentry-media.js')).stdout.trim().split('\n')[0]);
  figures.cpuPercent.ours.push(await cpuPercent(device, mediaPid));
  await device.stopDaemon();
  const print = 'pupsentry-media --print-pipeline --board virtual --camera v4l2:vivid --microphone none';
  const description = (await board.run(print)).stdout.trim();
  await board.writeFile('/tmp/pipeline', description);
  const bare = board.spawn('eval exec gst-launch-1.0 -q "$(cat /tmp/pipeline)"');
  try {
    await pause(SETTLE_MS);
    const pid = Number((await board.run('pgrep -f gst-launch-1.0')).stdout.trim().split('\n')[0]);
    figures.cpuPercent.theirs.push(await cpuPercent(device, pid));
  } finally {
    await bare.stop();
  }
}

async function cpuPercent({ board }: GuestDevice, pid: number): Promise<number> {
  const look = async () => {
    const [uptime = '', stat = ''] = (await board.run(`cat /proc/uptime /proc/${pid}/stat`)).stdout.split(
      '\n',
    );
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return {
      s: Number(uptime.split(' ')[0]),
      cpuS: (Number(fields[11]) + Number(fields[12])) / TICKS_PER_SECOND,
    };
  };
  const before = await look();
  await pause(CPU_SECONDS * 1000);
  const after = await look();
  return (100 * (after.cpuS - before.cpuS)) / (after.s - before.s);
}

/** When the kernel made process 1, seconds since it started. */
async function initStartedAtS({ board }: GuestDevice): Promise<number> {
  const stat = (await board.run('cat /proc/1/stat')).stdout;
  return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19]) / TICKS_PER_SECOND;
}
