/** Who and what moves through a scene on purpose: people, cars, things they carry. */
import { between, type Canvas, type Random } from './canvas.ts';
import { WIDTH, type Layer } from './surroundings.ts';

export interface Place {
  /** Where the feet are, pixels. */
  readonly x: number;
  readonly y: number;
  /** Height of the person, pixels. */
  readonly tall: number;
}

/** Where someone is at a second; null: not in the picture. */
export type Way = (second: number) => Place | null;

/** @param show paints only right of this column (someone who steps out from behind a corner) */
export function person(
  random: Random,
  way: Way,
  options: { rightOf?: number; contrast?: number } = {},
): Layer {
  const { contrast = 1 } = options;
  // Dark or light clothes: what has the grey of the lawn nobody could see.
  const cloth = () =>
    110 + contrast * (random() < 0.5 ? between(random, -95, -60) : between(random, 70, 130));
  const [coat, trousers, face] = [cloth(), cloth(), 110 + contrast * between(random, 40, 80)];
  const stepsHz = between(random, 0.8, 1.1);
  return (canvas, second) => {
    const place = way(second);
    if (!place) return;
    const before = options.rightOf === undefined ? null : canvas.pixels.slice();
    const { x, y, tall } = place;
    const previous = way(second - 0.1);
    const walking = previous !== null && Math.hypot(previous.x - x, previous.tall - tall) > 0.2;
    const swing = walking ? 0.16 * tall * Math.sin(2 * Math.PI * stepsHz * second) : 0.04 * tall;
    const thick = 0.05 * tall;
    canvas.ellipse(x, y, 0.2 * tall, 0.04 * tall, 30, 0.04 * tall + 1, 0.35);
    canvas.line(x, y - 0.47 * tall, x + swing, y, thick, trousers);
    canvas.line(x, y - 0.47 * tall, x - swing, y, thick, trousers);
    canvas.ellipse(x, y - 0.64 * tall, 0.13 * tall, 0.2 * tall, coat);
    canvas.line(x, y - 0.78 * tall, x - 0.9 * swing, y - 0.5 * tall, 0.7 * thick, coat * 0.85);
    canvas.ellipse(x, y - 0.92 * tall, 0.065 * tall, 0.08 * tall, face);
    if (before) {
      const { width, height, pixels } = canvas;
      for (let row = 0; row < height; row++)
        pixels.set(before.subarray(row * width, row * width + options.rightOf!), row * width);
    }
  };
}

/** Half of the width that a walking person takes. */
export const halfWidth = (tall: number): number => 0.16 * tall;

/** A car seen from the side; `x` is its middle, `y` where the wheels stand, `tall` its height. */
export function car(random: Random, way: Way, options: { lights?: boolean } = {}): Layer {
  const paint = random() < 0.5 ? between(random, 15, 50) : between(random, 190, 240);
  return (canvas: Canvas, second: number) => {
    const place = way(second);
    if (!place) return;
    const { x, y, tall } = place;
    const half = 1.5 * tall;
    canvas.ellipse(x, y, half, 0.1 * tall, 20, 4, 0.6);
    canvas.box(x - half, y - 0.62 * tall, x + half, y - 0.15 * tall, paint);
    canvas.ellipse(x, y - 0.62 * tall, 0.9 * tall, 0.38 * tall, paint * 0.9);
    canvas.ellipse(x, y - 0.66 * tall, 0.7 * tall, 0.24 * tall, 40);
    for (const wheel of [-0.9, 0.9])
      canvas.ellipse(x + wheel * tall, y - 0.15 * tall, 0.18 * tall, 0.18 * tall, 15);
    if (options.lights) canvas.blot(x + half, y - 0.4 * tall, 0.3 * tall, 255, 1);
  };
}

/** A parcel on the ground. */
export function parcel(place: Place, from: number): Layer {
  return (canvas, second) => {
    if (second < from) return;
    const { x, y, tall } = place;
    canvas.box(x - tall, y - tall, x + tall, y, 200);
    canvas.box(x - 0.1 * tall, y - tall, x + 0.1 * tall, y, 120);
  };
}

/**
 * Walks through the picture at a steady pace from one border to the other.
 * @returns the way, and when half of the walker is inside
 */
export function across(options: {
  startS: number;
  speedPx: number;
  y: number;
  tall: number;
  half: number;
  leftwards: boolean;
}): { way: Way; startS: number; endS: number } {
  const { startS, speedPx, y, tall, half, leftwards } = options;
  const endS = startS + WIDTH / speedPx;
  const reach = half / speedPx;
  const way: Way = (second) => {
    if (second < startS - reach || second > endS + reach) return null;
    const gone = (second - startS) * speedPx;
    return { x: leftwards ? WIDTH - gone : gone, y, tall };
  };
  return { way, startS, endS };
}
