/** Who moves in the scene. Every figure looks to the right; all sizes are even. */
import { Canvas, type Colour, type Paint } from './canvas.ts';

const COAT: Colour = [214, 148, 84];
const COAT_DARK: Colour = [172, 108, 58];
const CREAM: Colour = [250, 232, 206];
const INK: Colour = [44, 34, 34];
const COLLAR: Colour = [206, 52, 60];

const plain = (top: Colour, alpha = 1): Paint => ({ top, alpha });
const shaded: Paint = { top: COAT, bottom: COAT_DARK };

export const PUP_WIDTH = 200;
export const PUP_HEIGHT = 144;
export const PUP_STEPS = 10;
export const PUP_WAGS = 8;

/** The pup on its way. @param step 0 … PUP_STEPS - 1 of its gait */
export function trottingPup(step: number): Canvas {
  const c = new Canvas(PUP_WIDTH, PUP_HEIGHT);
  const turn = (step / PUP_STEPS) * 2 * Math.PI;
  const bob = 2.2 * Math.sin(2 * turn);
  c.ellipse(96, 134, 74, 8, plain([30, 40, 30], 0.32), 8);
  const leg = (x: number, phase: number, colour: Colour) => {
    const swing = Math.sin(turn + phase);
    const lift = Math.max(0, Math.cos(turn + phase)) * 9;
    const kneeX = x + swing * 9;
    const footX = x + swing * 22;
    c.stroke(x, 84 + bob, kneeX, 108 - lift * 0.4, 15, plain(colour));
    c.stroke(kneeX, 108 - lift * 0.4, footX, 130 - lift, 11, plain(colour));
    c.ellipse(footX + 4, 131 - lift, 9, 5.5, plain(CREAM));
  };
  leg(64, Math.PI, COAT_DARK);
  leg(128, 0, COAT_DARK);
  const wag = Math.sin(2 * turn) * 9;
  c.stroke(46, 70 + bob, 28 + wag * 0.3, 44 + bob, 15, shaded);
  c.stroke(28 + wag * 0.3, 44 + bob, 38 + wag, 27 + bob, 13, { top: CREAM, bottom: COAT });
  c.ellipse(92, 80 + bob, 54, 28, shaded, 1.5);
  c.ellipse(96, 96 + bob, 40, 11, plain(CREAM, 0.85), 6);
  c.ellipse(130, 76 + bob, 26, 27, shaded, 1.5);
  leg(56, 0, COAT);
  leg(136, Math.PI, COAT);
  const nod = bob * 1.4 + Math.sin(turn) * 1.5;
  c.stroke(134, 66 + bob, 146, 48 + nod, 34, shaded);
  c.stroke(131, 52 + nod, 154, 68 + nod, 7, plain(COLLAR));
  c.ellipse(147, 71 + nod, 5, 5, plain([250, 214, 96]));
  c.polygon([131, 24 + nod, 137, 3 + nod, 150, 22 + nod], shaded);
  c.ellipse(152, 40 + nod, 25, 22, shaded, 1.5);
  c.polygon([148, 22 + nod, 159, 2 + nod, 168, 24 + nod], { top: COAT, bottom: COAT });
  c.polygon([153, 21 + nod, 159, 9 + nod, 164, 22 + nod], plain([226, 164, 142]));
  c.ellipse(163, 49 + nod, 16, 11, plain(CREAM), 2);
  c.ellipse(176, 48 + nod, 14, 9, plain(CREAM), 1.5);
  c.ellipse(187, 44 + nod, 5.4, 4.6, plain(INK));
  c.stroke(172, 55 + nod, 183, 54 + nod, 2, plain(INK));
  c.ellipse(174, 60 + nod, 4.5, 6, plain([236, 112, 120]));
  c.ellipse(163, 36 + nod, 3.8, 4.4, plain(INK));
  c.ellipse(164.4, 34.6 + nod, 1.3, 1.4, plain([255, 255, 255]));
  return c;
}

/** The pup sits, looks into the camera and wags. @param wag 0 … PUP_WAGS - 1 */
export function sittingPup(wag: number): Canvas {
  const c = new Canvas(PUP_WIDTH, PUP_HEIGHT);
  const swing = Math.sin((wag / PUP_WAGS) * 2 * Math.PI);
  const tilt = 2 * swing;
  c.ellipse(100, 134, 60, 8, plain([30, 40, 30], 0.32), 8);
  c.stroke(64, 122, 40 + swing * 7, 96 - Math.abs(swing) * 3, 14, shaded);
  c.stroke(40 + swing * 7, 96, 42 + swing * 15, 78, 12, { top: CREAM, bottom: COAT });
  c.ellipse(100, 108, 42, 30, shaded, 1.5);
  c.ellipse(68, 124, 19, 12, shaded);
  c.ellipse(132, 124, 19, 12, shaded);
  c.ellipse(100, 92, 29, 38, shaded, 1.5);
  c.ellipse(100, 96, 17, 30, plain(CREAM), 6);
  for (const x of [87, 113]) {
    c.stroke(x, 96, x, 128, 15, { top: COAT, bottom: CREAM });
    c.ellipse(x, 131, 10, 6, plain(CREAM));
  }
  c.stroke(80, 68, 120, 68, 9, plain(COLLAR));
  c.ellipse(100, 75, 6, 6, plain([250, 214, 96]));
  const head = 100 + tilt;
  c.polygon([head - 32, 34, head - 27, 3, head - 6, 22], shaded);
  c.polygon([head + 6, 22, head + 27, 3, head + 32, 34], shaded);
  c.polygon([head - 27, 28, head - 24, 12, head - 13, 22], plain([226, 164, 142]));
  c.polygon([head + 13, 22, head + 24, 12, head + 27, 28], plain([226, 164, 142]));
  c.ellipse(head, 42, 36, 28, shaded, 1.5);
  c.ellipse(head - 20, 52, 14, 12, plain(CREAM), 3);
  c.ellipse(head + 20, 52, 14, 12, plain(CREAM), 3);
  c.ellipse(head, 54, 18, 14, plain(CREAM), 3);
  for (const side of [-1, 1]) {
    c.ellipse(head + side * 15, 38, 4.6, 5.2, plain(INK));
    c.ellipse(head + side * 15 + 1.6, 36.2, 1.6, 1.7, plain([255, 255, 255]));
    c.ellipse(head + side * 15, 28, 4, 2.4, plain(CREAM, 0.9), 2);
    c.stroke(head, 55, head + side * 8, 59, 2, plain(INK));
  }
  c.ellipse(head, 65, 5, 7, plain([236, 112, 120]));
  c.ellipse(head, 49.5, 6.4, 4.8, plain(INK));
  return c;
}

export const WALKER_WIDTH = 56;
export const WALKER_HEIGHT = 112;
export const WALKER_STEPS = 12;

/** Somebody on the pavement, seen to the knees over the hedge. @param step 0 … WALKER_STEPS - 1 */
export function walker(step: number): Canvas {
  const c = new Canvas(WALKER_WIDTH, WALKER_HEIGHT);
  const turn = (step / WALKER_STEPS) * 2 * Math.PI;
  const swing = Math.sin(turn);
  const bob = Math.abs(Math.cos(turn)) * 2;
  const arm = (side: number, colour: Colour) => {
    const handX = 28 + side * swing * 13;
    c.stroke(28, 40 + bob, 28 + side * swing * 5, 55 + bob, 8, plain(colour));
    c.stroke(28 + side * swing * 5, 55 + bob, handX, 68 + bob, 7, plain(colour));
    c.ellipse(handX, 71 + bob, 3.6, 3.6, plain([222, 172, 142]));
  };
  const leg = (side: number, colour: Colour) =>
    c.stroke(28, 72 + bob, 28 + side * swing * 13, 108, 10, plain(colour));
  arm(1, [150, 54, 62]);
  leg(-1, [46, 54, 80]);
  leg(1, [58, 68, 98]);
  c.rectangle(17, 32 + bob, 22, 44, { top: [202, 78, 80], bottom: [172, 58, 66] }, 9);
  c.rectangle(10, 36 + bob, 11, 26, { top: [84, 122, 132], bottom: [62, 96, 108] }, 5);
  arm(-1, [188, 68, 72]);
  c.rectangle(24, 24 + bob, 8, 12, plain([214, 164, 134]), 3);
  c.ellipse(29, 17 + bob, 10, 12, plain([230, 182, 150]));
  c.ellipse(26.5, 12 + bob, 11, 9, plain([74, 50, 42]));
  c.ellipse(19.5, 19 + bob, 4.5, 8, plain([74, 50, 42]));
  return c;
}

/** A cloud of 300 x 84. @param kind 0, 1, 2 … : its shape */
export function cloud(kind: number): Canvas {
  const c = new Canvas(300, 84);
  const puffs: readonly (readonly [number, number, number])[] = [
    [70, 56, 24],
    [112, 42, 32],
    [158, 34, 34],
    [204, 46, 28],
    [238, 58, 20],
  ];
  for (const [i, [x, y, r]] of puffs.entries()) {
    const grown = r * (0.82 + 0.3 * Math.abs(Math.sin(kind * 2.1 + i * 1.3)));
    c.ellipse(
      x,
      Math.max(grown + 4, y),
      grown * 1.35,
      Math.min(grown, 34),
      {
        top: [255, 250, 244],
        bottom: [244, 206, 192],
        alpha: 0.72,
      },
      16,
    );
  }
  c.ellipse(152, 62, 116, 15, { top: [246, 216, 204], bottom: [232, 190, 184], alpha: 0.7 }, 12);
  return c;
}
