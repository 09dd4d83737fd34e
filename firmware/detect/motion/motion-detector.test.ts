// time limit: 300 s
// runs in the background
/** Every scene of our own: what disturbs stays silent, what matters is found, and soon. */
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { GreyFrame } from '../../media/media.ts';
import type { Zone } from '../../settings/zones.ts';
import { NUISANCES, scene, SCENE_NAMES } from '../testing/scenes.ts';
import { alarmsOf, framesOf, scoreOf, sightingsOf } from '../testing/watching.ts';
import { MotionDetector, type MotionOptions } from './motion-detector.ts';

const PLAIN: MotionOptions = { sensitivity: 5, zones: [], minSize: 0, minDurationMs: 0 };
const SEED = 2;
const EVENTS = SCENE_NAMES.filter((name) => !NUISANCES.includes(name));

const detector = (options: Partial<MotionOptions> = {}) => new MotionDetector({ ...PLAIN, ...options });
/** What goes fast is looked at 7.5 times a second, as devices do, all else 5 times, as a slow one does. */
const FAST = ['rain', 'snow', 'headlights', 'insects-day', 'insects-night', 'spider-thread', 'run', 'car'];
const everyOf = (name: string) => (FAST.includes(name) ? 2 : 3);
/** Painting takes longer than looking: the few scenes that several tests look at are painted once. */
const SHARED = ['walk', 'run', 'walk-far', 'stand-then-second'];
const painted = new Map<string, GreyFrame[]>();
function framesOnce(name: string): Iterable<GreyFrame> {
  if (!SHARED.includes(name)) return framesOf(scene(name, SEED), everyOf(name));
  if (!painted.has(name)) painted.set(name, [...framesOf(scene(name, SEED), everyOf(name))]);
  return painted.get(name)!;
}
const watch = (name: string, options: Partial<MotionOptions> = {}) =>
  sightingsOf(detector(options), framesOnce(name));
/** The same frames five seconds on. */
const later = (frames: GreyFrame[]) => frames.map((frame) => ({ ...frame, ptsUs: frame.ptsUs + 5_000_000 }));
const flat = (width: number, height: number, grey: number, ptsUs: number): GreyFrame => ({
  width,
  height,
  ptsUs,
  pixels: Buffer.alloc(width * height, grey),
});
const box = (name: string, use: Zone['use'], left: number, right: number): Zone => ({
  name,
  use,
  points: [
    [left, 0],
    [right, 0],
    [right, 1],
    [left, 1],
  ],
});

const test = suite('motion detector');

for (const name of NUISANCES)
  test(`silent: ${name}`, () => {
    assert.equal(alarmsOf(watch(name)), []);
  });

const delaysS: number[] = [];
for (const name of EVENTS)
  test(`found: ${name}`, () => {
    const { events } = scene(name, SEED);
    const score = scoreOf(alarmsOf(watch(name)), events);
    assert.equal({ found: score.found, false: score.false }, { found: events.length, false: 0 });
    delaysS.push(...score.delaysS);
  });

test('half of them are told within 0.5 s of their entry', () => {
  assert.ok(delaysS.length >= EVENTS.length);
  const middle = delaysS.sort((a, b) => a - b)[delaysS.length >> 1]!;
  assert.ok(middle <= 0.5, `${middle} s`);
});

test('who stands still is told no longer, so that the next one is an alarm of their own', () => {
  const { events } = scene('stand-then-second', SEED);
  const alarms = alarmsOf(watch('stand-then-second'));
  assert.is(alarms.length, 2);
  assert.ok(alarms[0]!.endS < events[1]!.startS - 2);
  assert.ok(Math.abs(alarms[1]!.startS - events[1]!.startS) < 1);
});

test('a sighting says since when, where it is best seen, and no zone when none is drawn', () => {
  const [event] = scene('walk', SEED).events;
  const sightings = watch('walk');
  assert.ok(sightings[0]!.sinceUs < sightings[0]!.atUs);
  assert.ok(Math.abs(sightings[0]!.sinceUs / 1e6 - event!.startS) < 0.5);
  for (const { kind, label, score, zones } of sightings) {
    assert.equal({ kind, label, zones }, { kind: 'motion', label: 'motion', zones: [] });
    assert.ok(score > 0 && score <= 1);
  }
  const best = sightings.reduce((a, b) => (b.score > a.score ? b : a));
  assert.ok(best.score > sightings[0]!.score, 'better than while half of it was in the picture');
});

test('zones for motion: told by name while it is in them, and nowhere else', () => {
  const zones = [box('Left', 'motion', 0, 0.4), box('Right', 'motion', 0.6, 1)];
  const sightings = watch('walk', { zones });
  const names = new Set(sightings.map((sighting) => sighting.zones.join()));
  assert.equal([...names].sort(), ['Left', 'Right']);
  const { events } = scene('walk', SEED);
  const halfWay = ((events[0]!.startS + events[0]!.endS) / 2) * 1e6;
  assert.not(sightings.some(({ atUs }) => Math.abs(atUs - halfWay) < 100_000));
});

for (const use of ['ignore', 'privacy'] as const)
  test(`zones for ${use}: nothing in them counts`, () => {
    assert.equal(watch('walk', { zones: [box('All', use, 0, 1)] }), []);
    const first = (zones: Zone[]) => watch('walk', { zones })[0]!.atUs;
    assert.ok(first([box('Left', use, 0, 0.3), box('Right', use, 0.7, 1)]) > first([]) + 1e6);
  });

test('minimum size: a smaller one is not told, a larger one is', () => {
  assert.equal(watch('walk', { minSize: 0.1 }), []);
  assert.ok(watch('walk', { minSize: 0.005 }).length > 0);
  assert.equal(watch('walk-far', { minSize: 0.005 }), []);
});

test('minimum duration: what is gone sooner is not told', () => {
  const { events } = scene('run', SEED);
  const seconds = events[0]!.endS - events[0]!.startS;
  assert.equal(watch('run', { minDurationMs: (seconds + 1.5) * 1000 }), []);
  const late = watch('run', { minDurationMs: 1500 });
  assert.ok(late[0]!.atUs - late[0]!.sinceUs >= 1_500_000);
});

test('sensitivity: someone far away is told at 5 and 10, not at 1', () => {
  assert.equal(watch('walk-far', { sensitivity: 1 }), []);
  assert.ok(watch('walk-far', { sensitivity: 10 }).length > 0);
});

test('15, 7.5 and 4 frames per second do as well', () => {
  const { events } = scene('walk', SEED);
  const all = [...framesOf(scene('walk', SEED), 1)];
  for (const every of [1, 2, 4]) {
    const score = scoreOf(
      alarmsOf(
        sightingsOf(
          detector(),
          all.filter((_, n) => n % every === 0),
        ),
      ),
      events,
    );
    assert.equal({ found: score.found, false: score.false }, { found: 1, false: 0 }, `every ${every}`);
  }
});

test('after restart() it learns anew: another view is no motion', () => {
  const eyes = detector();
  const [first, second] = [1, 7].map((seed) => {
    const { frames, ...still } = scene('quiet-yard', seed);
    return [...framesOf({ ...still, frames: Math.min(frames, 75) }, 3)];
  });
  assert.equal(sightingsOf(eyes, first!), []);
  eyes.restart();
  assert.equal(sightingsOf(eyes, later(second!)), []);
});

test('no frame is too strange: one pixel, black, white, another size, time backwards, a long pause, cut short', () => {
  const eyes = detector({ zones: [box('Left', 'motion', 0, 0.5), box('Right', 'ignore', 0.5, 1)] });
  const frames: GreyFrame[] = [
    flat(1, 1, 0, 0),
    flat(320, 180, 0, 100_000),
    flat(320, 180, 255, 200_000),
    flat(320, 180, 0, 300_000),
    flat(160, 90, 255, 400_000),
    flat(1, 400, 9, 450_000),
    flat(400, 1, 9, 460_000),
    flat(1920, 1080, 128, 500_000),
    flat(7, 5, 3, 600_000),
    flat(320, 180, 90, 500_000),
    flat(320, 180, 200, 100_000),
    flat(320, 180, 200, 100_000),
    flat(320, 180, 10, 3_600_000_000),
    { ...flat(320, 180, 10, 3_600_100_000), pixels: Buffer.alloc(10) },
    flat(0, 0, 0, 3_600_200_000),
  ];
  for (const frame of frames) assert.is(eyes.look(frame), null);
});

test.run();
