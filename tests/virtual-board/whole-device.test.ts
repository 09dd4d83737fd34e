// time limit: 230 s
/** The whole device on a real kernel: what a household, an engineer and bad luck do to it. */
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { v1 } from '#protocol/messages.ts';
import { enterNetworkNamespace } from '#board/virtual/network-namespace.ts';
import { launchChromium } from '../browser/chromium.ts';
import { Viewers } from '../browser/viewers.ts';
import { GuestDevice } from './guest-device.ts';

await enterNetworkNamespace();

const { EVENT_PHASE_STARTED, EVENT_PHASE_SNAPSHOT } = v1.EventPhase;
const test = suite('whole device on the virtual board');
let device: GuestDevice;

interface Status {
  board: string;
  privacy: boolean;
  media: { phase: string; restarts: number; main: Stream | null; sub: Stream | null };
  faults: { component: string; code: string; message: string; remedy: string }[];
}
interface Stream {
  element: string;
  reason: string;
  measuredFps: number;
}

const status = async () => (await device.ctl('status')) as Status;
const set = (key: string, value: string) => device.ctl('settings', 'set', key, value);
/** GPIO levels: 1 is high, as a lamp sees it. */
const level = (line: string, value: 0 | 1, limitMs = 30_000) => device.board.gpio.until(line, value, limitMs);
/** Resolves when the camera is at work again. */
const running = async () => {
  for (;;) {
    const { media } = await status();
    if (media.phase === 'running' && media.main!.measuredFps > 0) return;
  }
};
const rings = (phase = EVENT_PHASE_STARTED) =>
  device.received.filter((r) => r.envelope.event?.phase === phase).map((r) => r.envelope.event!);

test.before(async () => {
  device = await GuestDevice.start({ artefacts: 'artifacts/virtual-board/whole-device' });
});

test.after(async () => {
  await device.stop();
});

test('it reports itself: camera, hardware encoder, nothing wrong', async () => {
  const state = await device.waitFor('a state without faults', () => {
    const { state } = device;
    return state?.video && state.faults?.length === 0 && state;
  });
  assert.is(state.board, 'virtual');
  assert.is(state.video!.encoder, 'v4l2fwhtenc');
  assert.is(state.subVideo!.encoder, 'x264enc');
  assert.match(state.video!.source!, /vivid/);
  assert.ok(state.versions!.node!.startsWith('22.'));
});

test('the indicator is lit while pictures are taken, and only then', async () => {
  await level('indicator-led', 1);
  await set('privacy.on', 'on');
  await level('indicator-led', 0);
  assert.is((await status()).media.phase, 'off');
  await set('privacy.on', 'off');
  await level('indicator-led', 1);
  await running();
});

test('a finger on the button: ring with picture at the broker, chime, light', async () => {
  await Promise.all([level('chime', 1), device.press()]);
  await device.waitFor('the ring', () => rings().length === 1);
  await device.waitFor('its picture', () => rings(EVENT_PHASE_SNAPSHOT).length === 1, 30_000);
  const [picture] = rings(EVENT_PHASE_SNAPSHOT);
  assert.is(picture!.snapshot!.width, 640);
  assert.equal([...picture!.snapshot!.jpeg!.subarray(0, 2)], [0xff, 0xd8]);
  await level('chime', 0);
});

test('live view in Chromium, outside, over the board’s network', async () => {
  const chromium = await launchChromium();
  try {
    const viewers = await Viewers.on(await chromium.page(), device.signalling);
    const viewer = await viewers.watch();
    const figures = await viewers.until(viewer, (f) => f.framesDecoded >= 20, 30_000);
    assert.is(figures.width, 320, 'the H.264 stream: no browser decodes FWHT');
  } finally {
    await chromium.close();
  }
});

test('night and day by hand: filter, then infrared light', async () => {
  await Promise.all([level('ir-cut-night', 1), set('night.mode', 'night')]);
  await level('ir-led', 1);
  await Promise.all([level('ir-cut-day', 1), set('night.mode', 'day')]);
  await level('ir-led', 0);
  await set('night.mode', 'auto');
});

test.run();
