import type { Page } from 'playwright-core';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { ConsoleUnderTest, PHONE } from '../console-under-test.ts';

const test = suite('ring');
let console_: ConsoleUnderTest;
test.before(async () => {
  console_ = await ConsoleUnderTest.start();
});
// A ring of the test before is fresh, and would ring in the next page.
test.before.each(() => {
  console_.cloud.events = [];
});
test.after(() => console_?.stop());

/** Counts what would be heard and felt. */
function listenIn(): void {
  const heard = { tones: 0, context: '', vibrations: 0 };
  Object.assign(globalThis, { heard });
  const start = OscillatorNode.prototype.start;
  OscillatorNode.prototype.start = function (this: OscillatorNode, when?: number) {
    heard.tones++;
    heard.context = this.context.state;
    start.call(this, when);
  };
  navigator.vibrate = () => ++heard.vibrations > 0;
}
type Heard = { tones: number; context: string; vibrations: number };
const heardOn = (page: Page) => page.evaluate(() => (globalThis as unknown as { heard: Heard }).heard);

const dialog = (page: Page) => page.getByRole('dialog', { name: 'Someone rang' });

test('is seen, heard and felt', async () => {
  const page = await console_.open({ init: listenIn });
  console_.cloud.ring();
  await dialog(page).getByText('Front door', { exact: true }).waitFor();
  const heard = await heardOn(page);
  assert.ok(heard.tones >= 4, `${heard.tones} tones`);
  assert.is(heard.context, 'running');
  assert.ok(heard.vibrations >= 1);
  await page.waitForFunction(() => document.title === 'Front door rings');
  await page.waitForFunction(() => document.title.endsWith('Home · Pupsentry'));
  await page.context().close();
});

test('comes uninvited: focus on its words, a stray Enter answers nothing, Esc is "Not now"', async () => {
  const page = await console_.open();
  await page.getByRole('link', { name: 'Driveway' }).focus();
  const event = console_.cloud.ring();
  await dialog(page).waitFor();
  assert.is(await page.evaluate(() => document.activeElement?.id), 'ring-words');
  await page.keyboard.press('Enter');
  await page.keyboard.press('Space');
  assert.ok(await dialog(page).isVisible());
  assert.match(page.url(), /#home$/);
  await page.keyboard.press('Tab');
  assert.is(await page.evaluate(() => document.activeElement?.textContent), 'Answer');
  await console_.seenArrives(page, () => page.keyboard.press('Escape'));
  await dialog(page).waitFor({ state: 'detached' });
  await page.getByRole('status').getByText('The visitor hears nothing.').waitFor();
  assert.is(await page.evaluate(() => document.activeElement?.className), 'tile fresh', 'focus goes back');
  assert.ok(console_.cloud.events.find((e) => e.id === event.id)?.seen);
  await page.context().close();
});

test('shows its picture as soon as it is there', async () => {
  const page = await console_.open({ size: PHONE });
  const event = console_.cloud.ring();
  await dialog(page).waitFor();
  const picture = page.getByAltText('The picture of this ring');
  assert.is(await picture.count(), 0);
  console_.cloud.addPicture(event.id);
  await picture.waitFor();
  await page.getByRole('button', { name: 'Not now' }).click();
  await page.context().close();
});

test('rings in every tab, and the time since counts up', async () => {
  const [one, two] = [await console_.open(), await console_.open({ at: 'devices' })];
  console_.cloud.ring();
  for (const page of [one, two]) {
    await dialog(page)
      .getByText(/^\d+ s ago$/)
      .waitFor();
    await page.getByRole('button', { name: 'Not now' }).click();
    await page.context().close();
  }
});

test('presses of the same ring do not ring again; another ring does', async () => {
  const page = await console_.open({ at: 'events' });
  const first = console_.cloud.ring();
  await page.getByRole('button', { name: 'Not now' }).click();
  console_.cloud.push({ type: 'event', data: { ...first, presses: 2 } });
  const late = console_.cloud.ring({ late: true, startedMs: Date.now() - 600_000 });
  await page.waitForSelector(`a[href="#event/${late.id}"]`, { state: 'attached' });
  assert.is(await dialog(page).count(), 0);
  console_.cloud.ring({ presses: 1 });
  await dialog(page).waitFor();
  await page.context().close();
});

test('a ring during a short loss of the link still rings', async () => {
  const page = await console_.open();
  console_.cloud.goDown();
  await page.getByText('The cloud does not answer.').waitFor();
  console_.cloud.ring();
  console_.cloud.comeBack();
  await dialog(page).waitFor();
  await page.context().close();
});

test('one click answers into the live view, with the session that was begun while it rang', async () => {
  await console_.connectDevice();
  const begun = new Set<string>();
  const left = new Promise<void>((resolve) => {
    console_.cloud.onSignal((_, { sessionId, ...signal }) => {
      if ('offer' in signal) begun.add(sessionId);
      if ('bye' in signal && begun.has(sessionId)) resolve();
    });
  });
  const page = await console_.open({ at: 'events' });
  await left; // the session of the home page is over
  const before = console_.cloud.received.length;
  console_.cloud.ring();
  await dialog(page)
    .getByText(/, live/)
    .waitFor();
  await page.getByRole('button', { name: 'Answer' }).click();
  await page.getByRole('status').getByText('Live', { exact: true }).waitFor();
  assert.match(page.url(), /#live\/doorbell-front$/);
  const video = page.locator('.stage video');
  assert.is(await video.evaluate((v: HTMLVideoElement) => v.muted), false, 'the answer brings sound');
  const offers = console_.cloud.received
    .slice(before)
    .filter((r) => r.what === 'signal' && 'offer' in (r.body as object));
  assert.is(offers.length, 1);
  await page.context().close();
});

test.run();
