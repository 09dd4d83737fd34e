/** What it costs to paint privacy zones: CPU of the media process beside itself without any. */
import { DeviceUnderTest } from '../tests/device-under-test.ts';
import { busyClip } from './busy-clip.ts';
import { cpuPercent, pause } from './measure.ts';
import { row, type Group } from './rows.ts';

const RUNS = 3;
const SETTLE_MS = 4000;
const CPU_SECONDS = 10;

/** From corner to corner: every row is painted, and the coder, which codes black for nothing, gains nothing. */
const LINES = JSON.stringify(
  [
    [0, 0, 1, 1],
    [1, 0, 0, 1],
  ].map(([x1, y1, x2, y2], i) => ({
    ...{ name: `line ${i}`, use: 'privacy' },
    points: [
      [x1, y1],
      [x2, y2],
      [x2, y2],
    ],
  })),
);

export const privacyZones: Group = {
  name: 'privacy-zones',
  about:
    'CPU of the media process on a clip at 720p and 30 Hz with two privacy zones, lines from corner to corner that ' +
    'touch every row, beside the same without zones.',
  async run(progress) {
    const clip = busyClip();
    const ours: number[] = [];
    const theirs: number[] = [];
    for (let run = 0; run < RUNS; run++) {
      theirs.push(await measured(clip, ''));
      ours.push(await measured(clip, LINES));
      progress(
        `run ${run + 1} of ${RUNS}: ${ours.at(-1)!.toFixed(1)} %, without zones ${theirs.at(-1)!.toFixed(1)} %`,
      );
    }
    return [
      row({
        id: 'privacy-zones-cpu',
        what: 'capture and encode with privacy zones',
        unit: '% of a core',
        ours,
        peer: 'without zones',
        theirs,
        aim: { ratioAtMost: 1.1 },
      }),
    ];
  },
};

async function measured(camera: string, zones: string): Promise<number> {
  const device = await DeviceUnderTest.start({
    camera,
    microphone: 'none',
    settings: { 'zones.list': zones },
  });
  try {
    await pause(SETTLE_MS);
    return await cpuPercent([device.mediaPid], CPU_SECONDS);
  } finally {
    await device.stop();
  }
}
