import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { splitNals } from '../../media/annex-b.ts';
import { makeScene, sceneUnits } from '../testing/scene-units.ts';
import { piecesOf } from '../testing/write-recording.ts';
import { FormatError, readBoxes } from './box.ts';
import { encodeFragment, isSealed, SEAL_BYTES, SoundClock } from './fragment.ts';
import { initSegment, readInit } from './init-segment.ts';
import { pictureSize } from './parameter-sets.ts';
import { annexB, readMoof } from './read-fragment.ts';

const test = suite('fmp4');
const scene = makeScene({ seconds: 4 });
const [piece] = piecesOf(sceneUnits(scene, { seconds: 4, startUs: 5_000_000 }));
const encoded = () =>
  encodeFragment({ fragment: piece!, sequence: 1, epochUs: 4_000_000, sound: new SoundClock(), salt: 9 });

test('sizes from parameter sets, with cropping and in high profile', () => {
  assert.equal(pictureSize(piece!.parameters.sps), { width: 160, height: 96 });
  for (const [width, height] of [
    [640, 360],
    [1280, 720],
  ] as const) {
    const { video } = makeScene({ seconds: 1, fps: 1, width, height });
    const sps = splitNals(video[0]!.data).find((nal) => (nal[0]! & 0x1f) === 7)!;
    assert.equal(pictureSize(sps), { width, height });
  }
  // x264 --profile high, 1920x1080
  assert.equal(
    pictureSize(Buffer.from('67640028acd940780227e5c05a808080a0000003002000000781e30632c0', 'hex')),
    {
      width: 1920,
      height: 1080,
    },
  );
  assert.throws(
    () => pictureSize(Buffer.from('6764', 'hex')),
    (error: unknown) => error instanceof FormatError,
  );
});

test('the head says what is in the file', () => {
  const head = initSegment({ parameters: piece!.parameters, channels: 1, startedMs: 1_700_000_000_123 });
  assert.equal(
    readBoxes(head).map(({ type }) => type),
    ['ftyp', 'moov', 'prft'],
  );
  assert.equal(readInit(head), { parameters: piece!.parameters, hasSound: true });
  const prft = readBoxes(head)[2]!.body;
  assert.is(prft.readUInt32BE(8) - 2_208_988_800, 1_700_000_000);
  assert.is(Math.round((prft.readUInt32BE(12) / 2 ** 32) * 1000), 123);
  const silent = initSegment({ parameters: piece!.parameters, channels: 0, startedMs: 0 });
  assert.is(readInit(silent).hasSound, false);
});

test('a fragment gives back its pictures, its sound and their times', () => {
  const bytes = encoded();
  const { video, audio } = readMoof(bytes.subarray(0, bytes.readUInt32BE(0)));
  assert.equal(
    video.map(({ timeUs, durationUs, key }) => [timeUs, durationUs, key]),
    piece!.video.map(({ ptsUs, key }) => [ptsUs - 4_000_000, 100_000, key]),
  );
  video.forEach(({ offset, bytes: size, key }, i) => {
    const unit = annexB(bytes.subarray(offset, offset + size), key, piece!.parameters);
    const expected = [
      ...(key ? [piece!.parameters.sps, piece!.parameters.pps] : []),
      ...piece!.video[i]!.nals,
    ];
    assert.equal(splitNals(unit), expected);
  });
  assert.is(audio.length, piece!.audio.length);
  audio.forEach(({ offset, bytes: size, timeUs }, i) => {
    assert.ok(bytes.subarray(offset, offset + size).equals(piece!.audio[i]!.data));
    assert.is(timeUs, 1_000_000 + i * 20_000);
  });
});

test('the seal knows every flipped bit, and the file it belongs to', () => {
  const bytes = encoded();
  assert.ok(isSealed(bytes, 9));
  assert.not.ok(isSealed(bytes, 8));
  assert.not.ok(isSealed(bytes.subarray(0, -1), 9));
  assert.not.ok(isSealed(Buffer.alloc(SEAL_BYTES - 3), 9));
  for (let at = 0; at < bytes.length; at += 997) {
    bytes[at]! ^= 1;
    assert.not.ok(isSealed(bytes, 9), `byte ${at}`);
    bytes[at]! ^= 1;
  }
});

test('sound counts samples, and follows the capture time where they part', () => {
  const clock = new SoundClock();
  assert.equal(
    [0, 20_300, 39_800, 60_000, 200_000, 220_000].map((us) => clock.place(us, 960)),
    [0, 960, 1920, 2880, 9600, 10_560],
  );
  assert.is(clock.place(0, 960), 11_520, 'never back');
});

test('damaged boxes are refused, whatever is in them', () => {
  const bytes = encoded();
  const moof = bytes.subarray(0, bytes.readUInt32BE(0));
  let refused = 0;
  for (let at = 0; at < moof.length; at++) {
    const damaged = Buffer.from(moof);
    damaged[at]! ^= 0xff;
    try {
      readMoof(damaged);
    } catch (error) {
      assert.ok(error instanceof FormatError || error instanceof RangeError, String(error));
      refused++;
    }
  }
  assert.ok(refused > 50);
});

test.run();
