import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { ConsoleUnderTest } from '../console-under-test.ts';

const test = suite('cloud recording');
let console_: ConsoleUnderTest;
test.before(async () => {
  console_ = await ConsoleUnderTest.start();
});
test.after(() => console_?.stop());

test('from the device to its recording: what it is, until when, what was deleted', async () => {
  const page = await console_.open({ at: 'device/doorbell-front' });
  await page.getByRole('link', { name: /Cloud recording Clips kept for 7 days, paid for until/ }).click();
  await page.getByRole('heading', { level: 1, name: 'Front door keeps clips for 7 days.' }).waitFor();
  await page.getByText('23 clips, 78 MB: a smaller package was ordered').waitFor();
  await page.getByText('A week, €2.99, paid').waitFor();
  await page.getByText('Yours now').waitFor();
  assert.is(await page.getByText('To try').count(), 0, 'the trial was had');
  await page.context().close();
});

const reports = (id: string, on: boolean) => console_.cloud.reportSettings(id, { 'cloud.recording': on });

test('ordered and paid on the page for trying out, once the household agrees', async () => {
  reports('camera-driveway', false);
  const page = await console_.open({ at: 'recording/camera-driveway' });
  await page.getByRole('heading', { level: 1, name: 'Clips of Driveway stay at home.' }).waitFor();
  await page.getByRole('button', { name: 'Choose: A month' }).click();
  await page.getByText('Clips of events are kept for 30 days').waitFor();
  const order = page.getByRole('button', { name: 'Order for €5.99' });
  assert.is(await order.isDisabled(), true, 'not before it was agreed to');
  await page.getByRole('switch', { name: 'Driveway may send its clips' }).click();
  await order.click();
  await page.getByText('This is a test. No money moves.').waitFor();
  assert.equal(console_.cloud.lastWish, {
    ...{ deviceId: 'camera-driveway', what: 'settings', body: { 'cloud.recording': true } },
  });
  await page.getByRole('button', { name: 'Refuse' }).click();
  await page.getByText('Refused, as a test.').waitFor();
  await page.getByText('A month, €5.99, refused').waitFor();
  await page.getByRole('button', { name: 'Choose: A month' }).click();
  await page.getByRole('button', { name: 'Order for €5.99' }).click();
  await page.getByRole('button', { name: 'Pay' }).click();
  await page.getByRole('heading', { level: 1, name: 'Driveway keeps clips for 30 days.' }).waitFor();
  await page.context().close();
});

test('taken back: nothing more is sent; ended: the clips go', async () => {
  const page = await console_.open({ at: 'recording/doorbell-front' });
  await page.getByRole('switch', { name: 'Send clips: Front door' }).click();
  await page.getByRole('heading', { level: 1, name: 'Clips of Front door stay at home.' }).waitFor();
  await page.getByText(/Paid for until .*, and sending is switched off\./).waitFor();
  await page.getByRole('switch', { name: 'Send clips: Front door' }).click();
  await page.getByRole('heading', { level: 1, name: 'Front door keeps clips for 7 days.' }).waitFor();
  await page.getByRole('button', { name: 'End cloud recording' }).click();
  await page.getByRole('button', { name: 'Keep it' }).click();
  await page.getByRole('button', { name: 'End cloud recording' }).click();
  await page.getByRole('button', { name: 'End it and delete the clips' }).click();
  await page.getByRole('heading', { level: 1, name: 'The clips of Front door are being deleted.' }).waitFor();
  assert.is(await page.getByRole('switch', { name: 'Send clips: Front door' }).count(), 0);
  await page.context().close();
});

test('a household without keys is asked for them where it begins', async () => {
  const { recording } = console_.cloud;
  const { keys } = recording;
  recording.keys = null;
  const page = await console_.open({ at: 'recording/camera-driveway' });
  await page.getByRole('button', { name: 'Make the keys' }).waitFor();
  recording.keys = keys;
  await page.context().close();
});

test('a lapse says what is lost when; a smaller package too', async () => {
  const page = await console_.open({ at: 'recording/camera-garage' });
  await page.getByRole('heading', { level: 1, name: 'Cloud recording of Garage has lapsed.' }).waitFor();
  await page
    .getByRole('status')
    .getByText(/^All clips are deleted on \d+ \w+\.$/)
    .waitFor();
  const paid = { state: 'active', product: 'month', daysKept: 30, paidUntilMs: Date.now() + 2e9 } as const;
  console_.cloud.recording.set('camera-garage', { ...paid, eraseAtMs: null });
  await page.getByRole('heading', { level: 1, name: 'Garage keeps clips for 30 days.' }).waitFor();
  await page.getByRole('button', { name: 'Choose: A week' }).click();
  await page.getByText(/Clips older than 7 days are deleted on \d+ \w+\./).waitFor();
  console_.cloud.recording.set('camera-garage', { shrink: { daysKept: 7, atMs: Date.now() + 6e8 } });
  await page.getByText(/^From \d+ \w+ clips are kept for 7 days\.$/).waitFor();
  await page.context().close();
});

test('without payment the trial is all there is', async () => {
  const { recording } = console_.cloud;
  recording.offer = { ...recording.offer, payment: { provider: 'none', canOrder: false } };
  recording.states.delete('camera-driveway');
  const page = await console_.open({ at: 'recording/camera-driveway' });
  await page.getByText('Payment is not set up at this cloud').first().waitFor();
  await page.getByRole('button', { name: 'Try it: To try' }).click();
  await page.getByRole('button', { name: 'Start, for free' }).click();
  await page.getByRole('heading', { level: 1, name: 'Driveway keeps clips for 3 days.' }).waitFor();
  await console_.go(page, 'test-payment/P-NOTHERE');
  await page.getByRole('heading', { name: 'There is nothing to pay here.' }).waitFor();
  await page.context().close();
});

test.run();
