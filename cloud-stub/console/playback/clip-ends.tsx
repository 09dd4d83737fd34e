import type { RefObject, TargetedPointerEvent } from 'preact';
import { timeWithSeconds } from '../wording/times.ts';
import { partOf, timeAt } from './timeline.ts';
import type { TimelineState } from './timeline-state.ts';

const ENDS = [
  ['fromMs', 'Start of the clip'],
  ['toMs', 'End of the clip'],
] as const;

/** The stretch to be saved, with a handle at each end: dragged, or moved a second by arrow keys (Shift: ten). */
export function ClipEnds({ state, box }: { state: TimelineState; box: RefObject<HTMLElement | null> }) {
  const clip = state.clip.value;
  if (!clip) return null;
  const view = state.view.value;
  const within = (ms: number) => Math.min(1, Math.max(0, partOf(view, ms)));
  const [from, to] = [within(clip.fromMs), within(clip.toMs)];
  const drag = (event: TargetedPointerEvent<HTMLElement>, end: 'fromMs' | 'toMs') => {
    const rect = box.current?.getBoundingClientRect();
    if (!rect || !event.currentTarget.hasPointerCapture(event.pointerId)) return;
    state.moveClip(end, timeAt(view, Math.min(1, Math.max(0, (event.clientX - rect.left) / rect.width))));
  };
  return (
    <div class="clipends">
      <i class="clipband" style={{ left: `${from * 100}%`, width: `${(to - from) * 100}%` }} />
      {ENDS.filter(([end]) => clip[end] >= view.fromMs && clip[end] <= view.toMs).map(([end, name]) => (
        <button
          key={end}
          class={`clipend ${end === 'fromMs' ? 'start' : 'stop'}`}
          style={{ left: `${partOf(view, clip[end]) * 100}%` }}
          role="slider"
          aria-label={name}
          aria-valuemin={view.fromMs}
          aria-valuemax={view.toMs}
          aria-valuenow={clip[end]}
          aria-valuetext={timeWithSeconds(clip[end])}
          onPointerDown={(event) => event.currentTarget.setPointerCapture(event.pointerId)}
          onPointerMove={(event) => drag(event, end)}
          onKeyDown={(event) => {
            const by = { ArrowRight: 1, ArrowUp: 1, ArrowLeft: -1, ArrowDown: -1 }[event.key];
            if (!by) return;
            event.preventDefault();
            state.moveClip(end, clip[end] + by * (event.shiftKey ? 10_000 : 1000));
          }}
        />
      ))}
    </div>
  );
}
