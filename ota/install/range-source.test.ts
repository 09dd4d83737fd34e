import { webcrypto } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { FakeClock, SystemClock } from '#kit/clock.ts';
import { silentLogger } from '#kit/log.ts';
import { seededRandom } from '#kit/seeded-random.ts';
import { serveReleases } from '../release/serve.ts';
import { decodeLabel } from '../boot/slot-label.ts';
import { BLOCK_BYTES } from './block-device.ts';
import { SOURCE_LIMITS } from './limits.ts';
import { RangeSource, type RangeSourceOptions } from './range-source.ts';
import { SlotInstaller } from './slot-installer.ts';
import { EagerClock } from './testing/eager-clock.ts';
import { FAULTS, FaultyServer, type Fault, type FaultyServerOptions } from './testing/faulty-server.ts';
import { contentOf, makeImage, randomBlocks, releaseOf, type MadeImage } from './testing/made-image.ts';
import { imageBlocks } from './tree.ts';
import { VolatileDisk } from './volatile-disk.ts';

/** Misbehaving servers; 2,000 in `make torture`. */
const DOWNLOADS = Number(process.env.DOWNLOAD_FAULTS ?? 50);
const DATA_BLOCKS = 260;
const SLOT_BLOCKS = imageBlocks(DATA_BLOCKS) + 1;

const test = suite<{ made: MadeImage }>('range source');

test.before(async (context) => {
  context.made = await makeImage(randomBlocks(DATA_BLOCKS, seededRandom(7)));
});

/** What a fault is called when no mirror is left, or patience is. */
const REASONS: Record<Fault, string[]> = {
  'body-encoded': ['body-encoded', 'wrong-length'],
  'captive-portal': ['captive-portal', 'image-changed'],
  drop: ['connection-lost'],
  endless: ['wrong-length'],
  loss: ['connection-lost'],
  'not-found': ['image-not-found'],
  redirect: ['redirected'],
  refused: ['request-refused'],
  reset: ['connection-lost'],
  'server-error': ['server-failed'],
  silent: ['stalled'],
  slow: ['too-slow', 'stalled'],
  stall: ['stalled'],
  'too-busy': ['server-busy'],
  unranged: ['ranges-refused', 'image-changed'],
  'wrong-bytes': ['wrong-bytes'],
  'wrong-length': ['wrong-length'],
  'wrong-range': ['wrong-range'],
  'wrong-size': ['wrong-range', 'wrong-length'],
};
/** Faults of which nothing that was sent is lost. */
const LOSES_NOTHING: readonly Fault[] = [
  'drop',
  'loss',
  'stall',
  'silent',
  'reset',
  'server-error',
  'too-busy',
  'not-found',
  'captive-portal',
  'wrong-range',
];

interface Download {
  slot: VolatileDisk;
  error: unknown;
  servers: FaultyServer[];
}

/** Installs into an empty slot from servers with these faults, one server for each. */
async function download(
  made: MadeImage,
  random: () => number,
  faults: FaultyServerOptions['faultOf'][],
  more: Partial<RangeSourceOptions> = {},
): Promise<Download> {
  const clock = new EagerClock({ patienceMs: SOURCE_LIMITS.stallMs });
  const onSilent = () => void clock.runOut();
  const onDribble = () => clock.advance(1000);
  const servers = faults.map(
    (faultOf) => new FaultyServer({ image: made.bytes, faultOf, random, onSilent, onDribble }),
  );
  const mirrors = await Promise.all(servers.map((server) => server.start()));
  const slot = new VolatileDisk({ sizeBytes: SLOT_BLOCKS * BLOCK_BYTES });
  const log = silentLogger();
  const installer = new SlotInstaller({
    targetSlot: () => Promise.resolve(slot),
    runningSlot: () => Promise.resolve(null),
    source: new RangeSource({ mirrors, clock, log, ...more }),
    clock,
    log,
  });
  const options = { signal: new AbortController().signal, onProgress: () => undefined };
  const error: unknown = await installer.install(releaseOf(made), options).then(
    () => null,
    (thrown: unknown) => thrown,
  );
  await Promise.all(servers.map((server) => server.stop()));
  return { slot, error, servers };
}

const isInstalled = (slot: VolatileDisk, made: MadeImage) =>
  contentOf(slot).subarray(0, made.bytes.length).equals(made.bytes) &&
  decodeLabel(slot.block(SLOT_BLOCKS - 1))?.image.rootHash === made.image.rootHash;
const codeOf = (error: unknown) => (error as { code?: string }).code!;
const sent = (servers: FaultyServer[]) => servers.reduce((sum, { sentBytes }) => sum + sentBytes, 0);

test('each fault that does not end has its reason, and one mirror that is well is enough', async ({
  made,
}) => {
  for (const [i, fault] of FAULTS.entries()) {
    if (fault === 'loss' || fault === 'drop') continue; // they give a part each time, and so come to an end
    const alone = await download(made, seededRandom(i), [() => fault]);
    assert.ok(REASONS[fault].includes(codeOf(alone.error)), `${fault}: ${alone.error as Error}`);
    assert.match((alone.error as Error).message, /^[A-Z].*\.$/, 'a sentence');
    assert.is(decodeLabel(alone.slot.block(SLOT_BLOCKS - 1)), null, fault);
    const two = await download(made, seededRandom(i), [() => fault, () => null]);
    assert.is(two.error, null, `${fault}: ${two.error as Error}`);
    assert.ok(isInstalled(two.slot, made), fault);
  }
});

test(`${DOWNLOADS} downloads from servers that misbehave: installed, or a reason`, async ({ made }) => {
  for (let seed = 0; seed < DOWNLOADS; seed++) {
    const random = seededRandom(seed);
    const fault = FAULTS[seed % FAULTS.length]!;
    const share = 0.01 + 0.59 * random();
    const faultOf = () => (random() < share ? fault : null);
    const isAlone = random() < 0.5;
    const { slot, error, servers } = await download(made, random, isAlone ? [faultOf] : [faultOf, faultOf]);
    const what = `(case ${seed}: ${fault}, ${Math.round(share * 100)} % of requests)`;
    if (error === null) assert.ok(isInstalled(slot, made), what);
    else {
      assert.ok(REASONS[fault].includes(codeOf(error)), `${(error as Error).stack} ${what}`);
      assert.is(decodeLabel(slot.block(SLOT_BLOCKS - 1)), null, what);
    }
    if (LOSES_NOTHING.includes(fault))
      assert.ok(
        sent(servers) <= made.bytes.length * 1.02,
        `${sent(servers)} of ${made.bytes.length} bytes ${what}`,
      );
  }
});

test('a connection that breaks again and again costs no byte twice', async ({ made }) => {
  const random = seededRandom(3);
  const { slot, error, servers } = await download(made, random, [() => (random() < 0.6 ? 'loss' : null)]);
  assert.is(error, null);
  assert.ok(isInstalled(slot, made));
  assert.ok(servers[0]!.requests > imageBlocks(DATA_BLOCKS) / 512 + 3, `${servers[0]!.requests} requests`);
  assert.is(sent(servers), made.bytes.length);
});

test('a mirror that works is stayed with', async ({ made }) => {
  const { error, servers } = await download(made, seededRandom(1), [
    (request) => (request === 1 ? 'server-error' : null),
    () => null,
  ]);
  assert.is(error, null);
  assert.is(servers[0]!.requests, 2);
  assert.ok(servers[1]!.requests > 0);
});

test('no more is fetched than an update may cost', async ({ made }) => {
  const limits = { budgetFactor: 0.5, budgetBytes: 0 };
  const { slot, error } = await download(made, seededRandom(1), [() => null], { limits });
  assert.is(codeOf(error), 'byte-budget-used');
  assert.is(decodeLabel(slot.block(SLOT_BLOCKS - 1)), null);
});

test('while the line costs nothing is asked for', async ({ made }) => {
  let asked = 0;
  const metered = new Error('stopped while it waited');
  const mayFetch = () => (++asked > 2 ? Promise.reject(metered) : Promise.resolve());
  const { error, servers } = await download(made, seededRandom(1), [() => null], { mayFetch });
  assert.is(error, metered);
  assert.is(servers[0]!.requests, 2);
});

test('whoever stops it does not wait for a silent server', async ({ made }) => {
  const abort = new AbortController();
  const reason = new Error('stopped');
  const server = new FaultyServer({
    ...{ image: made.bytes, faultOf: () => 'stall', random: () => 0.5 },
    onSilent: () => abort.abort(reason),
  });
  const options = { clock: new FakeClock(), log: silentLogger() };
  const image = new RangeSource({ ...options, mirrors: [await server.start()] }).open(
    'a.img',
    made.bytes.length,
  );
  const error = await image
    .fetch({ first: 0, blocks: DATA_BLOCKS }, async (_, bytes) => bytes.length / BLOCK_BYTES, abort.signal)
    .catch((thrown: unknown) => thrown);
  assert.is(error, reason);
  image.close();
  await server.stop();
});

test('a path that leads elsewhere, and an address that is none, are refused', () => {
  const options = { clock: new SystemClock(), log: silentLogger() };
  const source = new RangeSource({ ...options, mirrors: ['http://127.0.0.1:1/images'] });
  for (const path of ['../secret', '/etc/passwd', 'a//b', 'a/..', '', 'a\\b', '.'])
    assert.throws(
      () => source.open(path, 4096),
      (error: unknown) => codeOf(error) === 'image-path',
      path,
    );
  for (const mirrors of [[], ['ftp://x/'], ['https://'], ['images']])
    assert.throws(
      () => new RangeSource({ ...options, mirrors }),
      (error: unknown) => codeOf(error) === 'mirror-invalid',
      mirrors.join(),
    );
});

test('a rate is kept to', async ({ made }) => {
  const clock = new FakeClock();
  const server = new FaultyServer({ image: made.bytes, faultOf: () => null, random: Math.random });
  const source = new RangeSource({
    mirrors: [await server.start()],
    clock,
    log: silentLogger(),
    maxRate: 100_000,
  });
  const image = source.open('a.img', made.bytes.length);
  const startMs = clock.monotonicMs();
  let isDone = false;
  const fetched = image
    .fetch(
      { first: 0, blocks: DATA_BLOCKS },
      async (_, bytes) => bytes.length / BLOCK_BYTES,
      new AbortController().signal,
    )
    .finally(() => (isDone = true));
  while (!isDone) await clock.advance(10);
  await fetched;
  image.close();
  await server.stop();
  // The first second's worth is there at once.
  const seconds = (clock.monotonicMs() - startMs) / 1000;
  assert.ok(seconds >= (DATA_BLOCKS * BLOCK_BYTES) / 100_000 - 1.2, `${seconds} s`);
});

/** A server certificate that signs itself. */
async function certificate(validFrom: Date): Promise<{ key: string; cert: string }> {
  await import('reflect-metadata');
  const x509 = await import('@peculiar/x509');
  const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };
  const keys = await webcrypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);
  const made = await x509.X509CertificateGenerator.createSelfSigned(
    {
      ...{ keys, name: 'CN=127.0.0.1', signingAlgorithm: algorithm, notBefore: validFrom },
      notAfter: new Date(validFrom.getTime() + 3_600_000),
      extensions: [new x509.SubjectAlternativeNameExtension([{ type: 'ip', value: '127.0.0.1' }])],
    },
    webcrypto as Crypto,
  );
  const key = Buffer.from(await webcrypto.subtle.exportKey('pkcs8', keys.privateKey)).toString('base64');
  return {
    key: `-----BEGIN PRIVATE KEY-----\n${key}\n-----END PRIVATE KEY-----\n`,
    cert: made.toString('pem'),
  };
}

test('over TLS a server is believed by its certificate, and only while that is valid', async ({ made }) => {
  const folder = mkdtempSync(join(tmpdir(), 'pupsentry-source-'));
  writeFileSync(join(folder, 'a.img'), made.bytes);
  const log = silentLogger();
  const fetched = async (tls: { key: string; cert: string }, ca?: string) => {
    const server = await serveReleases({ folder, port: 0, host: '127.0.0.1', tls });
    const clock = new EagerClock({ patienceMs: SOURCE_LIMITS.stallMs });
    const image = new RangeSource({ mirrors: [server.url], clock, log, ca }).open('a.img', made.bytes.length);
    const parts: Buffer[] = [];
    const take = async (_: number, bytes: Buffer) => {
      parts.push(Buffer.from(bytes));
      return bytes.length / BLOCK_BYTES;
    };
    try {
      await image.fetch({ first: 0, blocks: DATA_BLOCKS }, take, new AbortController().signal);
      return Buffer.concat(parts);
    } catch (error) {
      return codeOf(error);
    } finally {
      image.close();
      await server.close();
    }
  };
  const hourMs = 3_600_000;
  const sound = await certificate(new Date(Date.now() - hourMs / 2));
  const later = await certificate(new Date(Date.now() + 48 * hourMs));
  const past = await certificate(new Date(Date.now() - 48 * hourMs));
  const data = await fetched(sound, sound.cert);
  assert.ok(Buffer.isBuffer(data) && data.equals(made.bytes.subarray(0, DATA_BLOCKS * BLOCK_BYTES)));
  assert.is(await fetched(sound), 'certificate-invalid', 'signed by nobody that is known');
  assert.is(await fetched(later, later.cert), 'certificate-not-yet-valid');
  assert.is(await fetched(past, past.cert), 'certificate-invalid');
  rmSync(folder, { recursive: true });
});

test.run();
