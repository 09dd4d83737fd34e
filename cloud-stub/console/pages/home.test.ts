import type { Route } from 'playwright-core';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { ConsoleUnderTest, PHONE } from '../console-under-test.ts';

const test = suite('home');
let console_: ConsoleUnderTest;
test.before(async () => {
  console_ = await ConsoleUnderTest.start();
});
test.after(() => console_?.stop());

const FRONT = 'doorbell-front';

test('opens with its state, tiles and the latest events', async () => {
  const page = await console_.open({ size: PHONE });
  const head = page.getByRole('heading', { level: 1 });
  assert.match(await head.innerText(), /^Quiet at home\. Garage is offline since /);
  assert.match(await page.locator('a.tile', { hasText: 'Garage' }).innerText(), /offline since .*14:02/);
  assert.match(await page.locator('a.tile', { hasText: 'Driveway' }).innerText(), /picture from /);
  assert.is(await page.locator('.evs .ev').count(), 4);
  await page.context().close();
});

test('a device that changes changes its tile: private, back, offline', async () => {
  const page = await console_.open();
  const tile = page.locator('a.tile', { hasText: 'Driveway' });
  console_.cloud.setPrivacy('camera-driveway', true);
  await tile.getByText('privacy on').waitFor();
  assert.is(await tile.locator('img').count(), 0, 'no old picture behind the shutter');
  console_.cloud.setPrivacy('camera-driveway', false);
  await tile.locator('img').waitFor();
  console_.cloud.change('camera-driveway', { online: false, sinceMs: Date.now() });
  await page.getByRole('heading', { name: 'Two cameras need a look.' }).waitFor();
  assert.is(await tile.getAttribute('href'), '#device/camera-driveway');
  console_.cloud.change('camera-driveway', { online: true, sinceMs: Date.now() });
  await page.context().close();
});

test('a device without a picture waits for it; a new device joins by itself', async () => {
  const page = await console_.open();
  const front = console_.cloud.device(FRONT);
  const fresh = { ...front, id: 'camera-new-one', name: 'Garden', pictureMs: null };
  console_.cloud.push({ type: 'device', data: fresh });
  await page.locator('a.tile', { hasText: 'Garden' }).getByText('waiting for its first picture').waitFor();
  await page.context().close();
});

test('a ring is the news of the page', async () => {
  const page = await console_.open();
  console_.cloud.ring({ late: true, seen: true, startedMs: Date.now() - 130_000 });
  await page.getByRole('heading', { name: /^Front door rang 2 min ago\. / }).waitFor();
  await page.context().close();
});

test('the cloud away: a banner, what was seen last, and everything back afterwards', async () => {
  const page = await console_.open();
  console_.cloud.goDown();
  await page.getByRole('status').getByText('The cloud does not answer.').waitFor();
  await page.getByRole('heading', { name: /^This is how it looked at / }).waitFor();
  console_.cloud.ring({ late: true });
  console_.cloud.comeBack();
  await page.getByRole('heading', { name: /^Front door rang/ }).waitFor();
  assert.is(await page.getByText('The cloud does not answer.').count(), 0);
  await page.locator('.ev', { hasText: 'arrived late' }).first().waitFor();
  await page.context().close();
});

test('offline: it says that it is this side', async () => {
  const page = await console_.open();
  await page.context().setOffline(true);
  console_.cloud.goDown();
  await page.getByText('You are offline. What you see is from').waitFor();
  console_.cloud.comeBack();
  await page.context().setOffline(false);
  await page.getByText('You are offline.').waitFor({ state: 'detached' });
  await page.context().close();
});

test('never reached: a sentence and a way to try again', async () => {
  const page = await console_.open();
  await page.route('**/api/devices', (route) => route.abort());
  await page.reload();
  await page.getByRole('alert').getByText('We could not reach your cameras.').waitFor();
  // The page tries again by itself, too: nothing is answered before the button was pressed.
  let pressed = () => {};
  const whenPressed = new Promise<void>((resolve) => (pressed = resolve));
  await page.route('**/api/devices', (route) => whenPressed.then(() => route.continue()));
  await page.getByRole('button', { name: 'Try again' }).click();
  pressed();
  await page.waitForSelector('main a.hero');
  await page.context().close();
});

test('while the first answer is under way there are empty frames, not an empty page', async () => {
  const page = await console_.open();
  const held = new Promise<Route>((resolve) => void page.route('**/api/devices', resolve, { times: 1 }));
  await page.reload();
  await page.getByRole('heading', { name: 'One moment.' }).waitFor();
  assert.ok((await page.locator('.pic.skel').count()) > 0);
  await (await held).continue();
  await page.waitForSelector('main a.hero');
  await page.context().close();
});

test('no device yet: what will come, and how', async () => {
  const { devices, events } = console_.cloud;
  console_.cloud.devices = [];
  console_.cloud.events = [];
  const page = await console_.open();
  await page.getByRole('heading', { level: 1, name: 'Welcome to Pupsentry.' }).waitFor();
  await page.getByRole('heading', { name: 'Your first camera goes here.' }).waitFor();
  await console_.go(page, 'events');
  await page.getByRole('heading', { name: 'Nothing has happened yet.' }).waitFor();
  console_.cloud.devices = devices;
  console_.cloud.events = events;
  await page.context().close();
});

test.run();
