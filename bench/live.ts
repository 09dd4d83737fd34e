/** What a viewer costs the device, and what the viewer gets. */
import type { Page } from 'playwright-core';
import {
  CLOCK_HEIGHT,
  CLOCK_PICTURE_WIDTH,
  CLOCK_WIDTH,
  clockAgeMs,
  readClock,
} from '../firmware/media/scene/scene-clock.ts';
import { launchChromium } from '../tests/browser/chromium.ts';
import { Viewers } from '../tests/browser/viewers.ts';
import { DeviceUnderTest } from '../tests/device-under-test.ts';
import { busyClip } from './busy-clip.ts';
import { Janus } from './janus.ts';
import { cpuPercent, pause, quantile } from './measure.ts';
import { row, type Group, type Row } from './rows.ts';

const CPU_RUNS = 3;
const CPU_SECONDS = 10;
const VIEWERS = [1, 4, 8];
const KBPS = 2000;

export const liveCpu: Group = {
  name: 'live-cpu',
  about:
    'CPU of the process that serves the viewers (pupsentryd; janus with its streaming plugin), the same clip encoded at ' +
    '2 Mbit/s with sound for both, viewers in one Chromium that decodes key frames only.',
  async run(progress) {
    const clip = busyClip();
    const rows: Row[] = [];
    for (const viewers of VIEWERS) {
      const ours: number[] = [];
      const theirs: number[] = [];
      for (let run = 0; run < CPU_RUNS; run++) {
        ours.push(await deviceCpu(clip, viewers));
        theirs.push(await janusCpu(clip, viewers));
        progress(
          `${viewers} viewers, run ${run + 1} of ${CPU_RUNS}: ${ours.at(-1)!.toFixed(1)} %, janus ${theirs.at(-1)!.toFixed(1)} %`,
        );
      }
      rows.push(
        row({
          id: `live-cpu-${viewers}`,
          what: `serving ${viewers} viewer${viewers > 1 ? 's' : ''}`,
          unit: '% of a core',
          ours,
          peer: 'janus 1.1.2',
          theirs,
          ...(viewers === 8 && { aim: { ratioAtMost: 1.2 } }),
        }),
      );
    }
    return rows;
  },
};

async function deviceCpu(clip: string, count: number): Promise<number> {
  const device = await DeviceUnderTest.start({ camera: clip });
  const chromium = await launchChromium();
  try {
    const viewers = await Viewers.on(await chromium.page(), device.signalling);
    for (let i = 0; i < count; i++) {
      const id = await viewers.watch({ keyFramesOnly: true });
      await viewers.until(id, (figures) => figures.connectedMs !== null);
    }
    await pause(5000); // the encoder has come up to its bitrate
    return await cpuPercent([device.daemonPid], CPU_SECONDS);
  } finally {
    await chromium.close();
    await device.stop();
  }
}

async function janusCpu(clip: string, count: number): Promise<number> {
  const janus = await Janus.start({
    video: `filesrc location=${clip} ! decodebin name=d d. ! queue ! videoconvert ! clocksync`,
    audio: 'd. ! queue ! audioconvert ! audioresample ! audio/x-raw,rate=48000,channels=1 ! clocksync',
    kbps: KBPS,
  });
  const chromium = await launchChromium();
  try {
    const page = await chromium.page();
    for (let i = 0; i < count; i++) await janus.watch(page);
    await pause(5000);
    return await cpuPercent([janus.pid], CPU_SECONDS);
  } finally {
    await chromium.close();
    await janus.stop();
  }
}

const JOINS = 20;
const DELAY_SECONDS = 8;
const RUNS = 3;

export const joining: Group = {
  name: 'join',
  about:
    'Offer sent until the first frame is shown in Chromium, and glass to glass by the clock in the picture (software encoder).',
  async run(progress) {
    const p50: number[] = [];
    const p90: number[] = [];
    const glass: number[] = [];
    const glass90: number[] = [];
    for (let run = 0; run < RUNS; run++) {
      const device = await DeviceUnderTest.start();
      const chromium = await launchChromium({ viewport: { width: 1280, height: 720 } });
      try {
        const page = await chromium.page();
        const viewers = await Viewers.on(page, device.signalling);
        await pause(2000);
        const joins: number[] = [];
        for (let i = 0; i < JOINS; i++) {
          const id = await viewers.watch();
          joins.push((await viewers.until(id, (figures) => figures.firstFrameMs !== null)).firstFrameMs!);
          await viewers.close(id);
          await pause(150 + 300 * Math.random());
        }
        p50.push(quantile(joins, 0.5));
        p90.push(quantile(joins, 0.9));
        const id = await viewers.watch();
        await viewers.until(id, (figures) => figures.framesShown > 60);
        const delays = await pictureDelays(page, DELAY_SECONDS * 1000);
        glass.push(quantile(delays, 0.5));
        glass90.push(quantile(delays, 0.9));
        progress(
          `run ${run + 1} of ${RUNS}: first frame p50 ${p50.at(-1)!.toFixed(0)} p90 ${p90.at(-1)!.toFixed(0)} ms, ` +
            `glass to glass p50 ${glass.at(-1)!.toFixed(0)} p90 ${glass90.at(-1)!.toFixed(0)} ms`,
        );
      } finally {
        await chromium.close();
        await device.stop();
      }
    }
    return [
      row({ id: 'join-p50', what: 'offer to first frame, p50', unit: 'ms', ours: p50, aim: { atMost: 200 } }),
      row({ id: 'join-p90', what: 'offer to first frame, p90', unit: 'ms', ours: p90, aim: { atMost: 350 } }),
      row({ id: 'glass-p50', what: 'glass to glass, p50', unit: 'ms', ours: glass, aim: { atMost: 100 } }),
      row({ id: 'glass-p90', what: 'glass to glass, p90', unit: 'ms', ours: glass90 }),
    ];
  },
};

/** Reads the clock in each shown frame of the page's video against the page's own. @returns delays, ms */
async function pictureDelays(page: Page, ms: number): Promise<number[]> {
  const strips = await page.evaluate(
    ([ms, width, height]) =>
      new Promise<{ pixels: number[]; atMs: number }[]>((resolve) => {
        const video = document.querySelector('video:last-of-type') as HTMLVideoElement;
        const canvas = new OffscreenCanvas(width!, height!).getContext('2d', { willReadFrequently: true })!;
        const strips: { pixels: number[]; atMs: number }[] = [];
        const endMs = performance.now() + ms!;
        let n = 0;
        const onFrame = () => {
          if (performance.now() > endMs) return resolve(strips);
          if (n++ % 5 === 0) {
            const atMs = Date.now();
            canvas.drawImage(video, 0, 0, width!, height!, 0, 0, width!, height!);
            strips.push({ pixels: [...canvas.getImageData(0, 0, width!, height!).data], atMs });
          }
          video.requestVideoFrameCallback(onFrame);
        };
        video.requestVideoFrameCallback(onFrame);
      }),
    [ms, CLOCK_WIDTH, CLOCK_HEIGHT] as const,
  );
  return strips.flatMap(({ pixels, atMs }) => {
    const strip = { width: CLOCK_WIDTH, height: CLOCK_HEIGHT, pictureWidth: CLOCK_PICTURE_WIDTH };
    const reading = readClock({ ...strip, data: Uint8Array.from(pixels) });
    return reading === null ? [] : [clockAgeMs(reading, atMs)];
  });
}
