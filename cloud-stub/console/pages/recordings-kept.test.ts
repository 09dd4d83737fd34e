import { readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { ConsoleUnderTest } from '../console-under-test.ts';

const test = suite('saving from recordings, and what stands in its way');
let console_: ConsoleUnderTest;
let device: Page;
test.before(async () => {
  console_ = await ConsoleUnderTest.start();
  device = await console_.connectDevice();
});
test.after(() => console_?.stop());

const PLACE = 'recordings/doorbell-front';
const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true });
const state = (page: Page, words: string | RegExp) => page.locator('.playstate', { hasText: words });

async function paused(): Promise<Page> {
  const page = await console_.open({ at: PLACE });
  await page.waitForFunction(() => (document.querySelector('video')?.videoWidth ?? 0) > 0);
  await page.getByRole('slider', { name: 'Recordings of Front door' }).waitFor();
  return page;
}

test('a clip: its ends are dragged and moved by keys, and it is saved whole', async () => {
  const page = await paused();
  await button(page, 'Save clip').click();
  await page
    .locator('.saver')
    .getByText(/, 30 s$/)
    .waitFor();
  const end = page.getByRole('slider', { name: 'End of the clip' });
  await end.focus();
  await page.keyboard.press('Shift+ArrowLeft');
  await page
    .locator('.saver')
    .getByText(/, 20 s$/)
    .waitFor();
  const start = page.getByRole('slider', { name: 'Start of the clip' });
  const box = (await start.boundingBox())!;
  await page.mouse.move(box.x + box.width - 4, box.y + 20);
  await page.mouse.down();
  await page.mouse.move(box.x - 200, box.y + 20, { steps: 4 });
  await page.mouse.up();
  await page
    .locator('.saver')
    .getByText(/, [2-9] min$/)
    .waitFor();
  const [download] = await Promise.all([page.waitForEvent('download'), button(page, 'Download').click()]);
  assert.match(download.suggestedFilename(), /^Front door .*\.mp4$/);
  const data = readFileSync(await download.path());
  assert.is(data.length, 300_000);
  assert.ok(data.every((byte, i) => byte === i % 251));
  await page.getByText('Saved, ').waitFor();
  await page.context().close();
});

test('a clip that takes long says how far it is, and can be stopped', async () => {
  const page = await paused();
  await device.evaluate(() => void (globalThis.simulatedPeer.holdsClips = true));
  await button(page, 'Save clip').click();
  await button(page, 'Download').click();
  await page.locator('.saver').getByText('Fetching, 50').waitFor();
  await button(page, 'Stop fetching').click();
  await button(page, 'Download').waitFor();
  await device.evaluate(() => void (globalThis.simulatedPeer.holdsClips = false));
  await button(page, 'Save nothing').click();
  await button(page, 'Save clip').waitFor();
  await page.context().close();
});

test('a picture is kept in the album, as one of a recording', async () => {
  const before = console_.cloud.album.items.length;
  const page = await paused();
  await button(page, 'Keep picture').click();
  await page.getByText('Kept in the album').waitFor();
  assert.is(console_.cloud.album.items.length, before + 1);
  const kept = console_.cloud.album.items.filter(({ source }) => source === 'playback');
  assert.is(kept.length, 1);
  assert.ok(Date.now() - kept[0]!.takenMs > 5000, 'with the time of the recording');
  await page.context().close();
});

test('nothing recorded: the page says why, and recording is switched on there', async () => {
  await device.evaluate(() => void (globalThis.simulatedPeer.recorded = []));
  console_.cloud.reportSettings('doorbell-front', { 'record.mode': 'off' });
  const page = await console_.open({ at: PLACE });
  await state(page, 'Recording is off. Nothing is recorded.').waitFor();
  assert.is(await page.getByRole('slider', { name: 'Recordings of Front door' }).count(), 0);
  assert.ok(await button(page, 'Play').isDisabled());
  await console_.wishArrives(page, () => button(page, 'Events').click());
  await state(page, 'Nothing is recorded yet. The next event will be.').waitFor();
  assert.equal(console_.cloud.lastWish?.body, {
    'record.mode': 'events',
  });
  await page.context().close();
});

test('who may not see recordings is told so', async () => {
  await device.evaluate(() => void (globalThis.simulatedPeer.recorded = null));
  const page = await console_.open({ at: PLACE });
  await state(page, 'You may look at Front door as it is now, not at its recordings.').waitFor();
  await page.context().close();
});

test('an offline device is said to be so; its recordings are there when it is back', async () => {
  await device.evaluate(() => globalThis.simulatedPeer.record(Date.now()));
  console_.cloud.change('doorbell-front', { online: false, sinceMs: Date.now() });
  const page = await console_.open({ at: PLACE });
  await state(page, /^Front door is offline since .* Its recordings are kept there/).waitFor();
  console_.cloud.change('doorbell-front', { online: true, sinceMs: Date.now() });
  await page.getByRole('slider', { name: 'Recordings of Front door' }).waitFor();
  await page.context().close();
});

test('privacy hides what is now, not what was recorded', async () => {
  console_.cloud.setPrivacy('doorbell-front', true);
  const page = await paused();
  await button(page, 'Play').click();
  await button(page, 'Pause').waitFor();
  assert.ok(await button(page, 'Live').isDisabled());
  console_.cloud.setPrivacy('doorbell-front', false);
  await page.context().close();
});

test('when the link breaks it joins again, and goes on where it stood', async () => {
  const page = await paused();
  await button(page, 'Play').click();
  await button(page, 'Pause').waitFor();
  const head = async () =>
    Number(
      await page.getByRole('slider', { name: 'Recordings of Front door' }).getAttribute('aria-valuenow'),
    );
  const before = await head();
  await device.evaluate(() => globalThis.simulatedPeer.vanish());
  await state(page, /broke|Joining again/).waitFor();
  await page.waitForFunction(
    (ms) => Number(document.querySelector('.strip')?.getAttribute('aria-valuenow')) > ms + 500,
    await head(),
  );
  assert.ok((await head()) - before < 60_000);
  await page.context().close();
});

test('a page whose script does not come says so', async () => {
  const page = await console_.open();
  await page.route('**/recordings.js', (route) => route.abort());
  await console_.go(page, PLACE);
  await page.getByRole('heading', { name: 'This page did not come.' }).waitFor();
  await page.unroute('**/recordings.js');
  await page.getByRole('button', { name: 'Load it again' }).click();
  await page.getByRole('slider', { name: 'Recordings of Front door' }).waitFor();
  await page.context().close();
});

test.run();
