/** Streams: heartbeat, bounds, who gets what. */
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { once } from 'node:events';
import { createServer, request, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { FakeClock } from '#kit/clock.ts';
import { silentLogger } from '#kit/log.ts';
import type { SignedIn } from '../accounts/accounts.ts';
import type { StreamMessage } from '../api.ts';
import { Feed } from '../feed.ts';
import { Streams } from './streams.ts';

interface Context {
  clock: FakeClock;
  feed: Feed;
  streams: Streams;
  server: Server;
}
const test = suite<Context>('streams');

const who = (sessionId: string, householdId = 'home'): SignedIn => ({
  ...{ sessionId, householdId, userId: 'u', household: 'Home', user: 'Owner' },
  ...{ role: 'owner', prolonged: false },
});
const signal = (n: number, size = 0): StreamMessage => ({
  type: 'signal',
  data: { deviceId: 'front-door-1', sessionId: `${n}`, bye: { reason: 'x'.repeat(size) } },
});

test.before.each(async (context) => {
  context.clock = new FakeClock();
  context.feed = new Feed();
  context.streams = new Streams({ ...context, log: silentLogger() });
  await context.streams.start();
  // The address names who asks: /session/household
  context.server = createServer((incoming, response) => {
    const [, session, household] = incoming.url!.split('/');
    if (!context.streams.open(who(session!, household), response, { 'x-test': 'kept' }))
      response.writeHead(429).end();
  });
  context.server.listen(0, '127.0.0.1');
  await once(context.server, 'listening');
});
test.after.each(async ({ streams, server }) => {
  await streams.stop();
  const closed = once(server, 'close');
  server.close();
  server.closeAllConnections();
  await closed;
});

async function open({ server }: Context, path: string): Promise<IncomingMessage> {
  const { port } = server.address() as AddressInfo;
  const outgoing = request({ port, path, agent: false }).end();
  const [response] = (await once(outgoing, 'response')) as [IncomingMessage];
  return response;
}

async function textUntil(response: IncomingMessage, end: string): Promise<string> {
  let text = '';
  for await (const chunk of response.iterator({ destroyOnReturn: false })) {
    text += String(chunk);
    if (text.includes(end)) return text;
  }
  throw new Error(`ended without ${end}: ${text}`);
}

test('the first bytes come at once, and one every 15 s', async (context) => {
  const response = await open(context, '/s/home');
  assert.is(response.headers['content-type'], 'text/event-stream');
  assert.is(response.headers['x-test'], 'kept');
  await textUntil(response, 'retry: 1000\n\n');
  const heartbeat = textUntil(response, ':\n\n');
  await context.clock.advance(15_000);
  await heartbeat;
});

test('news goes to its household, and to one session when it is only for that', async (context) => {
  const paths = ['/a/home', '/b/home', '/c/elsewhere'];
  const [a, b, c] = (await Promise.all(paths.map((path) => open(context, path)))) as [
    IncomingMessage,
    IncomingMessage,
    IncomingMessage,
  ];
  context.feed.publish({ householdId: 'home', sessionId: 'a', message: signal(1) });
  context.feed.publish({ householdId: 'home', message: signal(2) });
  context.feed.publish({ householdId: 'elsewhere', message: signal(3) });
  const sessions = (text: string) => [...text.matchAll(/"sessionId":"(\d)"/g)].map(([, n]) => n);
  assert.equal(sessions(await textUntil(a, '"2"')), ['1', '2']);
  assert.equal(sessions(await textUntil(b, '"2"')), ['2']);
  assert.equal(sessions(await textUntil(c, '"3"')), ['3']);
});

test('a browser that does not read is dropped, the others are not', async (context) => {
  const slow = await open(context, '/slow/home');
  slow.pause();
  const fast = await open(context, '/fast/home');
  const gone = once(slow.resume().pause(), 'close').catch(() => undefined);
  let n = 0;
  while (context.streams.count === 2) {
    context.feed.publish({ householdId: 'home', sessionId: 'slow', message: signal(n++, 60_000) });
    if (n % 10 === 0) await new Promise((resolve) => setImmediate(resolve));
    assert.ok(n < 2000, 'it takes less than 120 MB to be dropped');
  }
  context.feed.publish({ householdId: 'home', message: signal(7) });
  await textUntil(fast, '"7"');
  slow.destroy();
  await gone;
});

test('there is an end to how many one session may open', async (context) => {
  const all = [];
  for (let i = 0; i < 21; i++) all.push(await open(context, '/s/home'));
  assert.equal(
    all.map(({ statusCode }) => statusCode),
    [...Array.from({ length: 20 }, () => 200), 429],
  );
  assert.is((await open(context, '/t/home')).statusCode, 200);
});

test.run();
