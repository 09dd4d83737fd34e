/** The door by HTTP: what it sends, at which pace, and what it makes of every answer. */
import { createHash, randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { FakeClock, SystemClock } from '#kit/clock.ts';
import { HttpUploadDoor } from './http-upload-door.ts';
import { Pace } from './pace.ts';
import { DoorError } from './upload-door.ts';

interface Context {
  server: Server;
  url: string;
  answer: (request: IncomingMessage, response: ServerResponse, body: Buffer) => void;
  connections: number;
  door: HttpUploadDoor;
}

const test = suite<Context>('the door by HTTP');
const { signal } = new AbortController();
const bodyOf = async (request: IncomingMessage) => Buffer.concat(await request.toArray());

test.before(async (context) => {
  context.connections = 0;
  context.server = createServer((request, response) => {
    void bodyOf(request).then((body) => context.answer(request, response, body));
  });
  context.server.on('connection', () => context.connections++);
  await new Promise<void>((resolve) => context.server.listen(0, '127.0.0.1', resolve));
  context.url = `http://127.0.0.1:${(context.server.address() as AddressInfo).port}/device/clips`;
  context.door = new HttpUploadDoor({
    pass: () => ({ url: context.url, token: 'pass' }),
    pace: new Pace({ clock: new SystemClock(), kbps: () => Infinity }),
  });
});
test.after(async ({ server, door }) => {
  door.close();
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

const json = (response: ServerResponse, status: number, body: unknown) =>
  void response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));

test('head and segments go to their places, with pass, length and digest, by one connection', async (context) => {
  const seen: string[] = [];
  const bodies: Buffer[] = [];
  context.answer = ({ method, url, headers }, response, body) => {
    const digest = createHash('sha256').update(body).digest('base64');
    assert.is(headers['content-digest'], `sha256=:${digest}:`.replace('sha256', 'sha-256'));
    assert.is(headers['content-length'], String(body.length));
    assert.is(headers.authorization, 'Bearer pass');
    seen.push(`${method} ${url}`);
    bodies.push(body);
    json(response, 200, { received: seen.length - 1, segments: 2, isComplete: seen.length === 3 });
  };
  const [head, a, b] = [randomBytes(900), randomBytes(262_160), randomBytes(40)];
  const { door } = context;
  assert.equal(await door.begin({ clipId: 'c', head, totalBytes: 999 }, signal), {
    received: 0,
    isComplete: false,
  });
  assert.equal(await door.put('c', 0, a, signal), { received: 1, isComplete: false });
  assert.equal(await door.put('c', 1, b, signal), { received: 2, isComplete: true });
  assert.equal(
    seen,
    ['/c?bytes=999', '/c/segments/0', '/c/segments/1'].map((path) => `PUT /device/clips${path}`),
  );
  assert.equal(bodies, [head, a, b]);
  assert.is(context.connections, 1);
});

test('every answer that is no yes is told as what it means', async (context) => {
  const cases: [number, unknown, string][] = [
    [401, { code: 'bad-pass', message: 'Old.' }, 'pass'],
    [402, { code: 'lapsed', message: 'The package has lapsed.' }, 'lapsed'],
    [507, { code: 'store-full', message: 'Full.' }, 'full'],
    [404, { code: 'no-such-clip', message: '' }, 'unknown-clip'],
    [409, { code: 'out-of-order', message: '' }, 'unknown-clip'],
    [400, { code: 'bad-clip', message: '' }, 'clip'],
    [413, { code: 'clip-too-large', message: '' }, 'clip'],
    [422, { code: 'digest-mismatch', message: '' }, 'unreachable'],
    [500, { code: 'failed', message: '' }, 'unreachable'],
    [503, 'a proxy', 'unreachable'],
    [404, '<html>a captive portal</html>', 'unreachable'],
    [401, '<html>a proxy that wants a password</html>', 'unreachable'],
    [302, { code: 'elsewhere', message: '' }, 'unreachable'],
    [200, '<html>a captive portal</html>', 'unreachable'],
    [200, { received: '1', isComplete: true }, 'unreachable'],
    [200, 'x'.repeat(100_000), 'unreachable'],
  ];
  for (const [status, body, refusal] of cases) {
    let asked = 0;
    context.answer = (_request, response) => {
      asked++;
      if (status === 302) response.setHeader('location', context.url);
      json(response, status, body);
    };
    const failure = await context.door.put('c', 0, randomBytes(10), signal).catch((error: unknown) => error);
    assert.instance(failure, DoorError);
    assert.is((failure as DoorError).refusal, refusal, `${status} ${JSON.stringify(body).slice(0, 60)}`);
    assert.is(asked, 1, 'nowhere else, and not again');
  }
});

test('a connection that breaks is no answer; a signal ends it at once with its reason', async (context) => {
  context.answer = (request) => request.socket.destroy();
  const broken = await context.door.put('c', 0, randomBytes(10), signal).catch((error: unknown) => error);
  assert.is((broken as DoorError).refusal, 'unreachable');
  const abort = new AbortController();
  const reason = new Error('consent withdrawn');
  context.answer = () => abort.abort(reason);
  assert.is(
    await context.door.put('c', 0, randomBytes(10), abort.signal).catch((error: unknown) => error),
    reason,
  );
});

test('the pace holds: so many bytes take so long', async () => {
  const clock = new FakeClock();
  const pace = new Pace({ clock, kbps: () => 800 }); // 100 bytes a millisecond
  const startedMs = clock.monotonicMs();
  let taken = 0;
  const work = (async () => {
    for (; taken < 50; taken++) await pace.take(10_000, signal);
  })();
  while (taken < 50) await clock.advance(10);
  await work;
  const tookMs = clock.monotonicMs() - startedMs;
  assert.ok(tookMs >= 4500 && tookMs <= 5000, `500,000 bytes took ${tookMs} ms`);
});

test.run();
