import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { v1 } from '#protocol/messages.ts';
import { FakeClock } from '#kit/clock.ts';
import { FakeDisk } from '#kit/fake-disk.ts';
import { silentLogger } from '#kit/log.ts';
import { LinkProblem } from './link-problem.ts';
import type { MqttSession } from './mqtt-session.ts';
import { OutboxDrain } from './outbox-drain.ts';
import { Outbox } from './outbox.ts';

const test = suite('outbox drain');

/** A session whose broker acknowledges when the test says so. */
class ScriptedSession implements MqttSession {
  readonly version = 5;
  readonly ended = new Promise<LinkProblem>(() => undefined);
  readonly sent: { id: string; acknowledge: () => void; refuse: (problem: LinkProblem) => void }[] = [];
  aborted: LinkProblem | null = null;

  publish(_topic: string, payload: Buffer): Promise<void> {
    const { event } = v1.Envelope.decode(payload);
    return new Promise((acknowledge, refuse) => {
      this.sent.push({ id: event!.id!, acknowledge, refuse });
    });
  }
  end = () => Promise.resolve();
  abort(problem: LinkProblem): void {
    this.aborted = problem;
  }
}

async function setUp() {
  const clock = new FakeClock();
  const outbox = new Outbox({ folder: new FakeDisk(), clock, log: silentLogger(), bootId: 'boot' });
  await outbox.open();
  const drain = new OutboxDrain({ outbox, topic: 'up/event', log: silentLogger() });
  const add = (id: string, bytes = 0) => {
    const event = { id, snapshot: { jpeg: Buffer.alloc(bytes) } };
    return outbox.add(Buffer.from(v1.Envelope.encode({ event }).finish()), 1);
  };
  return { outbox, drain, add, settle: () => clock.advance(0) };
}

const idsOf = (session: ScriptedSession) => session.sent.map(({ id }) => id);
const numbers = (from: number, to: number) => Array.from({ length: to - from }, (_, i) => `${from + i}`);

test('at most 16 in flight, in order, the next with each acknowledgement', async () => {
  const { outbox, drain, add, settle } = await setUp();
  for (const id of numbers(0, 40)) await add(id);
  const session = new ScriptedSession();
  drain.attach(session);
  await settle();
  assert.equal(idsOf(session), numbers(0, 16));
  session.sent[0]!.acknowledge();
  await settle();
  assert.equal(idsOf(session), numbers(0, 17));
  for (let i = 1; i < 40; i++) {
    session.sent[i]!.acknowledge();
    await settle();
  }
  assert.equal(idsOf(session), numbers(0, 40));
  assert.is(outbox.info().messages, 0);
});

test('pictures go a few at a time', async () => {
  const { drain, add, settle } = await setUp();
  for (const id of numbers(0, 8)) await add(id, 400_000);
  const session = new ScriptedSession();
  drain.attach(session);
  await settle();
  assert.is(session.sent.length, 3);
});

test('a new session begins with what the last one left', async () => {
  const { drain, add, settle } = await setUp();
  for (const id of numbers(0, 20)) await add(id);
  const first = new ScriptedSession();
  drain.attach(first);
  await settle();
  for (let i = 0; i < 5; i++) first.sent[i]!.acknowledge();
  await settle();
  drain.detach();
  for (const { refuse } of first.sent) refuse(new LinkProblem('closed', 'x'));
  await add('20');
  await settle();
  const second = new ScriptedSession();
  drain.attach(second);
  await settle();
  assert.equal(idsOf(second), numbers(5, 21));
  assert.is(second.aborted, null);
});

test('refused for now: the session is ended and nothing overtakes', async () => {
  const { outbox, drain, add, settle } = await setUp();
  for (const id of numbers(0, 3)) await add(id);
  const session = new ScriptedSession();
  drain.attach(session);
  await settle();
  session.sent[0]!.refuse(new LinkProblem('refused', 'this device is not authorised'));
  await settle();
  assert.match(String(session.aborted?.message), 'not authorised');
  drain.detach();
  assert.is(outbox.info().messages, 3);
});

test('refused for good: that one is given up, the rest goes on', async () => {
  const { outbox, drain, add, settle } = await setUp();
  for (const id of numbers(0, 3)) await add(id);
  const session = new ScriptedSession();
  drain.attach(session);
  await settle();
  session.sent[1]!.refuse(new LinkProblem('message-refused', 'the message has the wrong format'));
  session.sent[0]!.acknowledge();
  session.sent[2]!.acknowledge();
  await settle();
  assert.is(session.aborted, null);
  assert.is(outbox.info().messages, 0);
});

test('what is added while it sends is not forgotten', async () => {
  const { drain, add, settle } = await setUp();
  const session = new ScriptedSession();
  drain.attach(session);
  const adds: Promise<void>[] = [];
  for (const id of numbers(0, 12)) {
    adds.push(add(id));
    for (let turns = Number(id); turns > 0; turns--) await Promise.resolve();
  }
  await Promise.all(adds);
  await settle();
  assert.equal(idsOf(session), numbers(0, 12));
});

test.run();
