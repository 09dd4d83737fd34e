import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { encodeEnvelope } from '#protocol/codec.ts';
import { v1 } from '#protocol/messages.ts';
import { downTopic } from '#protocol/topics.ts';
import { FakeClock, SystemClock } from '#kit/clock.ts';
import { silentLogger } from '#kit/log.ts';
import { LinkService } from './link-service.ts';
import { CloudSide } from './testing/cloud-side.ts';
import { testCommands } from './testing/commands.ts';
import { DEVICE, bench, ids, ring, whenConnected, whenSubscribed } from './testing/link-bench.ts';

const test = suite('link service');

for (const mqttVersion of [5, 4] as const) {
  const name = mqttVersion === 5 ? 'MQTT 5' : 'MQTT 3.1.1';

  test(
    `${name}: status, state, events, telemetry, log and signals arrive as the contract says`,
    bench(async ({ link: makeLink, cloud, broker }) => {
      const link = await makeLink({ mqttVersion });
      link.setState({ name: 'Front door' });
      const id = '7f1b3c52-9a30-4d59-8a8f-0c3c5bb0a001';
      await link.sendEvent({ ...ring(id), snapshot: { jpeg: Buffer.alloc(300_000, 7) } });
      await cloud.until((seen) => seen.some((m) => m.name === 'event'));
      link.sendTelemetry({ viewers: 3 });
      link.sendLog({ level: 'warn', message: 'hello' });
      const heard = new Promise<v1.Signal>((resolve) => link.onSignal(resolve));
      await cloud.send(DEVICE, 'signal', { signal: { sessionId: id, bye: { reason: 'x' } } });
      assert.is((await heard).bye?.reason, 'x');
      link.sendSignal({ sessionId: id, answer: { sdp: 'v=0' } }, 'c1');
      await cloud.until((seen) => seen.some((m) => m.name === 'signal'));
      await cloud.until((seen) => seen.some((m) => m.name === 'telemetry'));
      await cloud.until((seen) => seen.some((m) => m.name === 'log'));

      const status = cloud.of('status')[0]!.status!;
      assert.equal([status.online, status.reason], [true, v1.StatusReason.STATUS_REASON_CONNECTED]);
      assert.is(cloud.of('state')[0]!.state!.name, 'Front door');
      const [event] = cloud.of('event');
      assert.is(event!.event!.id, id);
      assert.is(event!.traceId, id.replaceAll('-', ''));
      assert.is(event!.event!.snapshot!.jpeg!.length, 300_000);
      assert.is(event!.late, false);
      assert.is(event!.clockQuality, v1.ClockQuality.CLOCK_QUALITY_SYNCED);
      assert.is(cloud.of('signal')[0]!.correlationId, 'c1');
      assert.is(cloud.of('telemetry')[0]!.telemetry!.viewers, 3);
      assert.is(cloud.of('log')[0]!.log!.message, 'hello');
      const signal = cloud.seen.find((m) => m.name === 'signal')!;
      assert.is(signal.contentType, mqttVersion === 5 ? 'application/x-protobuf' : undefined);
      assert.is(signal.expirySeconds === undefined, mqttVersion === 4);
      assert.is(cloud.seen.find((m) => m.name === 'event')!.expirySeconds, undefined);

      const later = await CloudSide.connect(broker.url);
      await later.until((seen) => seen.length >= 2);
      assert.equal(later.seen.map((m) => [m.name, m.wasRetained]).sort(), [
        ['state', true],
        ['status', true],
      ]);
      await later.close();
    }),
  );
}

test(
  'commands get their replies, with their correlation and trace ids',
  bench(async ({ link: makeLink, cloud }) => {
    await makeLink({
      commands: testCommands({
        snapshot: () =>
          Promise.resolve({ status: v1.ReplyStatus.REPLY_STATUS_DONE, snapshot: { width: 640 } }),
        // Larger than an envelope may be.
        identify: () =>
          Promise.resolve({
            status: v1.ReplyStatus.REPLY_STATUS_DONE,
            pong: { payload: Buffer.alloc(2_000_000) },
          }),
      }),
    });
    await whenSubscribed(cloud);
    const traceId = 'ab'.repeat(16);
    await cloud.send(DEVICE, 'command', {
      correlationId: 'p',
      traceId,
      command: { ping: { payload: Buffer.from([1, 2]) } },
    });
    await cloud.send(DEVICE, 'command', { correlationId: 's', command: { snapshot: {} } });
    await cloud.send(DEVICE, 'command', { correlationId: 'x', command: { identify: {} } });
    await cloud.send(DEVICE, 'command', {
      correlationId: 'o',
      timeMs: Date.now() - 120_000,
      command: { restart: {} },
    });
    await cloud.until((seen) => seen.filter((m) => m.name === 'reply').length === 4);
    const replies = new Map(cloud.of('reply').map((envelope) => [envelope.correlationId, envelope]));
    assert.is(replies.get('p')!.traceId, traceId);
    assert.equal([...replies.get('p')!.reply!.pong!.payload!], [1, 2]);
    assert.is(replies.get('s')!.reply!.snapshot!.width, 640);
    assert.is(replies.get('x')!.reply!.code, 'internal');
    assert.is(replies.get('o')!.reply!.code, 'expired');
  }),
);

test(
  'retained settings reach the device when it connects; older ones do not, failed ones come again',
  bench(async ({ link: makeLink, cloud, proxy: makeProxy }) => {
    const taken: number[] = [];
    let onTaken: () => void = () => undefined;
    const untilTaken = (revision: number) =>
      new Promise<void>((resolve) => {
        onTaken = () => taken.includes(revision) && resolve();
        onTaken();
      });
    const change = (revision: number): v1.IEnvelope => ({
      settings: { revision, values: [{ key: 'privacy.on', flag: true }] },
    });
    let failures = 0;
    await cloud.send(DEVICE, 'settings', change(7));
    const proxy = await makeProxy();
    const link = await makeLink({
      broker: { url: proxy.url },
      onSettings: (values, revision) => {
        assert.equal(values, { 'privacy.on': true });
        if (revision === 10 && failures++ === 0) {
          proxy.cutAll(); // the retained change comes again with the next connection
          return Promise.reject(new Error('disk full'));
        }
        taken.push(revision);
        onTaken();
        return Promise.resolve();
      },
    });
    await untilTaken(7);
    for (const revision of [6, 7, 9]) await cloud.send(DEVICE, 'settings', change(revision));
    await untilTaken(9);
    await cloud.send(DEVICE, 'settings', change(10));
    await untilTaken(10);
    assert.equal(taken, [7, 9, 10]);
    assert.is(link.info().droppedMessages, 0);
  }),
);

test(
  'what is malformed, too large, of another version, body or device is counted and dropped',
  bench(async ({ link: makeLink, cloud }) => {
    const link = await makeLink();
    await whenSubscribed(cloud);
    const command = downTopic(DEVICE, 'command');
    const envelope = (more: v1.IEnvelope = {}) =>
      encodeEnvelope({ deviceId: DEVICE, seq: 1, command: { ping: {} }, correlationId: 'no', ...more });
    const bad: [string, Buffer][] = [
      [command, Buffer.from('not protobuf at all, surely')],
      [command, Buffer.alloc(0)],
      [command, Buffer.concat([envelope(), Buffer.alloc(1024 * 1024)])],
      [command, envelope({ protocolVersion: 2 })],
      [command, envelope({ deviceId: 'another-device' })],
      [command, envelope({ command: null, signal: { sessionId: 'x' } })],
      [`pupsentry/v1/${DEVICE}/down/format-disk`, envelope()],
    ];
    for (const [topic, payload] of bad) await cloud.sendRaw(topic, payload, { qos: 1, retain: false });
    await cloud.send(DEVICE, 'command', { correlationId: 'yes', command: { ping: {} } });
    await cloud.until((seen) => seen.some((m) => m.name === 'reply'));
    assert.equal(
      cloud.of('reply').map(({ correlationId }) => correlationId),
      ['yes'],
    );
    assert.is(link.info().droppedMessages, bad.length);
    assert.ok(link.info().connected);
  }),
);

test(
  'a clean stop says so, and nothing is sent again afterwards',
  bench(async ({ link: makeLink, cloud }) => {
    const clock = new FakeClock(); // for its last word it has all the time that a busy broker takes
    const first = await makeLink({ clock });
    await whenConnected(first);
    for (const id of ids(20)) await first.sendEvent(ring(id));
    await first.stop();
    await cloud.until((seen) => seen.findLast((m) => m.name === 'status')?.envelope.status?.online === false);
    assert.is(cloud.of('status').at(-1)!.status!.reason, v1.StatusReason.STATUS_REASON_SHUTDOWN);
    const second = await makeLink({ clock });
    await second.sendEvent(ring('after'));
    second.announceRestart();
    await cloud.until(() => cloud.eventIds().includes('after'));
    await second.stop();
    await cloud.until((seen) => seen.filter((m) => m.envelope.status?.online === false).length === 2);
    assert.is(cloud.of('status').at(-1)!.status!.reason, v1.StatusReason.STATUS_REASON_RESTART);
    assert.equal(
      cloud.of('event').map(({ event }) => event!.id),
      [...ids(20), 'after'],
    );
  }),
);

test(
  'a broker that knows MQTT 3.1.1 only is spoken to in 3.1.1',
  bench(async ({ link: makeLink, cloud, broker }) => {
    const versions: number[] = [];
    const old = createServer((near) => {
      near.on('error', () => undefined);
      near.once('data', (hello) => {
        const version = hello[hello.indexOf('MQTT') + 4]!; // the level, MQTT 3.1.1 section 3.1.2.2
        versions.push(version);
        if (version !== 4) return near.end(Buffer.from([0x20, 2, 0, 1])); // "unacceptable protocol version"
        const far = connect(broker.port, '127.0.0.1');
        far.on('error', () => undefined);
        far.write(hello);
        near.pipe(far).pipe(near);
      });
    }).listen(0, '127.0.0.1');
    await once(old, 'listening');
    const { port } = old.address() as { port: number };
    const link = await makeLink({ broker: { url: `mqtt://127.0.0.1:${port}` } });
    await link.sendEvent(ring('old'));
    await cloud.until(() => cloud.eventIds().includes('old'));
    assert.equal(versions, [5, 4]);
    await link.stop();
    old.close();
  }),
);

test('without a cloud configured: nothing is kept, nothing fails', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'pupsentry-link-'));
  const link = new LinkService({
    deviceId: DEVICE,
    broker: null,
    stateFolder: join(folder, 'state'),
    commands: testCommands(),
    onSettings: () => Promise.resolve(),
    clock: new SystemClock(),
    log: silentLogger(),
  });
  await link.start();
  await link.sendEvent(ring('x'));
  link.sendTelemetry({});
  link.setState({});
  assert.equal([link.info().connected, link.info().outbox.messages], [false, 0]);
  await link.stop();
  rmSync(folder, { recursive: true });
});

test.run();
