import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { v1 } from '#protocol/messages.ts';
import type { ButtonInput, EdgeListener } from '#board/drivers/button.ts';
import { FakeClock, sleep } from '#kit/clock.ts';
import { PupsentryError } from '#kit/errors.ts';
import { createLogger, type LogRecord } from '#kit/log.ts';
import { EventHistory } from '../care/event-history.ts';
import { Alarms } from '../detect/alarms.ts';
import { PICTURE_WAITS_MS } from '../detect/event-picture.ts';
import { FakeLink } from '../link/fake-link.ts';
import { FakeMedia } from '../media/fake-media.ts';
import type { Settings } from '../settings/schema.ts';
import { SettingsStore } from '../settings/store.ts';
import { Doorbell } from './doorbell.ts';

const { EVENT_PHASE_STARTED, EVENT_PHASE_SNAPSHOT, EVENT_PHASE_ENDED } = v1.EventPhase;

/** A button whose edges carry the stamps they are given. */
class StampedButton implements ButtonInput {
  readonly name = 'button';
  listener: EdgeListener | null = null;
  start = () => Promise.resolve();
  stop = () => Promise.resolve();
  onEdge(listener: EdgeListener): () => void {
    this.listener = listener;
    return () => (this.listener = null);
  }
}

async function house(values: Partial<Settings> = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'doorbell-'));
  const clock = new FakeClock();
  const lines: LogRecord[] = [];
  const log = createLogger({ write: (line) => lines.push(JSON.parse(line) as LogRecord) });
  const settings = new SettingsStore({ folder, log, initial: values });
  const history = new EventHistory({ file: join(folder, 'events.jsonl'), log });
  await history.start();
  const media = new FakeMedia({ clock });
  const link = new FakeLink();
  const button = new StampedButton();
  const alarms = new Alarms({ media, link, settings, history, clips: null, clock, log });
  await alarms.start();
  const doorbell = new Doorbell({ button, alarms, settings, clock });
  await doorbell.start(new AbortController().signal);
  return {
    clock,
    lines,
    settings,
    history,
    media,
    link,
    button,
    alarms,
    doorbell,
    /** An edge `agoMs` before now, as a driver with kernel time stamps reports it. */
    edge(pressed: boolean, agoMs = 0) {
      button.listener?.(pressed, Math.round((clock.monotonicMs() - agoMs) * 1000));
    },
    async tap() {
      this.edge(true);
      await clock.advance(100);
      this.edge(false);
    },
    phases: () => link.events.map((event) => event.phase),
    async close() {
      await doorbell.stop();
      await alarms.stop();
      await history.stop();
      rmSync(folder, { recursive: true });
    },
  };
}

const test = suite('doorbell');

test('a press is with the link before anything else is asked', async () => {
  const h = await house();
  h.media.asked.length = 0;
  let picturesBefore = -1;
  const { sendEvent } = h.link;
  h.link.sendEvent = (event) => {
    if (event.phase === EVENT_PHASE_STARTED) picturesBefore = h.media.asked.length;
    return sendEvent.call(h.link, event);
  };
  h.edge(true);
  assert.is(picturesBefore, 0);
  assert.equal(h.phases(), [EVENT_PHASE_STARTED]);
  assert.is(v1.Event.verify(h.link.events[0]!), null);
  await h.close();
});

test('the picture lets the ring go first, and waits no longer for a slow disk', async () => {
  const h = await house();
  const { sendEvent } = h.link;
  h.link.sendEvent = async (event) => {
    if (event.phase === EVENT_PHASE_STARTED) await sleep(h.clock, 3000);
    return sendEvent.call(h.link, event);
  };
  h.media.asked.length = 0;
  h.edge(true);
  await h.clock.advance(PICTURE_WAITS_MS - 1);
  assert.equal(h.media.asked, []);
  await h.clock.advance(1);
  assert.is(h.media.asked.filter((what) => what.startsWith('snapshot')).length, 1);
  await h.clock.advance(3000);
  await h.close();
});

test('started, then its picture with the same id, then its end', async () => {
  const h = await house();
  const startedMs = h.clock.nowMs();
  await h.tap();
  await h.clock.advance(10_000);
  assert.equal(h.phases(), [EVENT_PHASE_STARTED, EVENT_PHASE_SNAPSHOT, EVENT_PHASE_ENDED]);
  const [started, picture, ended] = h.link.events;
  assert.match(started!.id!, /^[0-9a-f-]{36}$/);
  assert.is(started!.kind, v1.EventKind.EVENT_KIND_RING);
  assert.is(started!.startedMs, startedMs);
  assert.is(picture!.id, started!.id);
  assert.is(picture!.snapshot!.width, 1280);
  assert.is(ended!.id, started!.id);
  assert.is(ended!.presses, 1);
  assert.is(ended!.endedMs, startedMs);
  const [remembered] = h.history.recent(1);
  assert.equal(remembered, {
    id: started!.id!,
    kind: 'ring',
    startedMs,
    endedMs: startedMs,
    presses: 1,
    labels: ['ring'],
    zones: [],
    peak: 1,
    quiet: false,
    clip: null,
    snapshot: true,
    accepted: true,
  });
  await h.close();
});

test('the time of a ring is that of its edge, also when the edge is read late', async () => {
  const h = await house();
  h.edge(true, 750);
  assert.is(h.link.events[0]!.startedMs, h.clock.nowMs() - 750);
  await h.close();
});

test('presses within the blind time count to the ring; its end says how many and when the last was', async () => {
  const h = await house({ 'doorbell.blindSeconds': 10 });
  const startedMs = h.clock.nowMs();
  await h.tap();
  await h.clock.advance(1900);
  await h.tap();
  await h.clock.advance(2900);
  await h.tap();
  await h.clock.advance(10_000);
  assert.equal(h.phases(), [EVENT_PHASE_STARTED, EVENT_PHASE_SNAPSHOT, EVENT_PHASE_ENDED]);
  assert.is(h.link.events[2]!.presses, 3);
  assert.is(h.link.events[2]!.endedMs, startedMs + 5000);
  await h.tap();
  await h.clock.advance(1);
  assert.is(h.link.events.length, 5);
  assert.is.not(h.link.events[3]!.id, h.link.events[0]!.id);
  await h.close();
});

test('a step of the wall clock does not stretch a ring', async () => {
  const h = await house();
  await h.tap();
  const startedMs = h.link.events[0]!.startedMs!;
  await h.clock.advance(1900);
  h.clock.setWall(h.clock.nowMs() + 3_600_000);
  await h.tap();
  await h.clock.advance(10_000);
  assert.is(h.link.events.at(-1)!.endedMs, startedMs + 2000);
  await h.close();
});

test('a button held down rings once', async () => {
  const h = await house({ 'doorbell.blindSeconds': 2 });
  h.edge(true);
  await h.clock.advance(60_000);
  h.edge(false);
  await h.clock.advance(60_000);
  assert.equal(h.phases(), [EVENT_PHASE_STARTED, EVENT_PHASE_SNAPSHOT, EVENT_PHASE_ENDED]);
  await h.close();
});

test('the picture is tried again while the camera comes back', async () => {
  const h = await house();
  for (let i = 0; i < 3; i++) h.media.snapshots.push(() => h.media.noPicture());
  h.edge(true);
  await h.clock.advance(PICTURE_WAITS_MS);
  assert.equal(h.phases(), [EVENT_PHASE_STARTED]);
  await h.clock.advance(3000);
  assert.equal(h.phases(), [EVENT_PHASE_STARTED, EVENT_PHASE_SNAPSHOT]);
  await h.close();
});

test('a camera that stays away is given up, said once', async () => {
  const h = await house({ 'doorbell.blindSeconds': 120 });
  for (let i = 0; i < 20; i++) h.media.snapshots.push(() => h.media.noPicture());
  h.edge(true);
  await h.clock.advance(60_000);
  assert.equal(h.phases(), [EVENT_PHASE_STARTED]);
  assert.is(h.media.asked.filter((what) => what === 'snapshot').length, 6);
  assert.is(h.lines.filter(({ msg }) => msg.includes('without a picture')).length, 1);
  assert.not(h.history.recent(1)[0]!.snapshot);
  await h.close();
});

test('privacy mode: the ring comes, no picture is asked for', async () => {
  const h = await house({ 'privacy.on': true });
  await h.tap();
  await h.clock.advance(5000);
  assert.equal(h.phases(), [EVENT_PHASE_STARTED]);
  assert.equal(h.media.asked, []);
  await h.close();
});

test('privacy mode that begins while the picture is taken: it is thrown away', async () => {
  const h = await house();
  h.media.snapshots.push(async () => {
    await h.settings.set({ 'privacy.on': true });
    return h.media.picture();
  });
  h.edge(true);
  const begun = new Promise<void>((resolve) => h.settings.onChanged(() => resolve()));
  await h.clock.advance(PICTURE_WAITS_MS);
  await begun;
  await h.clock.advance(5000);
  assert.equal(h.phases(), [EVENT_PHASE_STARTED]);
  await h.close();
});

test('a picture over the limit of the contract is taken smaller', async () => {
  const h = await house();
  h.media.snapshots.push(() => Promise.resolve(h.media.picture(4096, 600 * 1024)));
  h.edge(true);
  await h.clock.advance(PICTURE_WAITS_MS);
  assert.is(h.link.events[1]!.snapshot!.width, 640);
  assert.equal(h.media.asked, ['snapshot', 'snapshot 640']);
  await h.close();
});

test('an outbox that refuses: said with what to do, people at the door still hear it', async () => {
  const h = await house();
  h.link.refusal = new PupsentryError('outbox-full', 'The outbox is full.', 'Make room.');
  const heard: string[] = [];
  h.alarms.onStarted(({ id }) => heard.push(id));
  h.edge(true);
  await h.clock.advance(0);
  assert.is(heard.length, 1);
  const complaint = h.lines.find(({ level }) => level === 'error');
  assert.match(complaint!.msg, /The outbox is full\. Make room\./);
  assert.not(h.history.recent(1)[0]!.accepted);
  h.link.refusal = null;
  await h.clock.advance(10_000);
  const ended = h.link.events.at(-1)!;
  assert.is(ended.id, heard[0]!, 'what follows says everything anew');
  assert.ok(ended.kind && ended.startedMs && ended.presses);
  await h.close();
});

test('a listener that fails harms nobody', async () => {
  const h = await house();
  const heard: string[] = [];
  h.alarms.onStarted(() => {
    throw new Error('no speaker');
  });
  h.alarms.onStarted(({ id }) => heard.push(id));
  h.edge(true);
  await h.clock.advance(PICTURE_WAITS_MS);
  assert.is(heard.length, 1);
  assert.equal(h.phases(), [EVENT_PHASE_STARTED, EVENT_PHASE_SNAPSHOT]);
  await h.close();
});

test('the prompt presses as a finger does', async () => {
  const h = await house();
  const first = h.doorbell.press();
  assert.is(first.outcome, 'rang');
  assert.is(first.eventId, h.link.events[0]!.id);
  assert.is(h.doorbell.press().outcome, 'ignored', 'let go only just now');
  await h.clock.advance(100);
  assert.equal(h.doorbell.press(), { outcome: 'counted', eventId: first.eventId, presses: 2 });
  await h.close();
});

test('without a blind time every press is a ring with a start, a picture and an end', async () => {
  const h = await house({ 'doorbell.blindSeconds': 0 });
  for (let i = 0; i < 3; i++) {
    assert.is(h.doorbell.press().outcome, 'rang');
    await h.clock.advance(1000);
  }
  assert.is(h.link.events.length, 9);
  assert.is(new Set(h.link.events.map(({ id }) => id)).size, 3);
  await h.close();
});

test('a flood of rings: every one is sent, few wait for a picture', async () => {
  const h = await house({ 'doorbell.blindSeconds': 0, 'doorbell.debounceMs': 5 });
  let finish = () => undefined as void;
  const held = new Promise<void>((resolve) => (finish = resolve));
  for (let i = 0; i < 50; i++) h.media.snapshots.push(() => held.then(() => h.media.picture()));
  for (let i = 0; i < 50; i++) {
    h.doorbell.press();
    await h.clock.advance(10);
  }
  assert.is(h.media.asked.length, 4);
  finish();
  await h.clock.advance(1);
  assert.is(h.link.events.filter(({ phase }) => phase === EVENT_PHASE_STARTED).length, 50);
  assert.is(h.link.events.filter(({ phase }) => phase === EVENT_PHASE_SNAPSHOT).length, 4);
  await h.close();
});

test('stopping ends the ring, hands over its end and waits for no camera', async () => {
  const h = await house();
  h.media.snapshots.push(() => new Promise(() => undefined));
  h.edge(true);
  await h.clock.advance(PICTURE_WAITS_MS);
  await h.close();
  assert.equal(h.phases(), [EVENT_PHASE_STARTED, EVENT_PHASE_ENDED]);
  assert.is(h.button.listener, null);
});

test.run();
