import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { DeviceUpdate } from '../../api.ts';
import { ConsoleUnderTest, PHONE } from '../console-under-test.ts';

const test = suite('device page');
let console_: ConsoleUnderTest;
test.before(async () => {
  console_ = await ConsoleUnderTest.start();
});
test.after(() => console_?.stop());

const FRONT = 'device/doorbell-front';
const commands = () => console_.cloud.received.filter((r) => r.what === 'command').map((r) => r.body);

test('says how the device is, with exact figures that flow', async () => {
  const page = await console_.open({ at: FRONT, size: PHONE });
  await page.getByRole('heading', { name: 'Front door is healthy.' }).waitFor();
  const facts = await page.locator('.facts').innerText();
  for (const figure of ['0.1.0', 'x264enc', 'no /dev/video11', '1280 × 720, 30 fps, 2.0 Mbit/s', '6.6.52']) {
    assert.ok(facts.includes(figure), figure);
  }
  const temperature = page.locator('.gauge', { hasText: 'Temperature' });
  assert.is(await temperature.locator('.spark path').count(), 0);
  for (let beat = 1; beat <= 12; beat++) console_.cloud.beat(Date.now() + beat * 10_000);
  await temperature.getByText(/\d+ to \d+ in [2-9] min/).waitFor(); // all twelve have come
  assert.is(await temperature.locator('.spark path').count(), 1);
  assert.match(await temperature.innerText(), /\d+ °C/);
  await page.context().close();
});

test('faults stand on top, with what to do', async () => {
  const page = await console_.open({ at: FRONT });
  const state = console_.cloud.device('doorbell-front').state!;
  const fault = {
    component: 'camera',
    code: 'device-missing',
    message: 'There is no camera at /dev/video0.',
    remedy: 'Check its cable.',
    sinceMs: Date.now(),
  };
  console_.cloud.change('doorbell-front', { state: { ...state, faults: [fault] } });
  await page.getByRole('heading', { name: 'Front door needs a look.' }).waitFor();
  assert.match(
    await page.locator('.banner.bad').innerText(),
    /no camera at \/dev\/video0[^]*Check its cable/,
  );
  console_.cloud.change('doorbell-front', { state });
  await page.locator('.banner.bad').waitFor({ state: 'detached' });
  await page.context().close();
});

test('which version runs, and what becomes of an update', async () => {
  const page = await console_.open({ at: FRONT, size: PHONE });
  const line = page.locator('.head p').nth(1);
  await page.getByText('Version 0.1.0.', { exact: true }).waitFor();
  const state = console_.cloud.device('doorbell-front').state!;
  const say = (update: Partial<DeviceUpdate>) =>
    console_.cloud.change('doorbell-front', { state: { ...state, update: { ...state.update!, ...update } } });
  for (const [update, words] of [
    [{ phase: 'offered', offered: '0.2.0', waitsFor: 'window' }, 'Version 0.2.0 waits for its hour.'],
    [{ phase: 'reconcile', offered: '0.2.0', progressPercent: 35 }, 'Version 0.2.0 is being fetched, 35 %.'],
    [{ phase: 'health', version: '0.2.0', offered: '0.2.0' }, 'It is on trial'],
  ] as const) {
    say(update);
    await line.getByText(words).waitFor();
    await console_.keep(page, `phone-update-${update.phase}`);
  }
  console_.cloud.change('doorbell-front', { state });
  await page.getByText('Version 0.1.0.', { exact: true }).waitFor();
  await page.context().close();
});

test('a new name is a wish until the device reports it', async () => {
  const page = await console_.open({ at: FRONT });
  const save = page.getByRole('button', { name: 'Save' });
  assert.ok(await save.isDisabled(), 'nothing to save yet');
  console_.cloud.reportsSettings = false;
  await page.getByLabel('Name').fill('  Garden gate ');
  await console_.wishArrives(page, () => page.getByLabel('Name').press('Enter'));
  await page.getByText('On its way to the device.').waitFor();
  assert.equal(console_.cloud.lastWish?.body, {
    'device.name': 'Garden gate',
  });
  console_.cloud.reportsSettings = true;
  await page.getByLabel('Name').fill('Front gate');
  await save.click();
  await page.getByRole('heading', { name: 'Front gate is healthy.' }).waitFor();
  await page.getByText('This is how events say it: "Front gate rang."').waitFor();
  await page.getByLabel('Name').fill('Front door');
  await save.click();
  await page.getByRole('heading', { name: 'Front door is healthy.' }).waitFor();
  await page.context().close();
});

test('blink and chirp; restart only after a second word', async () => {
  const page = await console_.open({ at: FRONT });
  await page.getByRole('button', { name: 'Blink and chirp' }).click();
  await page.getByRole('status').getByText('Front door blinks and chirps for 5 s.').waitFor();
  await page.getByRole('button', { name: 'Restart' }).click();
  await page.getByRole('button', { name: 'Keep it running' }).click();
  await page.getByRole('button', { name: 'Restart' }).click();
  const asked = page.getByRole('group', { name: 'Restart Front door' });
  await asked.getByRole('button', { name: 'Restart', exact: true }).click();
  await page.getByRole('status').getByText('Restarting.').waitFor();
  assert.equal(commands(), [
    { action: 'identify', seconds: 5 },
    { action: 'restart', what: 'device' },
  ]);
  await page.context().close();
});

test('an offline device: its last figures, and buttons that say why not', async () => {
  const page = await console_.open({ at: 'devices', size: PHONE });
  await page.getByRole('heading', { name: 'Three devices, two online.' }).waitFor();
  await page.getByRole('link', { name: /Garage/ }).click();
  await page.getByRole('heading', { name: /^Garage is offline since / }).waitFor();
  await page.getByRole('heading', { name: /^At (yesterday )?14:02$/ }).waitFor();
  assert.ok(await page.getByRole('button', { name: 'Restart, once it answers' }).isDisabled());
  await page.context().close();
});

test('the theme is kept, and there before the first paint', async () => {
  const page = await console_.open({ at: 'devices', size: PHONE });
  const theme = page.getByRole('button', { name: /^Theme: / });
  await theme.click();
  await theme.click();
  assert.is(await theme.innerText(), 'Theme: dark');
  await page.reload({ waitUntil: 'commit' });
  await page.waitForFunction(() => document.body !== null);
  assert.is(await page.evaluate(() => document.documentElement.dataset.theme), 'dark');
  await page.context().close();
});

test.run();
