/** Live view through a narrow link: a relay with a rate limit and a queue stands between device and Chromium. */
import { launchChromium } from '../tests/browser/chromium.ts';
import { FREE_LINK, NarrowLink } from '../tests/browser/narrow-link.ts';
import { Viewers } from '../tests/browser/viewers.ts';
import { DeviceUnderTest } from '../tests/device-under-test.ts';
import { busyClip } from './busy-clip.ts';
import { pause } from './measure.ts';
import { row, type Group } from './rows.ts';

const RUNS = 3;
const SETTLE_MS = 10_000;
const MEASURE_MS = 20_000;
/** Of the clip's 2 Mbit/s. */
const FULL_KBPS = 1600;
const FREED_LIMIT_S = 60;
const LIMITS = { kbps: 1200, delayMs: 15, queueMs: 400, loss: 0 };

export const narrow: Group = {
  name: 'narrow',
  about:
    'A viewer behind 1.2 Mbit/s, 15 ms each way and a queue of 400 ms, after 10 s of settling; then the link is free again.',
  async run(progress) {
    const fps: number[] = [];
    const frozen: number[] = [];
    const freed: number[] = [];
    for (let run = 0; run < RUNS; run++) {
      const device = await DeviceUnderTest.start({ camera: busyClip() });
      const chromium = await launchChromium();
      const link = new NarrowLink();
      await link.open();
      try {
        const viewers = await Viewers.on(await chromium.page(), device.signalling);
        link.limits = LIMITS;
        viewers.rewriteAnswer = link.through;
        const id = await viewers.watch({ trickle: false });
        await viewers.until(id, (figures) => figures.framesDecoded > 0);
        await pause(SETTLE_MS);
        const before = await viewers.figures(id);
        await pause(MEASURE_MS);
        const after = await viewers.figures(id);
        fps.push((after.framesDecoded - before.framesDecoded) / (MEASURE_MS / 1000));
        frozen.push(after.freezeSeconds - before.freezeSeconds);
        link.limits = FREE_LINK;
        freed.push(await secondsToFullRate(viewers, id));
      } finally {
        link.close();
        await chromium.close();
        await device.stop();
      }
      progress(
        `run ${run + 1} of ${RUNS}: ${fps.at(-1)!.toFixed(1)} fps, frozen ${frozen.at(-1)!.toFixed(2)} s of 20, ` +
          `full rate ${freed.at(-1)!} s after the link was free`,
      );
    }
    return [
      row({
        id: 'narrow-fps',
        what: 'pictures shown through 1.2 Mbit/s',
        unit: 'fps',
        ours: fps,
        aim: { atLeast: 24 },
      }),
      row({ id: 'narrow-frozen', what: 'frozen in 20 s', unit: 's', ours: frozen, aim: { atMost: 1 } }),
      row({
        id: 'narrow-freed',
        what: `link free again to ${FULL_KBPS} kbit/s`,
        unit: 's',
        ours: freed,
        aim: { atMost: 10 },
      }),
    ];
  },
};

/** @returns the end of the first second that brought the full rate, s from now */
async function secondsToFullRate(viewers: Viewers, id: string): Promise<number> {
  let { bytesReceived } = await viewers.figures(id);
  for (let second = 1; second <= FREED_LIMIT_S; second++) {
    await pause(1000);
    const now = await viewers.figures(id);
    if (((now.bytesReceived - bytesReceived) * 8) / 1000 >= FULL_KBPS) return second;
    bytesReceived = now.bytesReceived;
  }
  throw new Error(`the full rate had not come back after ${FREED_LIMIT_S} s`);
}
