/** Soft shapes without a graphics library: a picture of premultiplied RGBA floats, drawn by distance fields. */

/** Red, green, blue in 0 … 255. */
export type Colour = readonly [number, number, number];

/** One colour, or a gradient between two heights. */
export interface Paint {
  top: Colour;
  bottom?: Colour;
  /** Rows of the gradient's ends; the shape's box by default. */
  from?: number;
  to?: number;
  /** 0 … 1, 1 by default. */
  alpha?: number;
}

export interface Box {
  x: number;
  y: number;
  width: number;
  height: number;
}

/** Signed distance to the edge of a shape, pixels, negative inside. */
export type Distance = (x: number, y: number) => number;

export class Canvas {
  readonly pixels: Float32Array;
  constructor(
    readonly width: number,
    readonly height: number,
  ) {
    this.pixels = new Float32Array(width * height * 4);
  }

  /**
   * Lays a shape over what is there.
   * @param blur width of the soft edge, pixels; 1 is a sharp edge without steps
   * @param span columns of a row outside of which there is nothing: saves asking for every pixel of the box
   */
  shape(box: Box, distance: Distance, paint: Paint, blur = 1, span?: (y: number) => [number, number]): void {
    const {
      top,
      bottom = top,
      from: gradientTop = box.y,
      to: gradientBottom = box.y + box.height,
      alpha = 1,
    } = paint;
    const boxLeft = Math.max(0, Math.floor(box.x - blur));
    const boxRight = Math.min(this.width, Math.ceil(box.x + box.width + blur));
    const p = this.pixels;
    const first = Math.max(0, Math.floor(box.y - blur));
    const last = Math.min(this.height, Math.ceil(box.y + box.height + blur));
    for (let y = first; y < last; y++) {
      const t = Math.min(1, Math.max(0, (y - gradientTop) / (gradientBottom - gradientTop || 1)));
      const r = top[0] + (bottom[0] - top[0]) * t;
      const g = top[1] + (bottom[1] - top[1]) * t;
      const b = top[2] + (bottom[2] - top[2]) * t;
      const [from, to] = span?.(y + 0.5) ?? [boxLeft, boxRight];
      const left = Math.max(boxLeft, Math.floor(from));
      const right = Math.min(boxRight, Math.ceil(to));
      let at = (y * this.width + left) * 4;
      for (let x = left; x < right; x++, at += 4) {
        const inside = 0.5 - distance(x + 0.5, y + 0.5) / blur;
        if (inside <= 0) continue;
        const a = (inside >= 1 ? 1 : blur > 1 ? inside * inside * (3 - 2 * inside) : inside) * alpha;
        const keep = 1 - a;
        p[at] = p[at]! * keep + r * a;
        p[at + 1] = p[at + 1]! * keep + g * a;
        p[at + 2] = p[at + 2]! * keep + b * a;
        p[at + 3] = p[at + 3]! * keep + a;
      }
    }
  }

  rectangle(x: number, y: number, width: number, height: number, paint: Paint, round = 0): void {
    const cx = x + width / 2;
    const cy = y + height / 2;
    const hx = width / 2 - round;
    const hy = height / 2 - round;
    if (round === 0 && [x, y, width, height].every(Number.isInteger)) {
      const columns: [number, number] = [x, x + width];
      const none: [number, number] = [0, 0];
      const span = (row: number) => (row > y && row < y + height ? columns : none);
      return this.shape({ x, y, width, height }, () => -1, paint, 1, span);
    }
    this.shape(
      { x, y, width, height },
      (px, py) => {
        const dx = Math.abs(px - cx) - hx;
        const dy = Math.abs(py - cy) - hy;
        if (dx <= 0 || dy <= 0) return Math.max(dx, dy) - round;
        return Math.sqrt(dx * dx + dy * dy) - round;
      },
      paint,
    );
  }

  /** @param blur see `shape` */
  ellipse(cx: number, cy: number, rx: number, ry: number, paint: Paint, blur = 1): void {
    this.shape(
      { x: cx - rx, y: cy - ry, width: 2 * rx, height: 2 * ry },
      (x, y) => {
        const dx = (x - cx) / rx;
        const dy = (y - cy) / ry;
        const k = Math.sqrt(dx * dx + dy * dy);
        const slope = Math.sqrt((dx / rx) ** 2 + (dy / ry) ** 2);
        return slope > 0 ? (k * (k - 1)) / slope : -Math.min(rx, ry);
      },
      paint,
      blur,
      (y) => {
        const reach = (rx + blur) * Math.sqrt(Math.max(0, 1 - ((y - cy) / (ry + blur)) ** 2)) + 1;
        return [cx - reach, cx + reach];
      },
    );
  }

  /** A thick line with round ends. */
  stroke(x0: number, y0: number, x1: number, y1: number, thick: number, paint: Paint): void {
    const r = thick / 2;
    const dx = x1 - x0;
    const dy = y1 - y0;
    const length2 = dx * dx + dy * dy || 1;
    this.shape(
      {
        x: Math.min(x0, x1) - r,
        y: Math.min(y0, y1) - r,
        width: Math.abs(dx) + thick,
        height: Math.abs(dy) + thick,
      },
      (x, y) => {
        const t = Math.min(1, Math.max(0, ((x - x0) * dx + (y - y0) * dy) / length2));
        const ex = x - x0 - t * dx;
        const ey = y - y0 - t * dy;
        return Math.sqrt(ex * ex + ey * ey) - r;
      },
      paint,
    );
  }

  /** @param corners convex, clockwise on the screen, flat list of x, y */
  polygon(corners: readonly number[], paint: Paint): void {
    const xs = corners.filter((_, i) => i % 2 === 0);
    const ys = corners.filter((_, i) => i % 2 === 1);
    const x = Math.min(...xs);
    const y = Math.min(...ys);
    const edges = xs.map((x0, i) => {
      const y0 = ys[i]!;
      const ex = xs[(i + 1) % xs.length]! - x0;
      const ey = ys[(i + 1) % ys.length]! - y0;
      const length = Math.hypot(ex, ey) || 1;
      return { x0, y0, nx: ey / length, ny: -ex / length };
    });
    this.shape(
      { x, y, width: Math.max(...xs) - x, height: Math.max(...ys) - y },
      (px, py) => {
        let far = -Infinity;
        for (const edge of edges) {
          const d = (px - edge.x0) * edge.nx + (py - edge.y0) * edge.ny;
          if (d > far) far = d;
        }
        return far;
      },
      paint,
      1,
      (py) => {
        let left = -Infinity;
        let right = Infinity;
        for (const edge of edges) {
          if (Math.abs(edge.nx) < 0.05) continue; // nearly level: bounds no column
          const at = edge.x0 + (1 - (py - edge.y0) * edge.ny) / edge.nx;
          if (edge.nx < 0) left = Math.max(left, at);
          else right = Math.min(right, at);
        }
        return [left - 1, right + 1];
      },
    );
  }

  /** Everything below a line `height(x)`. */
  ground(height: (x: number) => number, bottom: number, paint: Paint): void {
    const heights = Float32Array.from({ length: this.width + 2 }, (_, x) => height(x));
    const y = Math.min(...heights);
    this.shape({ x: 0, y, width: this.width, height: bottom - y }, (px, py) => heights[px | 0]! - py, paint);
  }
}
