import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { v1 } from '#protocol/messages.ts';
import { FakeClock } from '#kit/clock.ts';
import { createLogger, type LogRecord } from '#kit/log.ts';
import { EventHistory, type HistoryEvent } from '../care/event-history.ts';
import { FakeLink } from '../link/fake-link.ts';
import { FakeMedia } from '../media/fake-media.ts';
import type { Settings } from '../settings/schema.ts';
import { SettingsStore } from '../settings/store.ts';
import { Alarms, type AlarmNotice } from './alarms.ts';
import type { AlarmKind, Label, Sighting } from './sighting.ts';

const { EVENT_PHASE_STARTED, EVENT_PHASE_SNAPSHOT, EVENT_PHASE_ENDED } = v1.EventPhase;
const STEP_MS = 125;

async function house(values: Partial<Settings> = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'alarms-'));
  const clock = new FakeClock();
  const lines: LogRecord[] = [];
  const log = createLogger({ write: (line) => lines.push(JSON.parse(line) as LogRecord) });
  const settings = new SettingsStore({ folder, log, initial: values });
  const history = new EventHistory({ file: join(folder, 'events.jsonl'), log });
  await history.start();
  const media = new FakeMedia({ clock });
  const link = new FakeLink();
  const kept: string[] = [];
  const nowUs = () => Math.round(clock.monotonicMs() * 1000);
  const clips = {
    keep({ fromUs }: { fromUs: number }) {
      kept.push(`from ${Math.round((fromUs - nowUs()) / 1000)} ms`);
      const fromMs = clock.nowMs() - 8000;
      return {
        release() {
          kept.push('released');
          return { fromMs, toMs: clock.nowMs() };
        },
      };
    },
  };
  const clipped: [HistoryEvent, Uint8Array | null][] = [];
  const alarms = new Alarms({
    ...{ media, link, settings, history, clips, clock, log },
    onClip: (event, picture) => clipped.push([event, picture]),
  });
  await alarms.start();
  const notices: AlarmNotice[] = [];
  alarms.onStarted((notice) => notices.push(notice));
  return {
    ...{ clock, lines, settings, history, media, link, alarms, kept, notices, clipped },
    see(more: Partial<Sighting> = {}) {
      const atUs = nowUs();
      return alarms.take({
        ...{ kind: 'motion', label: 'motion', atUs, sinceUs: atUs, score: 0.5, zones: [] },
        ...more,
      });
    },
    /** A sighting each eighth of a second, with these scores. */
    async lasts(scores: number[], more: Partial<Sighting> = {}) {
      for (const score of scores) {
        this.see({ score, ...more });
        await clock.advance(STEP_MS);
      }
    },
    phases: () => link.events.map(({ phase }) => phase),
    pictures: () => link.events.filter(({ phase }) => phase === EVENT_PHASE_SNAPSHOT),
    async close() {
      await alarms.stop();
      await history.stop();
      rmSync(folder, { recursive: true });
    },
  };
}

const steady = (seconds: number, score = 0.5) => Array<number>(seconds * 8).fill(score);
const test = suite('alarms');

test('motion: one event with start, picture and end, and everything that is known of it', async () => {
  const h = await house();
  const startedMs = h.clock.nowMs() - 300;
  h.see({ sinceUs: Math.round(h.clock.monotonicMs() * 1000) - 300_000, zones: ['Path'] });
  await h.lasts(steady(4), { zones: ['Gate'] });
  await h.clock.advance(20_000);
  assert.equal(h.phases(), [EVENT_PHASE_STARTED, EVENT_PHASE_SNAPSHOT, EVENT_PHASE_ENDED]);
  const [started, , ended] = h.link.events;
  assert.is(started!.kind, v1.EventKind.EVENT_KIND_MOTION);
  assert.is(started!.startedMs, startedMs);
  assert.equal(started!.zones, ['Path']);
  assert.is(ended!.endedMs, startedMs + 300 + 4000 - STEP_MS);
  assert.equal(ended!.labels, ['motion']);
  assert.equal(ended!.zones, ['Path', 'Gate']);
  assert.is(ended!.clipFromMs, startedMs + 300 - 8000);
  assert.is(ended!.clipToMs! > ended!.endedMs!, true);
  assert.equal(h.kept, ['from -300 ms', 'released']);
  assert.equal(h.notices, [{ kind: 'motion', id: started!.id!, startedMs }]);
  for (const event of h.link.events) assert.is(v1.Event.verify(event), null);
  const [remembered] = h.history.recent(1);
  assert.ok(remembered!.accepted && remembered!.snapshot && !remembered!.quiet);
  assert.equal(remembered!.zones, ['Path', 'Gate']);
  assert.is(remembered!.clip!.fromMs, ended!.clipFromMs!);
  await h.close();
});

for (const kind of ['motion', 'sound', 'tamper', 'ring'] as const) {
  test(`${kind} keeps a clip, with the same life`, async () => {
    const h = await house();
    const labels: Record<AlarmKind, Label> = {
      motion: 'motion',
      sound: 'dog',
      tamper: 'covered',
      ring: 'ring',
    };
    h.see({ kind, label: labels[kind] });
    await h.clock.advance(60_000);
    assert.equal(h.phases(), [EVENT_PHASE_STARTED, EVENT_PHASE_SNAPSHOT, EVENT_PHASE_ENDED]);
    assert.equal(h.link.events[0]!.labels, [labels[kind]]);
    assert.equal(h.kept, ['from 0 ms', 'released']);
    const [[event, picture], ...others] = h.clipped as [[HistoryEvent, Uint8Array | null]];
    assert.equal(event, h.history.byId(h.link.events[0]!.id!));
    assert.ok(picture && Buffer.compare(picture, h.pictures()[0]!.snapshot!.jpeg!) === 0, 'with its picture');
    assert.is(others.length, 0);
    await h.close();
  });
}

for (const kind of ['motion', 'ring'] as const) {
  test(`${kind}, over before the camera gave a picture: the picture comes first, and goes with the clip`, async () => {
    const h = await house({ 'doorbell.blindSeconds': 0 });
    for (let i = 0; i < 3; i++) h.media.snapshots.push(() => Promise.reject(new Error('starting')));
    h.see({ kind, label: kind });
    await h.clock.advance(20_000);
    assert.equal(h.phases(), [EVENT_PHASE_STARTED, EVENT_PHASE_SNAPSHOT, EVENT_PHASE_ENDED]);
    assert.equal(h.clipped[0]![1], h.pictures()[0]!.snapshot!.jpeg!);
    await h.close();
  });
}

test('two kinds at once are two events', async () => {
  const h = await house();
  h.see();
  h.see({ kind: 'sound', label: 'loud' });
  await h.clock.advance(1000);
  assert.is(new Set(h.link.events.map(({ id }) => id)).size, 2);
  await h.close();
});

test('the best picture, not the first: taken where it was clearest', async () => {
  const h = await house();
  for (const width of [100, 200, 300, 400])
    h.media.snapshots.push(() => Promise.resolve(h.media.picture(width)));
  await h.lasts([0.2, 0.2, 0.2, 0.2, 0.2, 0.6, 0.6, 0.6, 0.6, 0.6, 0.5, 0.5, 0.5]);
  assert.equal(
    h.pictures().map(({ snapshot }) => snapshot!.width),
    [200],
    'the best of the first moments',
  );
  await h.clock.advance(10_000);
  assert.is(h.pictures().length, 1, 'no better one came');
  await h.close();
});

test('a clearer one that comes later is sent when the event ends', async () => {
  const h = await house();
  for (const width of [100, 200, 300, 400])
    h.media.snapshots.push(() => Promise.resolve(h.media.picture(width)));
  await h.lasts([...steady(2, 0.3), ...steady(1, 0.9), ...steady(2, 0.4)]);
  await h.clock.advance(10_000);
  assert.equal(
    h.pictures().map(({ snapshot }) => snapshot!.width),
    [100, 200],
  );
  assert.equal(h.phases().at(-1), EVENT_PHASE_ENDED);
  await h.close();
});

test('however it grows, few pictures are taken of one event', async () => {
  const h = await house({ 'alarm.mostSeconds': 600 });
  for (let i = 0, score = 1e-9; i < 60; i++, score *= 1.3) await h.lasts(steady(1, score));
  const taken = h.media.asked.filter((what) => what.startsWith('snapshot')).length;
  assert.ok(taken >= 8 && taken <= 12, `${taken}`);
  await h.close();
});

test('a sound that turns out to be a dog is told anew, a few times at most', async () => {
  const h = await house();
  h.see({ kind: 'sound', label: 'loud', score: 0.4 });
  h.see({ kind: 'sound', label: 'dog', score: 0.5 });
  h.see({ kind: 'sound', label: 'dog', score: 0.6 });
  for (let i = 0; i < 20; i++) h.see({ kind: 'sound', label: i % 2 ? 'dog' : 'baby', score: 0.61 + i / 100 });
  const told = h.link.events.filter(({ phase }) => phase === EVENT_PHASE_STARTED);
  assert.equal(
    told.map(({ labels }) => labels![0]),
    ['loud', 'dog', 'baby', 'dog'],
  );
  assert.is(h.notices.length, 1);
  await h.close();
});

test('notifications off, or snoozed: kept, and marked as quiet; a ring comes through', async () => {
  const h = await house({ 'motion.notify': false });
  await h.settings.set({ 'notify.snoozeUntilMs': h.clock.nowMs() + 60_000 });
  h.see();
  h.see({ kind: 'sound', label: 'dog' });
  h.see({ kind: 'ring', label: 'ring' });
  assert.equal(
    h.link.events.map(({ quiet }) => quiet),
    [true, true, false],
  );
  await h.clock.advance(120_000);
  h.see();
  h.see({ kind: 'sound', label: 'dog' });
  assert.equal(
    h.link.events.slice(-2).map(({ quiet }) => quiet),
    [true, false],
    'snoozing is over by itself',
  );
  await h.close();
});

test('switched off: the event ends at once, and its picture is not sent any more', async () => {
  const h = await house();
  await h.lasts(steady(1));
  h.alarms.off('motion');
  assert.not(h.alarms.isOpen('motion'));
  await h.clock.advance(10_000);
  assert.equal(h.phases(), [EVENT_PHASE_STARTED, EVENT_PHASE_ENDED]);
  assert.equal(h.kept, ['from 0 ms', 'released']);
  await h.close();
});

test('stopping hands over the end of everything and waits for no camera', async () => {
  const h = await house();
  h.media.snapshots.push(
    () => new Promise(() => undefined),
    () => new Promise(() => undefined),
  );
  await h.lasts(steady(1));
  h.see({ kind: 'tamper', label: 'turned' });
  await h.clock.advance(100);
  await h.close();
  const ended = h.link.events.filter(({ phase }) => phase === EVENT_PHASE_ENDED);
  assert.is(ended.length, 2);
});

test('a refused message: the log says what remains and what to do', async () => {
  const h = await house();
  h.link.refusal = new Error('The outbox is full.');
  h.see();
  await h.clock.advance(0);
  const complaint = h.lines.find(({ level }) => level === 'error');
  assert.match(complaint!.msg, /motion alarm could not be stored .* stands in the events .* status/);
  await h.close();
});

test('a day of motion: one event after the other, with blind time between', async () => {
  const h = await house();
  await h.lasts(steady(300));
  const starts = h.link.events.filter(({ phase }) => phase === EVENT_PHASE_STARTED);
  assert.is(starts.length, 5);
  const gaps = starts.slice(1).map(({ startedMs }, i) => startedMs! - starts[i]!.startedMs!);
  assert.equal(gaps, [65_000, 65_000, 65_000, 65_000]);
  await h.close();
});

test.run();
