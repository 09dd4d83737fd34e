import type { Page } from 'playwright-core';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { ConsoleUnderTest, DESKTOP, PHONE } from '../console-under-test.ts';
import { simulatedRing } from '../simulated-household.ts';

const MINUTE = 60_000;
const NOW = Date.now();
/** A ring half an hour ago, a motion two hours ago, and one in yesterday's recording. */
const RING = simulatedRing({ id: 'ring', startedMs: NOW - 30 * MINUTE, snapshot: true, seen: true });
const EVENTS = [
  RING,
  simulatedRing({ id: 'moved', kind: 'motion', startedMs: NOW - 120 * MINUTE, seen: true }),
  simulatedRing({ id: 'before', startedMs: NOW - 20 * 60 * MINUTE, seen: true }),
];

const test = suite('recordings page');
let console_: ConsoleUnderTest;
let device: Page;
test.before(async () => {
  console_ = await ConsoleUnderTest.start({ events: EVENTS });
  device = await console_.connectDevice();
});
test.after(() => console_?.stop());

const strip = (page: Page) => page.getByRole('slider', { name: 'Recordings of Front door' });
const headMs = async (page: Page) => Number(await strip(page).getAttribute('aria-valuenow'));
const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true });
const state = (page: Page, words: string | RegExp) => page.locator('.playstate', { hasText: words });
/** Waits until playback stands near a time. */
const standsAt = (page: Page, ms: number, offMs = 3000) =>
  page.waitForFunction(
    ([ms, offMs]) => {
      const now = Number(document.querySelector('.strip')?.getAttribute('aria-valuenow'));
      return Math.abs(now - ms!) <= offMs!;
    },
    [ms, offMs],
  );
const open = (at: string, more: object = {}) => console_.open({ at, size: DESKTOP, ...more });
/** Paused, and the device has said where: it does not play on. */
const pause = async (page: Page) => {
  await button(page, 'Pause').click();
  await button(page, 'Play').waitFor();
};
const AT_RING = `recordings/doorbell-front/${RING.startedMs}`;

test('from an event into its recording, which plays', async () => {
  const page = await open('event/ring');
  await page.getByRole('link', { name: 'Watch recording' }).click();
  await button(page, 'Pause').waitFor();
  await standsAt(page, RING.startedMs, 20_000);
  await state(page, 'Someone rang.').waitFor();
  assert.is(await page.title(), 'Front door, recordings · Pupsentry');
  await page.waitForFunction(() => (document.querySelector('video')?.videoWidth ?? 0) > 0);
  await page.context().close();
});

test('small pictures along the strip; without a decoder there are none, and nothing goes wrong', async () => {
  const page = await open(AT_RING);
  await page.locator('.cells canvas').nth(3).waitFor();
  await page.context().close();
  const old = await open(AT_RING, { init: () => Reflect.deleteProperty(globalThis, 'VideoDecoder') });
  await button(old, 'Pause').waitFor();
  await standsAt(old, RING.startedMs, 20_000);
  assert.is(await old.locator('.cells canvas').count(), 0);
  await old.context().close();
});

test('by mouse: a press goes there, a drag scrubs, a press on a mark means the event', async () => {
  const page = await open(AT_RING);
  await pause(page);
  await button(page, 'Hour').click();
  const box = (await strip(page).boundingBox())!;
  const { fromMs, toMs } = await viewOf(page);
  const xOf = (ms: number) => box.x + ((ms - fromMs) / (toMs - fromMs)) * box.width;
  await page.mouse.click(xOf(NOW - 45 * MINUTE), box.y + 60);
  await standsAt(page, NOW - 45 * MINUTE);
  await page.mouse.down();
  for (let minute = 45; minute >= 35; minute--) await page.mouse.move(xOf(NOW - minute * MINUTE), box.y + 60);
  await standsAt(page, NOW - 35 * MINUTE);
  await page.mouse.up();
  await standsAt(page, NOW - 35 * MINUTE);
  await page.mouse.click(xOf(RING.startedMs) + 6, box.y + 60);
  await standsAt(page, RING.startedMs, 200);
  await page.mouse.move(xOf(RING.startedMs), box.y + 60);
  await page.locator('.over', { hasText: 'Someone rang.' }).waitFor();
  await page.context().close();
});

test('by thumb, on a phone', async () => {
  const page = await open(AT_RING, { size: PHONE, touch: true });
  await button(page, 'Pause').tap();
  await button(page, 'Play').waitFor();
  await button(page, 'Hour').tap();
  const { fromMs } = await viewOf(page);
  const box = (await strip(page).boundingBox())!;
  const y = box.y + 60;
  const touch = await page.context().newCDPSession(page);
  const send = (type: 'touchStart' | 'touchMove' | 'touchEnd', ...xs: number[]) =>
    touch.send('Input.dispatchTouchEvent', {
      type,
      touchPoints: xs.map((x, id) => ({ x: box.x + x, y, id })),
    });
  await send('touchStart', 60);
  for (let x = 60; x <= 120; x += 10) await send('touchMove', x);
  await send('touchEnd');
  await standsAt(page, fromMs + (120 / box.width) * 60 * MINUTE);
  await send('touchStart', 100, 160);
  for (let d = 0; d <= 60; d += 10) await send('touchMove', 100 - d, 160 + d);
  await send('touchEnd');
  await button(page, '10 min').and(page.locator('[aria-pressed=true]')).waitFor();
  await page.context().close();
});

test('by keyboard: minutes, events, play and zoom; told to those who do not see it', async () => {
  const page = await open(AT_RING);
  await pause(page);
  await strip(page).focus();
  await button(page, 'Day').click();
  await strip(page).focus();
  const before = await headMs(page);
  await page.keyboard.press('ArrowLeft');
  await standsAt(page, before - MINUTE, 500);
  await page.keyboard.press('Shift+ArrowLeft');
  await standsAt(page, before - 11 * MINUTE, 500);
  await page.keyboard.press('PageUp');
  await standsAt(page, NOW - 120 * MINUTE, 500);
  assert.match((await strip(page).getAttribute('aria-valuetext'))!, /^\d\d:\d\d:\d\d, Something moved/);
  await page.keyboard.press('PageDown');
  await standsAt(page, RING.startedMs, 500);
  await page.keyboard.press('+');
  await button(page, 'Hour').and(page.locator('[aria-pressed=true]')).waitFor();
  await page.keyboard.press('Space');
  await button(page, 'Pause').waitFor();
  await page.context().close();
});

test('speeds, steps and live', async () => {
  const page = await open(AT_RING);
  await button(page, '8×').click();
  await page.waitForFunction(
    (ms) => Number(document.querySelector('.strip')?.getAttribute('aria-valuenow')) > ms,
    RING.startedMs + 10_000,
  );
  await pause(page);
  const before = await headMs(page);
  await button(page, 'One picture back').click();
  await standsAt(page, before - 66, 10);
  await button(page, 'Live').click();
  await state(page, 'Live').waitFor();
  await page.waitForFunction(() => {
    const now = Number(document.querySelector('.strip')?.getAttribute('aria-valuenow'));
    return Math.abs(now - Date.now()) < 5000;
  });
  await page.context().close();
});

test('a gap is told, and what comes after it is shown', async () => {
  const page = await open(AT_RING);
  await button(page, 'Event before').waitFor();
  const [, second, third] = (await device.evaluate(() => globalThis.simulatedPeer.recorded))!;
  await console_.go(page, `recordings/doorbell-front/${(second!.toMs + third!.fromMs) / 2}`);
  await Promise.all([
    standsAt(page, third!.fromMs, 5000),
    state(page, /^Nothing was recorded from .*\d\d:\d\d to \d\d:\d\d\.$/).waitFor(),
  ]);
  await page.context().close();
});

test('days: each shows what is recorded of it', async () => {
  const page = await open(AT_RING);
  const yesterday = button(page, 'Yesterday');
  await yesterday.click();
  await page.locator('.dayof[aria-pressed=true]', { hasText: 'Yesterday' }).waitFor();
  assert.ok((await yesterday.locator('.rec').count()) >= 1);
  await button(page, 'Later').click();
  await page.context().close();
});

async function viewOf(page: Page): Promise<{ fromMs: number; toMs: number }> {
  const [fromMs, toMs] = await Promise.all(
    ['aria-valuemin', 'aria-valuemax'].map(async (name) => Number(await strip(page).getAttribute(name))),
  );
  return { fromMs: fromMs!, toMs: toMs! };
}

test.run();
