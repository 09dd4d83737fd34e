import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { buildConsole } from './build-console.ts';
import type { SimulatedDevice } from '../simulated-device.ts';
import { CloudUnderTest } from '../testing/cloud-under-test.ts';
import { launchChromium } from './console-under-test.ts';

const test = suite('the console on the real cloud');
const folder = mkdtempSync(join(tmpdir(), 'pupsentry-console-'));
let cloud: CloudUnderTest;
let device: SimulatedDevice;
let browser: Browser | undefined;
let page: Page;
const troubles: string[] = [];

test.before(async () => {
  await buildConsole(folder);
  cloud = await CloudUnderTest.start({ consoleFolder: folder });
  device = await cloud.device('front-door-1', { name: 'Front door' });
  browser = await launchChromium();
  page = await browser.newPage();
  // What the content policy forbids is told on the browser's console.
  page.on(
    'console',
    (m) => m.type() === 'error' && /Content Security/.test(m.text()) && troubles.push(m.text()),
  );
  page.on('pageerror', (error) => troubles.push(String(error)));
});
test.after(async () => {
  await browser?.close();
  await cloud?.stop();
  rmSync(folder, { recursive: true, force: true });
});

test('a one-time link signs in; a device appears by itself when it connects', async () => {
  await page.goto(`${cloud.url}/#signin/${await cloud.cloud.accounts.newSignInToken()}`);
  await page
    .getByRole('heading', { level: 1 })
    .getByText(/Welcome to Pupsentry|offline since/)
    .waitFor();
  await device.connect();
  await device.sendState();
  await page.locator('a.hero', { hasText: 'Front door' }).waitFor();
});

test('a ring rings, its picture arrives, and Not now marks it as seen', async () => {
  await device.ring();
  const dialog = page.getByRole('dialog', { name: 'Someone rang' });
  await dialog.waitFor();
  await page.waitForFunction(
    () =>
      (document.querySelector('img[alt="The picture of this ring"]') as HTMLImageElement | null)
        ?.naturalWidth,
  );
  await page.keyboard.press('Escape');
  await page.locator('.ev img').first().waitFor();
  await page.locator('.count').first().waitFor({ state: 'detached' });
});

test('figures flow to the device page, a new name comes back from the device', async () => {
  await page.evaluate(() => void (location.hash = 'device/front-door-1'));
  await page.getByRole('heading', { name: 'Front door is healthy.' }).waitFor();
  await device.sendTelemetry();
  await page.locator('.gauge', { hasText: 'Memory' }).waitFor();
  await page.getByLabel('Name').fill('Garden gate');
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByRole('heading', { name: 'Garden gate is healthy.' }).waitFor();
  await page.getByRole('button', { name: 'Blink and chirp' }).click();
  await page.getByText('Garden gate blinks and chirps for 5 s.').waitFor();
});

test('a device that is lost is said to be offline', async () => {
  device.vanish();
  await page.getByRole('heading', { name: /^Garden gate is offline since / }).waitFor();
});

test('signs out', async () => {
  await page.getByRole('button', { name: 'Sign out' }).click();
  await page.getByRole('heading', { name: 'See who is there.' }).waitFor();
  assert.equal(troubles, []);
});

test.run();
