import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { SystemClock } from '#kit/clock.ts';
import { silentLogger } from '#kit/log.ts';
import { FakeSignalLink } from '../../firmware/live/fake-signal-link.ts';
import { LiveService } from '../../firmware/live/live.ts';
import { NodeDataChannelEngine } from '../../firmware/live/node-datachannel-engine.ts';
import { MediaUnderTest } from '../../firmware/media/media-under-test.ts';
import { launchChromium, type Chromium } from './chromium.ts';
import { FREE_LINK, NarrowLink } from './narrow-link.ts';
import { Viewers } from './viewers.ts';

const AUDIO_PACKETS_PER_S = 50;
/**
 * What tells steering from none (2 pictures a second through 1.2 Mbit/s) on a loaded machine too. How well it does is
 * measured by `make bench ONLY=narrow`.
 */
const FLUENT_FPS = 10;
const LONG_PAUSE_MS = 3000;

const link = new FakeSignalLink();
let camera: MediaUnderTest;
let live: LiveService;
let chromium: Chromium;
let viewers: Viewers;
let network: NarrowLink;

const test = suite('live view over a narrow link');

test.before(async () => {
  camera = await MediaUnderTest.start({ camera: 'scene' });
  await camera.running();
  const { media, settings } = camera;
  live = new LiveService({
    media,
    link,
    settings,
    clock: new SystemClock(),
    log: silentLogger(),
    engine: new NodeDataChannelEngine(),
    recordings: null,
  });
  await live.start();
  chromium = await launchChromium();
  viewers = await Viewers.on(await chromium.page(), link);
});

test.after(async () => {
  await live.stop();
  await camera.stop();
  await chromium.close();
});

test.before.each(async () => {
  network = new NarrowLink();
  await network.open();
});

test.after.each(async () => {
  for (const { viewer } of live.sessions()) await viewers.close(viewer);
  network.close();
});

/** Lets the sound play for so long: it has a clock of its own. */
async function listen(id: string, seconds: number): Promise<void> {
  const { audioPackets } = await viewers.figures(id);
  const until = audioPackets + seconds * AUDIO_PACKETS_PER_S;
  await viewers.until(id, (f) => f.audioPackets >= until, seconds * 2000 + 30_000);
}

async function watchThroughNetwork(): Promise<string> {
  viewers.rewriteAnswer = network.through;
  const id = await viewers.watch({ trickle: false });
  await viewers.until(id, (f) => f.framesDecoded >= 30);
  viewers.rewriteAnswer = (sdp) => sdp;
  return id;
}

const session = (id: string) => live.sessions().find((s) => s.viewer === id)!;

test('1.2 Mbit/s with 15 ms and a queue of 400 ms: a fluent main stream, and everything when it is free again', async () => {
  const id = await watchThroughNetwork();
  network.limits = { kbps: 1200, delayMs: 15, queueMs: 400, loss: 0 };
  await listen(id, 6);

  await viewers.longestPauseMs(id);
  const before = await viewers.figures(id);
  await listen(id, 10);
  const after = await viewers.figures(id);
  const seconds = (after.audioPackets - before.audioPackets) / AUDIO_PACKETS_PER_S;
  const fps = (after.framesReceived - before.framesReceived) / seconds;
  const kbps = ((after.bytesReceived - before.bytesReceived) * 8) / 1000 / seconds;
  assert.ok(fps >= FLUENT_FPS, `${fps.toFixed(1)} pictures a second`);
  assert.ok(kbps >= 300, `${kbps.toFixed(0)} kbit/s`);
  const pauseMs = await viewers.longestPauseMs(id);
  assert.ok(pauseMs <= LONG_PAUSE_MS, `no picture for ${pauseMs.toFixed(0)} ms`);
  assert.is(session(id).stream, 'main');

  network.limits = FREE_LINK;
  await viewers.until(id, () => session(id).kbps > 1600, 60_000);
});

test('a link too narrow for the main stream gets the sub stream, the others keep theirs, and it comes back', async () => {
  const other = await viewers.watch({ audio: false, keyFramesOnly: true });
  const id = await watchThroughNetwork();
  network.limits = { kbps: 400, delayMs: 30, queueMs: 400, loss: 0 };
  await viewers.until(id, (f) => f.width === 640 && session(id).stream === 'sub');
  await listen(id, 5);
  const before = await viewers.figures(id);
  await viewers.longestPauseMs(id);
  await listen(id, 8);
  const after = await viewers.figures(id);
  const fps = (after.framesReceived - before.framesReceived) / 8;
  assert.ok(fps >= FLUENT_FPS * 0.8, `${fps.toFixed(1)} pictures a second`);
  const pauseMs = await viewers.longestPauseMs(id);
  assert.ok(pauseMs <= LONG_PAUSE_MS, `no picture for ${pauseMs.toFixed(0)} ms`);
  assert.is(session(other).stream, 'main');
  assert.ok(session(other).kbps > 600, `the other viewer has ${session(other).kbps} kbit/s`);

  network.limits = FREE_LINK;
  await viewers.until(id, (f) => f.width === 1280, 45_000);
});

test('5 % loss: repaired within the budget, no long pause', async () => {
  const id = await watchThroughNetwork();
  network.limits = { ...FREE_LINK, delayMs: 15, loss: 0.05 };
  await listen(id, 2);
  await viewers.longestPauseMs(id);
  const before = await viewers.figures(id);
  await listen(id, 8);
  const after = await viewers.figures(id);
  assert.ok((after.framesReceived - before.framesReceived) / 8 >= FLUENT_FPS);
  const pauseMs = await viewers.longestPauseMs(id);
  assert.ok(pauseMs <= LONG_PAUSE_MS, `no picture for ${pauseMs.toFixed(0)} ms`);
  assert.ok(session(id).resent > 20);
});

test.run();
