import { Icon } from '../parts/icon.tsx';
import { DAY_MINUTES, timeText, type WatchSpan } from './watch-times.ts';

const NAMES = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'];
const STEP_MINUTES = 30;

export interface SpanEditorProps {
  span: WatchSpan;
  onChange(span: WatchSpan): void;
  onRemove?(): void;
}

/** Days and hours of one time of the week. */
export function SpanEditor({ span, onChange, onRemove }: SpanEditorProps) {
  const toggle = (day: number) => {
    const days = span.days.includes(day)
      ? span.days.filter((d) => d !== day)
      : [...span.days, day].sort((a, b) => a - b);
    onChange({ ...span, days });
  };
  return (
    <div class="span">
      <div class="weekdays" role="group" aria-label="Days">
        {NAMES.map((name, day) => (
          <button
            key={name}
            class="chip"
            aria-label={name}
            aria-pressed={span.days.includes(day)}
            onClick={() => toggle(day)}
          >
            {name.charAt(0)}
          </button>
        ))}
      </div>
      <div class="hours">
        <TimeChoice
          label="From"
          minute={span.fromMinute}
          first={0}
          onChange={(fromMinute) => onChange({ ...span, fromMinute })}
        />
        <TimeChoice
          label="To"
          minute={span.toMinute}
          first={STEP_MINUTES}
          onChange={(toMinute) => onChange({ ...span, toMinute })}
        />
        <span class="quiet sm">{span.toMinute < span.fromMinute && 'next day'}</span>
        {onRemove && (
          <button class="btn icon" aria-label="Remove this time" onClick={onRemove}>
            <Icon name="bin" />
          </button>
        )}
      </div>
    </div>
  );
}

interface TimeChoiceProps {
  label: string;
  minute: number;
  /** Earliest that can be chosen. */
  first: number;
  onChange(minute: number): void;
}

/** Half hours; a time set elsewhere, such as 22:10, has its place among them. */
function TimeChoice({ label, minute, first, onChange }: TimeChoiceProps) {
  const minutes = new Set([minute]);
  for (let m = first; m < first + DAY_MINUTES; m += STEP_MINUTES) minutes.add(m);
  return (
    <label class="hour">
      <span>{label}</span>
      <select value={minute} onChange={(event) => onChange(Number(event.currentTarget.value))}>
        {[...minutes]
          .sort((a, b) => a - b)
          .map((m) => (
            <option key={m} value={m}>
              {timeText(m)}
            </option>
          ))}
      </select>
    </label>
  );
}
