import type { Page } from 'playwright-core';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { ConsoleUnderTest, PHONE } from '../console-under-test.ts';

const test = suite('what it watches for');
let console_: ConsoleUnderTest;
/** One for all: each test goes where it needs to be. */
let page: Page;
test.before(async () => {
  console_ = await ConsoleUnderTest.start();
  page = await console_.open({ size: PHONE });
});
test.after(() => console_?.stop());

const FRONT = 'watch/doorbell-front';
const DRIVEWAY = 'watch/camera-driveway';
const lastWish = () => console_.cloud.lastWish?.body as object;

/** The cloud has taken a wish that the test waits for. */
async function wishArrives(act: () => Promise<unknown>): Promise<object> {
  await console_.wishArrives(page, act);
  return lastWish();
}

test('opens with its state; a switch waits until the device has confirmed it', async () => {
  await console_.go(page, 'device/doorbell-front');
  await page.getByRole('link', { name: 'What it watches for' }).click();
  await page.getByRole('heading', { name: 'Front door watches for motion and tampering.' }).waitFor();
  assert.is(await page.title(), '(2) What Front door watches for · Pupsentry');
  console_.cloud.reportsSettings = false;
  const sound = page.getByRole('switch', { name: 'Sound', exact: true });
  assert.equal(await wishArrives(() => sound.click()), { 'sound.on': true });
  const section = page.getByRole('region', { name: 'Sound' });
  await section.getByText('On its way to the camera.').waitFor();
  assert.is(await sound.getAttribute('aria-busy'), 'true');
  await page.getByRole('heading', { name: 'Front door watches for motion and tampering.' }).waitFor();
  console_.cloud.reportsSettings = true;
  const kinds = section.getByRole('button', { name: 'Baby crying' });
  assert.equal(await wishArrives(() => kinds.click()), { 'sound.kinds': 'dog,loud' });
  console_.cloud.reportSettings('doorbell-front', { 'sound.on': true });
  await page.getByRole('heading', { name: 'Front door watches for motion, sound and tampering.' }).waitFor();
  assert.is(await sound.getAttribute('aria-busy'), 'false');
  for (const fact of ['What for', 'What it uses', 'Kept', 'If you switch it off'])
    await section.getByText(fact, { exact: true }).waitFor();
  await wishArrives(() => sound.click());
});

test('one kind of sound has to count', async () => {
  console_.cloud.reportSettings('camera-driveway', { 'sound.on': true, 'sound.kinds': 'dog' });
  await console_.go(page, DRIVEWAY);
  const wishes = () =>
    console_.cloud.received.filter((r) => r.what === 'settings' && r.deviceId === 'camera-driveway');
  await page.getByRole('button', { name: 'Dog barking' }).click();
  await page.getByRole('status').getByText('One has to count.').waitFor();
  assert.equal(wishes(), []);
  console_.cloud.reportSettings('camera-driveway', { 'sound.on': false });
});

test('sliders ask for what they are let go at, and say what it means', async () => {
  await console_.go(page, DRIVEWAY);
  const sensitivity = page.getByRole('slider', { name: 'Sensitivity: Motion' });
  const up = () => sensitivity.press('ArrowRight');
  assert.equal(await wishArrives(up), { 'motion.sensitivity': 6 });
  assert.is(await sensitivity.getAttribute('aria-valuetext'), '6 of 10');
  const size = page.getByRole('slider', { name: 'Smallest size: Motion' });
  assert.equal(await wishArrives(() => size.press('ArrowRight')), { 'motion.minSizePercent': 0.5 });
  // Set elsewhere, between two stops: it has a stop of its own.
  console_.cloud.reportSettings('camera-driveway', { 'motion.minSizePercent': 4 });
  await page.getByText('4 %', { exact: true }).waitFor();
  assert.equal(await wishArrives(() => size.press('ArrowLeft')), { 'motion.minSizePercent': 3 });
  await page.getByText('Fine tuning').click();
  const most = page.getByRole('slider', { name: 'Lasts at most: Alarms' });
  assert.equal(await wishArrives(() => most.press('ArrowRight')), { 'alarm.mostSeconds': 120 });
});

test('times: always, at night, or own ones that hold only when saved', async () => {
  await console_.go(page, DRIVEWAY);
  const when = page.getByRole('group', { name: 'When: Motion' });
  const night = () => when.getByRole('button', { name: 'At night' }).click();
  assert.equal(await wishArrives(night), { 'motion.schedule': '22:00-06:00' });
  await when.getByText('At night, 22:00 to 06:00.').waitFor();
  await when.getByRole('button', { name: 'Custom' }).click();
  await when.getByRole('button', { name: 'Add a time' }).click();
  await when.getByRole('button', { name: 'Friday' }).first().click();
  await when.getByLabel('From').first().selectOption('21:30');
  for (const day of ['Saturday', 'Sunday']) await when.getByRole('button', { name: day }).nth(1).click();
  const save = when.getByRole('button', { name: 'Save times' });
  await when.getByText('Choose at least one day.').waitFor();
  assert.ok(await save.isDisabled());
  for (const day of ['Saturday', 'Sunday']) await when.getByRole('button', { name: day }).nth(1).click();
  assert.equal(await wishArrives(() => save.click()), {
    'motion.schedule': 'mon-thu 21:30-06:00; sat,sun 00:00-24:00',
  });
  await when.getByText('Mon to Thu, 21:30 to 06:00. Sat and Sun, all day.').waitFor();
  const always = () => when.getByRole('button', { name: 'Always' }).click();
  assert.equal(await wishArrives(always), { 'motion.schedule': '' });
});

test('quiet for a while: until when, and the end of it', async () => {
  await console_.go(page, FRONT);
  const from = Date.now();
  const wish = await wishArrives(() => page.getByRole('button', { name: '2 h', exact: true }).click());
  const endMs = (wish as { 'notify.snoozeUntilMs': number })['notify.snoozeUntilMs'];
  assert.ok(endMs >= from + 7_200_000 && endMs <= Date.now() + 7_200_000);
  await page.getByRole('heading', { name: /^Quiet until (tomorrow )?\d\d:\d\d$/ }).waitFor();
  await page.getByText(/^Nobody is told before .*\. Rings always reach you\.$/).waitFor();
  const end = () => page.getByRole('button', { name: 'End it' }).click();
  assert.equal(await wishArrives(end), { 'notify.snoozeUntilMs': 0 });
  await page.getByRole('heading', { name: 'Quiet for a while' }).waitFor();
});

test('offline: what is asked for waits until it is back', async () => {
  await console_.go(page, 'watch/camera-garage');
  await page.getByRole('heading', { name: /^Garage is offline since / }).waitFor();
  await page.getByText(/What you change here takes effect when it is back\./).waitFor();
  await wishArrives(() => page.getByRole('switch', { name: 'Motion', exact: true }).click());
  await page.getByText('Takes effect when Garage is back.').waitFor();
  assert.ok(await page.getByRole('button', { name: 'Not while offline' }).isDisabled());
});

test('an older firmware: calm words where its controls would be', async () => {
  const state = console_.cloud.device('doorbell-front').state!;
  const { 'privacy.on': on = false, 'motion.on': motion = true } = state.settings;
  const old = { ...state, settings: { 'privacy.on': on, 'motion.on': motion } };
  console_.cloud.change('doorbell-front', { state: old });
  await console_.go(page, FRONT);
  await page.getByText('This firmware knows no zones yet').waitFor();
  await page.getByText('This firmware does not listen for sounds yet.').waitFor();
  await page.getByText('Not with this firmware. It comes with an update.').first().waitFor();
  assert.is(await page.getByRole('switch').count(), 1, 'the one that it knows');
  assert.is(await page.getByRole('slider').count(), 0);
  console_.cloud.change('doorbell-front', { state });
});

test.run();
