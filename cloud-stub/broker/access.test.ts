/** The broker's rules, proved with real certificates against real Mosquitto. */
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { connectAsync } from 'mqtt';
import { encodeEnvelope } from '#protocol/codec.ts';
import { downTopic, upTopic } from '#protocol/topics.ts';
import type { Device } from '../api.ts';
import type { SimulatedDevice } from '../simulated-device.ts';
import { admit } from '../subscriber.ts';
import { CloudUnderTest } from '../testing/cloud-under-test.ts';

interface Context {
  stub: CloudUnderTest;
  a: SimulatedDevice;
  b: SimulatedDevice;
}
const test = suite<Context>('broker access');
const ONCE = { qos: 1, retain: false } as const;

test.before(async (context) => {
  context.stub = await CloudUnderTest.start();
  context.a = await context.stub.device('device-aaaa');
  context.b = await context.stub.device('device-bbbb');
  await context.a.connect();
  await context.b.connect();
});

test.after(async ({ stub }) => {
  await stub?.stop();
});

test('a device cannot speak as another', async ({ stub, a, b }) => {
  const stream = await stub.stream();
  // A sound envelope of b, sent by a: only the broker stands in its way.
  const telemetry = { uptimeS: 1 };
  const forged = encodeEnvelope({ deviceId: b.id, bootEpoch: 1, seq: 1, telemetry });
  await a.publish(upTopic(b.id, 'telemetry'), forged, ONCE);
  await a.publish(upTopic(b.id, 'event'), Buffer.from('nonsense'), ONCE);
  await a.sendTelemetry({ uptimeS: 4711 }); // the marker: same connection, so it arrives after
  await stream.until('telemetry', (t) => t.deviceId === a.id && t.telemetry.uptimeS === 4711);
  const ofB = stream.messages.filter((m) => m.type === 'telemetry' && m.data.deviceId === b.id);
  assert.equal(ofB, []);
  assert.is(stub.cloud.ingest.droppedMessages, 0, 'nothing of it reached the stub');
});

test('a device hears what is for it, and nothing else', async ({ stub, a, b }) => {
  const heard: string[] = [];
  const note = (topic: string) => heard.push(topic);
  await a.subscribe('#', note);
  await a.subscribe('pupsentry/v1/+/up/#', note);
  await a.subscribe(downTopic(b.id, 'command'), note);
  await a.subscribe('$SYS/#', note);
  // To b, from b, and then the marker to a.
  await stub.post(`/api/devices/${b.id}/commands`, { action: 'ping' });
  await b.sendTelemetry();
  const reply = await stub.post(`/api/devices/${a.id}/commands`, { action: 'ping' });
  assert.is(reply.status, 200);
  assert.ok(heard.length > 0);
  assert.equal([...new Set(heard)], [downTopic(a.id, 'command')]);
});

test('a device cannot command anybody, itself included', async ({ stub, a, b }) => {
  const got: string[] = [];
  const offs = [a, b].map((device) => device.onReceived(({ topic }) => got.push(topic)));
  for (const target of [a, b]) {
    await a.publish(downTopic(target.id, 'command'), Buffer.from('x'), ONCE);
    await a.publish(downTopic(target.id, 'settings'), Buffer.from('x'), { qos: 1, retain: true });
  }
  // Markers by the stub: whatever a sent before would have arrived before them.
  for (const target of [a, b]) await stub.post(`/api/devices/${target.id}/commands`, { action: 'ping' });
  for (const off of offs) off();
  assert.equal(got, [downTopic(a.id, 'command'), downTopic(b.id, 'command')]);
});

test('a client id does not give anybody the session of another', async ({ stub }) => {
  const tls = await stub.credentials('device-cccc');
  const thief = await connectAsync(stub.cloud.brokerUrl, {
    ...tls,
    clientId: 'Pupsentry-Cloud',
    clean: false,
    reconnectPeriod: 0,
  });
  assert.is(stub.cloud.brokerClient.status, 'connected', 'the stub keeps its session');
  await thief.endAsync();
});

test('a subscriber that was admitted reads what devices send, and writes nothing', async ({ stub, a }) => {
  const out = join(stub.folder, 'analytics');
  const line = await admit({ command: 'subscriber', data: stub.folder, name: 'analytics', out }, stub.clock);
  assert.ok(line.startsWith('mosquitto_sub -h 127.0.0.1 '), line);
  // As a person would run it. What the broker retained shows that it has subscribed.
  const reader = spawn('sh', ['-c', `exec ${line}`], { stdio: ['ignore', 'pipe', 'inherit'] });
  const topics: string[] = [];
  for await (const text of createInterface({ input: reader.stdout })) {
    topics.push(text.split(' ')[0]!);
    if (topics.length === 1) await a.ring({ jpeg: null });
    if (topics.at(-1) === upTopic(a.id, 'event')) break;
  }
  reader.kill();
  assert.ok(topics.includes(upTopic(a.id, 'state')));

  const pem = (file: string) => readFileSync(join(out, file), 'utf8');
  const tls = { ca: pem('ca.pem'), cert: pem('subscriber.pem'), key: pem('subscriber-key.pem') };
  const writer = await connectAsync(stub.cloud.brokerUrl, { ...tls, reconnectPeriod: 0 }, false);
  const got: string[] = [];
  const off = a.onReceived(({ topic }) => got.push(topic));
  await writer.publishAsync(downTopic(a.id, 'command'), Buffer.from('x'), ONCE);
  await writer.publishAsync(upTopic(a.id, 'event'), Buffer.from('x'), ONCE);
  await stub.post(`/api/devices/${a.id}/commands`, { action: 'ping' });
  off();
  assert.equal(got, [downTopic(a.id, 'command')]);
  assert.is(stub.cloud.ingest.droppedMessages, 0);
  await writer.endAsync();
});

test('nobody comes in without a certificate of ours', async ({ stub }) => {
  const { ca } = await stub.credentials('device-dddd');
  const other = await CloudUnderTest.start();
  try {
    const foreign = await other.credentials('device-dddd');
    for (const tls of [{ ca }, { ca, cert: foreign.cert, key: foreign.key }]) {
      const attempt = connectAsync(stub.cloud.brokerUrl, { ...tls, reconnectPeriod: 0 }, false);
      const connected = await attempt.then(
        () => true,
        () => false,
      );
      assert.is(connected, false);
    }
  } finally {
    await other.stop();
  }
});

test('the broker comes back by itself, and with it the devices', async ({ stub, a }) => {
  const stream = await stub.stream();
  const reconnected = new Promise<void>((resolve) => {
    const off = stub.cloud.brokerClient.onConnected(() => {
      off();
      resolve();
    });
  });
  process.kill(stub.cloud.mosquitto!.pid!, 'SIGKILL');
  await reconnected;
  assert.is((await stub.fetch('/healthz')).status, 200);
  await a.connect();
  const id = await a.ring();
  await stream.until('event', (event) => event.id === id && event.snapshot);
  const { devices } = await stub.get<{ devices: Device[] }>('/api/devices');
  assert.is(devices.find((device) => device.id === a.id)?.online, true);
});

test.run();
