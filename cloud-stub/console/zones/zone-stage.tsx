import type { TargetedKeyboardEvent } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';
import type { Device } from '../../api.ts';
import { CameraGround } from './camera-ground.tsx';
import { cornersOf, type Drawing, type Stroke } from './zone-drawing.ts';
import { MIN_CORNERS, type Point } from './zone-list.ts';
import { useZoneHand } from './use-zone-hand.ts';
import { ZoneShapes } from './zone-shapes.tsx';

/** One arrow key, as part of the picture; with Shift. */
const STEP = 0.005;
const LEAP = 0.025;
const ARROWS: Record<string, Point> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};

export interface ZoneStageProps {
  device: Device;
  drawing: Drawing;
  stroke(stroke: Stroke): void;
}

/** The picture to draw on. Its mat is wide enough for a thumb on a corner at the picture's edge. */
export function ZoneStage({ device, drawing, stroke }: ZoneStageProps) {
  const box = useRef<HTMLDivElement>(null);
  const hand = useZoneHand({ box, drawing, stroke });
  const corners = cornersOf(drawing);
  const closes = drawing.draft !== null && corners.length >= MIN_CORNERS;
  const focusCorner = useCornerFocus(box, drawing);

  const press = (event: TargetedKeyboardEvent<HTMLButtonElement>, corner: number) => {
    const arrow = ARROWS[event.key];
    const [x, y] = corners[corner]!;
    if (arrow) {
      const step = event.shiftKey ? LEAP : STEP;
      stroke({ type: 'cornerMoved', corner, to: [x + arrow[0] * step, y + arrow[1] * step] });
    } else if (event.key === 'Delete' || event.key === 'Backspace') {
      focusCorner();
      stroke({ type: 'cornerRemoved', corner });
    } else return;
    event.preventDefault();
  };
  return (
    <div class={drawing.draft ? 'mat aims' : 'mat'} {...hand.handlers}>
      <div class="zonebox" ref={box}>
        <CameraGround device={device}>
          <ZoneShapes zones={drawing.zones} chosen={drawing.chosen} draft={drawing.draft} />
        </CameraGround>
        {corners.map(([x, y], i) => (
          <button
            key={i}
            class={cornerClass(closes && i === 0, i === drawing.corner)}
            data-corner={i}
            style={{ left: `${x * 100}%`, top: `${y * 100}%` }}
            aria-label={closes && i === 0 ? 'Close the zone here' : cornerName(corners, i)}
            onFocus={() => stroke({ type: 'cornerTouched', corner: i })}
            onKeyDown={(event) => press(event, i)}
            onClick={() => closes && i === 0 && hand.tapped() && stroke({ type: 'draftClosed' })}
          />
        ))}
      </div>
    </div>
  );
}

/** Puts the focus on the corner that is touched when another one is gone, and on a new zone's first one. */
function useCornerFocus(box: { current: HTMLElement | null }, drawing: Drawing): () => void {
  const wanted = useRef<number | 'touched' | null>(null);
  const zones = useRef(drawing.zones.length);
  if (drawing.zones.length > zones.current && drawing.chosen !== null) wanted.current = 0;
  zones.current = drawing.zones.length;
  // At once: an effect that waits for a frame would be that of the drawing before.
  useLayoutEffect(() => {
    const corner = wanted.current === 'touched' ? drawing.corner : wanted.current;
    if (wanted.current === null) return;
    wanted.current = null;
    box.current?.querySelector<HTMLElement>(`[data-corner="${corner}"]`)?.focus({ preventScroll: true });
  });
  return () => (wanted.current = 'touched');
}

function cornerClass(closes: boolean, touched: boolean): string {
  return ['zonecorner', closes && 'closes', touched && 'touched'].filter(Boolean).join(' ');
}

/** "Corner 2 of 4, 35 % across, 60 % down" */
function cornerName(corners: readonly Point[], i: number): string {
  const [x, y] = corners[i]!;
  const percent = (part: number) => `${Math.round(part * 100)} %`;
  return `Corner ${i + 1} of ${corners.length}, ${percent(x)} across, ${percent(y)} down`;
}
