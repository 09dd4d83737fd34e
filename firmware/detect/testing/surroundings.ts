/** What stands still in a scene, the light that falls on it, and the camera that looks at it. */
import { between, randomOf, type Canvas, type Random } from './canvas.ts';

/** One coat of paint: what the picture looks like at this second. */
export type Layer = (canvas: Canvas, second: number, frame: number) => void;

export const WIDTH = 640;
export const HEIGHT = 360;
const MARGIN = 12;
const STRIDE = WIDTH + 2 * MARGIN;

/** Smooth noise, -1 to 1, by lattice points `step` apart. */
function smoothNoise(random: Random, width: number, height: number, step: number): Float32Array {
  const columns = Math.ceil(width / step) + 2;
  const lattice = Float32Array.from(
    { length: columns * (Math.ceil(height / step) + 2) },
    () => 2 * random() - 1,
  );
  const out = new Float32Array(width * height);
  for (let y = 0; y < height; y++) {
    const row = Math.floor(y / step);
    const fy = y / step - row;
    for (let x = 0; x < width; x++) {
      const column = Math.floor(x / step);
      const fx = x / step - column;
      const at = row * columns + column;
      const upper = lattice[at]! * (1 - fx) + lattice[at + 1]! * fx;
      const lower = lattice[at + columns]! * (1 - fx) + lattice[at + columns + 1]! * fx;
      out[y * width + x] = upper * (1 - fy) + lower * fy;
    }
  }
  return out;
}

/** A house front, a path, grass, a hedge: no two seeds alike. */
export function yardTexture(random: Random): Float32Array {
  const [w, h] = [STRIDE, HEIGHT + 2 * MARGIN];
  const rough = smoothNoise(random, w, h, 60);
  const middle = smoothNoise(random, w, h, 14);
  const fine = smoothNoise(random, w, h, 3);
  const horizon = between(random, 0.3, 0.45) * h;
  const [sky, grass, path] = [between(random, 130, 190), between(random, 70, 110), between(random, 110, 160)];
  const pathX = between(random, 0.2, 0.8) * w;
  const houseX = between(random, 0, 0.35) * w;
  const houseW = between(random, 0.25, 0.5) * w;
  const wall = between(random, 90, 170);
  const out = new Float32Array(w * h);
  for (let y = 0; y < h; y++)
    for (let x = 0; x < w; x++) {
      const i = y * w + x;
      let value = sky + 10 * rough[i]!;
      if (x > houseX && x < houseX + houseW && y > 0.12 * h) {
        value = wall + (y % 16 < 2 ? -14 : 0) + 4 * fine[i]!; // courses of bricks
        if ((x - houseX) % 110 > 60 && y % 130 > 60 && y < horizon + 20) value = 45 + 8 * middle[i]!; // windows
      }
      if (y > horizon + 30) {
        value = grass + 16 * middle[i]! + 14 * fine[i]! + 12 * rough[i]!;
        const half = 24 + (y - horizon) * 0.45;
        if (Math.abs(x - pathX) < half) value = path + 6 * middle[i]! + 5 * fine[i]! + (y % 34 < 2 ? -20 : 0);
      } else if (y > horizon && !(x > houseX && x < houseX + houseW))
        value = 60 + 18 * middle[i]! + 18 * fine[i]!;
      out[i] = value;
    }
  return out;
}

/**
 * The yard as the camera sees it. @param shiftAt how far the camera has moved, pixels (a picture between two is
 * mixed); @param textureAt which yard, for scenes where all of it changes
 */
export function surroundings(
  textureAt: (second: number) => Float32Array,
  shiftAt: (second: number) => readonly [number, number] = () => [0, 0],
): Layer {
  return ({ pixels }, second) => {
    const texture = textureAt(second);
    const [dx, dy] = shiftAt(second);
    const [x0, y0] = [Math.floor(dx), Math.floor(dy)];
    const [fx, fy] = [dx - x0, dy - y0];
    for (let y = 0; y < HEIGHT; y++) {
      const at = (y + MARGIN + y0) * STRIDE + MARGIN + x0;
      const row = y * WIDTH;
      if (fx === 0 && fy === 0) pixels.set(texture.subarray(at, at + WIDTH), row);
      else
        for (let x = 0; x < WIDTH; x++) {
          const i = at + x;
          const upper = texture[i]! * (1 - fx) + texture[i + 1]! * fx;
          const lower = texture[i + STRIDE]! * (1 - fx) + texture[i + STRIDE + 1]! * fx;
          pixels[row + x] = upper * (1 - fy) + lower * fy;
        }
    }
  };
}

/** Gain on all of the picture: exposure, dusk, clouds. */
export function exposure(gainAt: (second: number) => number): Layer {
  return ({ pixels }, second) => {
    const gain = gainAt(second);
    if (gain !== 1) for (let i = 0; i < pixels.length; i++) pixels[i]! *= gain;
  };
}

/** A lamp that lights part of the picture: a gain that falls off from its middle. */
export function lamp(
  x: number,
  y: number,
  radiusPx: number,
  strength: number,
  onAt: (second: number) => number,
): Layer {
  const map = new Float32Array(WIDTH * HEIGHT);
  for (let row = 0; row < HEIGHT; row++)
    for (let column = 0; column < WIDTH; column++) {
      const distance = Math.hypot(column - x, (row - y) * 1.3) / radiusPx;
      map[row * WIDTH + column] = strength / (1 + distance ** 4);
    }
  return ({ pixels }, second) => {
    const on = onAt(second);
    if (on !== 0) for (let i = 0; i < pixels.length; i++) pixels[i]! *= 1 + on * map[i]!;
  };
}

/** Two cones of light that sweep over what is there. @param xAt middle, pixels, or null while there are none */
export function headlights(xAt: (second: number) => number | null, y: number, gain: number): Layer {
  return ({ pixels }, second) => {
    const x = xAt(second);
    if (x === null) return;
    for (let row = 0; row < HEIGHT; row++) {
      const fy = Math.exp(-(((row - y) / 70) ** 2));
      for (let column = 0; column < WIDTH; column++) {
        const near = Math.exp(-(((column - x + 45) / 50) ** 2)) + Math.exp(-(((column - x - 45) / 50) ** 2));
        pixels[row * WIDTH + column]! *= 1 + gain * fy * near;
      }
    }
  };
}

/** Fog: everything fades into one grey, unevenly and slowly drifting. */
export function fog(random: Random, thicknessAt: (second: number) => number): Layer {
  const banks = smoothNoise(random, WIDTH * 2, HEIGHT, 120);
  return ({ pixels }, second) => {
    const thickness = thicknessAt(second);
    const drift = Math.floor(second * 12) % WIDTH;
    for (let y = 0; y < HEIGHT; y++)
      for (let x = 0; x < WIDTH; x++) {
        const part = thickness * (1 + 0.12 * banks[y * WIDTH * 2 + x + drift]!);
        pixels[y * WIDTH + x]! += Math.min(1, part) * (170 - pixels[y * WIDTH + x]!);
      }
  };
}

const GAUSSIANS = Float32Array.from({ length: 1 << 16 }, (_, i) => {
  const random = randomOf(i + 77);
  return Math.sqrt(-2 * Math.log(random() + 1e-9)) * Math.cos(2 * Math.PI * random());
});

/** What the sensor adds to every pixel of every frame anew, standard deviation in grey levels. */
export function sensorNoise(seed: number, sigmaAt: (second: number) => number): Layer {
  return ({ pixels }, second, frame) => {
    const random = randomOf(seed * 7919 + frame + 1);
    const sigma = sigmaAt(second);
    for (let row = 0; row < HEIGHT; row++) {
      const from = Math.floor(random() * (GAUSSIANS.length - WIDTH)) - row * WIDTH;
      for (let i = row * WIDTH; i < (row + 1) * WIDTH; i++) pixels[i]! += sigma * GAUSSIANS[from + i]!;
    }
  };
}
