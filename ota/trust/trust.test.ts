/** Which release it is, which mirror is asked, what is written. */
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { explain } from '#kit/errors.ts';
import { MirrorUnderTest } from '../release/mirror-under-test.ts';
import { aRelease, DAY_MS, RepositoryUnderTest, TEST_MS } from '../release/repository-under-test.ts';
import { DeviceUnderTest } from './device-under-test.ts';
import { MAX_BYTES, MAX_RELEASES, MAX_ROOTS } from './limits.ts';
import type { Release } from './release.ts';
import type { TrustOptions } from './trust.ts';

const test = suite('trust');
let mirrors: MirrorUnderTest[];
test.before(
  async () => void (mirrors = await Promise.all([MirrorUnderTest.start(), MirrorUnderTest.start()])),
);
test.after(async () => void (await Promise.all(mirrors.map((mirror) => mirror.stop()))));

async function made(releases: Release[] = [aRelease()], change: Partial<TrustOptions> = {}) {
  const repository = new RepositoryUnderTest(releases);
  for (const mirror of mirrors) mirror.reset(repository.files);
  const urls = mirrors.map(({ url }) => url);
  return { repository, device: await DeviceUnderTest.start(repository, urls, change) };
}

test('the highest version of this hardware', async () => {
  const { device } = await made([
    aRelease({ version: '1.9.0' }),
    aRelease({ version: '1.10.0-rc.1' }),
    aRelease({ version: '1.10.0', path: 'one.img' }),
    aRelease({ version: '2.0.0', hardware: ['other'] }),
    aRelease({ version: '1.11.0', hardware: ['other', 'virtual'] }),
  ]);
  assert.equal(await device.newest(), aRelease({ version: '1.11.0', hardware: ['other', 'virtual'] }));
});

test('none for this hardware, none at all', async () => {
  const { device, repository } = await made([aRelease({ hardware: ['other'] })]);
  assert.is(await device.newest(), null);
  repository.list([]);
  repository.publish('targets', 'snapshot', 'timestamp');
  assert.is(await device.newest(), null);
});

test('what was taken off the list is taken back', async () => {
  const { device, repository } = await made([aRelease({ version: '1.0.0' }), aRelease({ version: '1.1.0' })]);
  assert.is(await device.outcome(), '1.1.0');
  repository.list([aRelease({ version: '1.0.0' })]);
  repository.publish('targets', 'snapshot', 'timestamp');
  assert.is(await device.outcome(), '1.0.0');
});

test('a malformed release is left out, and said', async () => {
  const { device } = await made([
    aRelease(),
    { ...aRelease({ version: '2.0.0' }), hardware: 'virtual' as never },
  ]);
  assert.is(await device.outcome(), '1.0.0');
  assert.ok(device.says('hardware'));
});

test('delegated lists are not looked at, and it is said', async () => {
  const { device, repository } = await made();
  Object.assign(repository.targets, { delegations: { keys: {}, roles: [] } });
  repository.publish('targets', 'snapshot', 'timestamp');
  assert.is(await device.outcome(), '1.0.0');
  assert.ok(device.says('delegates'));
  assert.ok(
    mirrors[0]!.requests.every((name) => /^(\d+\.)?(root|timestamp|snapshot|targets)\.json$/.test(name)),
  );
});

test('too many releases, too large a list', async () => {
  const short = { hardware: ['v'], version: '1.0.0' } as unknown as Release;
  const many = Array.from({ length: MAX_RELEASES + 1 }, (_, i) => ({ ...short, path: `${i}` }));
  const { device, repository } = await made(many);
  assert.is(await device.outcome(), 'metadata-too-large');
  repository.hasHashes = true;
  repository.list([
    { ...aRelease(), hardware: Array.from({ length: MAX_BYTES.targets / 8 }, () => 'virtual') },
  ]);
  repository.publish('targets', 'snapshot', 'timestamp');
  mirrors.forEach((mirror) => (mirror.requests = []));
  assert.is(await device.outcome(), 'metadata-too-large');
  assert.not(mirrors[0]!.requests.includes('2.targets.json'), 'told in the snapshot, it is not asked for');
});

test('more new roots than any device needs', async () => {
  const { device, repository } = await made();
  for (let i = 0; i < MAX_ROOTS; i++) repository.publish('root');
  assert.is(await device.outcome(), '1.0.0');
  repository.publish('root');
  assert.is(await device.outcome(), 'too-many-roots');
});

test('another mirror is asked when one is of no use; the one that was comes first the next time', async () => {
  const { device } = await made();
  const [first, second] = mirrors as [MirrorUnderTest, MirrorUnderTest];
  first.misbehave = (_, response) => (response.writeHead(500).end(), true);
  assert.is(await device.outcome(), '1.0.0');
  assert.equal([first.requests.length, second.requests.length], [1, 4]);
  assert.ok(device.says('answered 500'));
  assert.is(await device.outcome(), '1.0.0');
  assert.equal([first.requests.length, second.requests.length], [1, 6]);
});

test('a mirror that is behind is passed over; what one has proven binds the other', async () => {
  const { device, repository } = await made();
  const [first, second] = mirrors as [MirrorUnderTest, MirrorUnderTest];
  second.files = new Map(repository.files);
  await device.newest();
  repository.list([aRelease({ version: '1.1.0' })]);
  repository.publish('targets', 'snapshot', 'timestamp');
  assert.is(await device.outcome(), '1.1.0');
  first.misbehave = (_, response) => (response.destroy(), true);
  assert.is(await device.outcome(), 'source-unreachable');
  assert.ok(device.says('is less than'), 'the other one was refused');
});

test('no mirror', async () => {
  const { device } = await made([aRelease()], { mirrors: [] });
  assert.is(await device.outcome(), 'no-mirror');
});

test('aborted: the caller’s reason, no other mirror', async () => {
  const { device } = await made();
  const caller = new AbortController();
  mirrors[0]!.misbehave = () => (caller.abort(new Error('enough')), true);
  const reason = await device.trust.newest(caller.signal).catch((error: Error) => error.message);
  assert.is(reason, 'enough');
  assert.is(mirrors[1]!.requests.length, 0);
});

test('two checks at once are one after the other', async () => {
  const { device } = await made();
  assert.equal(await Promise.all([device.outcome(), device.outcome()]), ['1.0.0', '1.0.0']);
  assert.is(mirrors[0]!.requests.length, 4 + 2);
});

test('nothing is written when nothing has changed', async () => {
  const { device } = await made();
  await device.newest();
  const { syncs } = device.disk;
  await device.newest();
  device.clock.setWall(TEST_MS + DAY_MS / 2);
  await device.newest();
  assert.is(device.disk.syncs, syncs);
  device.clock.setWall(TEST_MS + 2 * DAY_MS);
  await device.newest();
  assert.ok(device.disk.syncs > syncs, 'it is a day later: that is worth a write');
});

test('the floor of security survives; a check and a raise at once both count', async () => {
  const { device } = await made([aRelease({ securityVersion: 4 })], {
    image: { builtMs: 0, securityVersion: 2 },
  });
  assert.is(device.trust.securityFloor, 2);
  await Promise.all([
    device.newest(),
    device.trust.raiseSecurityFloor(4),
    device.trust.raiseSecurityFloor(3),
  ]);
  await device.restart();
  assert.is(device.trust.securityFloor, 4);
  assert.equal(await device.versions(), [1, 1, 1, 1]);
  await device.trust.raiseSecurityFloor(5);
  assert.is(await device.outcome(), 'release-too-old');
});

test('a full disk: said, nothing is installed, and all is well when there is room again', async () => {
  const { device } = await made();
  device.disk.failure = 'ENOSPC';
  assert.is(await device.outcome(), 'trust-not-saved');
  device.disk.failure = undefined;
  assert.is(await device.outcome(), '1.0.0');
  await device.restart();
  assert.equal(await device.versions(), [1, 1, 1, 1]);
});

test('a lost record is said, and begins anew from the image: its own floors hold', async () => {
  const image = { builtMs: TEST_MS - DAY_MS, securityVersion: 2 };
  const { device, repository } = await made([aRelease({ securityVersion: 2 })], { image });
  repository.publish('timestamp');
  await device.newest();
  await device.trust.raiseSecurityFloor(3);
  for (const name of ['trust.0', 'trust.1']) device.disk.contentOf(name).fill(0x55);
  device.clock.setWall(0, 'unknown');
  await device.restart();
  assert.ok(device.says('damaged'));
  assert.is(device.trust.securityFloor, 2);
  assert.is(await device.outcome(), '1.0.0');
  repository.expire('timestamp', TEST_MS - 2 * DAY_MS);
  repository.publish('timestamp');
  assert.is(await device.outcome(), 'metadata-expired', 'it expired before the image was built');
});

test('a record of another form is said, and begins anew', async () => {
  const { device } = await made();
  await device.newest();
  const record = await device.record();
  const { Generations } = await import('#kit/generations.ts');
  await new Generations({ folder: device.disk, name: 'trust' }).save(
    Buffer.from(JSON.stringify({ ...record, format: 2 })),
  );
  await device.restart();
  assert.ok(device.says('cannot be read'));
  assert.is(await device.outcome(), '1.0.0');
});

test('every reason is a plain sentence', async () => {
  const { device } = await made();
  device.clock.setWall(TEST_MS + 400 * DAY_MS);
  const thrown = await device.newest().catch((error: unknown) => error);
  assert.match(explain(thrown), /^The .* metadata is refused: .* is expired\.$/);
});

test.run();
