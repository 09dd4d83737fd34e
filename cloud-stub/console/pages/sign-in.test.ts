import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { ConsoleUnderTest, PHONE } from '../console-under-test.ts';

const test = suite('signing in');
let console_: ConsoleUnderTest;
test.before(async () => {
  console_ = await ConsoleUnderTest.start();
});
test.after(() => console_?.stop());

test('a link signs in, and is gone from the address and the history', async () => {
  const page = await console_.open();
  assert.match(page.url(), /#home$/);
  await page.getByRole('heading', { level: 1, name: /Quiet at home/ }).waitFor();
  await page.goBack();
  assert.not(page.url().includes('signin'));
  await page.context().close();
});

test('a used link says so, and how to get a new one', async () => {
  const link = console_.cloud.signInLink();
  const first = await console_.open({ at: false });
  await console_.go(first, new URL(link).hash.slice(1));
  await first.waitForSelector('main a.hero');
  const again = await console_.open({ at: false, size: PHONE });
  await console_.go(again, new URL(link).hash.slice(1));
  await again.getByRole('alert').getByText('This link was used already').waitFor();
  await again.getByText('npx pupsentry-cloud sign-in-link').waitFor();
  for (const each of [first, again]) await each.context().close();
});

test('a used link does not throw out who is signed in', async () => {
  const page = await console_.open();
  await console_.go(page, 'signin/used-long-ago');
  await page.getByRole('status').getByText('You are signed in.').waitFor();
  await page.waitForSelector('main a.hero');
  await page.context().close();
});

test('signed out, it says how to get in; signing out leads there', async () => {
  const page = await console_.open();
  await page.getByRole('button', { name: 'Sign out' }).click();
  await page.getByRole('heading', { name: 'See who is there.' }).waitFor();
  await page.reload();
  await page.getByText('A link lets you in.').waitFor();
  assert.is(await page.title(), 'Sign in · Pupsentry');
  await page.context().close();
});

test('a link while the cloud is away is not called used', async () => {
  const page = await console_.open({ at: false });
  await page.getByText('A link lets you in.').waitFor();
  console_.cloud.goDown();
  await console_.go(page, new URL(console_.cloud.signInLink()).hash.slice(1));
  await page.getByRole('alert').getByText('The link is not used up').waitFor();
  console_.cloud.comeBack();
  await page.getByRole('button', { name: 'Try again' }).click();
  await page.waitForSelector('main a.hero');
  await page.context().close();
});

test.run();
