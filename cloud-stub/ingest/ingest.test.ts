/** What devices send, taken in by the real parts on a real database. No broker needed. */
import { sql } from 'kysely';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { randomUUID } from 'node:crypto';
import { encodeEnvelope, withDelay } from '#protocol/codec.ts';
import { v1 } from '#protocol/messages.ts';
import { upTopic, type Up } from '#protocol/topics.ts';
import { FakeClock } from '#kit/clock.ts';
import { TINY_JPEG } from '../simulated-device.ts';
import { IngestUnderTest } from '../testing/ingest-under-test.ts';

interface Context {
  room: IngestUnderTest;
  clock: FakeClock;
}
const test = suite<Context>('ingest');
const ID = 'front-door-1';
const RING = v1.EventKind.EVENT_KIND_RING;
const SYNCED = v1.ClockQuality.CLOCK_QUALITY_SYNCED;

test.before.each(async (context) => {
  context.clock = new FakeClock(Date.UTC(2026, 5, 1));
  context.room = await IngestUnderTest.start(context.clock);
});
test.after.each(async ({ room }) => {
  await room.stop();
});

let seq = 0;
const envelope = (clock: FakeClock, more: v1.IEnvelope): Buffer =>
  encodeEnvelope({
    ...{ deviceId: ID, bootEpoch: 1, seq: ++seq, timeMs: clock.nowMs(), clockQuality: SYNCED },
    ...more,
  });
const ring = (clock: FakeClock, more: v1.IEvent = {}): v1.IEvent => ({
  ...{ id: randomUUID(), kind: RING, startedMs: clock.nowMs(), presses: 1 },
  ...more,
});
const take = (room: IngestUnderTest, name: Up, payload: Buffer, retained = false) =>
  room.ingest.take({ topic: upTopic(ID, name), payload, retained });

test('an event is one event, however often and in however many parts it comes', async ({ room, clock }) => {
  const event = ring(clock);
  const started = envelope(clock, { event });
  await take(room, 'event', started);
  await take(room, 'event', started);
  await clock.advance(500);
  const snapshot = { jpeg: TINY_JPEG, width: 32, height: 18, takenMs: clock.nowMs() };
  const pictured = envelope(clock, { event: { ...event, snapshot, presses: 3 } });
  await take(room, 'event', pictured);
  await take(room, 'event', pictured);
  await take(room, 'event', withDelay(started, 60_000, true)); // again, later: late is the message, not the event
  await take(room, 'event', envelope(clock, { event: { ...event, endedMs: clock.nowMs() } }));
  const { events, unseen } = await room.page();
  assert.is(events.length, 1);
  assert.is(unseen, 1);
  const [only] = events;
  assert.equal(
    { ...only, receivedMs: 0 },
    {
      ...{ id: event.id, deviceId: ID, kind: 'ring', startedMs: event.startedMs, endedMs: clock.nowMs() },
      ...{ presses: 3, late: false, receivedMs: 0, seen: false },
      ...{ labels: [], zones: [], peak: 0, quiet: false, clip: null },
      ...{ snapshot: true, snapshotMs: snapshot.takenMs },
    },
  );
  assert.is(room.news.filter((n) => n.message.type === 'event').length, 3, 'told once per change');
  assert.equal(await room.snapshots.read(ID, event.id!), TINY_JPEG);
  assert.equal(await room.snapshots.read(ID, null), TINY_JPEG, 'it is the newest picture');
  assert.is((await room.device(ID))?.pictureMs, snapshot.takenMs);
});

test('what an alarm says of itself grows with it, within bounds', async ({ room, clock }) => {
  const event = ring(clock, {
    kind: v1.EventKind.EVENT_KIND_SOUND,
    ...{ presses: 0, labels: ['loud'], zones: [], peak: 0.4, quiet: true },
  });
  await take(room, 'event', envelope(clock, { event }));
  const [startedMs, endedMs] = [clock.nowMs(), clock.nowMs() + 9000];
  const ended = { ...event, endedMs, labels: ['dog', 'loud'], zones: ['Path'], peak: 0.9 };
  const clip = { clipFromMs: startedMs - 8000, clipToMs: endedMs + 3000 };
  await take(room, 'event', envelope(clock, { event: { ...ended, ...clip } }));
  const [sound] = (await room.page()).events;
  assert.equal([sound!.kind, sound!.presses, sound!.quiet], ['sound', 0, true]);
  assert.equal([sound!.labels, sound!.zones, sound!.peak], [['dog', 'loud'], ['Path'], 0.9]);
  assert.equal(sound!.clip, { fromMs: startedMs - 8000, toMs: endedMs + 3000 });
  const hostile = {
    ...event,
    labels: Array<string>(99).fill('x'.repeat(999)),
    zones: ['\u0000'],
    peak: -Infinity,
  };
  await take(room, 'event', envelope(clock, { event: { ...hostile, clipFromMs: 9, clipToMs: 1 } }));
  const [bounded] = (await room.page()).events;
  assert.is(bounded!.labels.length, 8);
  assert.ok(bounded!.labels.every((label) => label.length <= 24));
  assert.equal([bounded!.zones, bounded!.peak], [[' '], 0]);
  assert.equal(bounded!.clip, sound!.clip, 'what is no range changes nothing');
});

test('the same number of another start is another message', async ({ room, clock }) => {
  for (const bootEpoch of [1, 2])
    await take(room, 'event', envelope(clock, { event: ring(clock), bootEpoch, seq: 9000 }));
  assert.is((await room.page()).events.length, 2);
});

test('events keep their own time and order, late ones are marked', async ({ room, clock }) => {
  const first = ring(clock);
  const payload = envelope(clock, { event: first });
  await clock.advance(3600_000);
  const second = ring(clock);
  await take(room, 'event', envelope(clock, { event: second }));
  await take(room, 'event', withDelay(payload, 3600_000, true));
  const { events } = await room.page();
  assert.equal(
    events.map(({ id, late, startedMs }) => ({ id, late, startedMs })),
    [
      { id: second.id, late: false, startedMs: second.startedMs },
      { id: first.id, late: true, startedMs: first.startedMs },
    ],
  );
});

test('an event that waited in the broker is late too', async ({ room, clock }) => {
  const payload = envelope(clock, { event: ring(clock) });
  await clock.advance(11_000);
  await take(room, 'event', payload);
  assert.is((await room.page()).events[0]?.late, true);
});

test('a clock that was never set does not date events', async ({ room, clock }) => {
  const clockQuality = v1.ClockQuality.CLOCK_QUALITY_FLOOR;
  const buildTime = Date.UTC(2025, 1, 1);
  const event = ring(clock, { startedMs: buildTime + 5000 });
  const payload = envelope(clock, { event, clockQuality, timeMs: buildTime + 6000 });
  await take(room, 'event', withDelay(payload, 2000, false));
  assert.is((await room.page()).events[0]?.startedMs, clock.nowMs() - 3000);
});

test('a picture of an old event is not the newest one', async ({ room, clock }) => {
  const now = clock.nowMs();
  const at = (takenMs: number) => ring(clock, { snapshot: { jpeg: TINY_JPEG, takenMs } });
  await take(room, 'event', envelope(clock, { event: at(now) }));
  await take(room, 'event', envelope(clock, { event: at(now - 5000) }));
  assert.is((await room.device(ID))?.pictureMs, now);
});

test('pictures that are none, or too large, are refused; the event stays', async ({ room, clock }) => {
  const event = ring(clock);
  await take(room, 'event', envelope(clock, { event }));
  const large = Buffer.concat([
    TINY_JPEG.subarray(0, -2),
    Buffer.alloc(512 * 1024, 1),
    TINY_JPEG.subarray(-2),
  ]);
  for (const jpeg of [Buffer.from('<svg onload=alert(1)>'), TINY_JPEG.subarray(0, 100), large])
    await take(room, 'event', envelope(clock, { event: { ...event, snapshot: { jpeg, takenMs: 1 } } }));
  assert.is(room.ingest.droppedMessages, 3);
  assert.is((await room.page()).events[0]?.snapshot, false);
});

test('an id of another device cannot be taken over', async ({ room, clock }) => {
  const event = ring(clock);
  await take(room, 'event', envelope(clock, { event }));
  const payload = envelope(clock, { deviceId: 'other-device', event: { ...event, presses: 99 } });
  await room.ingest.take({ topic: upTopic('other-device', 'event'), payload, retained: false });
  assert.is(room.ingest.droppedMessages, 1);
  assert.is((await room.page()).events[0]?.presses, 1);
});

test('status, state and telemetry make the device', async ({ room, clock }) => {
  await take(room, 'status', envelope(clock, { status: { online: true } }));
  const state = {
    ...{ name: 'Back\u0000door', product: v1.Product.PRODUCT_CAMERA, board: 'host', settingsRevision: 3 },
    update: { phase: 'reconcile', version: '1.4.0\u0007', offered: '1.5.0'.repeat(99), progressPercent: 900 },
    settings: [
      { key: 'privacy.on', flag: true },
      { key: 'x', number: NaN },
      { key: '__proto__', flag: true },
    ],
    faults: Array.from({ length: 100 }, () => ({
      component: 'camera',
      code: 'gone',
      message: 'x'.repeat(999),
    })),
  };
  await take(room, 'state', envelope(clock, { state }));
  await take(room, 'telemetry', envelope(clock, { telemetry: { cpuPercent: Infinity, viewers: 2 } }));
  const device = await room.device(ID);
  assert.is(device?.online, true);
  assert.is(device?.name, 'Back door');
  assert.is(device?.product, 'camera');
  assert.equal(device?.state?.settings, { 'privacy.on': true });
  const { offered, ...update } = device!.state!.update!;
  assert.is(offered.length, 100);
  assert.equal(update, {
    ...{ phase: 'reconcile', version: '1.4.0 ', security: false, progressPercent: 100 },
    ...{ waitsFor: '', code: '', message: '', slot: '' },
  });
  assert.is(device?.state?.faults.length, 20);
  assert.is(device?.state?.faults[0]?.message.length, 300);
  assert.is(device?.telemetry?.viewers, 2);
  assert.is(device?.telemetry?.cpuPercent, 0);
  assert.is(device?.telemetry?.temperatureC, null);
  await sql`update devices set state = json_remove(state, '$.update')`.execute(room.database.db);
  assert.is((await room.device(ID))?.state?.update, null, 'stored by an older stub');
  await clock.advance(1000);
  await take(room, 'status', envelope(clock, { status: { online: false } }));
  const gone = await room.device(ID);
  assert.equal([gone?.online, gone?.sinceMs, gone?.telemetry], [false, clock.nowMs(), null]);
});

test('a device that only the broker remembers is asked, and gone when silent', async ({ room, clock }) => {
  const status = envelope(clock, { status: { online: true } });
  await take(room, 'status', status, true);
  assert.is((await room.device(ID))?.online, true);
  await clock.advance(9000);
  assert.equal(room.asked, []);
  await clock.advance(2000);
  await room.settled();
  assert.equal(room.asked, [ID]);
  assert.is((await room.device(ID))?.online, false);
  await take(room, 'telemetry', envelope(clock, { telemetry: {} }));
  assert.is((await room.device(ID))?.online, true, 'it speaks: it is there');
  await take(room, 'status', status, true);
  await take(room, 'telemetry', envelope(clock, { telemetry: {} }));
  await clock.advance(60_000);
  assert.equal(room.asked, [ID], 'not asked when it spoke meanwhile');
});

test('what cannot be read is counted, logged once a minute, and changes nothing', async ({ room, clock }) => {
  const sound = envelope(clock, { event: ring(clock) });
  const bad: [string, Buffer][] = [
    ['pupsentry/v1/front-door-1/up/event', Buffer.from('nonsense')],
    ['pupsentry/v1/front-door-1/up/event', Buffer.alloc(2 * 1024 * 1024)],
    ['pupsentry/v1/front-door-1/up/event', Buffer.alloc(0)],
    ['pupsentry/v1/front-door-1/up/state', sound],
    ['pupsentry/v1/other-device/up/event', sound],
    ['pupsentry/v1/front-door-1/up/unknown', sound],
    ['pupsentry/v1/front-door-1/down/command', sound],
    ['pupsentry/v2/front-door-1/up/event', sound],
    ['pupsentry/v1/../up/event', sound],
    ['pupsentry/v1/front-door-1/up/event', envelope(clock, { event: ring(clock, { id: '../../x' }) })],
    [
      'pupsentry/v1/front-door-1/up/event',
      envelope(clock, { event: ring(clock, { kind: 99 as v1.EventKind }) }),
    ],
    ['pupsentry/v1/front-door-1/up/event', envelope(clock, { event: ring(clock), seq: 0 })],
    ['pupsentry/v1/front-door-1/up/event', envelope(clock, { event: ring(clock), protocolVersion: 2 })],
  ];
  for (let round = 0; round < 3; round++)
    for (const [topic, payload] of bad) await room.ingest.take({ topic, payload, retained: false });
  assert.is(room.ingest.droppedMessages, 3 * bad.length);
  assert.equal((await room.page()).events, []);
  const logged = room.logged.length;
  assert.ok(logged <= 8, `${logged} lines for ${3 * bad.length} messages`);
  await clock.advance(61_000);
  await room.ingest.take({ topic: bad[0]![0], payload: bad[0]![1], retained: false });
  assert.is(room.logged.length, logged + 1);
});

test('ten thousand mangled messages change nothing but the count', async ({ room, clock }) => {
  const event = ring(clock, { snapshot: { jpeg: TINY_JPEG, takenMs: clock.nowMs() } });
  const bodies: Record<Up, v1.IEnvelope> = {
    status: { status: { online: true } },
    state: { state: { name: 'Door', settings: [{ key: 'a', text: 'b' }], video: { fps: 30 } } },
    event: { event },
    telemetry: { telemetry: { cpuPercent: 1.5, temperatureC: 40 } },
    reply: { reply: { status: 1, settings: { values: [{ key: 'a', flag: true }] } } },
    signal: { signal: { sessionId: randomUUID(), candidate: { candidate: 'c', mid: '0' } } },
    log: { log: { level: 'warn', message: 'm' } },
  };
  const names = Object.keys(bodies) as Up[];
  const sound = Object.fromEntries(names.map((name) => [name, envelope(clock, bodies[name])]));
  const random = mulberry(20261123);
  for (let i = 0; i < 10_000; i++) {
    const name = names[i % names.length]!;
    await take(room, name, mangle(sound[name]!, random), random() < 0.1);
  }
  assert.ok(room.ingest.droppedMessages > 3000, `${room.ingest.droppedMessages} dropped`);
  assert.equal(room.bugs(), [], 'nothing surprised the code');
  assert.ok((await room.list()).length <= 1, 'no device was invented');
  await take(room, 'event', envelope(clock, { event: ring(clock) }));
  const { events } = await room.page(200);
  for (const { startedMs, presses } of events)
    assert.ok(Number.isSafeInteger(startedMs) && presses >= 1 && presses <= 1000);
});

test('a disk that fails keeps the message from being acknowledged', async ({ room, clock }) => {
  const payload = envelope(clock, { event: ring(clock) });
  await take(room, 'status', envelope(clock, { status: { online: true } }));
  await room.breakDisk();
  const thrown = await take(room, 'event', payload).catch((error: unknown) => error);
  assert.instance(thrown, Error);
  assert.is(room.ingest.droppedMessages, 0);
  await room.mendDisk();
  await take(room, 'event', payload);
  assert.is((await room.page()).events.length, 1);
});

/** Repeatable random numbers in [0, 1): mulberry32. */
function mulberry(seed: number): () => number {
  return () => {
    seed = (seed + 0x6d2b79f5) | 0;
    let t = Math.imul(seed ^ (seed >>> 15), 1 | seed);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Flips, cuts, repeats or inserts. */
function mangle(payload: Buffer, random: () => number): Buffer {
  const copy = Buffer.from(payload);
  const at = () => Math.floor(random() * copy.length);
  switch (Math.floor(random() * 4)) {
    case 0:
      for (let n = 1 + random() * 4; n > 0; n--) copy[at()]! ^= 1 << Math.floor(random() * 8);
      return copy;
    case 1:
      return copy.subarray(0, at());
    case 2:
      return Buffer.concat([copy, copy.subarray(at())]);
    default: {
      const cut = at();
      const noise = Buffer.from(Array.from({ length: 1 + Math.floor(random() * 8) }, () => random() * 256));
      return Buffer.concat([copy.subarray(0, cut), noise, copy.subarray(cut)]);
    }
  }
}

test.run();
