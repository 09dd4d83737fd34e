/**
 * A clip from the camera to the browser: sealed on the device's side, brought through the real cloud stub, opened and
 * played in Chromium, and of no use to whoever has the stub's disk.
 */
// runs beside others
import { execFileSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { Page } from 'playwright-core';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { makeHouseholdKey } from '#protocol/sealed/household-key.ts';
import { readKeyList, signKeyList } from '#protocol/sealed/key-list.ts';
import { openClip } from '#protocol/sealed/open.ts';
import { takeAll } from '../../cloud-stub/clips/upload-policy.ts';
import { SystemClock } from '#kit/clock.ts';
import { silentLogger } from '#kit/log.ts';
import type { HouseholdKeyList } from '../../cloud-stub/api.ts';
import { buildConsole } from '../../cloud-stub/console/build-console.ts';
import { CloudUnderTest } from '../../cloud-stub/testing/cloud-under-test.ts';
import type { ClipSource, PlainClip } from '../../firmware/record/upload/clip-source.ts';
import { makeUploads } from '../../firmware/record/upload/make-uploads.ts';
import type { Uploads } from '../../firmware/record/upload/uploads.ts';
import { launchChromium, type Chromium } from './chromium.ts';

const ID = 'front-door-1';
const ARTIFACTS = join(import.meta.dirname, '../../artifacts/sealed-clips');
const ZONE = 'the-secret-garden-path';

/** What the recorder would have: fragments of H.264 and Opus, and a picture. */
class Recorded implements ClipSource {
  readonly media: Buffer;
  readonly thumbnail: Buffer;

  constructor(folder: string) {
    const mp4 = join(folder, 'clip.mp4');
    const jpeg = join(folder, 'clip.jpg');
    const scene = ['-f', 'lavfi', '-i', 'testsrc2=size=1280x720:rate=25:duration=6'];
    const tone = ['-f', 'lavfi', '-i', 'sine=440:sample_rate=48000:duration=6'];
    const video = ['-c:v', 'libx264', '-preset', 'ultrafast', '-g', '25', '-pix_fmt', 'yuv420p'];
    const flags = ['-movflags', 'frag_keyframe+empty_moov+default_base_moof'];
    const run = (...args: string[]) => execFileSync('ffmpeg', ['-v', 'error', ...args]);
    run(...scene, ...tone, ...video, '-c:a', 'libopus', ...flags, mp4);
    run('-i', mp4, '-frames:v', '1', '-vf', 'scale=320:180', jpeg);
    this.media = readFileSync(mp4);
    this.thumbnail = readFileSync(jpeg);
  }

  async open(): Promise<PlainClip> {
    return {
      about: {
        ...{ kinds: ['ring', 'motion'], zones: [ZONE], startedMs: Date.now(), durationMs: 6000 },
        ...{ width: 1280, height: 720, mime: 'video/mp4; codecs="avc1.42c01f, opus"' },
      },
      media: [this.media] as unknown as AsyncIterable<Uint8Array>,
    };
  }
}

interface Context {
  folder: string;
  stub: CloudUnderTest;
  clips: Recorded;
  uploads: Uploads;
  browser: Chromium;
  page: Page;
  recovery: string;
}

const test = suite<Context>('sealed clips');

test.before(async (context) => {
  const folder = (context.folder = mkdtempSync(join(tmpdir(), 'pupsentry-sealed-')));
  mkdirSync(ARTIFACTS, { recursive: true });
  await buildConsole(join(folder, 'console'));
  context.clips = new Recorded(folder);
  context.stub = await CloudUnderTest.start({
    consoleFolder: join(folder, 'console'),
    uploadPolicy: takeAll,
  });
  const device = await context.stub.device(ID, { name: 'Front door' });
  context.uploads = makeUploads({
    ...{ deviceId: ID, stateFolder: folder, source: context.clips, consent: () => true, busy: () => false },
    ...{ clock: new SystemClock(), log: silentLogger() },
  });
  await context.uploads.start();
  device.onReceived(({ envelope }) => {
    const order = envelope.command?.cloudRecording;
    if (order) void context.uploads.take(order);
  });
  await device.connect();
  context.browser = await launchChromium({ viewport: { width: 1440, height: 900 }, acceptDownloads: true });
});
test.after(async ({ folder, stub, uploads, browser }) => {
  await browser?.close();
  await uploads?.stop();
  await stub?.stop();
  rmSync(folder, { recursive: true, force: true });
});

async function signedIn(
  { stub, browser }: Context,
  more: Partial<{ browser: Chromium }> = {},
): Promise<Page> {
  const page = await (more.browser ?? browser).page(
    `${stub.url}/#signin/${await stub.cloud.accounts.newSignInToken()}`,
  );
  await page.locator('main a.hero').waitFor();
  await page.evaluate((to) => void (location.hash = to), `clips/${ID}`);
  return page;
}

/** Records a clip, and waits until it has arrived. @returns its id */
async function record({ uploads, clips }: Context): Promise<string> {
  const clipId = randomUUID();
  const before = uploads.status().uploaded;
  const isUploaded = () => uploads.status().uploaded > before;
  const arrived = new Promise<void>((resolve) => {
    const end = uploads.onChanged(() => isUploaded() && (end(), resolve()));
  });
  const job = { clipId, eventId: randomUUID(), kind: 'ring' as const, createdMs: Date.now() };
  assert.is(await uploads.add(job, clips.thumbnail), true);
  await arrived;
  return clipId;
}

/** Opens the first clip and waits until it plays. */
async function play(page: Page): Promise<void> {
  await page.locator('button.ev.clip').first().click();
  await page.waitForFunction(() => {
    const video = document.querySelector('video');
    return video && video.videoWidth === 1280 && video.currentTime > 0.5;
  });
}

function filesOf(folder: string): Buffer[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => readFileSync(join(entry.parentPath, entry.name)));
}

test('the keys are made in the browser; its recovery file is saved; the camera then seals for them', async (context) => {
  const page = (context.page = await signedIn(context));
  await page.getByRole('heading', { name: 'Nothing is recorded to the cloud yet.' }).waitFor();
  assert.is(
    await context.uploads.add({ clipId: randomUUID(), eventId: randomUUID(), kind: 'ring', createdMs: 1 }),
    false,
  );
  const ordered = new Promise<void>((resolve) => {
    const end = context.uploads.onChanged(
      () => context.uploads.status().hindrance !== 'off' && (end(), resolve()),
    );
  });
  await page.screenshot({ path: join(ARTIFACTS, 'make-keys.png') });
  await page.getByRole('button', { name: 'Make the keys' }).click();
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('link', { name: 'Save the file' }).click(),
  ]);
  context.recovery = readFileSync(await download.path(), 'utf8');
  await page.getByRole('button', { name: 'It is saved' }).click();
  await page.getByRole('heading', { name: 'No clips in the cloud.' }).waitFor();
  await ordered;
});

test('a clip arrives, shows its face, plays, and is saved as it was recorded', async (context) => {
  const { page, clips } = context;
  await record(context);
  await page.reload();
  await page.getByText(`Someone rang, ${ZONE}, 6 s.`).waitFor();
  await page.waitForFunction(() => document.querySelector<HTMLImageElement>('.ev img')?.naturalWidth === 320);
  await play(page);
  await page.screenshot({ path: join(ARTIFACTS, 'playing.png') });
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('link', { name: 'Save as MP4' }).click(),
  ]);
  assert.equal(readFileSync(await download.path()), clips.media);
});

test('the stub has nothing to read: no mark of film, picture or words, no key that opens it', async (context) => {
  const { stub, recovery } = context;
  const kept = filesOf(join(stub.folder, 'clips'));
  const bytes = Buffer.concat(kept);
  assert.ok(bytes.length > context.clips.media.length);
  for (const mark of [
    'ftyp',
    'moov',
    'moof',
    'mdat',
    'avc1',
    'Opus',
    'JFIF',
    'Lavc',
    ZONE,
    '\xff\xd8\xff\xe0',
  ])
    assert.not.ok(bytes.includes(Buffer.from(mark, 'latin1')), mark);
  assert.ok(gzipSync(bytes).length > 0.99 * bytes.length, 'looks like noise');
  const { open, sign } = JSON.parse(recovery) as Record<'open' | 'sign', { d: string }>;
  for (const file of filesOf(stub.folder))
    for (const secret of [open.d, sign.d]) {
      assert.not.ok(file.includes(secret), 'a private key at the stub');
      assert.not.ok(file.includes(Buffer.from(secret, 'base64url')), 'a private key at the stub');
    }
  const head = kept.find((file) => file.includes('pupseal1'))!;
  const cloud = await makeHouseholdKey({ name: 'Cloud', kind: 'browser' });
  const failure = await openClip(head, [cloud]).catch((error: unknown) => error);
  assert.is((failure as { code: string }).code, 'no-key');
});

test('a second browser has no key; the recovery file lets it in, to the old clips and the new', async (context) => {
  const other = await launchChromium({ viewport: { width: 390, height: 844 } });
  try {
    const page = await signedIn(context, { browser: other });
    await page.getByRole('heading', { name: 'The clips are sealed, and this browser has no key.' }).waitFor();
    await page.screenshot({ path: join(ARTIFACTS, 'stranger.png') });
    const choose = (text: string) =>
      page
        .locator('input[type=file]')
        .setInputFiles({ name: 'key.json', mimeType: 'application/json', buffer: Buffer.from(text) });
    await choose('{"format":"something else"}');
    await page.getByText('This is not a recovery file of Pupsentry.').waitFor();
    // A cloud that slips a key of its own into the list: the recovery file has not signed that.
    const { household, list } = await context.stub.get<HouseholdKeyList>('/api/keys');
    const { keys } = await readKeyList(list!.text);
    const cloud = await makeHouseholdKey({ name: 'Cloud', kind: 'browser' });
    const slipped = await signKeyList({ household, revision: 1, keys: [...keys, cloud] }, cloud);
    await page.route('**/api/keys', (route) => route.fulfill({ json: { household, list: slipped } }));
    await page.reload();
    await choose(context.recovery);
    await page.getByText('The list of keys is signed by a key nobody knows.').waitFor();
    await page.unroute('**/api/keys');
    await page.reload();

    const ordered = new Promise<void>((resolve) => {
      const end = context.uploads.onChanged(() => (end(), resolve()));
    });
    await choose(context.recovery);
    await page.getByText(`Someone rang, ${ZONE}, 6 s.`).waitFor();
    await play(page);
    await page.screenshot({ path: join(ARTIFACTS, 'phone.png') });
    await ordered; // the camera has the new key
    const clipId = await record(context);
    const head = readFileSync(join(context.stub.folder, 'clips', ID, clipId, 'head'), 'utf8');
    assert.is(head.match(/"keyId"/g)!.length, 3, 'two browsers and the recovery file');
    for (const both of [page, context.page]) {
      await both.reload();
      await both.locator('button.ev.clip').nth(1).waitFor();
      await play(both);
    }
    assert.equal(other.complaints, []);
  } finally {
    await other.close();
  }
});

test('a clip that was changed at the stub is not shown', async (context) => {
  const { page, stub } = context;
  const clipId = await record(context);
  const file = join(stub.folder, 'clips', ID, clipId, '1');
  const bytes = readFileSync(file);
  bytes[5000]! ^= 1;
  writeFileSync(file, bytes);
  await page.reload();
  await page.locator('button.ev.clip').nth(2).waitFor();
  await page.locator('button.ev.clip').first().click();
  await page.getByRole('alert').getByText('It is not what the camera sealed').waitFor();
  assert.is(await page.locator('video').count(), 0);
  await page.screenshot({ path: join(ARTIFACTS, 'changed.png') });
});

test('deleted in the browser, it is gone from the stub', async (context) => {
  const { page, stub } = context;
  await page.locator('button.ev.clip').nth(1).click();
  await page.locator('video').waitFor();
  await page.getByRole('button', { name: 'Delete' }).click();
  await page.getByRole('button', { name: 'Delete it for good' }).click();
  await page.getByText('The clip is deleted.').waitFor();
  assert.is(readdirSync(join(stub.folder, 'clips', ID)).length, 2);
  assert.equal(context.browser.complaints, []);
});

test.run();
