/** Real files, made by ffmpeg and decoded by GStreamer. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { PupsentryError } from '#kit/errors.ts';
import { decodeFile, type Decoded } from './decode-file.ts';
import type { GreyFrame, PcmBlock } from './media.ts';

const test = suite('decoding of recordings');

const folder = mkdtempSync(join(tmpdir(), 'decode-'));
test.after(() => rmSync(folder, { recursive: true }));

const FLASH = "color=c=black:s=640x360:r=25:d=3,geq=lum='if(gte(T,1),235,16)':cb=128:cr=128";
const BEEP = "aevalsrc='if(gte(t,1),0.5*sin(2*PI*440*t),0)':s=44100:d=3";

function make(name: string, args: string[]): string {
  const file = join(folder, name);
  execFileSync('ffmpeg', ['-v', 'error', '-y', ...args, file]);
  return file;
}
const lavfi = (source: string) => ['-f', 'lavfi', '-i', source];

interface Seen extends Decoded {
  frames: GreyFrame[];
  sound: PcmBlock[];
}

async function decode(file: string, sound = true): Promise<Seen> {
  const frames: GreyFrame[] = [];
  const blocks: PcmBlock[] = [];
  const decoded = await decodeFile(file, {
    onFrame: (frame) => frames.push(frame),
    ...(sound && { onBlock: (block: PcmBlock) => blocks.push(block) }),
    signal: new AbortController().signal,
  });
  return { ...decoded, frames, sound: blocks };
}

const middle = ({ pixels }: GreyFrame) => pixels[90 * 320 + 160]!;
/** Where it becomes bright, and where it becomes loud, s. */
const flashS = ({ frames }: Seen) => frames.find((frame) => middle(frame) > 128)!.ptsUs / 1e6;
function beepS({ sound }: Seen): number {
  for (const { ptsUs, samples } of sound) {
    const at = samples.findIndex((value) => Math.abs(value) > 3000);
    if (at >= 0) return ptsUs / 1e6 + at / 16_000;
  }
  return NaN;
}

for (const [name, codecs] of [
  ['clip.mp4', ['-c:v', 'libx264', '-pix_fmt', 'yuv420p', '-c:a', 'aac']],
  ['clip.mkv', ['-c:v', 'libx264', '-c:a', 'libopus']],
  ['clip.avi', ['-c:v', 'mjpeg', '-c:a', 'pcm_s16le']],
] as const) {
  test(`${name}: every picture and all sound, on one timeline that begins at 0`, async () => {
    const seen = await decode(make(name, [...lavfi(FLASH), ...lavfi(BEEP), ...codecs]));
    assert.is(seen.broke, null);
    assert.is(seen.pictures, seen.frames.length);
    assert.ok(Math.abs(seen.frames.length - 24) <= 1, `${seen.frames.length} pictures`);
    assert.ok(seen.frames[0]!.ptsUs < 50_000, `the first at ${seen.frames[0]!.ptsUs} µs`);
    for (const { width, height, pixels } of seen.frames) assert.is(pixels.length, width * height);
    seen.frames.forEach(({ ptsUs }, i) => {
      const gapMs = i === 0 ? 125 : (ptsUs - seen.frames[i - 1]!.ptsUs) / 1000;
      assert.ok(gapMs >= 40 && gapMs <= 200, `${gapMs} ms between two pictures`);
    });
    assert.ok(Math.abs(flashS(seen) - 1) < 0.13, `bright at ${flashS(seen)} s`);
    assert.ok(Math.abs(beepS(seen) - 1) < 0.06, `loud at ${beepS(seen)} s`);
    const samples = seen.sound.reduce((sum, block) => sum + block.samples.length, 0);
    assert.ok(Math.abs(samples / 16_000 - 3) < 0.1, `${samples / 16_000} s of sound`);
    assert.ok(Math.abs(seen.seconds - 3) < 0.15, `${seen.seconds} s`);
  });
}

test('pictures alone, sound alone, sound that is not wanted', async () => {
  const mute = await decode(make('mute.mp4', [...lavfi(FLASH), '-pix_fmt', 'yuv420p']));
  assert.equal([mute.pictures > 20, mute.blocks], [true, 0]);
  for (const name of ['beep.wav', 'beep.ogg', 'beep.flac']) {
    const beep = await decode(make(name, lavfi(BEEP)));
    assert.is(beep.pictures, 0);
    assert.ok(beep.blocks === 30 || beep.blocks === 31, `${name}: ${beep.blocks} blocks`);
    assert.ok(Math.abs(beepS(beep) - 1) < 0.03, `${name}: loud at ${beepS(beep)} s`);
  }
  const deaf = await decode(join(folder, 'clip.mp4'), false);
  assert.equal([deaf.pictures > 20, deaf.blocks], [true, 0]);
});

test('stereo of 48 kHz is one channel of 16 kHz; a slow film gives the pictures it has', async () => {
  const stereo = await decode(make('stereo.wav', [...lavfi(BEEP), '-ac', '2', '-ar', '48000']));
  assert.is(stereo.sound[0]!.rateHz, 16_000);
  assert.ok(Math.abs(stereo.seconds - 3) < 0.05);
  const slow = await decode(make('slow.mkv', lavfi('testsrc=s=320x240:r=2:d=4')));
  assert.is(slow.pictures, 8);
  assert.is(slow.frames.at(-1)!.ptsUs, 3_500_000);
});

test('what cannot be decoded is refused with the name of the file', async () => {
  mkdirSync(join(folder, 'sub'));
  writeFileSync(join(folder, 'text.mp4'), 'nothing of the kind\n'.repeat(100));
  writeFileSync(join(folder, 'empty.wav'), '');
  const clip = readFileSync(join(folder, 'clip.mp4'));
  writeFileSync(join(folder, 'headless.mp4'), clip.subarray(0, clip.length >> 2));
  for (const [name, code] of [
    ['nowhere.mp4', 'file-unreadable'],
    ['sub', 'file-unreadable'],
    ['text.mp4', 'file-no-media'],
    ['empty.wav', 'file-no-media'],
    ['headless.mp4', 'file-no-media'],
  ] as const) {
    const error = await decode(join(folder, name)).catch((e: unknown) => e);
    assert.instance(error, PupsentryError, name);
    assert.is((error as PupsentryError).code, code, name);
    assert.match((error as PupsentryError).message, name);
  }
});

test('a file that was cut gives what it has', async () => {
  const clip = readFileSync(join(folder, 'clip.mkv'));
  writeFileSync(join(folder, 'cut.mkv'), clip.subarray(0, clip.length >> 1));
  const seen = await decode(join(folder, 'cut.mkv'));
  assert.ok(seen.pictures > 2 && seen.pictures < 24);
});

test('names with blanks, quotes and exclamation marks; ended early on request', async () => {
  const file = make('a "b" ! c\\d.wav', lavfi(BEEP));
  assert.is((await decode(file)).blocks, 30);
  const ended = new AbortController();
  let blocks = 0;
  const onBlock = () => void (++blocks === 3 && ended.abort());
  const { seconds } = await decodeFile(file, { onFrame: () => undefined, onBlock, signal: ended.signal });
  assert.ok(seconds < 3);
});

test('a listener that throws is not blamed on the file', async () => {
  const onBlock = () => {
    throw new TypeError('a bug');
  };
  const options = { onFrame: () => undefined, onBlock, signal: new AbortController().signal };
  const error = await decodeFile(join(folder, 'beep.wav'), options).catch((e: unknown) => e);
  assert.instance(error, TypeError);
});

test.run();
