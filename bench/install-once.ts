/** Started by install.ts: one installation in a process of its own. Its argument is a JSON `Order`; prints an `Outcome`. */
import { readFileSync, writeFileSync } from 'node:fs';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { SystemClock } from '#kit/clock.ts';
import { silentLogger } from '#kit/log.ts';
import type { InstallProgress } from '../ota/agent/parts.ts';
import { FileDevice } from '../ota/install/file-device.ts';
import { RangeSource } from '../ota/install/range-source.ts';
import { SlotInstaller } from '../ota/install/slot-installer.ts';
import type { Image, Release } from '../ota/trust/release.ts';

export interface Order {
  release: Release;
  /** File of the slot. */
  target: string;
  running: { file: string; image: Image } | null;
  mirror: string;
}

export interface Outcome {
  progress: InstallProgress;
  seconds: number;
  cpuSeconds: number;
  /** Peak of the resident set over what it was before, MB (10^6 bytes). */
  memoryMb: number;
  /** 99.9 % of the times for which the event loop could not turn were shorter, ms. */
  pauseMs: number;
}

/** @param name such as "VmRSS"; see proc(5) */
const statusMb = (name: string) =>
  (Number(new RegExp(`^${name}:\\s+(\\d+) kB`, 'm').exec(readFileSync('/proc/self/status', 'utf8'))![1]) *
    1024) /
  1e6;

async function run({ release, target, running, mirror }: Order): Promise<Outcome> {
  const clock = new SystemClock();
  const log = silentLogger();
  const installer = new SlotInstaller({
    targetSlot: () => FileDevice.open(target, { write: true }),
    runningSlot: async () =>
      running && { device: await FileDevice.open(running.file, { write: false }), image: running.image },
    source: new RangeSource({ mirrors: [mirror], clock, log }),
    clock,
    log,
  });
  global.gc?.();
  writeFileSync('/proc/self/clear_refs', '5'); // the peak begins anew: proc(5)
  const idleMb = statusMb('VmRSS');
  const cpu = process.cpuUsage();
  const startedMs = performance.now();
  const delay = monitorEventLoopDelay({ resolution: 1 });
  delay.enable();
  const progress = await installer.install(release, {
    signal: new AbortController().signal,
    onProgress: () => undefined,
  });
  delay.disable();
  const { user, system } = process.cpuUsage(cpu);
  return {
    progress,
    seconds: (performance.now() - startedMs) / 1000,
    cpuSeconds: (user + system) / 1e6,
    memoryMb: statusMb('VmHWM') - idleMb,
    pauseMs: delay.percentile(99.9) / 1e6,
  };
}

console.log(JSON.stringify(await run(JSON.parse(process.argv[2]!) as Order)));
