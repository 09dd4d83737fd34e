import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { FakeClock } from '#kit/clock.ts';
import { EventClips } from './event-clips.ts';
import type { RecorderState } from './recorder.ts';

const test = suite('clips of events');

function house() {
  const clock = new FakeClock();
  const asked: string[] = [];
  const recorder = {
    now: 'recording' as RecorderState['now'],
    keep({ fromUs }: { fromUs?: number } = {}) {
      asked.push(`from ${Math.round(fromUs! / 1000 - clock.monotonicMs())} ms`);
      return () => asked.push('let go');
    },
    state: (): RecorderState => ({ now: recorder.now, stream: 'main' }),
  };
  return { clock, asked, recorder, clips: new EventClips({ recorder, clock }) };
}

test('from the pre-roll before it began until the post-roll after its end', async () => {
  const { clock, asked, clips } = house();
  await clock.advance(60_000);
  const startedMs = clock.nowMs() - 500;
  const clip = clips.keep({ fromUs: (clock.monotonicMs() - 500) * 1000 });
  await clock.advance(9500);
  assert.equal(clip.release(), { fromMs: startedMs - 8000, toMs: startedMs + 10_000 + 5000 });
  assert.equal(asked, ['from -8500 ms', 'let go']);
});

test('what is not recorded is no clip', () => {
  const { clock, asked, recorder, clips } = house();
  for (const now of ['off', 'privacy', 'not-scheduled', 'no-picture'] as const) {
    recorder.now = now;
    assert.is(clips.keep({ fromUs: clock.monotonicMs() * 1000 }).release(), null, now);
  }
  assert.is(asked.filter((what) => what === 'let go').length, 4);
});

test.run();
