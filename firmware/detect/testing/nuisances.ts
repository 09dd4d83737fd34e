/** What moves and is nothing: leaves, rain, snow, insects, a spider's thread. */
import { between, randomOf, type Random } from './canvas.ts';
import { HEIGHT, WIDTH, type Layer } from './surroundings.ts';

/** Sine of a phase plus x is a sum of products: a branch of leaves costs no sine per pixel. */
const wave = (perPx: number) => ({
  sin: Float64Array.from({ length: WIDTH }, (_, x) => Math.sin(perPx * x)),
  cos: Float64Array.from({ length: WIDTH }, (_, x) => Math.cos(perPx * x)),
});
const wide = wave(0.06);
const wider = wave(0.05);
const turned = (phase: number, px: number) => [px * Math.sin(phase), px * Math.cos(phase)] as const;

/** A tree whose crown sways by so many pixels; gusts come and go. */
export function tree(random: Random, swayPx: number): Layer {
  const [cx, cy] = [between(random, 0.15, 0.85) * WIDTH, between(random, 0.25, 0.4) * HEIGHT];
  const [rx, ry] = [between(random, 90, 130), between(random, 70, 100)];
  const size = 320;
  const leaves = Float32Array.from({ length: size * size }, () => 0);
  // Clumps of leaves, 3 to 7 pixels, light and dark, with gaps that show what is behind.
  for (let n = 0; n < 2600; n++) {
    const [x, y, r] = [random() * size, random() * size, between(random, 2, 5)];
    const grey = between(random, 25, 120);
    for (let py = Math.max(0, Math.floor(y - r)); py < Math.min(size, y + r); py++)
      for (let px = Math.max(0, Math.floor(x - r)); px < Math.min(size, x + r); px++)
        if ((px - x) ** 2 + (py - y) ** 2 < r * r) leaves[py * size + px] = grey;
  }
  const phases = Array.from({ length: 6 }, () => between(random, 0, 7));
  const [slowHz, fastHz] = [between(random, 0.25, 0.45), between(random, 0.9, 1.6)];
  return ({ pixels }, second) => {
    const gust = 0.55 + 0.45 * Math.sin(0.9 * second + phases[0]!) * Math.sin(0.37 * second + phases[1]!);
    for (let y = Math.max(0, Math.floor(cy - ry - 20)); y < Math.min(HEIGHT, cy + ry + 20); y++) {
      const high = (cy + 2 * ry - y) / (3 * ry); // the top sways most
      const slow = Math.sin(2 * Math.PI * slowHz * second + phases[2]!) * swayPx * gust * high;
      const [sinX, cosX] = turned(2 * Math.PI * fastHz * second + 0.09 * y + phases[3]!, 0.5 * swayPx * gust);
      const [sinY, cosY] = turned(
        1.6 * Math.PI * fastHz * second + 0.07 * y + phases[4]!,
        0.35 * swayPx * gust,
      );
      for (let x = Math.max(0, Math.floor(cx - rx - 20)); x < Math.min(WIDTH, cx + rx + 20); x++) {
        const dx = slow + sinX * wide.cos[x]! + cosX * wide.sin[x]!;
        const dy = sinY * wider.cos[x]! - cosY * wider.sin[x]!;
        const [u, v] = [x - dx - cx, y - dy - cy];
        if ((u / rx) ** 2 + (v / ry) ** 2 > 1) continue;
        const fu = u + size / 2;
        const [column, row] = [Math.floor(fu), Math.floor(v + size / 2)];
        if (column < 0 || row < 0 || column >= size - 1 || row >= size) continue;
        const [left, right] = [leaves[row * size + column]!, leaves[row * size + column + 1]!];
        if (left === 0 || right === 0) continue;
        pixels[y * WIDTH + x] = left + (fu - column) * (right - left);
      }
    }
  };
}

export function rain(seed: number, drops: number): Layer {
  return (canvas, _second, frame) => {
    const random = randomOf(seed * 104729 + frame);
    for (let n = 0; n < drops; n++) {
      const [x, y, long] = [random() * WIDTH, random() * HEIGHT, between(random, 10, 34)];
      canvas.line(x, y, x + 0.08 * long, y + long, 0.5, 215, between(random, 0.2, 0.5));
    }
  };
}

export function snow(random: Random, flakes: number): Layer {
  const all = Array.from({ length: flakes }, () => {
    const near = random() ** 3; // few are near: large and fast
    return {
      x: random() * WIDTH,
      y: random() * 400,
      radius: 0.9 + 3.2 * near,
      fall: 50 + 160 * near,
      drift: between(random, -25, 25),
      phase: random() * 7,
    };
  });
  return (canvas, second) => {
    for (const { x, y, radius, fall, drift, phase } of all) {
      const px = (((x + drift * second + 6 * Math.sin(second + phase)) % WIDTH) + WIDTH) % WIDTH;
      canvas.ellipse(px, ((y + fall * second) % 400) - 20, radius, radius, 235, 1.5, 0.8);
    }
  };
}

/** Close to the lens: large, without an edge, quick, here and there. */
export function insects(random: Random, visits: readonly number[], grey: number): Layer {
  const all = visits.map((startS) => ({
    startS,
    lastsS: between(random, 0.5, 2),
    sigmaPx: between(random, 10, 30),
    speedPx: between(random, 450, 900),
    x: between(random, 0, WIDTH),
    y: between(random, 0, HEIGHT),
    heading: between(random, 0, 2 * Math.PI),
    turnHz: between(random, 0.4, 1.3),
    wide: between(random, 0.6, 2),
    alpha: between(random, 0.4, 0.85),
  }));
  return (canvas, second) => {
    for (const insect of all) {
      const age = second - insect.startS;
      if (age < 0 || age > insect.lastsS) continue;
      let [x, y] = [insect.x, insect.y];
      for (let s = 0; s < age; s += 0.02) {
        const heading = insect.heading + insect.wide * Math.sin(2 * Math.PI * insect.turnHz * s);
        x += Math.cos(heading) * insect.speedPx * 0.02;
        y += Math.sin(heading) * insect.speedPx * 0.02;
      }
      canvas.blot(x, y, insect.sigmaPx, grey, insect.alpha);
    }
  };
}

/** A thread before the lens: a bright blurred line that waves in the draught. */
export function spiderThread(random: Random): Layer {
  const [x1, x2] = [between(random, 0.1, 0.6) * WIDTH, between(random, 0.4, 0.9) * WIDTH];
  const [sway, hz, thick] = [between(random, 10, 26), between(random, 0.25, 0.7), between(random, 3, 6)];
  return (canvas, second) => {
    const bow =
      sway * Math.sin(2 * Math.PI * hz * second) + 0.4 * sway * Math.sin(2 * Math.PI * 2.3 * hz * second + 1);
    let [lastX, lastY] = [x1, 0];
    for (let part = 1; part <= 10; part++) {
      const y = (part / 10) * HEIGHT;
      const x = x1 + (part / 10) * (x2 - x1) + bow * Math.sin((Math.PI * part) / 10);
      canvas.line(lastX, lastY, x, y, thick, 230, 0.35, 2 * thick);
      [lastX, lastY] = [x, y];
    }
  };
}
