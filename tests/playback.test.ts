// time limit: 360 s
/** Looking back: real recordings of the real device, played in a real browser while somebody else watches live. */
import { execFileSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { launchChromium, type Chromium } from './browser/chromium.ts';
import { shownPictures, untilPictureOf } from './browser/picture-clock.ts';
import { Household } from './household.ts';
import { recorded } from './recorded.ts';

const ARTIFACTS = join(import.meta.dirname, '../artifacts/playback');
/** A picture is made, then it is encoded and stamped: so far apart at most, ms. */
const STAMP_MS = 400;

interface Context {
  household: Household;
  chromium: Chromium;
  page: Page;
  /** Somebody else, who watches live all the time. */
  live: Page;
  /** When the recordings begin, ms. */
  firstMs: number;
}
const test = suite<Context>('playback');

test.before(async (context) => {
  mkdirSync(ARTIFACTS, { recursive: true });
  const household = (context.household = await Household.start());
  await household.call('settings.set', { values: { 'record.mode': 'continuous' } });
  context.chromium = await launchChromium({ viewport: { width: 1440, height: 900 } });
  context.page = await context.chromium.page(household.signInLink);
  await context.page.getByText('Front door').first().waitFor();
  context.live = await context.chromium.page(`${household.origin}/#live/front-door`);
  const folder = join(household.folder, 'devices/front-door');
  const { spans } = await recorded({ folder, call: (method) => household.call(method) }, 12);
  context.firstMs = spans[0]!.startMs;
});

test.after(async ({ chromium, household }) => {
  await chromium?.close();
  await household?.stop();
});

const strip = (page: Page) => page.getByRole('slider', { name: 'Recordings of Front door' });
const headMs = async (page: Page) => Number(await strip(page).getAttribute('aria-valuenow'));
const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true });

/** How fast time goes in the next pictures, by the clock in them and the time they are to be shown at: the median. */
async function paceOf(page: Page, count: number): Promise<number> {
  const pictures = await shownPictures(page, count);
  const paces = pictures.slice(1).map(({ reading, rtpTimestamp }, i) => {
    const before = pictures[i]!;
    return ((reading - before.reading) | 0) / (((rtpTimestamp - before.rtpTimestamp) | 0) / 90);
  });
  return paces.sort((a, b) => a - b)[Math.floor(paces.length / 2)]!;
}

test('from the device’s page to its recordings: the span, and small pictures along it', async ({ page }) => {
  await page.goto(page.url().replace(/#.*/, '#device/front-door'));
  await page.getByRole('link', { name: /^Recordings/ }).click();
  await strip(page).waitFor();
  await page.locator('.recorded .rec').first().waitFor();
  await button(page, '10 min').click();
  const thumbnail = page.locator('.cells canvas').first();
  await thumbnail.waitFor();
  // It is drawn a frame after it is there: a picture, not a colour.
  await page.waitForFunction(() => {
    const canvas = document.querySelector<HTMLCanvasElement>('.cells canvas');
    if (!canvas) return false;
    const { data } = canvas.getContext('2d')!.getImageData(0, 0, canvas.width, canvas.height);
    return new Set(new Uint32Array(data.buffer)).size > 50;
  });
  await page.waitForFunction(() => document.querySelector('video')?.videoWidth === 1280);
});

test('seeks: the picture shown is the one of that time', async ({ page, firstMs }) => {
  await strip(page).focus();
  await page.keyboard.press('Home');
  await untilPictureOf(page, firstMs, STAMP_MS);
  assert.ok(Math.abs((await headMs(page)) - firstMs) < STAMP_MS, 'the timeline says so, too');
  const box = (await strip(page).boundingBox())!;
  const rec = (await page.locator('.recorded .rec').first().boundingBox())!;
  // Dragged there: a tap close to the mark of an event would mean the event.
  await page.mouse.move(rec.x + 1, box.y + box.height / 2);
  await page.mouse.down();
  await page.mouse.move(rec.x + rec.width / 2, box.y + box.height / 2, { steps: 8 });
  await page.waitForFunction(
    (ms) => Number(document.querySelector('.strip')!.getAttribute('aria-valuenow')) > ms,
    firstMs + 3000,
  );
  await page.mouse.up();
  await page.mouse.move(5, 5);
  const midst = (ms: number) => Number(document.querySelector('.strip')!.getAttribute('aria-valuenow')) > ms;
  await page.waitForFunction(midst, firstMs + 3000);
  const middleMs = await headMs(page);
  await untilPictureOf(page, middleMs, STAMP_MS);
});

test('steps: one picture on, one back', async ({ page }) => {
  const steps = async (name: string) => {
    const before = await headMs(page);
    await button(page, name).click();
    await page.waitForFunction(
      (ms) => Number(document.querySelector('.strip')!.getAttribute('aria-valuenow')) !== ms,
      before,
    );
    const after = await headMs(page);
    await untilPictureOf(page, after, STAMP_MS);
    return after - before;
  };
  const on = await steps('One picture on');
  // 40 ms, or what a busy machine's camera left out; never to the next key frame.
  assert.ok(on > 0 && on < 900, `${on} ms on`);
  assert.is(await steps('One picture back'), -on);
});

test('plays at the pace of the recording, then four times as fast, while another one watches live', async ({
  page,
  live,
}) => {
  await strip(page).focus();
  await page.keyboard.press('Home');
  await button(page, 'Play').click();
  await button(page, 'Pause').waitFor();
  const pace = await paceOf(page, 16);
  assert.ok(pace > 0.9 && pace < 1.1, `${pace} at speed 1`);
  await page.screenshot({ path: join(ARTIFACTS, 'desktop-playing.png') });
  await button(page, '4×').click();
  await button(page, '4×').and(page.locator('[aria-pressed=true]')).waitFor();
  await shownPictures(page, 2); // those on their way
  const fast = await paceOf(page, 6);
  assert.ok(fast > 3.8 && fast < 4.2, `${fast} at speed 4`);
  // What the other one sees is now, and moves. A picture may be read twice: it is drawn a moment after it was shown.
  const others = new Set<number>();
  while (others.size < 10)
    for (const { reading, ageMs } of await shownPictures(live, 10)) {
      assert.ok(ageMs < 5000, `${ageMs} ms old`);
      others.add(reading);
    }
  await button(page, 'One picture back').click(); // stays there, also when it has come to the end
  await button(page, 'Play').waitFor();
  await button(page, '1×').click();
});

test('a stretch is saved as an MP4 of its length', async ({ page, firstMs }) => {
  await strip(page).focus();
  await page.keyboard.press('Home');
  await untilPictureOf(page, firstMs, STAMP_MS);
  await page.keyboard.press('ArrowRight');
  await untilPictureOf(page, firstMs + 1000, STAMP_MS);
  await button(page, 'Save clip').click();
  await button(page, 'Start here').click();
  await strip(page).focus();
  for (let i = 0; i < 6; i++) await page.keyboard.press('ArrowRight');
  await button(page, 'End here').click();
  // Each step goes to the next picture at or after a second on: a busy machine's camera left some out.
  const words = page.locator('.saver').getByText(/, [6-9] s$/);
  const length = Number(/, (\d) s$/.exec(await words.innerText())![1]);
  const [download] = await Promise.all([page.waitForEvent('download'), button(page, 'Download').click()]);
  assert.match(download.suggestedFilename(), /^Front door \d{4}-\d\d-\d\d \d\d\.\d\d\.\d\d\.mp4$/);
  const file = join(ARTIFACTS, 'saved.mp4');
  await download.saveAs(file);
  const args = ['-v', 'error', '-count_frames', '-show_streams', '-show_format', '-of', 'json', file];
  const { streams, format } = JSON.parse(execFileSync('ffprobe', args).toString()) as {
    streams: { codec_name: string; nb_read_frames: string }[];
    format: { duration: string };
  };
  assert.equal(
    streams.map(({ codec_name }) => codec_name),
    ['h264', 'opus'],
  );
  const seconds = Number(format.duration);
  const isWhole = seconds >= length - 0.6 && seconds < length + 1.5;
  assert.ok(isWhole, `${seconds} s for ${length} s: from the key frame before`);
  assert.ok(Number(streams[0]!.nb_read_frames) >= 20, `${streams[0]!.nb_read_frames}: not key frames alone`);
  await button(page, 'Save nothing').click();
});

test('a picture of a recording is kept in the album', async ({ page }) => {
  await button(page, 'Keep picture').click();
  await page.getByText('Kept in the album').waitFor();
});

test('back to what the camera sees', async ({ page }) => {
  await button(page, 'Live').click();
  await page.locator('.playstate', { hasText: 'Live' }).waitFor();
  await untilPictureOf(page, Date.now(), 5000);
  const [picture] = await shownPictures(page, 1);
  assert.ok(picture!.ageMs < 5000, `${picture!.ageMs} ms old`);
});

test('privacy: nobody sees what is now, and what was recorded can be watched', async ({
  page,
  live,
  household,
  firstMs,
}) => {
  await household.call('settings.set', { values: { 'privacy.on': true } });
  await live.getByText('No picture, no sound, nothing is kept').waitFor();
  await page.getByText('Privacy is on. What was recorded before can be watched.').waitFor();
  await strip(page).focus();
  await page.keyboard.press('Home');
  await page.locator('video').waitFor();
  await untilPictureOf(page, firstMs, STAMP_MS);
  await page.goto(page.url().replace(/#.*/, '#device/front-door'));
  await page.getByRole('link', { name: /^Recordings/ }).click();
  await strip(page).waitFor();
  await page.waitForFunction(() => document.querySelector('video')?.videoWidth === 1280);
});

test('nothing went wrong in the pages', ({ chromium }) => {
  assert.equal(chromium.complaints, []);
});

test.run();
