/** A mouse, a thumb or two on the strip: a press holds it there, a move scrubs, two fingers zoom. */
import type { HTMLAttributes, TargetedPointerEvent } from 'preact';
import { useRef, useState } from 'preact/hooks';

/** Fingers this much further apart, or closer: one step of zoom. */
const PINCH = 1.5;
/** A press that moves less than this is a tap, px. */
const TAP_PX = 6;

export interface StripHand {
  /** @param part 0 at the left edge, 1 at the right; beyond them while a hand is there */
  onHold(part: number): void;
  onLetGo(part: number, tapped: boolean): void;
  /** @param by 1 into it, -1 out of it */
  onZoom(by: 1 | -1, part: number): void;
}

type Handlers = Pick<
  HTMLAttributes<HTMLElement>,
  'onPointerDown' | 'onPointerMove' | 'onPointerUp' | 'onPointerCancel' | 'onPointerLeave'
>;

/** @returns handlers for the strip, and where a mouse is over it without a button: null when it is not */
export function useStripHand({ onHold, onLetGo, onZoom }: StripHand): {
  handlers: Handlers;
  overPart: number | null;
} {
  const down = useRef(new Map<number, number>());
  const pinch = useRef<number | null>(null);
  const from = useRef({ x: 0, moved: false });
  const [overPart, setOverPart] = useState<number | null>(null);
  const partOf = (event: TargetedPointerEvent<HTMLElement>) => {
    const { left, width } = event.currentTarget.getBoundingClientRect();
    return (event.clientX - left) / Math.max(1, width);
  };
  const apart = () => {
    const [a = 0, b = 0] = [...down.current.values()];
    return Math.max(8, Math.abs(a - b));
  };
  const end = (event: TargetedPointerEvent<HTMLElement>, isDone: boolean) => {
    if (!down.current.delete(event.pointerId)) return;
    if (down.current.size > 0) return;
    if (pinch.current === null) onLetGo(partOf(event), isDone && !from.current.moved);
    pinch.current = null;
  };
  return {
    overPart,
    handlers: {
      onPointerDown(event) {
        if (event.button !== 0) return;
        event.currentTarget.setPointerCapture(event.pointerId);
        down.current.set(event.pointerId, event.clientX);
        setOverPart(null);
        if (down.current.size === 2) pinch.current = apart();
        if (down.current.size > 1) return;
        from.current = { x: event.clientX, moved: false };
        onHold(partOf(event));
      },
      onPointerMove(event) {
        if (!down.current.has(event.pointerId)) {
          if (event.pointerType === 'mouse') setOverPart(partOf(event));
          return;
        }
        down.current.set(event.pointerId, event.clientX);
        if (pinch.current === null) {
          from.current.moved ||= Math.abs(event.clientX - from.current.x) > TAP_PX;
          if (from.current.moved) onHold(partOf(event));
          return;
        }
        if (down.current.size !== 2) return;
        const ratio = apart() / pinch.current;
        if (ratio < PINCH && ratio > 1 / PINCH) return;
        pinch.current = apart();
        onZoom(ratio > 1 ? 1 : -1, partOf(event));
      },
      onPointerUp: (event) => end(event, true),
      onPointerCancel: (event) => end(event, false),
      onPointerLeave: () => setOverPart(null),
    },
  };
}
