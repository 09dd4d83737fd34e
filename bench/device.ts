/** What the device costs while nobody watches: memory, start, and capture beside bare GStreamer. */
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { programPath } from '#kit/programs.ts';
import { DeviceUnderTest } from '../tests/device-under-test.ts';
import { cpuPercent, pause, pssMb } from './measure.ts';
import { busyClip } from './busy-clip.ts';
import { row, type Group } from './rows.ts';

const RUNS = 3;
const SETTLE_MS = 6000;
const CPU_SECONDS = 12;

export const idle: Group = {
  name: 'idle',
  about: 'The device with the built-in scene at 720p and the software encoder, nobody watching.',
  async run(progress) {
    const memory: number[] = [];
    const start: number[] = [];
    for (let run = 0; run < RUNS; run++) {
      const startedMs = performance.now();
      const device = await DeviceUnderTest.start();
      // Minus the broker and the subscriber, which DeviceUnderTest starts first.
      start.push((performance.now() - startedMs - (device.daemonStartedMs - startedMs)) / 1000);
      try {
        await pause(20_000); // past the collection of what the start needed
        memory.push(pssMb(device.daemonPid) + pssMb(device.mediaPid));
      } finally {
        await device.stop();
      }
      progress(
        `run ${run + 1} of ${RUNS}: ${memory.at(-1)!.toFixed(0)} MB, first picture after ${start.at(-1)!.toFixed(2)} s`,
      );
    }
    return [
      row({
        id: 'memory',
        what: 'memory of both processes (PSS)',
        unit: 'MB',
        ours: memory,
        aim: { atMost: 160 },
      }),
      row({
        id: 'start',
        what: 'start of the daemon to the first picture',
        unit: 's',
        ours: start,
        aim: { atMost: 2 },
      }),
    ];
  },
};

export const capture: Group = {
  name: 'capture',
  about:
    'CPU of the media process beside gst-launch-1.0 with the very same pipeline, on a clip (decoding is in both).',
  async run(progress) {
    const clip = busyClip();
    const description = execFileSync(
      process.execPath,
      [programPath('pupsentry-media'), '--print-pipeline', '--camera', clip],
      { encoding: 'utf8' },
    ).trim();
    const ours: number[] = [];
    const theirs: number[] = [];
    for (let run = 0; run < RUNS; run++) {
      const device = await DeviceUnderTest.start({ camera: clip });
      try {
        await pause(SETTLE_MS);
        ours.push(await cpuPercent([device.mediaPid], CPU_SECONDS));
      } finally {
        await device.stop();
      }
      const bare = spawn('sh', ['-c', `exec gst-launch-1.0 -q ${quoted(description)}`], { stdio: 'ignore' });
      try {
        await pause(SETTLE_MS);
        theirs.push(await cpuPercent([bare.pid!], CPU_SECONDS));
        if (bare.exitCode !== null)
          throw new Error(`gst-launch-1.0 ended with ${bare.exitCode}: ${description}`);
      } finally {
        const gone = once(bare, 'exit');
        bare.kill('SIGKILL');
        await gone;
      }
      progress(
        `run ${run + 1} of ${RUNS}: ${ours.at(-1)!.toFixed(1)} %, gst-launch-1.0 ${theirs.at(-1)!.toFixed(1)} %`,
      );
    }
    return [
      row({
        id: 'capture-cpu',
        what: 'capture and encode: main, sub, grey, Opus',
        unit: '% of a core',
        ours,
        peer: 'gst-launch-1.0',
        theirs,
        aim: { ratioAtMost: 1.25 },
      }),
    ];
  },
};

/** A pipeline's words for a shell: parentheses and commas in caps are safe then. */
function quoted(description: string): string {
  return description
    .split(/\s+/)
    .map((word) => `'${word.replaceAll("'", "'\\''")}'`)
    .join(' ');
}
