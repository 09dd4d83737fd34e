/** What stands still in the scene: the view from a front door on a summer evening. */
import { Canvas, type Colour } from './canvas.ts';

export const SCENE_WIDTH = 1280;
export const SCENE_HEIGHT = 720;
/** Upper edge of the trimmed hedge: who walks on the pavement is hidden below it. */
export const HEDGE_TOP = 396;

/** Right edge of the porch's post, which stands before everything. */
export const POST_RIGHT = 52;

/** Repeatable "random" number in 0 … 1 for a thing with this number. */
const scatter = (n: number) => {
  const t = Math.sin(n * 127.1 + 11.7) * 43758.5453;
  return t - Math.floor(t);
};

export function paintGarden(): Canvas {
  const canvas = new Canvas(SCENE_WIDTH, SCENE_HEIGHT);
  sky(canvas);
  street(canvas);
  hedge(canvas);
  lawn(canvas);
  path(canvas);
  flowers(canvas);
  porch(canvas);
  return canvas;
}

function sky(c: Canvas): void {
  c.rectangle(0, 0, SCENE_WIDTH, 330, { top: [54, 88, 140], bottom: [252, 203, 158], from: 0, to: 300 });
  c.ellipse(930, 292, 300, 190, { top: [255, 214, 150], alpha: 0.5 }, 190);
  c.ellipse(930, 282, 30, 30, { top: [255, 244, 214] }, 5);
  c.ground((x) => 258 + 22 * Math.sin(x / 170 + 1) + 9 * Math.sin(x / 61), 370, {
    top: [134, 139, 176],
    bottom: [176, 160, 172],
  });
  c.ground((x) => 296 + 14 * Math.sin(x / 120 + 4) + 6 * Math.sin(x / 43), 372, {
    top: [96, 112, 142],
    bottom: [126, 128, 142],
  });
}

function street(c: Canvas): void {
  house(c, 118, 206, { wall: [212, 178, 150], roof: [122, 66, 62], lit: [true, false] });
  house(c, 690, 190, { wall: [186, 196, 204], roof: [78, 84, 104], lit: [false, true] });
  house(c, 1040, 220, { wall: [226, 206, 168], roof: [132, 84, 62], lit: [true, true] });
  for (const [x, size, shade] of [
    [64, 46, 0],
    [392, 52, 6],
    [470, 38, -6],
    [600, 44, 2],
    [938, 40, 8],
    [1246, 56, -4],
  ] as const)
    tree(c, x, size, shade);
  c.rectangle(0, 366, SCENE_WIDTH, 20, { top: [96, 96, 108], bottom: [112, 110, 118] });
  c.rectangle(0, 384, SCENE_WIDTH, 14, { top: [186, 180, 172], bottom: [170, 164, 158] });
  lamp(c, 530);
}

function house(
  c: Canvas,
  x: number,
  width: number,
  look: { wall: Colour; roof: Colour; lit: readonly [boolean, boolean] },
): void {
  const top = 284;
  const shade = look.wall.map((v) => v * 0.82) as unknown as Colour;
  c.rectangle(x + width * 0.72, 222, 16, 44, { top: [128, 82, 74] });
  c.rectangle(x, top, width, 84, { top: look.wall, bottom: shade });
  c.polygon([x - 14, top + 3, x + width / 2, 226, x + width + 14, top + 3], {
    top: look.roof.map((v) => Math.min(255, v * 1.15)) as unknown as Colour,
    bottom: look.roof,
  });
  c.rectangle(x + width / 2 - 14, 318, 28, 50, { top: [92, 70, 62], bottom: [74, 56, 50] }, 3);
  look.lit.forEach((lit, i) => {
    const left = x + (i === 0 ? width * 0.14 : width * 0.66);
    if (lit) c.ellipse(left + 20, 324, 56, 42, { top: [255, 200, 110], alpha: 0.35 }, 40);
    c.rectangle(left - 3, 303, 46, 40, { top: [244, 238, 226] }, 2);
    c.rectangle(
      left,
      306,
      40,
      34,
      lit
        ? { top: [255, 226, 150], bottom: [255, 190, 96] }
        : { top: [98, 118, 144], bottom: [132, 140, 156] },
    );
    c.rectangle(left + 18.5, 306, 3, 34, { top: [244, 238, 226] });
    c.rectangle(left, 321.5, 40, 3, { top: [244, 238, 226] });
  });
}

function tree(c: Canvas, x: number, size: number, shade: number): void {
  c.rectangle(x - size * 0.09, 330, size * 0.18, 44, { top: [98, 76, 62], bottom: [80, 62, 52] });
  const leaf = (light: number): Colour => [72 + light + shade, 108 + light + shade, 78 + light * 0.6 + shade];
  for (let i = 0; i < 9; i++) {
    const angle = i * 2.4;
    const reach = size * 0.52 * Math.sqrt(i / 9);
    const cx = x + reach * Math.cos(angle);
    const cy = 306 + reach * 0.8 * Math.sin(angle);
    c.ellipse(cx, cy, size * 0.5, size * 0.46, { top: leaf(cy < 304 ? 22 : 8), bottom: leaf(-14) }, 3);
  }
}

function lamp(c: Canvas, x: number): void {
  c.rectangle(x - 2.5, 262, 5, 124, { top: [58, 60, 70] });
  c.ellipse(x, 254, 46, 46, { top: [255, 226, 160], alpha: 0.5 }, 44);
  c.ellipse(x, 254, 9, 11, { top: [255, 246, 214] }, 2);
  c.rectangle(x - 9, 241, 18, 4, { top: [58, 60, 70] }, 2);
}

function hedge(c: Canvas): void {
  c.rectangle(0, HEDGE_TOP, SCENE_WIDTH, 46, { top: [78, 122, 74], bottom: [44, 80, 54] });
  for (let i = 0; i < 520; i++) {
    const x = scatter(i) * SCENE_WIDTH;
    const y = HEDGE_TOP + 6 + scatter(i + 900) * 36;
    const light = scatter(i + 77) * 34 - (y - HEDGE_TOP) * 0.5;
    c.ellipse(x, y, 5, 3.4, { top: [74 + light, 118 + light, 68 + light * 0.7], alpha: 0.75 }, 2);
  }
  // The garden gate, where the path meets the pavement.
  c.rectangle(584, HEDGE_TOP, 112, 48, { top: [168, 158, 150] });
  for (let i = 0; i < 9; i++)
    c.rectangle(588 + i * 12, HEDGE_TOP + 1, 9, 46, { top: [250, 246, 238], bottom: [224, 216, 208] }, 3);
  c.rectangle(584, HEDGE_TOP + 10, 112, 5, { top: [236, 230, 222] });
  c.rectangle(584, HEDGE_TOP + 32, 112, 5, { top: [226, 220, 212] });
  for (const x of [574, 694])
    c.rectangle(x, HEDGE_TOP, 14, 52, { top: [206, 196, 186], bottom: [168, 158, 150] }, 2);
}

function lawn(c: Canvas): void {
  c.rectangle(0, 442, SCENE_WIDTH, 278, { top: [124, 164, 88], bottom: [74, 128, 66] });
  // Mown stripes that meet far behind the gate.
  for (let i = -8; i < 9; i += 2) {
    const far = (k: number) => 640 + k * 56;
    const near = (k: number) => 640 + k * 210;
    c.polygon([far(i), 442, far(i + 1), 442, near(i + 1), 720, near(i), 720], {
      top: [138, 176, 98],
      bottom: [88, 142, 74],
      alpha: 0.55,
    });
  }
  c.rectangle(0, 440, SCENE_WIDTH, 16, { top: [40, 74, 48], alpha: 0.35 });
}

function path(c: Canvas): void {
  const left = (y: number) => 596 - ((y - 444) / 276) * 236;
  const right = (y: number) => 684 + ((y - 444) / 276) * 236;
  c.polygon([left(444) - 5, 444, right(444) + 5, 444, right(720) + 16, 720, left(720) - 16, 720], {
    top: [148, 146, 118],
    bottom: [104, 120, 84],
  });
  c.polygon([left(444), 444, right(444), 444, right(720), 720, left(720), 720], {
    top: [190, 176, 164],
    bottom: [170, 158, 148],
  });
  let row = 0;
  for (let y = 446; y < 716; row++) {
    const height = 9 + (y - 444) * 0.2;
    const stones = 3 + (row % 2);
    for (let i = 0; i < stones; i++) {
      const at = (line: number, k: number) => left(line) + ((right(line) - left(line)) * k) / stones;
      const gap = 1.2 + (y - 444) / 110;
      const bottom = Math.min(719, y + height - gap);
      const light = scatter(row * 7 + i) * 26;
      const stone: Colour = [206 + light, 192 + light, 178 + light];
      c.polygon(
        [
          at(y, i) + gap,
          y,
          at(y, i + 1) - gap,
          y,
          at(bottom, i + 1) - gap,
          bottom,
          at(bottom, i) + gap,
          bottom,
        ],
        { top: stone, bottom: stone.map((v) => v * 0.93) as unknown as Colour },
      );
    }
    y += height;
  }
  // The door light falls on the first stones.
  c.ellipse(640, 742, 430, 150, { top: [255, 214, 140], alpha: 0.3 }, 130);
}

function flowers(c: Canvas): void {
  const petals: readonly Colour[] = [
    [250, 236, 240],
    [244, 150, 160],
    [250, 206, 96],
    [196, 160, 232],
  ];
  for (let i = 0; i < 90; i++) {
    const side = i % 2 === 0 ? -1 : 1;
    const y = 462 + scatter(i * 3) * 236;
    const near = (y - 444) / 276;
    const x = 640 + side * (70 + near * 236 + scatter(i * 5 + 1) * (60 + 70 * near));
    const size = 2 + near * 3.4;
    c.stroke(x, y, x, y + size * 3, 1 + near, { top: [66, 112, 58] });
    c.ellipse(x, y, size, size * 0.9, { top: petals[i % petals.length]! }, 1.5);
    c.ellipse(x, y, size * 0.4, size * 0.36, { top: [240, 190, 70] });
  }
}

function porch(c: Canvas): void {
  // The post with the door light on the left, a planter on the right: near, so large and dark.
  c.rectangle(-10, 32, POST_RIGHT + 10, 690, { top: [92, 74, 72], bottom: [122, 96, 84] });
  c.rectangle(-10, 32, 20, 690, { top: [70, 56, 58], bottom: [92, 74, 68] });
  c.rectangle(POST_RIGHT - 8, 32, 8, 690, { top: [142, 112, 96], bottom: [172, 138, 112] });
  c.ellipse(114, 276, 190, 190, { top: [255, 206, 120], alpha: 0.42 }, 185);
  c.stroke(POST_RIGHT, 222, 114, 222, 7, { top: [48, 44, 50] });
  c.stroke(114, 218, 114, 238, 5, { top: [48, 44, 50] });
  c.polygon([92, 252, 114, 232, 136, 252], { top: [58, 52, 58] });
  c.rectangle(95, 250, 38, 52, { top: [255, 242, 196], bottom: [255, 206, 120] }, 4);
  c.ellipse(114, 278, 12, 17, { top: [255, 252, 236] }, 8);
  for (const x of [95, 113, 130]) c.rectangle(x, 250, 3, 52, { top: [58, 52, 58] });
  c.rectangle(90, 300, 48, 8, { top: [58, 52, 58] }, 3);

  for (let i = 0; i < 34; i++) {
    const x = 1150 + (scatter(i + 31) - 0.5) * 150;
    const y = 566 + (scatter(i + 61) - 0.5) * 120;
    const light = scatter(i) * 34;
    c.ellipse(x, y, 26, 20, { top: [74 + light, 120 + light, 70 + light], bottom: [42, 84, 52] }, 3);
  }
  for (let i = 0; i < 22; i++) {
    const x = 1150 + (scatter(i + 131) - 0.5) * 160;
    const y = 556 + (scatter(i + 161) - 0.5) * 116;
    c.ellipse(x, y, 8, 7, { top: i % 3 === 0 ? [252, 226, 232] : [236, 112, 132] }, 2);
    c.ellipse(x, y, 2.6, 2.4, { top: [252, 214, 110] });
  }
  c.polygon([1068, 626, 1232, 626, 1212, 720, 1088, 720], { top: [196, 108, 78], bottom: [150, 78, 60] });
  c.rectangle(1058, 612, 184, 22, { top: [214, 126, 92], bottom: [178, 96, 70] }, 5);
}
