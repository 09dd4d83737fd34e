/** Everything a network does to a small file, by a real server on loopback. The clock stands still but where a test moves it. */
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { FakeClock, type ClockQuality } from '#kit/clock.ts';
import { PupsentryError } from '#kit/errors.ts';
import { MirrorUnderTest, type Misbehaviour } from '../release/mirror-under-test.ts';
import { certificateFor } from './certificate-under-test.ts';
import { httpGet, type GetFile } from './http-get.ts';
import { REQUEST_MS, STALL_MS } from './limits.ts';

const test = suite('http get');
const MAX_BYTES = 1000;
let mirror: MirrorUnderTest;
test.before(async () => void (mirror = await MirrorUnderTest.start()));
test.after(() => mirror.stop());
test.before.each(() => mirror.reset(new Map<string, string>([['there.json', '{"a":1}']])));

const NEVER = new AbortController().signal;

/** @returns the text, "none", or the code of the reason */
async function outcome(get: GetFile, url: string, signal = NEVER): Promise<string> {
  try {
    return (await get(url, { maxBytes: MAX_BYTES, signal }))?.toString() ?? 'none';
  } catch (error) {
    if (error instanceof PupsentryError) return error.code;
    throw error;
  }
}

const ask = (name: string, get = httpGet({ clock: new FakeClock() })) =>
  outcome(get, `${mirror.url}/metadata/${name}`);

async function against(misbehave: Misbehaviour): Promise<string> {
  mirror.misbehave = misbehave;
  return ask('there.json');
}

const answer =
  (status: number, body = '', headers: Record<string, string> = {}): Misbehaviour =>
  (_, response) => (response.writeHead(status, headers), response.end(body), true);

test('a file, or none', async () => {
  assert.is(await ask('there.json'), '{"a":1}');
  assert.is(await ask('not-there.json'), 'none');
  for (const status of [403, 404, 410]) assert.is(await against(answer(status)), 'none');
});

test('servers that fail', async () => {
  for (const status of [400, 401, 429, 500, 502, 503, 504, 204, 206])
    assert.is(await against(answer(status)), 'source-failed', `${status}`);
});

test('redirects are not followed, wherever to', async () => {
  for (const status of [301, 302, 303, 307, 308])
    for (const location of ['/metadata/there.json', 'http://192.0.2.1/', 'file:///etc/passwd', ''])
      assert.is(await against(answer(status, '', { location })), 'source-redirected');
  assert.is(mirror.requests.length, 20);
});

test('a captive portal', async () => {
  assert.is(await against(answer(511)), 'captive-portal');
  assert.is(
    await against(answer(200, 'Welcome', { 'content-type': 'text/html; charset=utf-8' })),
    'captive-portal',
  );
  assert.is(await against(answer(200, '\n <!DOCTYPE html><title>Sign in</title>')), 'captive-portal');
});

test('a body is cut off at its limit, announced or endless', async () => {
  assert.is(await against(answer(200, 'x'.repeat(MAX_BYTES))), 'x'.repeat(MAX_BYTES));
  assert.is(await against(answer(200, 'x'.repeat(MAX_BYTES + 1))), 'metadata-too-large');
  let isOpen = true;
  const endless: Misbehaviour = (_, response) => {
    const more = (): void =>
      void (isOpen && (response.write('x'.repeat(100)) ? setImmediate(more) : response.once('drain', more)));
    response.on('close', () => (isOpen = false));
    more();
    return true;
  };
  assert.is(await against(endless), 'metadata-too-large');
});

test('a connection that breaks', async () => {
  assert.is(await against((_, response) => (response.destroy(), true)), 'source-unreachable');
  const short: Misbehaviour = (_, response) => {
    response.writeHead(200, { 'content-length': '100' });
    response.write('{"a"');
    setImmediate(() => response.destroy());
    return true;
  };
  assert.is(await against(short), 'source-unreachable');
  const get = httpGet({ clock: new FakeClock() });
  assert.is(await outcome(get, 'http://127.0.0.1:1/x'), 'source-unreachable');
  assert.is(await outcome(get, 'http://no-such-host.invalid/x'), 'source-unreachable');
});

test('a server that says nothing, or a byte now and then', async () => {
  for (const headers of [false, true]) {
    const clock = new FakeClock();
    const arrived = new Promise<void>((resolve) => {
      mirror.misbehave = (_, response) => {
        if (headers) response.write('{');
        resolve();
        return true;
      };
    });
    const asked = ask('there.json', httpGet({ clock }));
    await arrived;
    let ended = false;
    void asked.then(() => (ended = true));
    while (!ended) await clock.advance(STALL_MS / 2);
    assert.is(await asked, 'source-slow');
  }
});

test('a byte now and then is too slow in the end', async () => {
  const clock = new FakeClock();
  let write!: () => Promise<void>;
  const arrived = new Promise<void>((resolve) => {
    mirror.misbehave = (_, response) => {
      write = () => new Promise((done) => response.write('x', () => setImmediate(done)));
      void write().then(resolve);
      return true;
    };
  });
  const asked = ask('there.json', httpGet({ clock }));
  await arrived;
  let ended = false;
  void asked.then(() => (ended = true));
  for (let ms = 0; ms < REQUEST_MS && !ended; ms += STALL_MS / 4) {
    await write();
    await clock.advance(STALL_MS / 4);
  }
  assert.is(await asked, 'source-slow');
});

test('no longer wanted: the caller’s reason, and the connection ends', async () => {
  const caller = new AbortController();
  const closed = new Promise<void>((resolve) => {
    mirror.misbehave = (_, response) => {
      response.on('close', resolve);
      caller.abort(new Error('enough'));
      return true;
    };
  });
  const get = httpGet({ clock: new FakeClock() });
  const reason = await outcome(get, `${mirror.url}/metadata/there.json`, caller.signal).catch(
    (error: Error) => error.message,
  );
  assert.is(reason, 'enough');
  await closed;
});

const YEAR_MS = 365 * 86_400_000;

/** A TLS server whose certificate is good from then to then, seen from now. */
async function overTls(
  fromYears: number,
  toYears: number,
  quality: ClockQuality,
  isKnown = true,
): Promise<string> {
  const now = Date.now();
  const { key, cert } = await certificateFor(
    '127.0.0.1',
    new Date(now + fromYears * YEAR_MS),
    new Date(now + toYears * YEAR_MS),
  );
  const server: Server = createServer({ key, cert }, (_, response) => response.end('{}'));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  try {
    const clock = new FakeClock();
    clock.setWall(0, quality);
    const get = httpGet({ clock, ...(isKnown && { ca: cert }) });
    return await outcome(get, `https://127.0.0.1:${(server.address() as AddressInfo).port}/x`);
  } finally {
    server.closeAllConnections();
    server.close();
  }
}

test('a certificate that is not good yet, or no longer: the clock is wrong where it was never set', async () => {
  assert.is(await overTls(-1, 1, 'synced'), '{}');
  assert.is(await overTls(-1, 1, 'unknown'), '{}');
  assert.is(await overTls(5, 10, 'unknown'), 'clock-wrong');
  assert.is(await overTls(-10, -5, 'floor'), 'clock-wrong');
  assert.is(await overTls(5, 10, 'synced'), 'certificate-invalid');
  assert.is(await overTls(-10, -5, 'synced'), 'certificate-invalid');
  assert.is(await overTls(-1, 1, 'synced', false), 'certificate-invalid');
});

test.run();
