import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { v1 } from '#protocol/messages.ts';
import { FakeClock } from '#kit/clock.ts';
import { PupsentryError } from '#kit/errors.ts';
import { silentLogger } from '#kit/log.ts';
import { CommandRunner, type CommandHandlers } from './command-runner.ts';

const test = suite('command runner');
const { REPLY_STATUS_DONE, REPLY_STATUS_FAILED, REPLY_STATUS_REFUSED } = v1.ReplyStatus;

function setUp(handlers: Partial<CommandHandlers> = {}) {
  const clock = new FakeClock();
  const done = () => Promise.resolve({ status: REPLY_STATUS_DONE });
  const ran: string[] = [];
  const replies: { id: string; reply: v1.IReply }[] = [];
  const table = Object.fromEntries(
    (['snapshot', 'settings', 'restart', 'identify', 'ping'] as const).map((action) => [
      action,
      (command: v1.Command) => {
        ran.push(action);
        return (handlers[action] ?? done)(command);
      },
    ]),
  ) as CommandHandlers;
  const runner = new CommandRunner({
    handlers: table,
    reply: (reply, { correlationId: id }) => replies.push({ id, reply }),
    clock,
    log: silentLogger(),
  });
  const submit = (correlationId: string, command: v1.ICommand, timeMs = clock.nowMs()) => {
    const bytes = v1.Envelope.encode({ correlationId, timeMs, command }).finish();
    runner.submit(v1.Envelope.decode(bytes));
  };
  /** Lets what was submitted run to its end. */
  const settle = () => clock.advance(0);
  return { clock, submit, settle, replies, ran };
}

const summary = (replies: { id: string; reply: v1.IReply }[]) =>
  replies.map(({ id, reply }) => [id, reply.status, reply.code ?? '']);

test('one after the other, each answered under its own id', async () => {
  let finish: (reply: v1.IReply) => void = () => undefined;
  const { submit, settle, replies, ran } = setUp({
    snapshot: () => new Promise((resolve) => (finish = resolve)),
  });
  submit('a', { snapshot: {} });
  submit('b', { ping: {} });
  await settle();
  assert.equal(ran, ['snapshot'], 'the second waits for the first');
  finish({ status: REPLY_STATUS_DONE, snapshot: { width: 7 } });
  await settle();
  await settle();
  assert.equal(summary(replies), [
    ['a', REPLY_STATUS_DONE, ''],
    ['b', REPLY_STATUS_DONE, ''],
  ]);
  assert.is(replies[0]!.reply.snapshot?.width, 7);
});

test('the same command again is answered again and not done again', async () => {
  const { submit, settle, replies, ran } = setUp();
  submit('a', { restart: {} });
  submit('a', { restart: {} }); // while it runs
  await settle();
  submit('a', { restart: {} }); // afterwards
  await settle();
  assert.equal(ran, ['restart']);
  assert.is(replies.length, 2);
});

test('expiry: a minute by default, as told otherwise, checked again when its turn comes', async () => {
  let finish: (reply: v1.IReply) => void = () => undefined;
  const { clock, submit, settle, replies } = setUp({
    snapshot: () => new Promise((resolve) => (finish = resolve)),
  });
  const now = clock.nowMs();
  submit('old', { ping: {} }, now - 60_001);
  submit('fresh', { ping: {} }, now - 59_999);
  submit('short', { ping: {}, expiresMs: now - 1 });
  submit('long', { ping: {}, expiresMs: now + 1 }, now - 600_000);
  await settle();
  assert.equal(summary(replies).sort(), [
    ['fresh', REPLY_STATUS_DONE, ''],
    ['long', REPLY_STATUS_DONE, ''],
    ['old', REPLY_STATUS_REFUSED, 'expired'],
    ['short', REPLY_STATUS_REFUSED, 'expired'],
  ]);
  replies.length = 0;
  submit('slow', { snapshot: {} });
  submit('behind', { ping: {}, expiresMs: clock.nowMs() + 5000 });
  await clock.advance(6000);
  finish({ status: REPLY_STATUS_DONE });
  await settle();
  assert.equal(summary(replies).at(-1), ['behind', REPLY_STATUS_REFUSED, 'expired']);
});

test('without a synced clock nothing counts as expired', async () => {
  const { clock, submit, settle, replies } = setUp();
  clock.setWall(Date.UTC(2030, 0, 1), 'floor');
  submit('a', { ping: {} }, Date.UTC(2026, 0, 1));
  await settle();
  assert.equal(summary(replies), [['a', REPLY_STATUS_DONE, '']]);
});

test('too many at once are refused, at once', async () => {
  const { submit, replies } = setUp({ snapshot: () => new Promise(() => undefined) });
  for (let i = 0; i < 12; i++) submit(`${i}`, { snapshot: {} });
  assert.equal(
    replies.map(({ id, reply }) => [id, reply.code]),
    ['9', '10', '11'].map((id) => [id, 'busy']),
  );
});

test('a handler that fails, throws or hangs gets its reply, and the next its turn', async () => {
  const { clock, submit, settle, replies } = setUp({
    snapshot: () => Promise.reject(new PupsentryError('no-picture', 'The camera is off.', 'Turn it on.')),
    identify: () => {
      throw new TypeError('a bug');
    },
    restart: () => new Promise(() => undefined),
  });
  submit('a', { snapshot: {} });
  submit('b', { identify: {} });
  submit('c', { restart: {} });
  submit('d', { ping: {} });
  await settle();
  await clock.advance(30_000);
  await settle();
  assert.equal(summary(replies), [
    ['a', REPLY_STATUS_FAILED, 'no-picture'],
    ['b', REPLY_STATUS_FAILED, 'internal'],
    ['c', REPLY_STATUS_FAILED, 'timeout'],
    ['d', REPLY_STATUS_DONE, ''],
  ]);
  assert.is(replies[0]!.reply.message, 'The camera is off. Turn it on.');
});

test('a command without an action this device knows, or without an id, is refused', async () => {
  const { submit, replies } = setUp();
  submit('a', {});
  submit('', { ping: {} });
  submit('x'.repeat(129), { ping: {} });
  assert.equal(
    replies.map(({ reply }) => reply.code),
    ['unknown-command', 'no-correlation-id', 'no-correlation-id'],
  );
});

test('pictures do not fill the memory of replies', async () => {
  const jpeg = Buffer.alloc(500_000);
  const { submit, settle, ran } = setUp({
    snapshot: () => Promise.resolve({ status: REPLY_STATUS_DONE, snapshot: { jpeg } }),
  });
  for (let i = 0; i < 6; i++) {
    submit(`${i}`, { snapshot: {} });
    await settle();
  }
  submit('5', { snapshot: {} });
  assert.is(ran.length, 6, 'the last is remembered');
  submit('0', { snapshot: {} });
  await settle();
  assert.is(ran.length, 7, 'the first is forgotten');
});

test.run();
