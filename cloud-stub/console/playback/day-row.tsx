import { useEffect, useRef } from 'preact/hooks';
import { useDesk } from '../desk.ts';
import { shortDayName } from '../wording/playback.ts';
import { dayOf, daysOf, drawnSpans, partOf, type Span } from './timeline.ts';

/** Width of the little ribbon of a day, px: enough to draw it by. */
const RIBBON_PX = 96;

/** The last days, each with what is recorded of it. */
export function DayRow(props: { spans: readonly Span[]; view: Span; onDay(day: Span): void }) {
  const { spans, view, onDay } = props;
  const { now } = useDesk();
  const row = useRef<HTMLDivElement>(null);
  const middleMs = (view.fromMs + view.toMs) / 2;
  const day = dayOf(middleMs).fromMs;
  useEffect(() => {
    const chosen = row.current?.querySelector<HTMLElement>('[aria-pressed=true]');
    if (chosen && row.current) row.current.scrollLeft = chosen.offsetLeft - row.current.clientWidth / 2;
  }, [day]);
  return (
    <div class="dayrow" ref={row} role="group" aria-label="Day">
      {daysOf(spans, now.ms.value).map((each) => (
        <button
          key={each.fromMs}
          class="dayof"
          aria-pressed={each.fromMs === day}
          onClick={() => onDay(each)}
        >
          {shortDayName(each.fromMs, now.ms.value)}
          <svg aria-hidden="true">
            <rect class="base" width="100%" height="100%" rx="2" />
            {drawnSpans(spans, each, RIBBON_PX).map(({ fromMs, toMs }) => (
              <rect
                key={fromMs}
                class="rec"
                x={`${partOf(each, fromMs) * 100}%`}
                width={`${Math.max(1, (partOf(each, toMs) - partOf(each, fromMs)) * 100)}%`}
                height="100%"
              />
            ))}
          </svg>
        </button>
      ))}
    </div>
  );
}
