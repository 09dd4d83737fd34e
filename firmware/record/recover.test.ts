/** Power cuts: a recording cut anywhere keeps every whole fragment, and plays. */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { launchChromium } from '../../tests/browser/chromium.ts';
import { decodeIndex, endOf } from './file-index.ts';
import { indexPath } from './file-name.ts';
import { recoverFile } from './recover.ts';
import { DiskStorage } from './storage.ts';
import { makeScene, sceneUnits } from './testing/scene-units.ts';
import { seeded, writeRecording } from './testing/write-recording.ts';

const CUTS = Number(process.env.ROUNDS ?? 2000);

const test = suite('power cuts of a recording');
// In memory where that is to be had: a real sync for each of thousands of cuts takes longer than all the rest.
const folder = mkdtempSync(join(existsSync('/dev/shm') ? '/dev/shm' : tmpdir(), 'pupsentry-recover-'));
const storage = new DiskStorage({ folder });
const scene = makeScene();
const file = await writeRecording(storage, sceneUnits(scene, { seconds: 30 }));
const { name, path, entries } = file;
const whole = readFileSync(join(folder, path));
const index = readFileSync(join(folder, indexPath(path)));
test.after(() => rmSync(folder, { recursive: true }));

/** What stands on disk. */
function put(recording: Buffer, beside: Buffer | null): void {
  writeFileSync(join(folder, path), recording);
  if (beside) writeFileSync(join(folder, indexPath(path)), beside);
  else rmSync(join(folder, indexPath(path)), { force: true });
}

/** @returns the fragments that end before a cut */
const wholeBefore = (bytes: number) => entries.filter((entry) => endOf(entry) <= bytes);

test('the index says what is in the recording', () => {
  assert.is(entries.length, 8, '30 s in fragments of 4 s');
  assert.equal(decodeIndex(index, name.salt), entries);
  assert.equal(
    entries.map(({ startUs, durationMs }) => [startUs, durationMs]),
    entries.map((_, i) => [i * 4e6, i === 7 ? 2000 : 4000]),
  );
  assert.is(endOf(entries.at(-1)!), whole.length);
});

test('a recording that is whole is left alone', async () => {
  put(whole, index);
  const { cutBytes, rebuilt, ...rest } = await recoverFile(storage, path, name);
  assert.equal([cutBytes, rebuilt], [0, false]);
  assert.equal(rest, { entries, bytes: whole.length });
});

test(`${CUTS} cuts at random offsets: every whole fragment is there, byte for byte, with its index`, async () => {
  const random = seeded(4);
  for (let i = 0; i < CUTS; i++) {
    const cut = Math.floor(random() * (whole.length + 1));
    // After a power cut the index may be missing, behind, ahead, torn, or of other bytes altogether.
    const torn = index.subarray(0, Math.floor(random() * (index.length + 1)));
    const other = Buffer.from(index.map((byte) => (random() < 0.02 ? Math.floor(random() * 256) : byte)));
    const beside = [null, index, torn, other][i % 4]!;
    // Some file systems show blocks that never arrived: zeros, or what stood there before.
    const ghost =
      i % 5 === 0 ? Buffer.alloc(Math.floor(random() * 9000), i % 2 ? 0 : whole.subarray(1300)) : '';
    put(Buffer.concat([whole.subarray(0, cut), Buffer.from(ghost)]), beside);

    const found = await recoverFile(storage, path, name);
    const kept = wholeBefore(cut);
    assert.equal(found.entries, kept, `cut ${i} at ${cut}`);
    if (kept.length === 0) continue;
    const after = readFileSync(join(folder, path));
    assert.ok(after.equals(whole.subarray(0, endOf(kept.at(-1)!))), `cut ${i} at ${cut}: bytes`);
    const indexNow = readFileSync(join(folder, indexPath(path)));
    assert.ok(indexNow.equals(index.subarray(0, indexNow.length)), `cut ${i} at ${cut}: index`);
    assert.is(indexNow.length, kept.length * 16);
  }
});

test('damage in the middle costs the fragment it is in, no other', async () => {
  const damaged = Buffer.from(whole);
  damaged.fill(0, entries[3]!.offset + 100, entries[3]!.offset + 4000);
  put(damaged, null);
  const found = await recoverFile(storage, path, name);
  assert.equal(found.entries, [...entries.slice(0, 3), ...entries.slice(4)]);
  assert.equal((await recoverFile(storage, path, name)).rebuilt, false, 'and its index stands');
});

test('a fragment of another file is not taken for one of this', async () => {
  const foreign = await writeRecording(storage, sceneUnits(scene, { seconds: 8 }), { salt: 7 });
  const other = readFileSync(join(folder, foreign.path)).subarray(foreign.entries[0]!.offset);
  put(Buffer.concat([whole.subarray(0, endOf(entries[1]!)), other]), null);
  assert.equal((await recoverFile(storage, path, name)).entries, entries.slice(0, 2));
});

test('what cannot be written is found all the same', async () => {
  put(whole.subarray(0, whole.length - 5), null);
  const readOnly = Object.create(storage, {
    open: {
      value: (at: string, mode?: string) =>
        mode === 'r+' ? Promise.reject(new Error('EROFS')) : storage.open(at),
    },
    create: { value: () => Promise.reject(new Error('EROFS')) },
  }) as DiskStorage;
  assert.equal((await recoverFile(readOnly, path, name)).entries, entries.slice(0, -1));
});

test('20 cut recordings play in ffmpeg, to the last whole fragment', async () => {
  const random = seeded(20);
  for (let i = 0; i < 20; i++) {
    const cut = Math.floor(endOf(entries[0]!) + random() * (whole.length - endOf(entries[0]!)));
    put(whole.subarray(0, cut), null);
    await recoverFile(storage, path, name);
    const seconds = wholeBefore(cut).reduce((sum, { durationMs }) => sum + durationMs, 0) / 1000;
    assert.equal(counted(join(folder, path)), { video: seconds * scene.fps, sound: true });
  }
});

/** Decodes it all; ffprobe says how many pictures there were, and complains about what is broken. */
function counted(recording: string): { video: number; sound: boolean } {
  const args = ['-v', 'error', '-count_frames', '-show_entries', 'stream=codec_name,nb_read_frames'];
  const out = execFileSync('ffprobe', [...args, '-of', 'json', recording], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const { streams } = JSON.parse(out.toString()) as {
    streams: { codec_name: string; nb_read_frames: string }[];
  };
  const frames = (codec: string) => Number(streams.find((s) => s.codec_name === codec)?.nb_read_frames ?? 0);
  return { video: frames('h264'), sound: frames('opus') > 0 };
}

test('cut recordings play in Chromium, as a file and by Media Source Extensions', async () => {
  const chromium = await launchChromium();
  try {
    const page = await chromium.page();
    for (const part of [0.3, 0.62, 0.97]) {
      const cut = Math.floor(whole.length * part);
      put(whole.subarray(0, cut), null);
      await recoverFile(storage, path, name);
      const bytes = readFileSync(join(folder, path)).toString('base64');
      const seconds = wholeBefore(cut).reduce((sum, { durationMs }) => sum + durationMs, 0) / 1000;
      const seen = await page.evaluate(played, bytes);
      assert.is(seen.error, '');
      assert.ok(Math.abs(seen.fileEnds - seconds) < 0.15, `${seen.fileEnds} of ${seconds} s as a file`);
      assert.ok(Math.abs(seen.mseEnds - seconds) < 0.15, `${seen.mseEnds} of ${seconds} s by MSE`);
    }
  } finally {
    await chromium.close();
  }
});

/** In the browser: how far the bytes reach, sought to the end and shown there. */
async function played(base64: string) {
  const bytes = Uint8Array.from(atob(base64), (c) => c.charCodeAt(0));
  const type = 'video/mp4; codecs="avc1.42c00b, opus"';
  const until = (target: EventTarget, event: string) =>
    new Promise<void>((resolve, reject) => {
      target.addEventListener(event, () => resolve(), { once: true });
      target.addEventListener('error', () => reject(new Error(`${event}: error`)), { once: true });
    });
  const show = async (video: HTMLVideoElement, endS: number) => {
    const sought = until(video, 'seeked');
    video.currentTime = endS - 0.2;
    await sought;
    if (video.videoWidth === 0 || video.readyState < 2) throw new Error('no picture at the end');
  };
  try {
    const file = document.createElement('video');
    document.body.append(file);
    const loaded = until(file, 'loadeddata');
    file.src = URL.createObjectURL(new Blob([bytes], { type }));
    await loaded;
    await show(file, file.duration);

    const streamed = document.createElement('video');
    document.body.append(streamed);
    const source = new MediaSource();
    const opened = until(source, 'sourceopen');
    streamed.src = URL.createObjectURL(source);
    await opened;
    const buffer = source.addSourceBuffer(type);
    const updated = until(buffer, 'updateend');
    buffer.appendBuffer(bytes);
    await updated;
    const mseEnds = streamed.buffered.end(streamed.buffered.length - 1);
    if (streamed.buffered.length !== 1) throw new Error(`${streamed.buffered.length} ranges buffered`);
    source.endOfStream();
    await show(streamed, mseEnds);
    return { error: '', fileEnds: file.duration, mseEnds };
  } catch (error) {
    return { error: String(error), fileEnds: 0, mseEnds: 0 };
  }
}

test.run();
