// runs beside others
/** Someone rings, you see and hear them: from the lens to the browser, as the household does it. */
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { launchChromium, type Chromium } from './browser/chromium.ts';
import { shownPictures } from './browser/picture-clock.ts';
import { Household } from './household.ts';

const ARTIFACTS = join(import.meta.dirname, '../artifacts/main-job');
const PHONE = { viewport: { width: 390, height: 844 }, deviceScaleFactor: 2, hasTouch: true, isMobile: true };

interface Context {
  household: Household;
  desktop: Chromium;
  page: Page;
}
const test = suite<Context>('main job');

test.before(async (context) => {
  mkdirSync(ARTIFACTS, { recursive: true });
  context.household = await Household.start();
  await context.household.call('settings.set', { values: { 'doorbell.blindSeconds': 0 } });
  context.desktop = await launchChromium({ viewport: { width: 1440, height: 900 } });
  context.page = await context.desktop.page(context.household.signInLink);
});

test.after(async ({ desktop, household }) => {
  await desktop?.close();
  await household?.stop();
});

const shot = (page: Page, name: string) => page.screenshot({ path: join(ARTIFACTS, `${name}.png`) });

/** Live at full size: the clock can be read. */
async function untilSharp(page: Page): Promise<void> {
  await page.waitForFunction(() => (document.querySelector('video')?.videoWidth ?? 0) === 1280);
}

test('the link signs in, once', async ({ page, household }) => {
  await page.getByRole('heading', { level: 1 }).waitFor();
  await page.getByText('Front door').first().waitFor();
  assert.equal(new URL(page.url()).origin, household.origin);
  const again = await fetch(`${household.origin}/api/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-requested-with': 'pupsentry' },
    body: JSON.stringify({ token: household.signInLink.split('#signin/')[1] }),
  });
  assert.is(again.status >= 400, true, 'a used link is refused');
});

test('live picture moves, and is fresh', async ({ page }) => {
  await page.goto(page.url().replace(/#.*/, '#live/front-door'));
  await untilSharp(page);
  const clocks = await shownPictures(page, 30);
  const different = new Set(clocks.map((c) => c.reading));
  assert.ok(different.size >= 20, `${different.size} different pictures of 30`);
  const oldest = Math.max(...clocks.map((c) => c.ageMs));
  assert.ok(oldest < 2000, `the picture was made at most 2 s before it is shown (${oldest} ms)`);
  await shot(page, 'desktop-live');
});

test('sound is heard: the meter rises with the tone', async ({ page }) => {
  const meter = page.getByRole('meter', { name: /Sound at/ });
  await meter.waitFor();
  await page.waitForFunction(
    () => Number(document.querySelector('[role=meter]')!.getAttribute('aria-valuenow')) >= 10,
  );
});

test('a press rings in the browser, visibly and audibly; one click answers into the live view', async ({
  page,
  household,
}) => {
  await page.goto(page.url().replace(/#.*/, '#home'));
  await page.mouse.click(5, 5); // somebody has been here: the page may ring
  const pressedMs = Date.now();
  await household.call('button.press');
  const dialog = page.getByRole('dialog');
  await dialog.getByText('Someone rang').waitFor();
  assert.ok(Date.now() - pressedMs < 15_000, 'it rings soon');
  await page.waitForFunction(() => document.title.includes('rings'));
  assert.is(
    await page.evaluate(() => document.activeElement?.tagName),
    'H2',
    'a stray Enter must not answer',
  );
  await page.waitForFunction(
    () => (document.querySelector('dialog video') as HTMLVideoElement | null)?.videoWidth,
  );
  await shot(page, 'desktop-ring');
  await dialog.getByRole('button', { name: 'Answer' }).click();
  await page.waitForURL(/#live\/front-door/);
  await untilSharp(page);
  assert.is(await dialog.count(), 0);
  await shownPictures(page, 5);
});

test('the ring stands among the events, with its picture', async ({ page }) => {
  await page.goto(page.url().replace(/#.*/, '#events'));
  // Something moves in the scene, too: that is an event of its own.
  const row = page.locator('a.ev', { hasText: /rang/i }).first();
  await row.waitFor();
  await page.locator('a.ev', { hasText: /moved/i }).first().waitFor();
  await page.waitForFunction(() => {
    const picture = document.querySelector('a.ev img') as HTMLImageElement | null;
    return picture?.complete && picture.naturalWidth > 0;
  });
  await shot(page, 'desktop-events');
  await row.click();
  await page.waitForURL(/#event\//);
  await page.waitForFunction(() =>
    [...document.querySelectorAll('main img')].some((img) => (img as HTMLImageElement).naturalWidth >= 320),
  );
  await shot(page, 'desktop-event');
});

test('the device page shows what runs there', async ({ page }) => {
  await page.goto(page.url().replace(/#.*/, '#device/front-door'));
  await page
    .getByText(/x264enc|openh264enc|v4l2h264enc|vah264enc/)
    .first()
    .waitFor();
  await page.getByText(/1280/).first().waitFor();
  await shot(page, 'desktop-device');
});

test('on a phone, in the dark, beside the desktop: picture, ring and answer by thumb', async ({
  household,
  page,
}) => {
  const state = await page.context().storageState();
  const phone = await launchChromium({ ...PHONE, colorScheme: 'dark' });
  try {
    await phone.context.addCookies(state.cookies);
    const small = await phone.page(`${household.origin}/#live/front-door`);
    await small.waitForFunction(() => (document.querySelector('video')?.videoWidth ?? 0) > 0);
    await shot(small, 'phone-live');
    const wider = await small.evaluate(() => document.documentElement.scrollWidth > window.innerWidth);
    assert.is(wider, false, 'nothing to scroll sideways');
    await small.goto(`${household.origin}/#home`);
    await small.getByText('Front door').first().waitFor();
    await shot(small, 'phone-home');
    await household.call('button.press');
    await small.getByRole('dialog').getByText('Someone rang').waitFor();
    await small.waitForFunction(
      () => (document.querySelector('dialog video') as HTMLVideoElement | null)?.videoWidth,
    );
    await shot(small, 'phone-ring');
    await small.getByRole('button', { name: 'Answer' }).tap();
    await small.waitForURL(/#live\/front-door/);
    assert.equal(phone.complaints, []);
  } finally {
    await phone.close();
  }
});

test('privacy: no picture for anybody, and none is made', async ({ page, household }) => {
  await page.goto(page.url().replace(/#.*/, '#live/front-door'));
  await page.keyboard.press('Escape'); // the phone's ring reached the desktop, too
  await untilSharp(page);
  await page.getByRole('switch', { name: /Privacy/ }).click();
  await page.getByText('No picture, no sound, nothing is kept').waitFor();
  const status = (await household.call('status')) as { media: { phase: string } };
  assert.is(status.media.phase, 'off');
  await page.getByRole('switch', { name: /Privacy/ }).click();
  await untilSharp(page);
});

test('nothing went wrong in the pages', ({ desktop }) => {
  assert.equal(desktop.complaints, []);
});

test.run();
