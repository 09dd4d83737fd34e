// runs in the background
/** A hand over the lens, grease on it, the camera turned away; and what looks like it and is not. */
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { GreyFrame } from '../../media/media.ts';
import { scene } from '../testing/scenes.ts';
import { framesOf, sightingsOf } from '../testing/watching.ts';
import { TamperDetector } from './tamper-detector.ts';

/** 2.5 per second of 15. */
const EVERY = 6;
const FPS = 2.5;
const AT = 10 * FPS;
const SECONDS = 40;

/** Frames of a scene, played for and backwards for as long as it takes, changed from the 10th second on. */
function view(name: string, change: (frame: GreyFrame, n: number) => GreyFrame, seed = 3): GreyFrame[] {
  const played = [...framesOf(scene(name, seed), EVERY)].slice(0, 12 * FPS);
  const there = [...played, ...played.slice(1, -1).reverse()];
  return Array.from({ length: SECONDS * FPS }, (_, n) => {
    const frame = { ...there[n % there.length]!, ptsUs: Math.round((n / FPS) * 1e6) };
    return n < AT ? frame : change(frame, n);
  });
}

const withPixels = (frame: GreyFrame, grey: (i: number) => number): GreyFrame => ({
  ...frame,
  pixels: Buffer.from(Uint8Array.from(frame.pixels, (_, i) => Math.max(0, Math.min(255, grey(i))))),
});
const labels = (frames: GreyFrame[]) => [
  ...new Set(sightingsOf(new TamperDetector(), frames).map(({ label }) => label)),
];
const hashOf = (i: number, n: number) => Math.imul((i + n * 60_013) ^ 0x5bd1e995, 0x27d4eb2f) >>> 16;
const noise = (i: number, n: number) => (hashOf(i, n) % 7) - 3;

/** A palm: dark, soft, a little light at one side. */
const covered = (frame: GreyFrame, n: number) =>
  withPixels(frame, (i) => 35 + 15 * ((i % frame.width) / frame.width) + noise(i, n));

function blurred(frame: GreyFrame, radius = 5): GreyFrame {
  const { width, height, pixels } = frame;
  const mean = (source: (i: number) => number, i: number, step: number, at: number, length: number) => {
    let sum = 0;
    let n = 0;
    for (let k = Math.max(-at, -radius); k <= Math.min(length - 1 - at, radius); k++, n++)
      sum += source(i + k * step);
    return sum / n;
  };
  const rows = Float32Array.from(pixels, (_, i) => mean((k) => pixels[k]!, i, 1, i % width, width));
  return withPixels(frame, (i) => mean((k) => rows[k]!, i, width, Math.floor(i / width), height));
}

/** Rough asphalt from above: small stones, no two places alike. @returns what a camera at this place of it sees */
function asphalt(seed: number): (n: number, dx: number, dy: number) => GreyFrame {
  const [width, height, margin] = [320, 180, 20];
  const stride = width + 2 * margin;
  const stones = Float32Array.from({ length: stride * (height + 2 * margin) }, (_, i) =>
    hashOf(i, seed) % 23 === 0 ? 40 : 0,
  );
  return (n, dx, dy) => {
    const pixels = Buffer.alloc(width * height);
    for (let y = 0, i = 0; y < height; y++)
      for (let x = 0; x < width; x++, i++) {
        const at = (y + margin + dy) * stride + x + margin + dx;
        const soft =
          2 * stones[at]! + stones[at + 1]! + stones[at - 1]! + stones[at + stride]! + stones[at - stride]!;
        pixels[i] = 70 + soft / 2 + noise(i, n);
      }
    return { width, height, ptsUs: Math.round((n / FPS) * 1e6), pixels };
  };
}

const test = suite('tamper detector');

test('covered: told after some seconds, for half a minute at most', () => {
  const sightings = sightingsOf(new TamperDetector(), view('quiet-yard', covered));
  assert.equal([...new Set(sightings.map(({ label }) => label))], ['covered']);
  const [first] = sightings;
  assert.is(first!.kind, 'tamper');
  assert.ok(first!.atUs > 14e6 && first!.atUs < 20e6, `${first!.atUs}`);
  assert.ok(first!.sinceUs >= 10e6 && first!.sinceUs < first!.atUs);
});

test('defocused', () => {
  assert.equal(labels(view('quiet-yard', (frame) => blurred(frame))), ['defocused']);
});

test('turned: told once, then the new view is learnt and judged', () => {
  const other = view('quiet-yard', (frame) => frame, 9);
  const frames = view('quiet-yard', (_, n) => other[n]!);
  const more = view('quiet-yard', covered, 9).map((frame) => ({
    ...frame,
    ptsUs: frame.ptsUs + SECONDS * 1e6,
  }));
  const sightings = sightingsOf(new TamperDetector(), [...frames, ...more]);
  const turned = sightings.filter(({ label }) => label === 'turned');
  assert.ok(turned.length > 0);
  assert.ok(turned.at(-1)!.atUs - turned[0]!.atUs <= 3e6);
  assert.equal([...new Set(sightings.map(({ label }) => label))], ['turned', 'covered']);
});

test('the mount gives by some pixels within seconds: nothing; turned afterwards: told', () => {
  const [here, there] = [asphalt(1), asphalt(2)];
  const drift = (n: number) => Math.max(0, Math.min(7, Math.round((n - AT) / FPS)));
  const drifting = Array.from({ length: 30 * FPS }, (_, n) => here(n, drift(n), -drift(n)));
  assert.equal(labels(drifting), []);
  const turned = Array.from({ length: 15 * FPS }, (_, n) => there(n + 30 * FPS, 0, 0));
  assert.equal(labels([...drifting, ...turned]), ['turned']);
  const far = Array.from({ length: 15 * FPS }, (_, n) => here(n + AT, 17, 7));
  assert.equal(labels([...drifting.slice(0, AT), ...far]), ['turned']);
});

test('a hand that is gone in three seconds is nothing', () => {
  assert.equal(labels(view('quiet-yard', (frame, n) => (n < AT + 3 * FPS ? covered(frame, n) : frame))), []);
});

for (const name of [
  'quiet-yard',
  'night-noise',
  'storm',
  'rain',
  'fog',
  'dusk',
  'lamp',
  'exposure-step',
  'infrared-switch',
  'approach',
])
  test(`nothing: ${name}`, () => {
    assert.equal(labels([...framesOf(scene(name, 3), EVERY)]), []);
  });

test('the lamp goes out and it is dark: nothing', () => {
  assert.equal(
    labels(
      view('quiet-yard', (frame, n) => withPixels(frame, (i) => 4 + 0.04 * frame.pixels[i]! + noise(i, n))),
    ),
    [],
  );
});

test('someone close by, who fills most of the picture for long: nothing', () => {
  const close = (frame: GreyFrame, n: number) =>
    withPixels(frame, (i) => {
      const x = (i % frame.width) / frame.width;
      return x > 0.25 && x < 0.85 ? 60 + 8 * Math.sin(i / 9) + noise(i, n) : frame.pixels[i]!;
    });
  assert.equal(labels(view('quiet-yard', close)), []);
});

test('no frame is too strange', () => {
  const eyes = new TamperDetector();
  const flat = (width: number, height: number, grey: number, ptsUs: number): GreyFrame => ({
    width,
    height,
    ptsUs,
    pixels: Buffer.alloc(width * height, grey),
  });
  for (let n = 0; n < 60; n++) assert.is(eyes.look(flat(320, 180, n % 2 ? 255 : 0, n * 400_000)), null);
  for (const frame of [
    flat(1, 1, 3, 0),
    flat(0, 0, 0, 1e6),
    flat(50, 50, 9, 5e5),
    flat(320, 180, 9, 9e12),
    flat(320, 180, 9, 1),
  ])
    assert.is(eyes.look(frame), null);
  assert.is(eyes.look({ ...flat(320, 180, 9, 1e7), pixels: Buffer.alloc(3) }), null);
});

test.run();
