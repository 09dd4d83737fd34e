/** The HTTP door: who comes in, what the answers look like, what the description says. */
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Device, EventPage, Problem, Session } from '../api.ts';
import { TINY_JPEG, type SimulatedDevice } from '../simulated-device.ts';
import { ClockUnderTest } from '../testing/clock-under-test.ts';
import { CloudUnderTest } from '../testing/cloud-under-test.ts';

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;
const ID = 'front-door-1';

interface Context {
  stub: CloudUnderTest;
  clock: ClockUnderTest;
  device: SimulatedDevice;
  consoleFolder: string;
}
const test = suite<Context>('HTTP door');

test.before(async (context) => {
  context.consoleFolder = mkdtempSync(join(tmpdir(), 'pupsentry-console-'));
  writeFileSync(join(context.consoleFolder, 'index.html'), '<!doctype html><title>console</title>');
  writeFileSync(join(context.consoleFolder, 'app.js'), 'export {};\n');
  mkdirSync(join(context.consoleFolder, 'sounds'));
  context.clock = new ClockUnderTest();
  context.stub = await CloudUnderTest.start({ ...context, allowedHosts: ['Door.Example'] });
  context.device = await context.stub.device(ID, { name: 'Front door' });
  await context.device.connect();
});

test.after(async ({ stub, consoleFolder }) => {
  await stub?.stop();
  rmSync(consoleFolder, { recursive: true, force: true });
});

const problemOf = async (response: Response) => [response.status, ((await response.json()) as Problem).code];

/** fetch() does not let anybody set Host, and asks for the whole file when If-None-Match is set. */
function statusFor(stub: CloudUnderTest, host: string, path = '/healthz', more = {}): Promise<number> {
  return new Promise((resolve, reject) => {
    request(stub.url + path, { headers: { host, ...more } }, (response) => {
      response.resume();
      resolve(response.statusCode!);
    })
      .on('error', reject)
      .end();
  });
}

/** The routes of the list at the head of api.ts: "GET /api/devices/{id}". */
function routesOfApi(): string[] {
  const head = readFileSync(join(import.meta.dirname, '../api.ts'), 'utf8').split('*/')[0]!;
  return [...head.matchAll(/^ \*\s+(GET|POST|PUT|PATCH|DELETE)\s+([^\s?]+)/gm)].map(
    ([, method, path]) => `${method} ${path!.replace(/:(\w+)/g, '{$1}')}`,
  );
}

test('the description lists every route of api.ts, each with its answers', async ({ stub }) => {
  type Route = { summary?: string; responses: Record<string, unknown> };
  const description = await stub.get<{ openapi: string; paths: Record<string, Record<string, Route>> }>(
    '/openapi.json',
  );
  const routes = Object.entries(description.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, route]) => ({ name: `${method.toUpperCase()} ${path}`, route })),
  );
  assert.ok(routesOfApi().length >= 14);
  assert.equal(routes.map(({ name }) => name).sort(), routesOfApi().sort());
  for (const { name, route } of routes) {
    assert.ok(route.summary, name);
    assert.ok(Object.keys(route.responses).length > 0, name);
  }
});

test('without a session there is nothing but health, description and sign-in', async ({ stub }) => {
  const open = [
    'POST /api/session',
    'GET /healthz',
    'GET /openapi.json',
    'POST /api/payments/{number}/callback',
  ];
  for (const route of routesOfApi().filter((name) => !open.includes(name))) {
    const [method, path] = route.split(' ') as [string, string];
    for (const cookie of ['', 'pupsentry-session=made-up']) {
      const response = await fetch(stub.url + path.replace(/\{\w+\}/g, ID), {
        method,
        headers: { cookie, 'x-requested-with': 'pupsentry' },
      });
      assert.equal(await problemOf(response), [401, 'not-signed-in'], route);
    }
  }
});

test('a sign-in link works once', async ({ stub }) => {
  const token = await stub.cloud.accounts.newSignInToken();
  const response = await stub.post('/api/session', { token });
  assert.is(response.status, 200);
  const cookie = response.headers.get('set-cookie')!;
  for (const word of ['HttpOnly', 'SameSite=Strict', 'Path=/', 'Max-Age=2592000'])
    assert.ok(cookie.includes(word), word);
  assert.not.ok(cookie.includes('Secure'), 'plain HTTP on loopback');
  assert.equal((await response.json()) as Session, {
    household: { name: 'Home' },
    user: { name: 'Owner', role: 'owner' },
    iceServers: [],
  });
  assert.equal(await problemOf(await stub.post('/api/session', { token })), [401, 'bad-link']);
});

test('of ten at the same moment, one gets in', async ({ stub }) => {
  const token = await stub.cloud.accounts.newSignInToken();
  const all = await Promise.all(Array.from({ length: 10 }, () => stub.cloud.accounts.signIn(token)));
  assert.is(all.filter(Boolean).length, 1);
});

test('a sign-in link expires after 15 minutes', async ({ stub, clock }) => {
  const [early, late] = [
    await stub.cloud.accounts.newSignInToken(),
    await stub.cloud.accounts.newSignInToken(),
  ];
  clock.aheadMs = 14 * MINUTE_MS;
  assert.ok(await stub.cloud.accounts.signIn(early));
  clock.aheadMs = 15 * MINUTE_MS + 1;
  assert.is(await stub.cloud.accounts.signIn(late), null);
  clock.aheadMs = 0;
});

test('a session lasts 30 days from its last use', async ({ stub, clock }) => {
  clock.aheadMs = 29 * DAY_MS;
  const used = await stub.fetch('/api/session');
  assert.is(used.status, 200);
  assert.ok(used.headers.get('set-cookie'), 'prolonged');
  clock.aheadMs = 58 * DAY_MS;
  assert.is((await stub.fetch('/api/session')).status, 200);
  clock.aheadMs = 89 * DAY_MS;
  assert.is((await stub.fetch('/api/session')).status, 401);
  clock.aheadMs = 0;
});

test('tokens are kept as hashes only', async ({ stub }) => {
  const token = await stub.cloud.accounts.newSignInToken();
  const files = ['cloud.db', 'cloud.db-wal'].map((name) => readFileSync(join(stub.folder, name)));
  assert.ok(files.some((file) => file.includes('sign_in_tokens')));
  for (const secret of [token, stub.cookie.split('=')[1]!])
    for (const file of files) assert.not.ok(file.includes(secret));
});

test('signing out ends the session and its streams', async ({ stub }) => {
  const token = await stub.cloud.accounts.newSignInToken();
  const response = await stub.post('/api/session', { token });
  const cookie = response.headers.get('set-cookie')!.split(';')[0]!;
  const open = await fetch(`${stub.url}/api/stream`, { headers: { cookie } });
  assert.is(open.status, 200);
  const out = await stub.fetch('/api/session', { method: 'DELETE', headers: { cookie } });
  assert.is(out.status, 204);
  await open.text(); // ends
  assert.is((await stub.fetch('/api/session', { headers: { cookie } })).status, 401);
  assert.is((await stub.fetch('/api/session')).status, 200, 'others stay');
});

test('changes need the header that no other origin can set', async ({ stub }) => {
  const headers = { cookie: stub.cookie, 'content-type': 'application/json' };
  const body = JSON.stringify({ ids: 'all' });
  const response = await fetch(`${stub.url}/api/events/seen`, { method: 'POST', headers, body });
  assert.equal(await problemOf(response), [403, 'wrong-origin']);
});

test('only our own host names are answered', async ({ stub }) => {
  const { port } = new URL(stub.url);
  for (const host of [
    `localhost:${port}`,
    `127.0.0.1:${port}`,
    `[::1]:${port}`,
    'door.example',
    '192.168.1.5',
  ])
    assert.is(await statusFor(stub, host), 200, host);
  for (const host of [
    'evil.example',
    `evil.example:${port}`,
    '127.0.0.1.evil.example',
    'localhost.evil.example',
  ])
    assert.is(await statusFor(stub, host), 403, host);
});

test('tries to sign in are limited', async ({ stub }) => {
  const codes: number[] = [];
  for (let i = 0; i < 15; i++) codes.push((await stub.post('/api/session', { token: `guess-${i}` })).status);
  assert.ok(codes.includes(429), `one more is let in every six seconds: ${codes.join()}`);
});

test('requests that are wrong are told what is wrong', async ({ stub }) => {
  const cases: [string, string, unknown, number, string][] = [
    ['POST', `/api/devices/${ID}/commands`, { action: 'explode' }, 400, 'invalid'],
    ['POST', `/api/devices/${ID}/commands`, { action: 'identify', seconds: 61 }, 400, 'invalid'],
    ['POST', `/api/devices/${ID}/commands`, { action: 'identify', seconds: '5' }, 400, 'invalid'],
    ['POST', `/api/devices/${ID}/signal`, { sessionId: 'x', bye: { reason: '' } }, 400, 'invalid'],
    ['PUT', `/api/devices/${ID}/settings`, { values: {} }, 400, 'invalid'],
    ['PUT', `/api/devices/${ID}/settings`, { values: { a: null } }, 400, 'invalid'],
    ['PUT', `/api/devices/${ID}/settings`, { values: { a: 'x'.repeat(4097) } }, 400, 'invalid'],
    ['POST', '/api/events/seen', { ids: 'some' }, 400, 'invalid'],
    ['POST', '/api/devices/no-such-device/commands', { action: 'ping' }, 404, 'no-such-device'],
    ['POST', '/api/events/seen', { ids: 'x'.repeat(300_000) }, 413, 'too-large'],
  ];
  for (const [method, path, body, status, code] of cases)
    assert.equal(
      await problemOf(await stub.post(path, body, method)),
      [status, code],
      JSON.stringify(body).slice(0, 80),
    );
  const gets: [string, number, string][] = [
    ['/api/events?limit=0', 400, 'invalid'],
    ['/api/events?limit=201', 400, 'invalid'],
    ['/api/events?limit=ten', 400, 'invalid'],
    ['/api/events?before=yesterday', 400, 'invalid'],
    ['/api/devices/NO', 400, 'invalid'],
    ['/api/devices/no-such-device', 404, 'no-such-device'],
    ['/api/events/00000000-0000-4000-8000-000000000000/snapshot', 404, 'no-such-event'],
    ['/api/nothing', 401, 'not-signed-in'],
    ['/nothing', 404, 'not-found'],
  ];
  for (const [path, status, code] of gets) {
    const cookie = path === '/api/nothing' ? '' : stub.cookie;
    assert.equal(await problemOf(await stub.fetch(path, { headers: { cookie } })), [status, code], path);
  }
  const broken = await stub.fetch('/api/events/seen', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: '{"ids":',
  });
  assert.equal(await problemOf(broken), [400, 'invalid']);
});

test('events come in pages, are marked as seen, and show their pictures', async ({ stub, device }) => {
  const stream = await stub.stream();
  const ids: string[] = [];
  for (let i = 0; i < 7; i++) ids.push(await device.ring({ jpeg: i === 0 ? TINY_JPEG : null }));
  await stream.until('event', (event) => event.id === ids.at(-1));
  const seen: string[] = [];
  let page: EventPage = await stub.get<EventPage>('/api/events?limit=3');
  assert.is(page.unseen, 7);
  for (;;) {
    seen.push(...page.events.map((event) => event.id));
    if (!page.next) break;
    page = await stub.get<EventPage>(`/api/events?limit=3&before=${page.next}`);
  }
  assert.equal([...seen].sort(), [...ids].sort(), 'each once');
  const some = await stub.post('/api/events/seen', { ids: ids.slice(0, 2) });
  assert.equal(await some.json(), { unseen: 5 });
  assert.equal(await (await stub.post('/api/events/seen', { ids: 'all' })).json(), { unseen: 0 });
  assert.equal((await stub.get<EventPage>('/api/events?device=other-device')).events, []);

  const picture = await stub.fetch(`/api/events/${ids[0]}/snapshot`);
  assert.is(picture.headers.get('content-type'), 'image/jpeg');
  assert.is(picture.headers.get('x-content-type-options'), 'nosniff');
  assert.ok(picture.headers.get('cache-control')!.startsWith('private'));
  assert.equal(Buffer.from(await picture.arrayBuffer()), TINY_JPEG);
  assert.equal(await problemOf(await stub.fetch(`/api/events/${ids[1]}/snapshot`)), [404, 'no-picture']);
  const { pictureMs } = await stub.get<Device>(`/api/devices/${ID}`);
  const newest = await stub.fetch(`/api/devices/${ID}/picture?v=${pictureMs}`);
  assert.ok(newest.headers.get('cache-control')!.includes('immutable'));
  const plain = await stub.fetch(`/api/devices/${ID}/picture`);
  assert.is(plain.headers.get('cache-control'), 'private, no-cache');
});

test('the console is served with a strict policy and checked for changes each time', async ({ stub }) => {
  const page = await fetch(`${stub.url}/`);
  assert.is(page.status, 200);
  assert.ok(page.headers.get('content-type')!.startsWith('text/html'));
  const policy = page.headers.get('content-security-policy')!;
  for (const rule of ["script-src 'self'", "object-src 'none'", "frame-ancestors 'none'", "base-uri 'none'"])
    assert.ok(policy.includes(rule), rule);
  assert.not.ok(policy.includes('unsafe'));
  assert.is(page.headers.get('referrer-policy'), 'no-referrer');
  const script = await fetch(`${stub.url}/app.js`);
  assert.is(script.headers.get('cache-control'), 'no-cache');
  const etag = script.headers.get('etag')!;
  assert.is(await statusFor(stub, 'localhost', '/app.js', { 'if-none-match': etag }), 304);
  for (const path of ['/../package.json', '/%2e%2e/cloud.db', '/..%2fcloud.db'])
    assert.is.not(await statusFor(stub, 'localhost', path), 200, path);
});

test('health says that all is well', async ({ stub }) => {
  const health = await stub.get<Record<string, unknown>>('/healthz');
  assert.equal([health.ok, health.broker, health.database], [true, 'connected', 'ok']);
});

test.run();
