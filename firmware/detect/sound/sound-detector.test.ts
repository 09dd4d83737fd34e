// runs in the background
/** The detector with the weights that ship, on sounds made by formula: none of them was recorded. */
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { PcmBlock } from '../../media/media.ts';
import type { Sighting } from '../sighting.ts';
import { SHORTEST_SOUND_MS, SoundDetector, type SoundDetectorOptions } from './sound-detector.ts';
import { RATE_HZ } from './spectrum.ts';
import { mix, synthesise, type SyntheticSound } from './testing/synthetic-sounds.ts';

const test = suite('sound detector');

const S = 1_000_000;
const BLOCK = RATE_HZ / 10;
const OPTIONS: SoundDetectorOptions = { sensitivity: 5, minDurationMs: SHORTEST_SOUND_MS };

function blocksOf(samples: Int16Array, startUs = 0, size = BLOCK): PcmBlock[] {
  return Array.from({ length: Math.ceil(samples.length / size) }, (_, i) => ({
    ptsUs: startUs + ((i * size) / RATE_HZ) * S,
    rateHz: RATE_HZ,
    samples: samples.subarray(i * size, (i + 1) * size),
  }));
}

function hear(blocks: PcmBlock[], options = OPTIONS, detector = new SoundDetector(options)): Sighting[] {
  return blocks.flatMap((block) => detector.hear(block) ?? []);
}

const room = (seconds: number, seed = 1) => synthesise('room', { seed, seconds, levelDb: -60 });
/** Five seconds of a quiet room, then a sound in it. */
const inRoom = (sound: SyntheticSound, seed: number, seconds = 4, levelDb = -15) =>
  mix(5 + seconds, [
    { wave: room(5 + seconds, seed) },
    { wave: synthesise(sound, { seed, seconds, levelDb }), at: 5 },
  ]);
const clearest = (sightings: Sighting[]) => sightings.reduce((a, b) => (b.score > a.score ? b : a));

test('babies: told, with their beginning, and as what they are', () => {
  for (let seed = 1; seed <= 8; seed++) {
    const sightings = hear(blocksOf(inRoom('baby', seed)));
    assert.ok(sightings.length > 0, `seed ${seed} is not heard`);
    const first = sightings[0]!;
    assert.ok(first.sinceUs > 4.9 * S && first.sinceUs < 5.4 * S, `seed ${seed}: since ${first.sinceUs}`);
    assert.ok(first.atUs < 6.5 * S, `seed ${seed}: told at ${first.atUs}`);
    assert.is(clearest(sightings).label, 'baby', `seed ${seed}`);
  }
});

test('dogs: told, most of them as dogs (what a formula barks is not quite a dog, so they ask for more sensitivity)', () => {
  let told = 0;
  let right = 0;
  for (let seed = 1; seed <= 12; seed++) {
    const sightings = hear(blocksOf(inRoom('dog', seed)), { ...OPTIONS, sensitivity: 10 });
    if (sightings.length === 0) continue;
    told++;
    assert.ok(sightings[0]!.sinceUs > 4.9 * S, `seed ${seed}: since ${sightings[0]!.sinceUs}`);
    if (clearest(sightings).label === 'dog') right++;
  }
  assert.ok(told >= 8, `${told} of 12 are told`);
  assert.ok(right >= 6, `${right} of 12 are told as dogs`);
});

for (const sound of ['rain', 'fan', 'room', 'clock', 'crackle'] as const) {
  test(`steady: ${sound} never alarms, loud or quiet, nor when it begins at once`, () => {
    for (let seed = 1; seed <= 4; seed++)
      for (const levelDb of [-40, -12]) {
        const samples = inRoom(sound, seed, 8, levelDb);
        assert.equal(hear(blocksOf(samples)), [], `seed ${seed} at ${levelDb} dBFS`);
        assert.equal(
          hear(blocksOf(samples.subarray(5 * RATE_HZ))),
          [],
          `seed ${seed}, from the first sample on`,
        );
      }
  });
}

test('a baby in the rain is heard, the rain is not', () => {
  let heard = 0;
  for (const seed of [1, 2, 3, 4, 5, 6]) {
    const samples = mix(10, [
      { wave: synthesise('rain', { seed, seconds: 10, levelDb: -28 }) },
      { wave: synthesise('baby', { seed, seconds: 3, levelDb: -14 }), at: 6 },
    ]);
    const sightings = hear(blocksOf(samples));
    for (const { sinceUs } of sightings) assert.ok(sinceUs > 5.7 * S, `seed ${seed}: since ${sinceUs}`);
    if (sightings.length > 0) heard++;
  }
  assert.ok(heard >= 4, `${heard} of 6 are heard`);
});

test('what is there only shortly is left alone when a longer time is asked for', () => {
  const samples = inRoom('baby', 1, 0.9);
  assert.ok(hear(blocksOf(samples)).length > 0);
  assert.equal(hear(blocksOf(samples), { sensitivity: 5, minDurationMs: 1500 }), []);
});

test('only the kinds that count', () => {
  const samples = inRoom('baby', 2);
  assert.ok(hear(blocksOf(samples), { ...OPTIONS, kinds: ['baby'] }).every(({ label }) => label === 'baby'));
  assert.equal(hear(blocksOf(samples), { ...OPTIONS, kinds: [] }), []);
});

test('sensitivity: a distant baby is heard at 10, not at 1', () => {
  const samples = inRoom('baby', 5, 4, -44);
  assert.ok(hear(blocksOf(samples), { sensitivity: 10, minDurationMs: SHORTEST_SOUND_MS }).length > 0);
  assert.equal(hear(blocksOf(samples), { sensitivity: 1, minDurationMs: SHORTEST_SOUND_MS }), []);
});

test('blocks of any size give the same', () => {
  const samples = inRoom('baby', 13);
  const last = (size: number) => clearest(hear(blocksOf(samples, 0, size)));
  const expected = last(BLOCK);
  for (const size of [1, 100, 256, 3200, samples.length]) {
    if (size === samples.length) assert.is(hear(blocksOf(samples, 0, size)).length <= 1, true);
    else assert.equal(last(size), expected, `blocks of ${size}`);
  }
});

test('times are those of the blocks, and never run backwards', () => {
  const startUs = 123_456 * S;
  const sightings = hear(blocksOf(inRoom('baby', 7), startUs));
  for (const [i, { sinceUs, atUs, score }] of sightings.entries()) {
    assert.ok(sinceUs >= startUs + 4.9 * S && atUs > sinceUs && atUs <= startUs + 9 * S);
    assert.ok(score > 0 && score <= 1);
    if (i > 0) assert.ok(atUs >= sightings[i - 1]!.atUs);
  }
});

test('a jump in time ends what was heard; the floor is kept', () => {
  const detector = new SoundDetector(OPTIONS);
  const rain = synthesise('rain', { seed: 9, seconds: 10, levelDb: -15 });
  hear(blocksOf(mix(10, [{ wave: rain }])), OPTIONS, detector);
  for (const startUs of [500 * S, 3 * S])
    assert.equal(hear(blocksOf(mix(3, [{ wave: rain }]), startUs), OPTIONS, detector), []);
  const baby = hear(blocksOf(inRoom('baby', 1), 900 * S), OPTIONS, detector);
  assert.ok(baby.length > 0);
  const later = detector.hear({ ptsUs: 2000 * S, rateHz: RATE_HZ, samples: new Int16Array(BLOCK) });
  assert.is(later, null);
});

test('hostile: silence of zeros, nothing, full scale, a click, a constant', () => {
  const cases: [string, Int16Array][] = [
    ['zeros', new Int16Array(10 * RATE_HZ)],
    ['a constant', new Int16Array(10 * RATE_HZ).fill(20_000)],
    ['one click', new Int16Array(10 * RATE_HZ).fill(32_767, 80_000, 80_020)],
    ['one bit of noise', Int16Array.from({ length: 10 * RATE_HZ }, (_, i) => ((i * 7919) % 3 === 0 ? 1 : 0))],
  ];
  for (const [name, samples] of cases) assert.equal(hear(blocksOf(samples)), [], name);
  const square = Int16Array.from({ length: 5 * RATE_HZ }, (_, i) => (i % 40 < 20 ? 32_767 : -32_768));
  for (const { score } of hear(blocksOf(square))) assert.ok(Number.isFinite(score));
  const clipped = inRoom('baby', 1, 4, 12);
  assert.ok(hear(blocksOf(clipped)).length > 0, 'a baby at the microphone');
  const detector = new SoundDetector(OPTIONS);
  assert.is(detector.hear({ ptsUs: 0, rateHz: RATE_HZ, samples: new Int16Array(0) }), null);
  assert.is(detector.hear({ ptsUs: NaN, rateHz: RATE_HZ, samples: new Int16Array(BLOCK) }), null);
});

test('a wrong rate is refused and harms nothing', () => {
  const detector = new SoundDetector(OPTIONS);
  const blocks = blocksOf(inRoom('baby', 14));
  const before = hear(blocks.slice(0, 40), OPTIONS, detector);
  assert.throws(
    () => detector.hear({ ptsUs: 4 * S, rateHz: 48_000, samples: new Int16Array(4800) }),
    /16000 samples a second, not 48000/,
  );
  assert.equal([...before, ...hear(blocks.slice(40), OPTIONS, detector)], hear(blocks));
});

test.run();
