import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { MAX_CLIP_MS } from '#protocol/playback.ts';
import { partOf } from './timeline.ts';
import { TimelineState } from './timeline-state.ts';

const T = new Date(2026, 10, 23, 18, 30).getTime();
const MINUTE = 60_000;

const test = suite('timeline in hand');

test('follows what plays until a hand moves it away, and again when one holds it', () => {
  const state = new TimelineState('hour', T);
  state.standsAt(T + 40 * MINUTE);
  assert.ok(partOf(state.view.value, T + 40 * MINUTE) <= 1);
  state.move(-1);
  state.move(-1);
  const away = state.view.value;
  state.standsAt(T + 41 * MINUTE);
  assert.is(state.view.value, away);
  state.hold(T + 41 * MINUTE);
  assert.is(state.heldMs.value, T + 41 * MINUTE);
  state.standsAt(T + 42 * MINUTE);
  assert.is(state.heldMs.value, null);
  const part = partOf(state.view.value, T + 42 * MINUTE);
  assert.ok(part >= 0 && part <= 1);
});

test('zooms in around what is to be saved when its ends stand too close', () => {
  const state = new TimelineState('day', T);
  state.beginClip({ fromMs: T - 30_000, toMs: T });
  assert.is(state.zoom.value, 'minutes');
  assert.ok(partOf(state.view.value, T - 30_000) > 0 && partOf(state.view.value, T) < 1);
  const wide = new TimelineState('hour', T);
  wide.beginClip({ fromMs: T - 15 * MINUTE, toMs: T });
  assert.is(wide.zoom.value, 'hour');
});

test('an end that passes the other takes it along; a clip is a second at least and an hour at most', () => {
  const state = new TimelineState('hour', T);
  state.moveClip('toMs', T);
  assert.is(state.clip.value, null, 'nothing is saved');
  state.beginClip({ fromMs: T, toMs: T + 10_000 });
  state.moveClip('fromMs', T + 30_000);
  assert.equal(state.clip.value, { fromMs: T + 30_000, toMs: T + 31_000 });
  state.moveClip('toMs', T);
  assert.equal(state.clip.value, { fromMs: T - 1000, toMs: T });
  state.moveClip('toMs', T + 5 * MAX_CLIP_MS);
  assert.equal(state.clip.value, { fromMs: T + 4 * MAX_CLIP_MS, toMs: T + 5 * MAX_CLIP_MS });
  state.endClip();
  assert.is(state.clip.value, null);
});

test.run();
