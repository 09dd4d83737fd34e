import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { FakeClock } from '#kit/clock.ts';
import { FakeDisk } from '#kit/fake-disk.ts';
import { silentLogger } from '#kit/log.ts';
import type { Releases } from '../agent/parts.ts';
import { Trust } from '../trust/trust.ts';
import { generateKeyRing, readKeyRing, saveKeyRing, SigningKey } from './keys.ts';
import { aRelease, DAY_MS, TEST_MS } from './repository-under-test.ts';
import { LIFETIME_DAYS, Repository } from './repository.ts';
import { serveReleases, type ReleaseServer } from './serve.ts';

const test = suite<{ folder: string; image: string; server: ReleaseServer }>('release repository');
test.before.each(async (context) => {
  context.folder = mkdtempSync(join(tmpdir(), 'pupsentry-release-'));
  context.image = join(context.folder, 'image');
  writeFileSync(context.image, 'an image');
  context.server = await serveReleases({ folder: context.folder, port: 0, host: '127.0.0.1' });
});
test.after.each(async ({ folder, server }) => {
  await server.close();
  rmSync(folder, { recursive: true });
});

const clock = new FakeClock(TEST_MS);
const now = { nowMs: () => clock.nowMs() };

/** A device that was made with the repository's first root. */
async function device(repository: Repository, mirror: string): Promise<Releases> {
  const image = { builtMs: TEST_MS - DAY_MS, securityVersion: 0 };
  const pinnedRoot = await repository.root(1);
  const rest = {
    hardware: 'virtual',
    mirrors: [mirror],
    image,
    folder: new FakeDisk(),
    clock,
    log: silentLogger(),
  };
  return Trust.open({ pinnedRoot, ...rest });
}

const outcome = (releases: Releases) =>
  releases.newest(new AbortController().signal).then(
    (release) => release?.version ?? 'none',
    (error: { code: string }) => error.code,
  );

test('what is published a device believes: releases that come and go, new keys, renewal', async ({
  folder,
  image,
  server,
}) => {
  const repository = await Repository.create({ folder, keys: generateKeyRing(), ...now });
  const releases = await device(repository, server.url);
  assert.is(await outcome(releases), 'metadata-missing');
  await repository.publish();
  assert.is(await outcome(releases), 'none');
  await repository.addRelease(aRelease({ version: '1.0.0' }), image);
  assert.is(await outcome(releases), 'none', 'it is not published yet');
  await repository.publish();
  await repository.addRelease(aRelease({ version: '1.1.0' }), image);
  await repository.publish();
  assert.is(await outcome(releases), '1.1.0');
  repository.removeRelease('doorbell/1.1.0.img');
  await repository.publish();
  assert.is(await outcome(releases), '1.0.0');
  for (const role of ['timestamp', 'snapshot', 'targets', 'root'] as const) {
    await repository.rotateRoot({ [role]: generateKeyRing()[role] });
    await repository.publish();
    assert.is(await outcome(releases), '1.0.0', `new keys of ${role}`);
  }
});

test('goes on with what is in the folder; online keys alone publish daily', async ({
  folder,
  image,
  server,
}) => {
  const keys = generateKeyRing();
  const made = await Repository.create({ folder, keys, ...now });
  await made.addRelease(aRelease(), image);
  await made.publish();
  const online = { ...keys, root: [], targets: [] };
  const opened = await Repository.open({ folder, keys: online, ...now });
  assert.equal(opened.releases, [aRelease()]);
  const releases = await device(made, server.url);
  clock.setWall(TEST_MS + (LIFETIME_DAYS.timestamp + 1) * DAY_MS);
  assert.is(await outcome(releases), 'metadata-expired');
  await opened.publish();
  assert.is(await outcome(releases), '1.0.0');
  opened.removeRelease(aRelease().path);
  const code = await opened.publish().catch((error: { code: string }) => error.code);
  assert.is(code, 'keys-missing');
  clock.setWall(TEST_MS);
});

test('thresholds are kept to when signing', async ({ folder, server }) => {
  const keys = generateKeyRing({ root: 3, targets: 2 });
  const thresholds = { root: 2, targets: 2 };
  const code = (work: Promise<unknown>) =>
    work.then(
      () => 'done',
      (error: { code: string }) => error.code,
    );
  assert.is(
    await code(Repository.create({ folder, keys: { ...keys, root: [] }, thresholds, ...now })),
    'keys-missing',
  );
  const repository = await Repository.create({ folder, keys, thresholds, ...now });
  await repository.publish();
  assert.is(await outcome(await device(repository, server.url)), 'none');
  const few = await Repository.open({ folder, keys: { ...keys, targets: keys.targets.slice(1) }, ...now });
  assert.is(await code(few.publish({ renew: true })), 'keys-missing');
  assert.is(await code(few.publish()), 'done');
  assert.is(await code(few.rotateRoot({ root: generateKeyRing().root }, { root: 2 })), 'keys-missing');
});

test('an image is copied below images/, its hash is listed', async ({ folder, image }) => {
  const repository = await Repository.create({ folder, keys: generateKeyRing(), ...now });
  await repository.addRelease(aRelease({ path: 'door/one.img' }), image);
  await repository.publish();
  assert.is(readFileSync(join(folder, 'images/door/one.img'), 'utf8'), 'an image');
  assert.match(readFileSync(join(folder, 'metadata/1.targets.json'), 'utf8'), /"length": 8/);
  const refused = await repository
    .addRelease(aRelease({ path: '../x' }), image)
    .catch((error: { code: string }) => error.code);
  assert.is(refused, 'release-invalid');
});

test('keys as files: for their owner alone, and the same when read', async ({ folder }) => {
  const ring = generateKeyRing({ root: 2 });
  await saveKeyRing(join(folder, 'keys'), ring);
  const read = await readKeyRing(join(folder, 'keys'));
  assert.equal(new Set(read.root.map(({ id }) => id)), new Set(ring.root.map(({ id }) => id)));
  assert.is(read.timestamp[0]!.sign(Buffer.from('x')), ring.timestamp[0]!.sign(Buffer.from('x')));
  const [file] = readdirSync(join(folder, 'keys/targets'));
  assert.is(statSync(join(folder, 'keys/targets', file!)).mode & 0o777, 0o600);
  rmSync(join(folder, 'keys/targets'), { recursive: true });
  assert.equal((await readKeyRing(join(folder, 'keys'))).targets, []);
  writeFileSync(join(folder, 'keys/root/bad.pem'), 'no key');
  assert.is(
    await SigningKey.read(join(folder, 'keys/root/bad.pem')).catch((error: { code: string }) => error.code),
    'key-invalid',
  );
});

test.run();
