/** Mosquitto as a child: what it remembers, and when it is not there. */
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SystemClock } from '#kit/clock.ts';
import type { PupsentryError } from '#kit/errors.ts';
import { silentLogger } from '#kit/log.ts';
import { freePort } from '#kit/ports.ts';
import { parseTopic } from '#protocol/topics.ts';
import { SimulatedDevice } from '../simulated-device.ts';
import { CertificateAuthority } from './ca.ts';
import { BrokerClient, type Incoming } from './client.ts';
import { STUB_USER } from './mosquitto-config.ts';
import { Mosquitto } from './mosquitto.ts';

const clock = new SystemClock();
const log = silentLogger();
const ID = 'front-door-1';

interface Context {
  folder: string;
  ca: CertificateAuthority;
  url: string;
  broker: Mosquitto;
  stubTls: { ca: string; cert: string; key: string };
}
const test = suite<Context>('mosquitto');

const never = () => new AbortController().signal;
const credentials = async (ca: CertificateAuthority, commonName: string) => {
  const { certPem, keyPem } = await ca.issue({ commonName, use: 'client' });
  return { ca: ca.pem, cert: certPem, key: keyPem };
};

test.before.each(async (context) => {
  context.folder = mkdtempSync(join(tmpdir(), 'pupsentry-mosquitto-'));
  context.ca = new CertificateAuthority({ folder: join(context.folder, 'ca'), clock });
  await context.ca.open();
  context.stubTls = await credentials(context.ca, STUB_USER);
  const port = await freePort();
  context.url = `mqtts://127.0.0.1:${port}`;
  const introduce = (url: string) => BrokerClient.claimSession(url, context.stubTls);
  const folder = join(context.folder, 'broker');
  context.broker = new Mosquitto({ folder, host: '127.0.0.1', port, ca: context.ca, introduce, log, clock });
});
test.after.each(async ({ broker, folder }) => {
  await broker.stop();
  rmSync(folder, { recursive: true, force: true });
});

/**
 * The stub's side of the broker; resolves with the names of the first `count` messages. One whose
 * acknowledgement was lost with the connection comes twice and counts once, as in the database.
 */
function stubReads({ url, stubTls }: Context, count: number, onMessage?: (n: number) => Promise<void>) {
  const names: string[] = [];
  const known = new Set<string>();
  let resolve!: (names: string[]) => void;
  const all = new Promise<string[]>((done) => (resolve = done));
  let calls = 0;
  const client = new BrokerClient({
    ...{ url, log, clock },
    tls: () => Promise.resolve(stubTls),
    onMessage: async ({ topic, payload, retained }: Incoming) => {
      await onMessage?.(++calls);
      const key = Buffer.from(payload).toString('base64');
      if (!retained && !known.has(key)) names.push(parseTopic(topic)!.name);
      known.add(key);
      if (names.length === count) resolve(names);
    },
  });
  return { client, all };
}

test('a device that is quicker than the stub on the very first start loses nothing', async (context) => {
  await context.broker.start(never());
  const tls = await credentials(context.ca, ID);
  const device = new SimulatedDevice({ id: ID, url: context.url, tls, clock });
  await device.connect();
  await device.ring();
  const { client, all } = stubReads(context, 4);
  await client.start(never());
  assert.equal(await all, ['status', 'state', 'event', 'event']);
  await client.stop();
  await device.stop();
});

test('what was not taken in comes again, in order', async (context) => {
  await context.broker.start(never());
  const tls = await credentials(context.ca, ID);
  const device = new SimulatedDevice({ id: ID, url: context.url, tls, clock });
  await device.connect();
  await device.ring();
  // The database does not work for the third message, the first time.
  const { client, all } = stubReads(context, 4, (n) =>
    n === 3 ? Promise.reject(new Error('disk full')) : Promise.resolve(),
  );
  await client.start(never());
  assert.equal(await all, ['status', 'state', 'event', 'event']);
  await client.stop();
  await device.stop();
});

test('killed with messages for the stub in it, it still has them', async (context) => {
  await context.broker.start(never());
  const tls = await credentials(context.ca, ID);
  const device = new SimulatedDevice({ id: ID, url: context.url, tls, clock });
  await device.connect();
  for (let i = 0; i < 10; i++) await device.ring({ jpeg: null });
  // Mosquitto saves at the end of a turn of its loop, after it acknowledged: this takes another turn.
  await device.subscribe('another/turn', () => undefined);
  const firstPid = context.broker.pid!;
  process.kill(firstPid, 'SIGKILL');
  const { client, all } = stubReads(context, 12);
  await client.start(never());
  assert.equal((await all).filter((name) => name === 'event').length, 10);
  assert.is.not(context.broker.pid, firstPid);
  await client.stop();
  await device.stop();
});

test('a stub that cannot reach its broker says so and goes on trying', async (context) => {
  const { client, all } = stubReads(context, 1);
  const abort = new AbortController();
  const starting = client.start(abort.signal);
  assert.is.not(client.status, 'connected');
  const thrown = await client
    .publish('x', Buffer.alloc(0), { qos: 1, retain: false })
    .catch((e: unknown) => e);
  assert.is((thrown as PupsentryError).code, 'broker-down');
  await context.broker.start(never());
  await starting;
  const tls = await credentials(context.ca, ID);
  const device = new SimulatedDevice({ id: ID, url: context.url, tls, clock });
  await device.connect();
  await all;
  assert.is(client.status, 'connected');
  await device.stop();
  await client.stop();
});

test.run();
