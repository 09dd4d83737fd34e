/**
 * Scenes of our own for detectors: a yard with what disturbs and what matters, and when. Each is the same for
 * the same name and seed; any frame can be asked for by itself.
 */
import { between, Canvas, randomOf, type Random } from './canvas.ts';
import { across, car, halfWidth, parcel, person, type Place, type Way } from './actors.ts';
import { insects, rain, snow, spiderThread, tree } from './nuisances.ts';
import {
  exposure,
  fog,
  headlights,
  HEIGHT,
  lamp,
  sensorNoise,
  surroundings,
  WIDTH,
  yardTexture,
  type Layer,
} from './surroundings.ts';

/** Something that a household wants to know of. It has begun when half of it is in the picture. */
export interface TrueEvent {
  readonly startS: number;
  readonly endS: number;
}

export interface Scene {
  readonly name: string;
  readonly seed: number;
  readonly width: number;
  readonly height: number;
  readonly fps: number;
  readonly frames: number;
  readonly events: readonly TrueEvent[];
  /** 8-bit grey, rows without padding; a buffer of its own. */
  frame(index: number): Buffer;
}

interface Recipe {
  seconds: number;
  events?: TrueEvent[];
  layers: Layer[];
}

const FPS = 15;
const MAX_WALK_S = 9;
const DAY_NOISE = 2;
const NIGHT_NOISE = 7;

/** What every scene starts from. */
interface Start {
  random: Random;
  seed: number;
}

const ramp = (second: number, from: number, to: number) =>
  Math.min(1, Math.max(0, (second - from) / (to - from)));
const still = ({ random }: Start): Layer => {
  const texture = yardTexture(random);
  return surroundings(() => texture);
};
const noise = ({ seed }: Start, sigma: number) => sensorNoise(seed, () => sigma);
const dark = exposure(() => 0.3);

/** Nothing but what disturbs. */
function nuisance(seconds: number, paint: (start: Start) => Layer[]): (start: Start) => Recipe {
  return (start) => ({ seconds, layers: paint(start) });
}

/** Someone walks from one side to the other. */
function walker(
  start: Start,
  startS: number,
  options: { tall?: number; contrast?: number; speed?: number } = {},
) {
  const { random } = start;
  const tall = options.tall ?? between(random, 110, 170);
  const speedPx = (options.speed ?? between(random, 0.5, 0.8)) * tall;
  const y = tall < 60 ? between(random, 0.5, 0.6) * HEIGHT : between(random, 0.8, 0.97) * HEIGHT;
  const leftwards = random() < 0.5;
  const { way, endS } = across({ startS, speedPx, y, tall, half: halfWidth(tall), leftwards });
  return {
    layer: person(random, way, { ...(options.contrast !== undefined && { contrast: options.contrast }) }),
    event: { startS, endS },
  };
}

/** One walker among what disturbs: `paint` gives what lies behind and what lies before them. */
function walking(
  paint: (start: Start) => { behind: Layer[]; before?: Layer[] },
  options: Parameters<typeof walker>[2] = {},
): (start: Start) => Recipe {
  return (start) => {
    const { behind, before = [] } = paint(start);
    const { layer, event } = walker(start, between(start.random, 7, 9), options);
    const endS = Math.min(event.endS, event.startS + MAX_WALK_S); // someone far away takes long
    return { seconds: endS + 4, events: [{ ...event, endS }], layers: [...behind, layer, ...before] };
  };
}

const shiver = ({ random }: Start) => {
  const phases = [random() * 7, random() * 7, random() * 7];
  const texture = yardTexture(random);
  return surroundings(
    () => texture,
    (s) => [
      0.8 * Math.sin(31 * s + phases[0]!) + 0.4 * Math.sin(5.1 * s + phases[1]!),
      0.8 * Math.sin(26 * s + phases[2]!),
    ],
  );
};

/** The whole picture turns into another one under infrared light, by way of a moment without any. */
function infraredSwitch(start: Start, atS: number): Layer[] {
  const { random } = start;
  const day = yardTexture(random);
  const other = yardTexture(randomOf(start.seed + 5000));
  const night = day.map((value, i) => 0.45 * value + 0.25 * other[i]!);
  const settling = (s: number) => (s < atS + 0.4 ? 0.02 : 1 + 0.7 * Math.exp(-(s - atS - 0.4) / 0.4));
  return [
    surroundings((s) => (s < atS ? day : night)),
    exposure((s) => (s < atS ? 0.35 : settling(s))),
    lamp(WIDTH / 2, HEIGHT / 2, 300, 0.8, (s) => (s < atS + 0.4 ? 0 : 1)),
    sensorNoise(start.seed, (s) => (s < atS ? NIGHT_NOISE : 4)),
  ];
}

/** Comes nearer from far away; counts from when they are 30 pixels tall. */
function approaching(start: Start): Recipe {
  const { random } = start;
  const fromS = between(random, 6, 8);
  const lastsS = between(random, 7, 9);
  const [fromX, toX] = [between(random, 0.3, 0.7) * WIDTH, between(random, 0.35, 0.65) * WIDTH];
  const tallAt = (second: number) => 22 / (1 - 0.9 * ramp(second, fromS, fromS + lastsS)); // steady, in perspective
  const way: Way = (second) => {
    if (second < fromS || second > fromS + lastsS + 1) return null;
    const tall = tallAt(second);
    const x = fromX + (toX - fromX) * ramp(second, fromS, fromS + lastsS);
    return { x, y: 0.5 * HEIGHT + 0.6 * tall, tall };
  };
  let startS = fromS;
  while (tallAt(startS) < 30) startS += 0.05;
  return {
    seconds: fromS + lastsS + 4,
    events: [{ startS, endS: fromS + lastsS + 1 }],
    layers: [still(start), person(random, way), noise(start, DAY_NOISE)],
  };
}

/** Steps out from behind a corner within the picture and walks off. */
function fromTheDoor(start: Start): Recipe {
  const { random } = start;
  const startS = between(random, 7, 9);
  const tall = between(random, 100, 150);
  const speedPx = between(random, 0.5, 0.7) * tall;
  const doorX = between(random, 0.2, 0.5) * WIDTH;
  const endS = startS + (WIDTH - doorX) / speedPx;
  const way: Way = (second) => {
    const x = doorX + (second - startS) * speedPx;
    return second < startS - 0.6 || x > WIDTH + 40 ? null : { x, y: 0.9 * HEIGHT, tall };
  };
  return {
    seconds: endS + 4,
    events: [{ startS, endS }],
    layers: [still(start), person(random, way, { rightOf: Math.round(doorX) }), noise(start, DAY_NOISE)],
  };
}

/** One comes in and stands still for good; later a second one walks through. */
function standingThenSecond(start: Start): Recipe {
  const { random } = start;
  const startS = between(random, 7, 8);
  const tall = between(random, 120, 150);
  const stopX = between(random, 0.25, 0.4) * WIDTH;
  const speedPx = 0.6 * tall;
  const stopS = startS + stopX / speedPx;
  const first: Way = (second) => {
    if (second < startS - 0.5) return null;
    return { x: Math.min(stopX, (second - startS) * speedPx), y: 0.92 * HEIGHT, tall };
  };
  const second = walker(start, stopS + between(random, 7, 9));
  return {
    seconds: second.event.endS + 4,
    events: [{ startS, endS: stopS }, second.event],
    layers: [still(start), person(random, first), second.layer, noise(start, DAY_NOISE)],
  };
}

/** Comes in, puts a parcel down, goes back the way they came. */
function puttingDown(start: Start): Recipe {
  const { random } = start;
  const startS = between(random, 7, 9);
  const tall = between(random, 120, 160);
  const speedPx = 0.6 * tall;
  const stopX = between(random, 0.3, 0.5) * WIDTH;
  const stopS = startS + stopX / speedPx;
  const backS = stopS + 1.5;
  const endS = backS + stopX / speedPx;
  const way: Way = (second) => {
    if (second < startS - 0.5 || second > endS + 0.5) return null;
    const x = Math.min((second - startS) * speedPx, stopX, stopX - (second - backS) * speedPx);
    return { x, y: 0.92 * HEIGHT, tall };
  };
  const place: Place = { x: stopX + 30, y: 0.95 * HEIGHT, tall: 22 };
  return {
    seconds: endS + 8,
    events: [{ startS, endS }],
    layers: [still(start), parcel(place, stopS + 0.7), person(random, way), noise(start, DAY_NOISE)],
  };
}

/** Two walk through with a pause of some seconds between. */
function twice(start: Start): Recipe {
  const first = walker(start, between(start.random, 6, 8));
  const second = walker(start, first.event.endS + between(start.random, 5, 8));
  return {
    seconds: second.event.endS + 4,
    events: [first.event, second.event],
    layers: [still(start), first.layer, second.layer, noise(start, DAY_NOISE)],
  };
}

function driving(night: boolean): (start: Start) => Recipe {
  return (start) => {
    const { random } = start;
    const startS = between(random, 7, 9);
    const tall = between(random, 50, 90);
    const { way, endS } = across({
      startS,
      speedPx: between(random, 120, 320),
      y: between(random, 0.7, 0.9) * HEIGHT,
      tall,
      half: 1.5 * tall,
      leftwards: !night && random() < 0.5,
    });
    const layers = [still(start), car(random, way, { lights: night })];
    return {
      seconds: endS + 4,
      events: [{ startS, endS }],
      layers: night ? [...layers, dark, noise(start, NIGHT_NOISE)] : [...layers, noise(start, DAY_NOISE)],
    };
  };
}

function passingHeadlights(start: Start): Recipe {
  const { random } = start;
  const sweeps = [7, 13, 18].map((at) => ({
    at: at + random(),
    lastsS: between(random, 0.8, 2),
    back: random() < 0.5,
  }));
  const xAt = (second: number) => {
    const sweep = sweeps.find(({ at, lastsS }) => second >= at && second < at + lastsS);
    if (!sweep) return null;
    const gone = (second - sweep.at) / sweep.lastsS;
    return (sweep.back ? 1 - gone : gone) * (WIDTH + 300) - 150;
  };
  return {
    seconds: 24,
    layers: [
      still(start),
      dark,
      headlights(xAt, between(random, 0.4, 0.6) * HEIGHT, between(random, 0.8, 2)),
      noise(start, NIGHT_NOISE),
    ],
  };
}

const onOff = (random: Random, fadeS: number) => {
  const [on, off] = [between(random, 7, 9), between(random, 14, 17)];
  return (second: number) => ramp(second, on, on + fadeS) - ramp(second, off, off + fadeS);
};

const visits = (random: Random) => [6, 10, 14, 18, 21].map((at) => at + 2 * random());

export const RECIPES: Readonly<Record<string, (start: Start) => Recipe>> = {
  'quiet-yard': nuisance(20, (s) => [still(s), noise(s, DAY_NOISE)]),
  'night-noise': nuisance(20, (s) => [still(s), dark, noise(s, 12)]),
  breeze: nuisance(25, (s) => [still(s), tree(s.random, 3), noise(s, DAY_NOISE)]),
  storm: nuisance(30, (s) => [still(s), tree(s.random, 9), tree(s.random, 7), noise(s, DAY_NOISE)]),
  rain: nuisance(20, (s) => [still(s), rain(s.seed, 120), noise(s, 3)]),
  snow: nuisance(20, (s) => [still(s), snow(s.random, 140), noise(s, 3)]),
  fog: nuisance(25, (s) => [still(s), fog(s.random, (t) => 0.2 + 0.6 * ramp(t, 4, 20)), noise(s, DAY_NOISE)]),
  dusk: nuisance(25, (s) => [still(s), exposure((t) => 1 - 0.7 * ramp(t, 2, 24)), noise(s, 3)]),
  clouds: nuisance(25, (s) => {
    const phase = 7 * s.random();
    const gain = (t: number) => 1 + 0.3 * Math.sin(1.3 * t + phase) * Math.sin(0.5 * t);
    return [still(s), exposure(gain), noise(s, DAY_NOISE)];
  }),
  lamp: nuisance(22, (s) => {
    const [x, y] = [between(s.random, 0.2, 0.8) * WIDTH, between(s.random, 0.3, 0.7) * HEIGHT];
    const strength = between(s.random, 0.8, 2);
    const light = lamp(x, y, between(s.random, 70, 180), strength, onOff(s.random, 0.15 * s.random()));
    return [still(s), dark, light, noise(s, NIGHT_NOISE)];
  }),
  'exposure-step': nuisance(22, (s) => {
    const on = onOff(s.random, 0.3 * s.random());
    return [still(s), exposure((t) => 0.6 + 0.5 * on(t)), noise(s, 3)];
  }),
  headlights: passingHeadlights,
  'infrared-switch': nuisance(22, (s) => infraredSwitch(s, between(s.random, 7, 9))),
  shake: nuisance(20, (s) => [shiver(s), noise(s, DAY_NOISE)]),
  'insects-day': nuisance(24, (s) => [
    still(s),
    insects(s.random, visits(s.random), s.random() < 0.5 ? 25 : 225),
    noise(s, DAY_NOISE),
  ]),
  'insects-night': nuisance(24, (s) => [
    still(s),
    dark,
    insects(s.random, visits(s.random), 235),
    noise(s, NIGHT_NOISE),
  ]),
  'spider-thread': nuisance(22, (s) => [still(s), dark, spiderThread(s.random), noise(s, NIGHT_NOISE)]),

  walk: walking((s) => ({ behind: [still(s)], before: [noise(s, DAY_NOISE)] })),
  run: walking((s) => ({ behind: [still(s)], before: [noise(s, DAY_NOISE)] }), { speed: 1.8 }),
  'walk-far': walking((s) => ({ behind: [still(s)], before: [noise(s, DAY_NOISE)] }), {
    tall: 34,
    speed: 0.7,
  }),
  'walk-dark': walking((s) => ({ behind: [still(s)], before: [dark, noise(s, 8)] })),
  'walk-fog': walking((s) => ({
    behind: [still(s)],
    before: [fog(s.random, () => 0.65), noise(s, DAY_NOISE)],
  })),
  'walk-rain': walking((s) => ({ behind: [still(s)], before: [rain(s.seed, 120), noise(s, 3)] })),
  'walk-snow': walking((s) => ({ behind: [still(s)], before: [snow(s.random, 140), noise(s, 3)] })),
  'walk-breeze': walking((s) => ({ behind: [still(s), tree(s.random, 3)], before: [noise(s, DAY_NOISE)] })),
  'walk-storm': walking((s) => ({ behind: [still(s), tree(s.random, 9)], before: [noise(s, DAY_NOISE)] })),
  'walk-shake': walking((s) => ({ behind: [shiver(s)], before: [noise(s, DAY_NOISE)] })),
  'walk-clouds': walking((s) => ({
    behind: [still(s)],
    before: [exposure((t) => 1 + 0.25 * Math.sin(1.3 * t)), noise(s, DAY_NOISE)],
  })),
  approach: approaching,
  door: fromTheDoor,
  'stand-then-second': standingThenSecond,
  'put-down': puttingDown,
  twice,
  car: driving(false),
  'car-night': driving(true),
};

export const SCENE_NAMES = Object.keys(RECIPES);
/** Without anything that a household wants to know of. */
export const NUISANCES = SCENE_NAMES.slice(0, SCENE_NAMES.indexOf('walk'));

/** @throws Error when there is no such scene */
export function scene(name: string, seed: number): Scene {
  const recipe = RECIPES[name];
  if (!recipe) throw new Error(`There is no scene "${name}".`);
  const number = SCENE_NAMES.indexOf(name);
  const { seconds, events = [], layers } = recipe({ random: randomOf(seed * 101 + number), seed });
  const canvas = new Canvas(WIDTH, HEIGHT);
  return {
    name,
    seed,
    width: WIDTH,
    height: HEIGHT,
    fps: FPS,
    frames: Math.floor(seconds * FPS),
    events,
    frame(index) {
      for (const layer of layers) layer(canvas, index / FPS, index);
      const pixels = Buffer.alloc(WIDTH * HEIGHT);
      canvas.toGrey(pixels);
      return pixels;
    },
  };
}
