import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { SystemClock } from '#kit/clock.ts';
import { silentLogger } from '#kit/log.ts';
import { FakeSignalLink } from '../../firmware/live/fake-signal-link.ts';
import { LiveService } from '../../firmware/live/live.ts';
import { NodeDataChannelEngine } from '../../firmware/live/node-datachannel-engine.ts';
import { RecordedMedia } from '../../firmware/live/recorded-media.ts';
import { launchChromium, type Chromium } from './chromium.ts';
import { liveSettings } from './live-settings.ts';
import { FREE_LINK, NarrowLink } from './narrow-link.ts';
import { recordScene } from './record-scene.ts';
import { Viewers } from './viewers.ts';

const clock = new SystemClock();
const link = new FakeSignalLink();
let media: RecordedMedia;
let live: LiveService;
let chromium: Chromium;
let viewers: Viewers;

const test = suite('live view in Chromium');

test.before(async () => {
  media = new RecordedMedia({ recording: await recordScene(), clock });
  live = new LiveService({
    media,
    link,
    settings: liveSettings(),
    clock,
    log: silentLogger(),
    engine: new NodeDataChannelEngine(),
    recordings: null,
    limits: { silenceMs: 4000 },
  });
  media.start();
  await live.start();
  chromium = await launchChromium();
  viewers = await Viewers.on(await chromium.page(), link);
});

test.after(async () => {
  await live.stop();
  media.stop();
  await chromium.close();
});

test.after.each(async () => {
  for (const { viewer } of live.sessions()) await viewers.close(viewer);
});

test('the picture moves at its full size and rate, with sound', async () => {
  const id = await viewers.watch();
  const first = await viewers.until(id, (f) => f.framesShown >= 1);
  assert.ok(first.firstFrameMs! < 3000, `first frame after ${first.firstFrameMs} ms`);
  const later = await viewers.until(
    id,
    (f) => f.framesDecoded >= 60 && f.framesShown > 40 && f.audioPackets >= 80 && f.audioEnergy > 0,
  );
  assert.is(later.width, 1280);
  assert.is(later.packetsLost, 0);
  // Of the last second: on a busy machine one may be short of pictures, and the next has them.
  const session = () => live.sessions()[0]!;
  await viewers.until(id, () => session().fps >= 27 && session().kbps > 1200);
  assert.is(session().stream, 'main');
  assert.is(await viewers.close(id), 'connection-lost');
  assert.equal(live.sessions(), []);
});

test('the device needs no address of the viewer: it learns it from the first check', async () => {
  const id = await viewers.watch({ trickle: false });
  await viewers.until(id, (f) => f.framesDecoded >= 5);
});

test('a key frame that is asked for comes at once', async () => {
  const id = await viewers.watch({ keyFramesOnly: true });
  await viewers.until(id, (f) => f.keyFramesDecoded >= 1);
  const asked = media.asked.keyFrames.length;
  await viewers.askForKeyFrame(id);
  await viewers.until(id, (f) => f.pliSent >= 1 && media.asked.keyFrames.length > asked);
  const { keyFramesDecoded } = await viewers.figures(id);
  await viewers.until(id, (f) => f.keyFramesDecoded > keyFramesDecoded);
});

test('after an outage of seconds the picture goes on', async () => {
  const outage = new NarrowLink();
  await outage.open();
  try {
    viewers.rewriteAnswer = outage.through;
    const id = await viewers.watch({ trickle: false });
    await viewers.until(id, (f) => f.framesDecoded >= 10);
    outage.limits = { ...FREE_LINK, loss: 1 };
    await viewers.until(id, () => outage.dropped > 700);
    outage.limits = FREE_LINK;
    const before = await viewers.figures(id);
    await viewers.until(id, (f) => f.framesDecoded >= before.framesDecoded + 30);
    await viewers.close(id);
  } finally {
    viewers.rewriteAnswer = (sdp) => sdp;
    outage.close();
  }
});

test('the media process comes back, the session has never gone', async () => {
  const id = await viewers.watch();
  const before = await viewers.until(id, (f) => f.framesDecoded >= 10);
  media.restart();
  const after = await viewers.until(id, (f) => f.framesDecoded >= before.framesDecoded + 30);
  assert.is(after.state, 'connected');
});

test('eight viewers at once, each with a picture', async () => {
  const ids: string[] = [];
  for (let n = 0; n < 8; n++) ids.push(await viewers.watch({ keyFramesOnly: true }));
  for (const id of ids) await viewers.until(id, (f) => f.keyFramesDecoded >= 2 && f.framesReceived >= 30);
  assert.is(live.sessions().length, 8);
  const fluent = new Set<string>();
  await viewers.until(ids[0]!, () => {
    for (const { viewer, stream, fps } of live.sessions())
      if (stream === 'main' && fps >= 25) fluent.add(viewer);
    return fluent.size === ids.length;
  });
});

test('the same session offered again takes the place of the old one', async () => {
  const id = await viewers.watch();
  await viewers.until(id, (f) => f.framesDecoded >= 3);
  await viewers.watch({ id });
  await viewers.until(id, (f) => f.framesDecoded >= 3);
  assert.is(live.sessions().length, 1);
});

test('offers that are no use are refused with a reason, and nothing else changes', async () => {
  viewers.rewriteOffer = (sdp) => sdp.replaceAll('H264/90000', 'VP8/90000');
  const vp8 = await viewers.watch();
  viewers.rewriteOffer = () => 'v=0\r\nwoof';
  const garbage = await viewers.watch();
  viewers.rewriteOffer = (sdp) => sdp;
  assert.is(await viewers.ended(vp8), 'no-h264');
  assert.is(await viewers.ended(garbage), 'bad-sdp');
  assert.is(live.sessions().length, 0);
});

test('a browser that vanishes without a word is let go after the limit', async () => {
  const page = await chromium.page();
  const others = await Viewers.on(page, link);
  const id = await others.watch();
  await others.until(id, (f) => f.framesDecoded >= 3);
  await page.close();
  assert.ok(['silent', 'connection-lost'].includes(await others.ended(id)));
  assert.equal(live.sessions(), []);
});

test('no page complained', () => {
  assert.equal(chromium.complaints, []);
});

test.run();
