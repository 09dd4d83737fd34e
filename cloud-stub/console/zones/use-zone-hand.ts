import type { RefObject, TargetedPointerEvent } from 'preact';
import { useRef } from 'preact/hooks';
import { cornersOf, type Drawing, type Stroke } from './zone-drawing.ts';
import { zoneAt, type Point } from './zone-list.ts';

/** A hand that moves less has tapped, px. */
const TAP_PX = 4;

/** What a hand holds between down and up. */
interface Grip {
  /** Null: the whole zone. */
  corner: number | null;
  /** All corners when it took hold, and where it was then, as part of the picture. */
  corners: readonly Point[];
  at: Point;
  fromPx: Point;
  moved: boolean;
}

export interface ZoneHandOptions {
  /** As large as the picture. */
  box: RefObject<HTMLElement | null>;
  drawing: Drawing;
  stroke(stroke: Stroke): void;
}

type HandEvent = TargetedPointerEvent<HTMLDivElement>;

/**
 * Strokes from a mouse or a finger: places corners while a zone is drawn, or else moves them, moves the chosen zone
 * and chooses another.
 */
export function useZoneHand({ box, drawing, stroke }: ZoneHandOptions) {
  const grip = useRef<Grip | null>(null);
  const tapped = useRef(true);

  const partOf = (event: HandEvent): Point => {
    const rect = box.current!.getBoundingClientRect();
    return [(event.clientX - rect.left) / rect.width, (event.clientY - rect.top) / rect.height];
  };
  const hold = (event: HandEvent, corner: number | null, corners: readonly Point[]) => {
    const fromPx: Point = [event.clientX, event.clientY];
    grip.current = { corner, corners, at: partOf(event), fromPx, moved: false };
    // A corner keeps what was pressed on it: captured elsewhere, its click would go there.
    const onCorner = cornerUnder(event);
    (onCorner ?? event.currentTarget).setPointerCapture(event.pointerId);
  };
  const onPointerDown = (event: HandEvent) => {
    if (event.button !== 0 || grip.current) return;
    const at = partOf(event);
    const corners = cornersOf(drawing);
    if (cornerUnder(event)) {
      const corner = nearest(corners, event, box.current!.getBoundingClientRect());
      stroke({ type: 'cornerTouched', corner });
      return hold(event, corner, corners);
    }
    if (drawing.draft) {
      stroke({ type: 'cornerPlaced', at });
      return hold(event, drawing.draft.length, [...corners, at]);
    }
    const zone = zoneAt(drawing.zones, at);
    if (zone >= 0 && zone === drawing.chosen) return hold(event, null, corners);
    stroke({ type: 'zoneChosen', zone: zone < 0 ? null : zone });
  };
  const onPointerMove = (event: HandEvent) => {
    const held = grip.current;
    if (!held) return;
    const [fromX, fromY] = held.fromPx;
    held.moved ||= Math.hypot(event.clientX - fromX, event.clientY - fromY) >= TAP_PX;
    if (!held.moved) return;
    // By as much as the hand moves: a thumb may hold a corner from beside it, and still see it.
    const [x, y] = partOf(event);
    const by: Point = [x - held.at[0], y - held.at[1]];
    if (held.corner === null) return stroke({ type: 'zoneMoved', from: held.corners, by });
    const from = held.corners[held.corner]!;
    stroke({ type: 'cornerMoved', corner: held.corner, to: [from[0] + by[0], from[1] + by[1]] });
  };
  const letGo = () => {
    tapped.current = !grip.current?.moved;
    grip.current = null;
  };
  return {
    handlers: { onPointerDown, onPointerMove, onPointerUp: letGo, onPointerCancel: letGo },
    /** For a click: it ends no drag. */
    tapped: () => tapped.current,
  };
}

function cornerUnder(event: HandEvent): Element | null {
  return event.target instanceof Element ? event.target.closest('[data-corner]') : null;
}

/** Where corners are close together, their targets lie over each other. */
function nearest(corners: readonly Point[], event: HandEvent, rect: DOMRect): number {
  const distances = corners.map(([x, y]) =>
    Math.hypot(rect.left + x * rect.width - event.clientX, rect.top + y * rect.height - event.clientY),
  );
  return distances.indexOf(Math.min(...distances));
}
