/** A frame and a clip from a page in Chromium, through the real door, to a stranger with a link. */
import { build } from 'esbuild';
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { AlbumItem } from '../../api.ts';
import { CloudUnderTest } from '../../testing/cloud-under-test.ts';
import { buildConsole } from '../build-console.ts';
import { DESKTOP, launchChromium, PHONE } from '../console-under-test.ts';

const test = suite('album on the real cloud');
const ID = 'front-door-1';
const ARTIFACTS = join(import.meta.dirname, '../../../artifacts/console');
const folder = mkdtempSync(join(tmpdir(), 'pupsentry-album-'));
let cloud: CloudUnderTest;
let browser: Browser;
let page: Page;
let mp4: string;

declare global {
  /** keep-from-page.ts with an ApiClient, put into the page. */
  var keeping: {
    clip(base64: string): Promise<AlbumItem>;
    frame(base64: string): Promise<AlbumItem>;
  };
}

/** Two seconds of a test picture, fragmented as a recorder writes it. */
function clip(): string {
  const file = join(folder, 'clip.mp4');
  const encode = ['-c:v', 'libx264', '-preset', 'ultrafast', '-pix_fmt', 'yuv420p', '-g', '15'];
  const write = ['-movflags', 'frag_keyframe+empty_moov+default_base_moof', file];
  const picture = 'testsrc2=size=640x360:rate=15:duration=2';
  execFileSync('ffmpeg', ['-v', 'error', '-y', '-f', 'lavfi', '-i', picture, ...encode, ...write]);
  return readFileSync(file).toString('base64');
}

test.before(async () => {
  mp4 = clip();
  await buildConsole(join(folder, 'console'));
  cloud = await CloudUnderTest.start({ consoleFolder: join(folder, 'console') });
  await cloud.device(ID, { name: 'Front door' });
  browser = await launchChromium();
  page = await browser.newPage({ viewport: DESKTOP });
  await page.goto(`${cloud.url}/#signin/${await cloud.cloud.accounts.newSignInToken()}`);
  await page.getByRole('link', { name: 'Album' }).first().click();
  const { outputFiles } = await build({
    stdin: {
      contents: `
        import { ApiClient } from '../api-client.ts';
        import { keepClip, keepFrame } from './keep-from-page.ts';
        const about = { deviceId: '${ID}', takenMs: Date.now() - 60_000, source: 'playback' };
        const blob = async (base64) => new Blob([Uint8Array.from(atob(base64), (c) => c.charCodeAt(0))], { type: 'video/mp4' });
        globalThis.keeping = {
          clip: async (base64) => keepClip(new ApiClient(), await blob(base64), about),
          frame: async (base64) => {
            const video = document.createElement('video');
            video.src = URL.createObjectURL(await blob(base64));
            await new Promise((resolve) => (video.onloadeddata = resolve));
            return keepFrame(new ApiClient(), video, about);
          },
        };`,
      resolveDir: import.meta.dirname,
      loader: 'ts',
    },
    ...{ bundle: true, write: false, format: 'iife' as const, target: 'chrome110' },
  });
  await page.evaluate(outputFiles[0]!.text);
});
test.after(async () => {
  await browser?.close();
  await cloud?.stop();
  rmSync(folder, { recursive: true, force: true });
});

test('a clip with its first frame, and a frame alone, appear in the open album', async () => {
  const item = await page.evaluate((base64) => globalThis.keeping.clip(base64), mp4);
  assert.equal([item.kind, item.width, item.height, item.thumbnail], ['clip', 640, 360, true]);
  assert.ok(item.durationMs === null || Math.abs(item.durationMs - 2000) < 200, `${item.durationMs}`);
  const frame = await page.evaluate((base64) => globalThis.keeping.frame(base64), mp4);
  assert.equal([frame.kind, frame.width, frame.height, frame.source], ['picture', 640, 360, 'playback']);
  await page.getByRole('heading', { name: 'Two moments kept.' }).waitFor();
  await page.waitForFunction(() => [...document.images].filter((i) => i.naturalWidth === 640).length === 2);
});

test('the clip plays, also for a stranger with a link, and not for one without', async () => {
  await page.getByRole('link', { name: /^Clip of Front door/ }).click();
  const plays = (at: Page) =>
    at.locator('video').evaluate(async (video: HTMLVideoElement) => {
      video.muted = true;
      await video.play();
      await new Promise((resolve) => video.requestVideoFrameCallback(resolve));
      return video.videoWidth;
    });
  assert.is(await plays(page), 640);
  await page.getByRole('button', { name: 'Share' }).click();
  await page.getByRole('button', { name: 'Make a link' }).click();
  const link = await page.getByLabel('Copy it now').inputValue();
  for (const [name, viewport, colorScheme] of [
    ['phone-light', PHONE, 'light'],
    ['desktop-dark', DESKTOP, 'dark'],
  ] as const) {
    const stranger = await browser.newPage({ viewport, colorScheme });
    const refused: string[] = [];
    stranger.on('console', (message) => message.type() === 'error' && refused.push(message.text()));
    await stranger.goto(link);
    await stranger.getByRole('heading', { level: 1, name: 'Front door' }).waitFor();
    assert.is(await plays(stranger), 640);
    assert.equal(refused, [], 'within the content policy');
    mkdirSync(ARTIFACTS, { recursive: true });
    await stranger.screenshot({ path: join(ARTIFACTS, `${name}-shared.png`) });
    await stranger.context().close();
  }
  await page.getByRole('button', { name: /^End the link/ }).click();
  await page.getByText('The link leads nowhere now.').waitFor();
  const late = await browser.newPage({ viewport: PHONE });
  await late.goto(link);
  await late.getByRole('heading', { level: 1, name: 'This link leads nowhere.' }).waitFor();
  await late.context().close();
});

test.run();
