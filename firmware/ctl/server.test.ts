import { Type } from '@sinclair/typebox';
import { once } from 'node:events';
import { existsSync, mkdtempSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { connect, createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { PupsentryError } from '#kit/errors.ts';
import { createLogger, silentLogger } from '#kit/log.ts';
import { ControlClient } from './client.ts';
import { call, follow, type MethodTable } from './method.ts';
import { ControlServer } from './server.ts';
import { LineCutter, MAX_REQUEST_BYTES, parseRequest, type Answer } from './wire.ts';

const NOTHING = Type.Object({}, { additionalProperties: false });

interface Context {
  folder: string;
  path: string;
  server: ControlServer;
  log: string[];
  methods: Record<string, MethodTable[string]>;
  emit: (item: unknown) => void;
  following: number;
}

const test = suite<Context>('control server');

test.before.each(async (context) => {
  context.folder = mkdtempSync(join(tmpdir(), 'control-'));
  context.path = join(context.folder, 'run/control.sock');
  context.log = [];
  context.following = 0;
  context.emit = () => undefined;
  context.methods = {
    add: call(
      Type.Object({ a: Type.Number(), b: Type.Number() }, { additionalProperties: false }),
      ({ a, b }) => a + b,
    ),
    refuse: call(NOTHING, () => {
      throw new PupsentryError('no', 'Not today.', 'Try tomorrow.');
    }),
    crash: call(NOTHING, () => {
      throw new TypeError('x is not a function');
    }),
    large: call(NOTHING, () => 'x'.repeat(1024 * 1024)),
    watch: follow(NOTHING, (_, emit) => {
      context.following++;
      context.emit = emit;
      return () => context.following--;
    }),
  };
  const log = createLogger({ level: 'debug', write: (line) => context.log.push(line) });
  context.server = new ControlServer({ socketPath: context.path, methods: context.methods, log });
  await context.server.start();
});
test.after.each(async ({ server, folder }) => {
  await server.stop();
  rmSync(folder, { recursive: true });
});

/** A caller that writes what it likes and reads answers. */
function caller(path: string) {
  const socket = connect(path);
  const cutter = new LineCutter(16 * 1024 * 1024);
  const answers: Answer[] = [];
  let wake = () => undefined as void;
  socket.on('data', (chunk: Buffer) => {
    for (const line of cutter.push(chunk)) answers.push(JSON.parse(line) as Answer);
    wake();
  });
  socket.on('error', () => undefined);
  const closed = once(socket, 'close').then(() => wake());
  return {
    socket,
    answers,
    closed,
    write: (text: string | Buffer) => socket.write(text),
    async next(): Promise<Answer> {
      while (answers.length === 0) {
        if (socket.destroyed) throw new Error('closed without an answer');
        await new Promise<void>((resolve) => (wake = resolve));
      }
      return answers.shift()!;
    },
  };
}

const code = (answer: Answer) => ('error' in answer ? answer.error.code : 'no error');

/** Lets the event loop turn until something has happened. */
async function until(done: () => boolean): Promise<void> {
  while (!done()) await new Promise(setImmediate);
}

async function rejection(work: Promise<unknown>): Promise<PupsentryError> {
  const error = await work.then(
    () => null,
    (thrown: unknown) => thrown,
  );
  assert.instance(error, PupsentryError);
  return error as PupsentryError;
}

test('answers calls; the socket is for its owner alone', async ({ path }) => {
  assert.is(statSync(path).mode & 0o777, 0o600);
  const client = await ControlClient.connect(path);
  assert.is(await client.call('add', { a: 2, b: 3 }), 5);
  assert.equal(await Promise.all([1, 2, 3].map((a) => client.call('add', { a, b: 1 }))), [2, 3, 4]);
  client.close();
});

test('errors come with code, sentence and remedy; a mistake of ours is logged with its stack', async ({
  path,
  log,
}) => {
  const client = await ControlClient.connect(path);
  const refused = await rejection(client.call('refuse'));
  assert.equal([refused.code, refused.message, refused.remedy], ['no', 'Not today.', 'Try tomorrow.']);
  assert.is((await rejection(client.call('constructor'))).code, 'unknown-method');
  const bad = await rejection(client.call('add', { a: 'x', c: 1 }));
  assert.is(bad.code, 'bad-params');
  for (const name of ['a', 'b', 'c']) assert.match(bad.message, new RegExp(`\\b${name}\\b`));
  assert.is((await rejection(client.call('crash'))).code, 'internal');
  assert.ok(log.some((line) => line.includes('"level":"error"') && line.includes('server.test.ts')));
  assert.is(await client.call('add', { a: 1, b: 1 }), 2, 'and it goes on');
  client.close();
});

test('lines that are no request are answered, one by one, and the connection lives on', async ({ path }) => {
  const c = caller(path);
  const bad = [
    '{',
    '[]',
    'null',
    '7',
    '"add"',
    '{}',
    '{"id":1}',
    '{"id":1.5,"method":"add"}',
    '{"id":[],"method":"a"}',
  ];
  c.write(bad.join('\n') + '\n\n\r\n');
  for (const line of bad) assert.is(code(await c.next()), 'malformed', line);
  c.write('{"id":"x","method":"add","params":{"a":1,"b":1}}\n');
  assert.equal(await c.next(), { id: 'x', result: 2 });
  c.write('{"id":2,"method":"add","params":[1]}\n');
  assert.is(code(await c.next()), 'bad-params');
  c.socket.destroy();
});

test('a request may come in pieces, cut anywhere, and several may come in one', async ({ path }) => {
  const c = caller(path);
  const line = Buffer.from('{"id":"ä€😀","method":"add","params":{"a":1,"b":2}}\n');
  for (const byte of line) {
    c.write(Buffer.from([byte]));
    await new Promise(setImmediate);
  }
  assert.equal(await c.next(), { id: 'ä€😀', result: 3 });
  c.write(Buffer.concat([line, line, line.subarray(0, 5)]));
  await c.next();
  await c.next();
  c.write(line.subarray(5));
  assert.equal(await c.next(), { id: 'ä€😀', result: 3 });
  c.socket.destroy();
});

test('a caller that stops writing still gets its answers', async ({ path }) => {
  const c = caller(path);
  c.socket.end('{"id":1,"method":"add","params":{"a":20,"b":3}}\n');
  assert.equal(await c.next(), { id: 1, result: 23 });
  await c.closed;
});

test('a line without an end: answered, cut off', async ({ path }) => {
  const c = caller(path);
  c.write('x'.repeat(MAX_REQUEST_BYTES + 1));
  assert.is(code(await c.next()), 'line-too-long');
  await c.closed;
});

test('following: items until the caller leaves', async (context) => {
  const client = await ControlClient.connect(context.path);
  const seen: unknown[] = [];
  const reading = (async () => {
    for await (const item of client.follow('watch')) if (seen.push(item) === 3) return;
  })();
  await until(() => context.following === 1);
  for (const item of ['a', { b: 1 }, null, 'never read']) context.emit(item);
  await reading;
  assert.equal(seen, ['a', { b: 1 }, null]);
  client.close();
  await until(() => context.following === 0);
});

test('followers are few, and one that does not read is cut off; the others go on', async (context) => {
  const c = caller(context.path);
  for (let id = 1; id <= 5; id++) c.write(`{"id":${id},"method":"watch"}\n`);
  assert.is(code(await c.next()), 'too-many');
  c.socket.destroy();

  const lazy = connect(context.path);
  await once(lazy, 'connect');
  lazy.write('{"id":1,"method":"watch"}\n');
  await until(() => context.following === 1);
  lazy.pause();
  const closed = once(lazy, 'close');
  const emit = context.emit;
  for (let i = 0; i < 200 && context.following > 0; i++) {
    emit('x'.repeat(64 * 1024));
    await new Promise(setImmediate);
  }
  lazy.resume();
  await closed;
  assert.is(context.following, 0);
  emit('to nobody'); // must not throw
  const client = await ControlClient.connect(context.path);
  assert.is(await client.call('add', { a: 1, b: 1 }), 2);
  client.close();
});

test('a caller that asks without reading holds up itself alone', async (context) => {
  let asked = 0;
  const large = context.methods.large as Extract<MethodTable[string], { kind: 'call' }>;
  context.methods.large = { kind: 'call', run: (params) => (asked++, large.run(params)) };
  const greedy = connect(context.path);
  await once(greedy, 'connect');
  greedy.pause();
  greedy.write(Array.from({ length: 500 }, (_, id) => `{"id":${id},"method":"large"}\n`).join(''));
  const client = await ControlClient.connect(context.path);
  for (let i = 0; i < 50; i++) assert.is(await client.call('add', { a: i, b: 0 }), i);
  assert.ok(asked < 10, `${asked} answers made for somebody who reads none`);
  client.close();
  greedy.destroy();
});

test('a socket left by a dead daemon is taken over', async ({ server, path }) => {
  await server.stop();
  const dead = createServer();
  dead.listen(path);
  await once(dead, 'listening');
  // Closing removes the file; a daemon that was killed leaves it. This is the same state.
  renameSync(path, `${path}.kept`);
  dead.close();
  await once(dead, 'close');
  renameSync(`${path}.kept`, path);
  await server.start();
  const client = await ControlClient.connect(path);
  assert.is(await client.call('add', { a: 1, b: 1 }), 2);
  client.close();
});

test('a living daemon, a file and an endless path are refused in words', async ({ path, folder }) => {
  const options = { methods: {}, log: silentLogger() };
  const second = new ControlServer({ ...options, socketPath: path });
  assert.is((await rejection(second.start())).code, 'already-running');
  await second.stop();
  const client = await ControlClient.connect(path);
  assert.is(await client.call('add', { a: 1, b: 1 }), 2, 'the first one lives on');
  client.close();

  const file = join(folder, 'precious');
  writeFileSync(file, 'x');
  assert.is(
    (await rejection(new ControlServer({ ...options, socketPath: file }).start())).code,
    'socket-path',
  );
  assert.ok(existsSync(file));
  const long = join(folder, 'x'.repeat(120), 'control.sock');
  assert.is(
    (await rejection(new ControlServer({ ...options, socketPath: long }).start())).code,
    'socket-path',
  );
});

test('stopping closes callers and removes the file', async ({ server, path }) => {
  const client = await ControlClient.connect(path);
  await client.call('add', { a: 1, b: 1 });
  const lost = rejection(
    (async () => {
      for await (const item of client.follow('watch')) assert.unreachable(String(item));
    })(),
  );
  await server.stop();
  assert.is((await lost).code, 'connection-lost');
  assert.is((await rejection(client.call('add', { a: 1, b: 1 }))).code, 'connection-lost');
  assert.not(existsSync(path));
  assert.is((await rejection(ControlClient.connect(path))).code, 'not-running');
});

test('more callers than there is room for are turned away; room comes back', async ({ path }) => {
  const callers: Socket[] = [];
  for (let i = 0; i < 32; i++) {
    const socket = connect(path);
    await once(socket, 'connect');
    callers.push(socket);
  }
  const one = caller(path);
  await one.closed;
  for (const socket of callers) socket.destroy();
  for (;;) {
    try {
      const client = await ControlClient.connect(path);
      assert.is(await client.call('add', { a: 1, b: 1 }), 2);
      client.close();
      break;
    } catch (error) {
      if ((error as PupsentryError).code !== 'connection-lost') throw error;
    }
  }
});

test('100,000 mangled lines: each is a request or a sentence; the cutter loses nothing', () => {
  const random = generator(1);
  const sound = [
    '{"id":1,"method":"status","params":{}}',
    '{"id":"a","method":"settings.set","params":{"values":{"device.name":"Tür 😀"}}}',
    '{"id":3,"method":"logs.follow","params":{"count":100,"level":"warn"}}',
  ].map((line) => Buffer.from(line));
  const lines: Buffer[] = [];
  for (let i = 0; i < 100_000; i++) {
    const line = mangle(sound[i % sound.length]!, random);
    const request = parseRequest(line.toString('utf8'));
    if (typeof request === 'string') assert.match(request, /\.$/);
    else assert.type(request.method, 'string');
    if (i < 2000) lines.push(Buffer.from(line.filter((byte) => byte !== 10)));
  }
  const cutter = new LineCutter(MAX_REQUEST_BYTES);
  const stream = Buffer.concat(lines.flatMap((line) => [line, Buffer.from('\n')]));
  const cut: string[] = [];
  for (let at = 0; at < stream.length;) {
    const size = Math.floor(random() * 200);
    cut.push(...cutter.push(stream.subarray(at, at + size)));
    at += size;
  }
  assert.equal(
    cut,
    lines.map((line) => line.toString('utf8').trim()).filter((line) => line !== ''),
  );
});

test('10,000 mangled lines at the real socket: one answer each, and it still adds', async (context) => {
  const random = generator(2);
  const c = caller(context.path);
  const sound = Buffer.from('{"id":1,"method":"add","params":{"a":1,"b":2}}');
  let answers = 0;
  for (let batch = 0; batch < 100; batch++) {
    const lines = Array.from({ length: 100 }, () =>
      Buffer.from(mangle(sound, random).filter((byte) => byte !== 10)),
    ).filter((line) => line.toString('utf8').trim() !== '');
    c.write(Buffer.concat(lines.flatMap((line) => [line, Buffer.from('\n')])));
    for (let n = 0; n < lines.length; n++) {
      const answer = await c.next();
      assert.ok('error' in answer || 'result' in answer);
      answers++;
    }
  }
  assert.ok(answers > 9_000);
  c.write('{"id":"last","method":"add","params":{"a":1,"b":2}}\n');
  assert.equal(await c.next(), { id: 'last', result: 3 });
  c.socket.destroy();
  assert.not(
    context.log.some((line) => line.includes('"level":"error"')),
    'none of it is a mistake of ours',
  );
});

function generator(seed: number): () => number {
  return () => (seed = (seed * 48271) % 2147483647) / 2147483647;
}

/** Flips, cuts, doubles and inserts. */
function mangle(line: Buffer, random: () => number): Buffer {
  let out = Buffer.from(line);
  for (let n = Math.floor(random() * 4); n >= 0; n--) {
    const at = Math.floor(random() * out.length);
    const what = random();
    if (what < 0.4 && out.length > 0) out[at] = Math.floor(random() * 256);
    else if (what < 0.6) out = out.subarray(0, at);
    else if (what < 0.8) out = Buffer.concat([out.subarray(0, at), out.subarray(Math.floor(at / 2))]);
    else out = Buffer.concat([out.subarray(0, at), Buffer.from('{}[]",:0e'.repeat(1 + n)), out.subarray(at)]);
  }
  return out;
}

test.run();
