// runs beside others
/**
 * Cloud recording as the household lives it: ordered with the test payment and agreed to, a ring is recorded, sealed
 * and sent by the daemon, opened and played in the browser, of no use to the stub; taken back, nothing more is sent.
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { programPath } from '#kit/programs.ts';
import type { DeviceEvent } from '../cloud-stub/api.ts';
import type { StatusAnswer } from '../firmware/ctl/answers.ts';
import { launchChromium, type Chromium } from './browser/chromium.ts';
import { Household } from './household.ts';

const ARTIFACTS = join(import.meta.dirname, '../artifacts/cloud-recording');
const DEVICE = 'front-door';

interface Context {
  household: Household;
  browser: Chromium;
  page: Page;
  /** The clip as the browser has opened it. */
  film: Buffer;
}
const test = suite<Context>('cloud recording, end to end');

test.before(async (context) => {
  mkdirSync(ARTIFACTS, { recursive: true });
  context.household = await Household.start();
  const values = { 'doorbell.blindSeconds': 1, 'motion.on': false, 'tamper.on': false };
  await context.household.call('settings.set', { values });
  context.browser = await launchChromium({ viewport: { width: 1440, height: 900 }, acceptDownloads: true });
  context.page = await context.browser.page(context.household.signInLink);
  await context.page.locator('main a.hero').waitFor();
});
test.after(async ({ browser, household }) => {
  await browser?.close();
  await household?.stop();
});

const go = (page: Page, hash: string) => page.evaluate((to) => void (location.hash = to), hash);
const shot = (page: Page, name: string) => page.screenshot({ path: join(ARTIFACTS, `${name}.png`) });

/** Somebody rings. @returns the event when it is over */
async function ring({ page, household }: Context): Promise<DeviceEvent> {
  const over = await page.evaluateHandle(async () => {
    const stream = new EventSource('/api/stream');
    const over = new Promise<DeviceEvent>((resolve) =>
      stream.addEventListener('event', ({ data }: MessageEvent<string>) => {
        const event = JSON.parse(data) as DeviceEvent;
        if (event.endedMs !== null && event.kind === 'ring') resolve((stream.close(), event));
      }),
    );
    await new Promise((resolve) => (stream.onopen = resolve));
    return { over };
  });
  await household.call('button.press');
  await page.getByRole('dialog').waitFor();
  await page.keyboard.press('Escape');
  await page.getByRole('dialog').waitFor({ state: 'hidden' });
  return over.evaluate(({ over }) => over);
}

/** Resolves with the next clip that the device says has arrived. */
async function arrived({ household }: Context): Promise<string> {
  for await (const { msg, clip } of household.follow<{ msg: string; clip: string }>('logs.follow'))
    if (msg === 'clip uploaded') return clip;
  throw new Error('the daemon has gone');
}

/** Until the device has heard of it; each answer takes it a quarter of a second. */
async function untilHindered(context: Context, hindrance: string): Promise<void> {
  const deadlineMs = performance.now() + 60_000;
  for (;;) {
    const status = await uploads(context);
    if (status.hindrance === hindrance) return;
    if (performance.now() > deadlineMs) throw new Error(`not so: ${JSON.stringify(status)}`);
  }
}

const uploads = async ({ household }: Context) => ((await household.call('status')) as StatusAnswer).uploads;
const store = ({ household }: Context) => join(household.folder, 'cloud/clips', DEVICE);

test('ordered, agreed to and paid, the keys made: the device has its orders', async (context) => {
  const { page } = context;
  assert.is((await uploads(context)).hindrance, 'no-consent', 'nobody has agreed to anything');
  await go(page, `recording/${DEVICE}`);
  await page.getByRole('button', { name: 'Choose: A week' }).click();
  await page.getByRole('switch', { name: 'Front door may send its clips' }).click();
  await shot(page, 'order');
  await page.getByRole('button', { name: 'Order for €2.99' }).click();
  await page.getByRole('button', { name: 'Pay' }).click();
  await page.getByRole('heading', { level: 1, name: 'Front door keeps clips for 7 days.' }).waitFor();
  await page.getByRole('switch', { name: 'Send clips: Front door', checked: true }).waitFor();
  await shot(page, 'keys');
  await page.getByRole('button', { name: 'Make the keys' }).click();
  await page.getByRole('button', { name: 'It is saved' }).click();
  assert.is((await uploads(context)).problem, '');
});

test('somebody rings: the clip arrives, is opened in the browser, and plays', async (context) => {
  const { page } = context;
  const [event, clip] = await Promise.all([ring(context), arrived(context)]);
  assert.is(clip, event.id);
  await go(page, `clips/${DEVICE}`);
  await page.getByText(/^Someone rang, 1\d s\.$/).waitFor();
  await page.waitForFunction(
    () => (document.querySelector<HTMLImageElement>('.ev img')?.naturalWidth ?? 0) > 300,
  );
  await page.locator('button.ev.clip').click();
  await page.waitForFunction(() => {
    const video = document.querySelector('video');
    return video?.videoWidth === 1280 && video.getVideoPlaybackQuality().totalVideoFrames > 20;
  });
  await shot(page, 'playing');
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('link', { name: 'Save as MP4' }).click(),
  ]);
  context.film = readFileSync(await download.path());
});

test('the stub has nothing of it: no byte of the film, no key that opens it', (context) => {
  const { film, household } = context;
  const [clip, ...others] = readdirSync(store(context));
  assert.is(others.length, 0);
  const parts = readdirSync(join(store(context), clip!)).map((name) =>
    readFileSync(join(store(context), clip!, name)),
  );
  const kept = Buffer.concat(parts);
  assert.ok(kept.length > film.length, 'all of it lies there');
  const marks = ['ftypiso6', 'avcC', 'Opus'].map((mark) => film.subarray(film.indexOf(mark)).subarray(0, 16));
  for (let at = 0; at < film.length; at += 32_768) marks.push(film.subarray(at, at + 16));
  for (const mark of marks) assert.not.ok(kept.includes(mark), mark.toString('latin1'));
  const args = ['look-at-clip', '--data', join(household.folder, 'cloud'), '--clip', clip!];
  const looked = spawnSync(process.execPath, [programPath('pupsentry-cloud'), ...args], { encoding: 'utf8' });
  assert.match(looked.stdout, /private keys of P-256 found in .*: \d+; of these open the clip: 0\n/);
});

test('taken back, the next ring stays at home; agreed to anew, the one after that is sent', async (context) => {
  const { page } = context;
  await go(page, `recording/${DEVICE}`);
  await page.getByRole('switch', { name: 'Send clips: Front door' }).click();
  await page.getByRole('heading', { level: 1, name: 'Clips of Front door stay at home.' }).waitFor();
  const atHome = await ring(context);
  assert.ok(atHome.clip, 'it is recorded on the device all the same');
  const { hindrance, waiting } = await uploads(context);
  assert.equal([hindrance, waiting], ['no-consent', 0]);
  assert.equal(readdirSync(join(context.household.folder, 'devices', DEVICE, 'state/uploads/queue')), []);
  await page.getByRole('switch', { name: 'Send clips: Front door' }).click();
  await page.getByRole('heading', { level: 1, name: 'Front door keeps clips for 7 days.' }).waitFor();
  const [sent, clip] = await Promise.all([ring(context), arrived(context)]);
  // The older one would have gone before it.
  assert.is(clip, sent.id);
  assert.is(readdirSync(store(context)).length, 2);
});

test('ended: the clips go from the stub, and the device is told', async (context) => {
  const { page, browser } = context;
  await page.getByRole('button', { name: 'End cloud recording' }).click();
  await page.getByRole('button', { name: 'End it and delete the clips' }).click();
  await page.getByRole('heading', { level: 1, name: 'Cloud recording of Front door has ended.' }).waitFor();
  await page.getByText('2 clips', { exact: false }).waitFor();
  assert.is(readdirSync(store(context)).length, 0);
  await untilHindered(context, 'no-consent');
  assert.equal(browser.complaints, []);
});

test.run();
