/** The cloud stub as a whole: devices over a real broker, the household over HTTP. */
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { v1 } from '#protocol/messages.ts';
import { SystemClock } from '#kit/clock.ts';
import { silentLogger } from '#kit/log.ts';
import { freePort } from '#kit/ports.ts';
import type { CommandReply, Device, DeviceEvent, EventPage, Problem } from './api.ts';
import { CertificateAuthority } from './broker/ca.ts';
import { STUB_USER } from './broker/mosquitto-config.ts';
import { Mosquitto } from './broker/mosquitto.ts';
import { COMMAND_LIMIT_MS } from './devices/commands.ts';
import { SimulatedDevice, TINY_JPEG, type Received } from './simulated-device.ts';
import { ClockUnderTest } from './testing/clock-under-test.ts';
import { CloudUnderTest } from './testing/cloud-under-test.ts';
import { EventStream } from './testing/event-stream.ts';

const ID = 'front-door-1';

interface Context {
  stub: CloudUnderTest;
  device: SimulatedDevice;
  clock: ClockUnderTest;
}
const test = suite<Context>('cloud stub');

test.before(async (context) => {
  context.clock = new ClockUnderTest(COMMAND_LIMIT_MS);
  context.stub = await CloudUnderTest.start({ clock: context.clock });
  context.device = await context.stub.device(ID, { name: 'Front door' });
  await context.device.connect();
});
test.after(async ({ stub }) => {
  await stub?.stop();
});

const nextReceived = (device: SimulatedDevice, fits: (message: Received) => boolean) =>
  new Promise<Received>((resolve) => {
    const off = device.onReceived((message) => {
      if (!fits(message)) return;
      off();
      resolve(message);
    });
  });
const command = async (stub: CloudUnderTest, body: unknown) => {
  const response = await stub.post(`/api/devices/${ID}/commands`, body);
  return { status: response.status, body: (await response.json()) as CommandReply & Problem };
};

test('a ring reaches the browser at once, its picture after it', async ({ stub, device }) => {
  const stream = await stub.stream();
  const id = await device.ring({ presses: 2 });
  const first = await stream.until('event', (event) => event.id === id);
  assert.equal([first.kind, first.presses, first.snapshot, first.late], ['ring', 2, false, false]);
  const second = await stream.until('event', (event) => event.id === id && event.snapshot);
  assert.is(second.deviceId, ID);
  const told = await stream.until('device', (d) => d.pictureMs !== null);
  assert.is(told.name, 'Front door');
  const picture = await stub.fetch(`/api/devices/${ID}/picture`);
  assert.equal(Buffer.from(await picture.arrayBuffer()), TINY_JPEG);
});

test('two hundred rings: each once, in order', async ({ stub, device }) => {
  const stream = await stub.stream();
  const ids: string[] = [];
  for (let i = 0; i < 200; i++) ids.push(await device.ring({ jpeg: null }));
  await stream.until('event', (event) => event.id === ids.at(-1));
  const got = stream.messages.flatMap((m) => (m.type === 'event' ? [m.data.id] : []));
  assert.equal(got, ids);
});

test('commands bring back what the device says', async ({ stub }) => {
  const asked = performance.now();
  const ping = await command(stub, { action: 'ping' });
  assert.equal([ping.status, ping.body.status], [200, 'done']);
  assert.ok(ping.body.tookMs >= 0 && ping.body.tookMs <= Math.ceil(performance.now() - asked));
  const snapshot = await command(stub, { action: 'snapshot', width: 640 });
  const { pictureMs } = await stub.get<Device>(`/api/devices/${ID}`);
  assert.is(snapshot.body.pictureMs, pictureMs);
  const settings = await command(stub, { action: 'settings', values: { 'privacy.on': true } });
  assert.is(settings.body.settings?.['privacy.on'], true);
});

test('a device that does not answer is given up; more than sixteen do not wait', async (context) => {
  const { stub, device, clock } = context;
  device.answersCommands = false;
  let arrived = 0;
  const sixteen = nextReceived(device, ({ envelope }) => Boolean(envelope.command) && ++arrived === 16);
  const waiting = Array.from({ length: 16 }, () => command(stub, { action: 'ping' }));
  await sixteen;
  const more = await command(stub, { action: 'ping' });
  assert.equal([more.status, more.body.code], [429, 'busy']);
  clock.expire();
  for (const { status, body } of await Promise.all(waiting))
    assert.equal(
      [status, body.code, body.message],
      [504, 'timeout', 'The device did not answer within 10 s.'],
    );
  device.answersCommands = true;
});

test('settings reach the device, at once or when it is back, and rename it', async ({ stub, device }) => {
  const stream = await stub.stream();
  const put = async (values: Record<string, unknown>) => {
    const response = await stub.post(`/api/devices/${ID}/settings`, { values }, 'PUT');
    return ((await response.json()) as { revision: number }).revision;
  };
  const revision = await put({ 'device.name': 'Garden gate' });
  const renamed = await stream.until('device', (d) => d.name === 'Garden gate');
  assert.is(renamed.state?.settingsRevision, revision);

  const longest = 'x'.repeat(4096); // as long as a list of zones may be
  const zoned = await put({ 'zones.list': longest });
  const { state } = await stream.until('device', (d) => d.state?.settingsRevision === zoned);
  assert.is(String(state?.settings['zones.list']).length, longest.length);

  await device.stop();
  await stream.until('device', (d) => !d.online);
  const first = await put({ 'privacy.on': true });
  for (const round of [1, 2, 3]) {
    const many = Object.fromEntries(
      Array.from({ length: 99 }, (_, i) => [`made.up.${round}.${i}`, 'x'.repeat(500)]),
    );
    const response = await stub.post(`/api/devices/${ID}/settings`, { values: many }, 'PUT');
    assert.is(response.status, round < 3 ? 200 : 409, 'wishes are bounded');
  }
  const second = await put({ 'device.name': 'Front door' });
  assert.ok(second > first && first > revision);
  await device.connect();
  const back = await stream.until('device', (d) => d.state?.settingsRevision === second);
  assert.equal(
    [back.name, back.state?.settings['privacy.on']],
    ['Front door', true],
    'both wishes, though the broker keeps one message',
  );
});

test('a device that is away is told as such', async ({ stub, device }) => {
  const stream = await stub.stream();
  const fromMs = Date.now();
  device.vanish();
  const gone = await stream.until('device', (d) => !d.online);
  assert.ok(gone.sinceMs >= fromMs && gone.sinceMs <= Date.now(), `since ${gone.sinceMs}`);
  assert.equal((await command(stub, { action: 'ping' })).body.code, 'device-offline');
  const signal = { sessionId: randomUUID(), bye: { reason: 'x' } };
  assert.is((await stub.post(`/api/devices/${ID}/signal`, signal)).status, 409);
  const back = await stub.stream(); // what the other one has may be of the time before
  await device.connect();
  await back.until('device', (d) => d.online);
});

test('live signalling goes to the one browser that asked', async ({ stub, device }) => {
  const mine = await stub.stream();
  const token = await stub.cloud.accounts.newSignInToken();
  const other = (await stub.post('/api/session', { token })).headers.get('set-cookie')!.split(';')[0]!;
  const theirs = await EventStream.open(`${stub.url}/api/stream`, { cookie: other });
  const sessionId = randomUUID();
  const offered = nextReceived(device, ({ envelope }) => Boolean(envelope.signal?.offer));
  const offer = { sessionId, offer: { sdp: 'v=0\r\n', quality: 'light' } };
  assert.is((await stub.post(`/api/devices/${ID}/signal`, offer)).status, 202);
  const { envelope } = await offered;
  assert.is(envelope.signal?.sessionId, sessionId);
  assert.is(envelope.signal?.offer?.quality, v1.Quality.QUALITY_LIGHT);
  await device.send('signal', { signal: { sessionId, answer: { sdp: 'v=0\r\nanswer' } } });
  await device.send('signal', { signal: { sessionId, candidate: { candidate: 'c', mid: '0' } } });
  await device.send('signal', { signal: { sessionId: randomUUID(), bye: { reason: 'not yours' } } });
  await device.send('signal', { signal: { sessionId, refusal: { code: 'busy', message: 'Full.' } } });
  await mine.until('signal', (s) => 'refusal' in s && s.refusal.code === 'busy');
  const signals = mine.messages.flatMap((m) => (m.type === 'signal' ? [m.data] : []));
  assert.equal(signals.slice(0, 2), [
    { deviceId: ID, sessionId, answer: { sdp: 'v=0\r\nanswer' } },
    { deviceId: ID, sessionId, candidate: { candidate: 'c', mid: '0' } },
  ]);
  assert.is(signals.length, 3, 'nothing of a session nobody has open');
  const stolen = { method: 'POST', headers: { cookie: other, 'content-type': 'application/json' } };
  const body = JSON.stringify({ sessionId, bye: { reason: 'mischief' } });
  assert.is((await stub.fetch(`/api/devices/${ID}/signal`, { ...stolen, body })).status, 404);
  // The marker: the other browser gets what is for all, and had got nothing of this before it.
  await device.sendTelemetry({ uptimeS: 99 });
  await theirs.until('telemetry', (t) => t.telemetry.uptimeS === 99);
  assert.not.ok(theirs.messages.some((m) => m.type === 'signal'));
  theirs.close();
});

test('stops at once, with browsers connected, and knows everything after', async ({ stub, device }) => {
  const streams = await Promise.all([stub.stream(), stub.stream(), stub.stream()]);
  const before = await stub.get<EventPage>('/api/events?limit=200');
  const started = performance.now();
  await stub.stopStub();
  assert.ok(performance.now() - started < 10_000, `${performance.now() - started} ms`);
  await Promise.all(streams.map((stream) => stream.ended));
  await stub.startAgain();
  assert.equal(await stub.get<EventPage>('/api/events?limit=200'), before);
  const stream = await stub.stream();
  await device.connect();
  await stream.until('device', (d) => d.online && d.id === ID);
});

test('works with a broker of others; what happens while it is away is there afterwards', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'pupsentry-other-broker-'));
  const clock = new SystemClock();
  const ca = new CertificateAuthority({ folder: join(folder, 'ca'), clock });
  await ca.open();
  const port = await freePort();
  const broker = new Mosquitto({
    ...{ folder: join(folder, 'broker'), host: '127.0.0.1', port, ca, clock },
    log: silentLogger(),
  });
  await broker.start(new AbortController().signal);
  const files = { cert: join(folder, 'stub.pem'), key: join(folder, 'stub-key.pem') };
  await ca.ensure(files, { commonName: STUB_USER, use: 'client' });
  const url = `mqtts://localhost:${port}`;
  const stub = await CloudUnderTest.start({
    broker: { kind: 'external', url, caFile: ca.certificateFile, certFile: files.cert, keyFile: files.key },
  });
  try {
    const issued = await ca.issue({ commonName: ID, use: 'client' });
    const tls = { ca: ca.pem, cert: issued.certPem, key: issued.keyPem };
    const device = new SimulatedDevice({ id: ID, url, tls, clock });
    await device.connect();
    const ids = [await device.ring()];
    await stub.stopStub();
    for (let i = 0; i < 20; i++) ids.push(await device.ring());
    await stub.startAgain();
    const stream = await stub.stream();
    ids.push(await device.ring()); // the marker, after all that was kept
    await stream.until('event', (event) => event.id === ids.at(-1));
    const { events } = await stub.get<EventPage>('/api/events?limit=100');
    assert.equal(events.map((event: DeviceEvent) => event.id).sort(), [...ids].sort());
    assert.ok(events.slice(1).every((event) => event.snapshot));
    await device.stop();
  } finally {
    await stub.stop();
    await broker.stop();
    rmSync(folder, { recursive: true, force: true });
  }
});

test.run();
