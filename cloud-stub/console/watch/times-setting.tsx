import { useState } from 'preact/hooks';
import type { Device } from '../../api.ts';
import { Segmented } from '../parts/segmented.tsx';
import { timesSentence, waitWords } from '../wording/watch.ts';
import { MissingSetting } from './missing-setting.tsx';
import { SpanEditor } from './span-editor.tsx';
import { useSetting } from './use-setting.ts';
import {
  MAX_SPANS,
  NIGHT,
  spanProblem,
  watchTimesOf,
  watchTimesText,
  type WatchSpan,
  type WatchTimes,
} from './watch-times.ts';

const CHOICES = [
  { value: 'always', name: 'Always' },
  { value: 'night', name: 'At night' },
  { value: 'custom', name: 'Custom' },
] as const;

const FIRST: WatchSpan = { ...NIGHT, days: [0, 1, 2, 3, 4] };
const NEXT: WatchSpan = { days: [5, 6], fromMinute: 0, toMinute: 24 * 60 };

/** When a function watches. Own times are saved by hand, so that no half of them holds meanwhile. */
export function TimesSetting({ device, setting, of }: { device: Device; setting: string; of: string }) {
  const state = useSetting<string>(device, setting);
  const [draft, setDraft] = useState<readonly WatchSpan[] | null>(null);
  if (!state) return <MissingSetting name="When" />;
  const times = watchTimesOf(state.value);
  const saved = times?.kind === 'custom' ? times.spans : [];
  const spans = draft ?? saved;
  const choose = (kind: WatchTimes['kind']) => {
    if (kind === 'custom') return setDraft(saved.length > 0 ? saved : [FIRST]);
    setDraft(null);
    if (kind !== times?.kind) void state.wish(watchTimesText({ kind }));
  };
  const save = async () => {
    if (await state.wish(watchTimesText({ kind: 'custom', spans }))) setDraft(null);
  };
  const problem = spans.map(spanProblem).find(Boolean);
  return (
    <div class="times" role="group" aria-label={`When: ${of}`}>
      <h3>When</h3>
      <p class="sm quiet num">
        {timesSentence(state.value)} {state.waits && waitWords(device)}
      </p>
      <Segmented
        label="When"
        options={CHOICES}
        value={draft ? 'custom' : (times?.kind ?? 'custom')}
        onChange={choose}
      />
      {spans.map((span, i) => (
        <SpanEditor
          key={i}
          span={span}
          onChange={(changed) => setDraft(spans.with(i, changed))}
          onRemove={spans.length > 1 ? () => setDraft(spans.toSpliced(i, 1)) : undefined}
        />
      ))}
      {spans.length > 0 && (
        <div class="acts">
          {draft && (
            <button class="btn go" disabled={problem !== undefined} onClick={() => void save()}>
              Save times
            </button>
          )}
          {draft && (
            <button class="btn plain" onClick={() => setDraft(null)}>
              Cancel
            </button>
          )}
          {spans.length < MAX_SPANS && (
            <button class="btn plain" onClick={() => setDraft([...spans, NEXT])}>
              Add a time
            </button>
          )}
        </div>
      )}
      {draft && problem && <p class="hint">{problem}</p>}
    </div>
  );
}
