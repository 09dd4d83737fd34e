import type { Page } from 'playwright-core';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { SignalRequest } from '../../api.ts';
import { ConsoleUnderTest, PHONE } from '../console-under-test.ts';

const test = suite('live view');
let console_: ConsoleUnderTest;
let device: Page;
test.before(async () => {
  console_ = await ConsoleUnderTest.start();
  device = await console_.connectDevice();
});
test.after(() => console_?.stop());

const FRONT = 'doorbell-front';
const state = (page: Page, words: string | RegExp) => page.locator('.livestate').getByText(words);
const signals = () =>
  console_.cloud.received.filter((r) => r.what === 'signal').map((r) => r.body as SignalRequest);
const offers = () => signals().flatMap((s) => ('offer' in s ? [s] : []));
/** Resolves with the session of the next bye that comes in for this reason. */
const nextBye = (reason: string) =>
  new Promise<string>((resolve) => {
    const end = console_.cloud.onSignal((_, s) => {
      if (!('bye' in s) || s.bye.reason !== reason) return;
      end();
      resolve(s.sessionId);
    });
  });
declare global {
  /** What the page said of its link since `recordStates`, each once in a row; * when its lamp was on. */
  var liveStates: string[];
}
/** In the page: some of what it says is gone before a test could look. */
function recordStates(): void {
  globalThis.liveStates = [];
  new MutationObserver(() => {
    const line = document.querySelector<HTMLElement>('.livestate');
    const says = `${line?.innerText.trim()}${line?.querySelector('.lampdot') ? '*' : ''}`;
    if (says !== (globalThis.liveStates.at(-1) ?? 'Live*')) globalThis.liveStates.push(says);
  }).observe(document.body, { subtree: true, childList: true, characterData: true });
}
/** The quality of the home page's tile: its session is the one of the live page then. */
const preferLight = () => {
  if (location.protocol === 'http:') localStorage['pupsentry.quality'] ??= 'light';
};

test('picture and sound come, and figures with them', async () => {
  const page = await console_.open({ at: `live/${FRONT}` });
  await state(page, 'Live').waitFor();
  const video = page.locator('.stage video');
  await page.waitForFunction(
    () => (document.querySelector('video')?.getVideoPlaybackQuality().totalVideoFrames ?? 0) > 10,
  );
  assert.is(await video.evaluate((v: HTMLVideoElement) => v.videoWidth), 1280);
  assert.is(await video.evaluate((v) => getComputedStyle(v).objectFit), 'contain', 'never cropped');
  await page.locator('.read').getByText('720p').waitFor();
  await page.locator('.meter i.on').nth(5).waitFor();
  // All of them: a second without a new picture has no way to tell.
  await page.waitForFunction(() =>
    /\d\.\d\d s\s+behind\s+\d\.\d\d s\s+to join\s+720p\s+\d+ fps\s+\d+\.\d\s+Mbit\/s/.test(
      document.querySelector<HTMLElement>('.read')!.innerText,
    ),
  );
  await page.context().close();
});

test('the meter moves while the sound is off', async () => {
  const page = await console_.open({ at: `live/${FRONT}` });
  await page.getByRole('button', { name: 'Turn sound off' }).click();
  await page.waitForFunction(() => document.querySelector<HTMLVideoElement>('.stage video')!.muted);
  await page.evaluate(() => document.querySelectorAll('.meter i').forEach((i) => (i.className = '')));
  await page.locator('.meter i.on').nth(5).waitFor();
  await page.context().close();
});

test('no candidate overtakes its offer', async () => {
  const seen = new Set<string>();
  for (const signal of signals()) {
    if ('offer' in signal) seen.add(signal.sessionId);
    else assert.ok(seen.has(signal.sessionId), 'a session begins with its offer');
  }
  assert.ok(offers().every((o) => /m=video/.test(o.offer.sdp) && /m=audio/.test(o.offer.sdp)));
  assert.ok(offers().every((o) => /a=recvonly/.test(o.offer.sdp)));
});

test('says bye when the page is left, and when the tab goes away', async () => {
  const page = await console_.open({ at: `live/${FRONT}`, init: preferLight });
  await state(page, 'Live').waitFor();
  let bye = nextBye('left');
  await console_.go(page, 'devices');
  assert.is(await bye, offers().at(-1)?.sessionId);
  await page.goBack();
  await state(page, 'Live').waitFor();
  bye = nextBye('left');
  await page.goto('about:blank');
  assert.is(await bye, offers().at(-1)?.sessionId);
  await page.context().close();
});

test('another quality takes over without a gap', async () => {
  const page = await console_.open({ at: `live/${FRONT}`, init: preferLight });
  await state(page, 'Live').waitFor();
  const old = offers().at(-1)?.sessionId;
  const bye = nextBye('replaced');
  await page.getByRole('button', { name: 'Sharp' }).click();
  assert.is(await bye, old);
  assert.is(offers().at(-1)?.offer.quality, 'sharp');
  assert.is(await page.locator('.livestate').innerText(), 'Live');
  await page.reload();
  await page.locator('.seg button[aria-pressed=true]', { hasText: 'Sharp' }).waitFor();
  await page.context().close();
});

test('joins again by itself when the link breaks', async () => {
  const page = await console_.open({ at: `live/${FRONT}` });
  await state(page, 'Live').waitFor();
  const before = offers().length;
  await page.evaluate(recordStates);
  await device.evaluate(() => globalThis.simulatedPeer.vanish());
  await page.waitForFunction(() =>
    /(broke|stopped|Joining again).*Live\*$/.test(globalThis.liveStates.join()),
  );
  const [first] = await page.evaluate(() => globalThis.liveStates);
  assert.is(first, 'The picture stands still. One moment.', 'without its lamp: green means now');
  assert.ok(offers().length > before);
  await page.context().close();
});

test('refusals are sentences; what may pass is tried again, what will not waits for a person', async () => {
  const answers = ['busy', 'no-h264'];
  console_.cloud.onSignal((deviceId, { sessionId, ...signal }) => {
    if (deviceId !== 'camera-driveway' || !('offer' in signal)) return;
    const code = answers.shift() ?? 'no-picture';
    console_.cloud.signal({ deviceId, sessionId, refusal: { code, message: '' } });
  });
  const page = await console_.open({ size: PHONE });
  await page.evaluate(recordStates);
  await console_.go(page, 'live/camera-driveway');
  await page.waitForFunction(() =>
    globalThis.liveStates.includes('As many are looking as the device can serve. We try again.'),
  );
  await state(page, 'This browser cannot show H.264 video.').waitFor();
  await page.getByRole('button', { name: 'Try again' }).click();
  await state(page, 'The camera gives no picture right now.').waitFor();
  await page.context().close();
});

test('an offline device is said to be so, and joined as soon as it is back', async () => {
  console_.cloud.change(FRONT, { online: false, sinceMs: Date.now() });
  const page = await console_.open({ at: `live/${FRONT}` });
  await state(page, /^Front door is offline since /).waitFor();
  assert.ok(await page.getByRole('button', { name: 'Not while offline' }).isDisabled());
  console_.cloud.change(FRONT, { online: true, sinceMs: Date.now() });
  await state(page, 'Live').waitFor();
  await page.context().close();
});

test('a picture that flows goes on when only the link to the cloud is lost', async () => {
  const page = await console_.open({ at: `live/${FRONT}` });
  await state(page, 'Live').waitFor();
  console_.cloud.change(FRONT, { online: false, sinceMs: Date.now() });
  await page.getByRole('button', { name: 'Not while offline' }).waitFor();
  assert.is(await page.locator('.livestate').innerText(), 'Live');
  console_.cloud.change(FRONT, { online: true, sinceMs: Date.now() });
  await page.context().close();
});

test('privacy: a wish, then the shutter, and nobody looks any more', async () => {
  const page = await console_.open({ at: `live/${FRONT}` });
  await state(page, 'Live').waitFor();
  const privacy = page.getByRole('switch', { name: 'Privacy of Front door' });
  console_.cloud.reportsSettings = false;
  await console_.wishArrives(page, () => privacy.click());
  await page.getByText('On in a moment. The camera has not confirmed it.').waitFor();
  assert.equal(console_.cloud.lastWish?.body, { 'privacy.on': true });
  const bye = nextBye('left');
  console_.cloud.reportsSettings = true;
  console_.cloud.setPrivacy(FRONT, true);
  await page.getByText('No picture, no sound, nothing is kept').waitFor();
  await page.getByText('Rings still reach you.').waitFor();
  assert.is(await page.locator('.stage video').count(), 0);
  await bye;
  assert.is(await privacy.getAttribute('aria-checked'), 'true');
  await privacy.click();
  await state(page, 'Live').waitFor();
  await page.context().close();
});

test('a snapshot is taken by the device, shown, and can be kept', async () => {
  const page = await console_.open({ at: `live/${FRONT}`, size: PHONE });
  await page.getByRole('button', { name: 'Snapshot' }).click();
  await page.getByText(/^Taken \d\d:\d\d:\d\d$/).waitFor();
  assert.equal(console_.cloud.received.findLast((r) => r.what === 'command')?.body, { action: 'snapshot' });
  const saved = await page.getByRole('link', { name: 'Save the picture' }).getAttribute('download');
  assert.match(saved ?? '', /^Front door/);
  await page.context().close();
});

test.run();
