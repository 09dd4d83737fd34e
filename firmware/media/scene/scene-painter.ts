/**
 * The built-in scene: a front garden in the evening, a pup, somebody who passes, clouds, and the clocks.
 *
 * All that stands still is painted once. For every frame only the places where something has moved are
 * restored and drawn anew, so that a frame costs a fraction of a millisecond.
 */
import { captionText, captionWidth, drawCaption } from './caption.ts';
import * as figures from './figures.ts';
import { HEDGE_TOP, POST_RIGHT, SCENE_HEIGHT, SCENE_WIDTH, paintGarden } from './garden.ts';
import { Frame, spriteOf, type Sprite } from './planes.ts';
import { CLOCK_WIDTH, drawClock } from './scene-clock.ts';

interface Placed {
  sprite: Sprite;
  x: number;
  y: number;
}

/** Something that moves: where and how it looks at a time. Two movers never come near each other. */
interface Mover {
  at: (ms: number) => Placed | null;
  /** It is hidden from this row on. */
  bottom?: number;
  drawn?: Placed | null;
}

const CAPTION_SCALE = 3;
/** Beside the other clock: players put their buttons into the right corner. */
const CAPTION = { x: CLOCK_WIDTH + 26, y: 14, scale: CAPTION_SCALE };
const CAPTION_BOX = {
  x: CAPTION.x - 14,
  y: 6,
  width: captionWidth('2026-01-01 00:00:00', CAPTION_SCALE) + 26,
  height: 38,
};

export class ScenePainter {
  readonly width = SCENE_WIDTH;
  readonly height = SCENE_HEIGHT;
  readonly #background = new Frame(SCENE_WIDTH, SCENE_HEIGHT);
  readonly #frame = new Frame(SCENE_WIDTH, SCENE_HEIGHT);
  readonly #movers: readonly Mover[];
  #caption = '';

  /** Paints what stands still: takes a few hundred milliseconds. */
  constructor() {
    const garden = paintGarden();
    garden.rectangle(
      CAPTION_BOX.x,
      CAPTION_BOX.y,
      CAPTION_BOX.width,
      CAPTION_BOX.height,
      { top: [10, 16, 30], alpha: 0.45 },
      8,
    );
    this.#background.draw(spriteOf(garden), 0, 0);
    this.#background.data.copy(this.#frame.data);
    this.#movers = [...clouds(), passerBy(), pup()];
  }

  /**
   * @param wallMs what the clocks show
   * @returns the frame in I420; the memory is the painter's and changes with the next call
   */
  paint(wallMs: number): Buffer {
    for (const mover of this.#movers) this.#move(mover, wallMs);
    const text = captionText(wallMs);
    if (text !== this.#caption) {
      this.#caption = text;
      this.#frame.restore(
        this.#background,
        CAPTION_BOX.x,
        CAPTION_BOX.y,
        CAPTION_BOX.width,
        CAPTION_BOX.height,
      );
      drawCaption(this.#frame.data, SCENE_WIDTH, text, CAPTION);
    }
    drawClock(this.#frame.data, SCENE_WIDTH, wallMs);
    return this.#frame.data;
  }

  #move(mover: Mover, wallMs: number): void {
    const next = mover.at(wallMs);
    const { drawn } = mover;
    if (drawn && next && drawn.sprite === next.sprite && drawn.x === next.x && drawn.y === next.y) return;
    if (drawn)
      this.#frame.restore(this.#background, drawn.x, drawn.y, drawn.sprite.width, drawn.sprite.height);
    if (next)
      this.#frame.draw(next.sprite, next.x, next.y, {
        left: POST_RIGHT,
        bottom: mover.bottom ?? this.height,
      });
    mover.drawn = next;
  }
}

/** Chroma is halved, so figures stand on even pixels. */
const even = (value: number) => 2 * Math.round(value / 2);

function clouds(): Mover[] {
  return [
    { y: 44, pxPerSecond: 7, startPx: 620 },
    { y: 130, pxPerSecond: 4, startPx: 1180 },
  ].map(({ y, pxPerSecond, startPx }, kind) => {
    const sprite = spriteOf(figures.cloud(kind));
    const lap = SCENE_WIDTH + sprite.width;
    return {
      at: (ms) => ({ sprite, y, x: even(((startPx + (ms / 1000) * pxPerSecond) % lap) - sprite.width) }),
    };
  });
}

/** Crosses to the right, comes back, with pauses out of the picture. */
function passerBy(): Mover {
  const steps = Array.from({ length: figures.WALKER_STEPS }, (_, i) => figures.walker(i));
  const right = steps.map((step) => spriteOf(step));
  const left = steps.map((step) => spriteOf(step, true));
  const pxPerSecond = 60;
  const crossMs = ((SCENE_WIDTH + figures.WALKER_WIDTH) / pxPerSecond) * 1000;
  const lapMs = 2 * crossMs + 14_000;
  return {
    bottom: HEDGE_TOP,
    at: (ms) => {
      const t = ms % lapMs;
      const back = t > crossMs + 7000;
      const way = back ? t - crossMs - 7000 : t;
      if (way > crossMs) return null;
      const x = even((way / 1000) * pxPerSecond) - figures.WALKER_WIDTH;
      const sprite = (back ? left : right)[Math.floor(way / 85) % figures.WALKER_STEPS]!;
      return { sprite, y: 310, x: back ? SCENE_WIDTH - figures.WALKER_WIDTH - x : x };
    },
  };
}

/** Trots to the path, sits down, wags at who is at the door, trots on; then the same from the other side. */
function pup(): Mover {
  const gait = Array.from({ length: figures.PUP_STEPS }, (_, i) => figures.trottingPup(i));
  const right = gait.map((step) => spriteOf(step));
  const left = gait.map((step) => spriteOf(step, true));
  const sit = Array.from({ length: figures.PUP_WAGS }, (_, i) => spriteOf(figures.sittingPup(i)));
  const pxPerSecond = 180;
  const from = -figures.PUP_WIDTH;
  const seat = 540;
  const to = 1060 + figures.PUP_WIDTH;
  const walkMs = ((seat - from) / pxPerSecond) * 1000;
  const sitMs = 9000;
  const leaveMs = ((to - seat) / pxPerSecond) * 1000;
  const onceMs = walkMs + sitMs + leaveMs + 1200;
  return {
    at: (ms) => {
      const lap = ms % (2 * onceMs);
      const back = lap >= onceMs;
      const t = lap % onceMs;
      const y = 556;
      const place = (sprite: Sprite, x: number) => ({
        sprite,
        y,
        x: even(back ? SCENE_WIDTH - figures.PUP_WIDTH - x : x),
      });
      const step = (back ? left : right)[Math.floor(t / 50) % figures.PUP_STEPS]!;
      if (t < walkMs) return place(step, from + (t / 1000) * pxPerSecond);
      if (t < walkMs + sitMs) return place(sit[Math.floor(t / 60) % figures.PUP_WAGS]!, seat);
      if (t < walkMs + sitMs + leaveMs)
        return place(step, seat + ((t - walkMs - sitMs) / 1000) * pxPerSecond);
      return null;
    },
  };
}
