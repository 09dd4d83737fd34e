/** The cases of tuf-conformance that concern this client (docs/updates-trust-cases.md says which do, and why the others do not). */
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { MirrorUnderTest } from '../release/mirror-under-test.ts';
import { DAY_MS, RepositoryUnderTest, sign, TEST_MS } from '../release/repository-under-test.ts';
import type { RoleName } from '../release/repository-under-test.ts';
import { DeviceUnderTest } from './device-under-test.ts';

const test = suite('tuf-conformance');
let mirror: MirrorUnderTest;
test.before(async () => void (mirror = await MirrorUnderTest.start()));
test.after(() => mirror.stop());

/** A repository with version 1 of all, and a device that has not looked yet. */
async function fresh(): Promise<{ repository: RepositoryUnderTest; device: DeviceUnderTest }> {
  const repository = new RepositoryUnderTest();
  mirror.reset(repository.files);
  return { repository, device: await DeviceUnderTest.start(repository, [mirror.url]) };
}

/** The same, and it has looked once. */
async function used(): ReturnType<typeof fresh> {
  const made = await fresh();
  assert.is(await made.device.outcome(), '1.0.0');
  mirror.requests = [];
  return made;
}

const ALL: RoleName[] = ['root', 'targets', 'snapshot', 'timestamp'];
const ONLINE: RoleName[] = ['snapshot', 'timestamp'];

test('basic_refresh_requests', async () => {
  await used();
  const { device } = await fresh();
  await device.newest();
  assert.equal(mirror.requests, ['2.root.json', 'timestamp.json', '1.snapshot.json', '1.targets.json']);
});

test('basic_refresh_trusted_data, metadata_bytes_match', async () => {
  const { device, repository } = await fresh();
  repository.files.set('timestamp.json', `${repository.current('timestamp')} `);
  await device.newest();
  const { roots, timestamp, snapshot, targets } = await device.record();
  assert.equal(
    [...roots, targets, snapshot, timestamp],
    ALL.map((role) => repository.current(role)),
  );
});

for (const [name, break_] of [
  ['invalid', (root: { signed: Record<string, unknown> }) => delete root.signed.version],
  ['unsigned', (root: { signatures: { sig: string }[] }) => (root.signatures[0]!.sig = '00'.repeat(64))],
] as const)
  test(`${name}_initial_root`, async () => {
    const { repository } = await fresh();
    const root = JSON.parse(repository.pinnedRoot) as never;
    break_(root);
    const start = DeviceUnderTest.start(repository, [mirror.url], { pinnedRoot: JSON.stringify(root) });
    assert.is(
      await start.then(
        () => 'done',
        (error: { code: string }) => error.code,
      ),
      name === 'invalid' ? 'metadata-malformed' : 'metadata-unsigned',
    );
    assert.equal(mirror.requests, []);
  });

/** Versions of root, timestamp, snapshot, targets that are known after a role was bad. */
const KNOWN_AFTER: Record<RoleName, number[]> = {
  root: [1, 0, 0, 0],
  timestamp: [2, 0, 0, 0],
  snapshot: [2, 2, 0, 0],
  targets: [2, 2, 2, 0],
};

for (const role of ALL)
  test(`unsigned_metadata[${role}]`, async () => {
    const { repository, device } = await fresh();
    repository.signers[role] = [];
    repository.publish(...ALL);
    assert.is(await device.outcome(), 'metadata-unsigned');
    assert.equal(await device.versions(), KNOWN_AFTER[role]);
  });

for (const role of ['root', 'snapshot', 'targets'] as const)
  test(`url_and_metadata_version_mismatch[${role}]`, async () => {
    const { repository, device } = await fresh();
    for (const each of ALL) {
      if (each !== role) repository.publish(each);
      else
        repository.serve(
          role,
          sign({ ...repository[role], version: ++repository[role].version + 1 }, repository.signers[role]),
        );
    }
    assert.is(await device.outcome(), 'metadata-mixed');
    assert.equal(await device.versions(), KNOWN_AFTER[role]);
  });

test('timestamp_content_changes', async () => {
  const { repository, device } = await used();
  repository.timestamp.meta['snapshot.json'].version = 100;
  repository.serve('timestamp', sign(repository.timestamp, repository.signers.timestamp));
  assert.is(await device.outcome(), '1.0.0');
  assert.is(mirror.requests.at(-1), 'timestamp.json');
  assert.equal(await device.versions(), [1, 1, 1, 1]);
});

test('basic_metadata_hash_support', async () => {
  const { repository, device } = await fresh();
  repository.hasHashes = true;
  repository.publish('targets', ...ONLINE);
  assert.is(await device.outcome(), '1.0.0');
});

test('targets_hash_mismatch, snapshot_hash_mismatch', async () => {
  const { repository, device } = await used();
  repository.hasHashes = true;
  repository.publish('targets');
  repository.snapshot.meta['targets.json']!.hashes!.sha256 = '0'.repeat(64);
  repository.publish(...ONLINE);
  assert.is(await device.outcome(), 'metadata-mixed');
  assert.equal(await device.versions(), [1, 2, 2, 1]);
  repository.publish('targets', 'snapshot');
  repository.timestamp.meta['snapshot.json'].hashes!.sha256 = '0'.repeat(64);
  repository.publish('timestamp');
  assert.is(await device.outcome(), 'metadata-mixed');
  assert.equal(await device.versions(), [1, 3, 2, 1]);
});

test('custom_fields, deprecated_keyid_hash_algorithms', async () => {
  const { repository, device } = await used();
  repository.rotateKeys('snapshot');
  const id = repository.root.roles.snapshot.keyids[0]!;
  Object.assign(repository.root, { 'custom-field': 'value' });
  Object.assign(repository.root.roles.root, { 'another-field': 'value' });
  Object.assign(repository.root.keys[id]!, { 'extra-field': { a: 1 }, keyid_hash_algorithms: 'md5' });
  repository.publish('root', ...ONLINE);
  assert.is(await device.outcome(), '1.0.0');
  assert.equal(await device.versions(), [2, 2, 2, 1]);
});

test('snapshot_404', async () => {
  const { repository, device } = await used();
  repository.timestamp.meta['snapshot.json'].version++;
  repository.publish('timestamp');
  assert.is(await device.outcome(), 'metadata-missing');
  assert.is(mirror.requests.at(-1), '2.snapshot.json');
  assert.equal(await device.versions(), [1, 2, 1, 1]);
});

test('targets_404', async () => {
  const { repository, device } = await used();
  repository.snapshot.meta['targets.json']!.version++;
  repository.publish(...ONLINE);
  assert.is(await device.outcome(), 'metadata-missing');
  assert.is(mirror.requests.at(-1), '2.targets.json');
  assert.equal(await device.versions(), [1, 2, 2, 1]);
});

test('timestamp_404', async () => {
  const { repository, device } = await used();
  repository.files.delete('timestamp.json');
  assert.is(await device.outcome(), 'metadata-missing');
  assert.is(mirror.requests.at(-1), 'timestamp.json');
});

test('incorrect_metadata_type', async () => {
  const { repository, device } = await fresh();
  repository.addKey('snapshot', repository.signers.timestamp[0]);
  repository.snapshot.meta = { 'snapshot.json': { version: 1 } };
  repository.publish('root', 'snapshot');
  repository.files.set('timestamp.json', repository.current('snapshot'));
  assert.is(await device.outcome(), 'metadata-malformed');
  assert.equal(await device.versions(), [2, 0, 0, 0]);
});

test('faketime', async () => {
  const { repository, device } = await fresh();
  repository.expire('root', TEST_MS + 7 * DAY_MS);
  repository.publish('root');
  assert.is(await device.outcome(), '1.0.0');
  device.clock.setWall(TEST_MS + 8 * DAY_MS);
  assert.is(await device.outcome(), 'metadata-expired');
});

const KNOWN_AFTER_EXPIRED: Record<RoleName, number[]> = {
  root: [2, 1, 1, 1],
  timestamp: [2, 1, 1, 1],
  snapshot: [2, 2, 1, 1],
  targets: [2, 2, 2, 1],
};

for (const role of ALL)
  test(`${role}_expired`, async () => {
    const { repository, device } = await used();
    repository.expire(role, TEST_MS - DAY_MS);
    repository.publish(...ALL);
    assert.is(await device.outcome(), 'metadata-expired');
    assert.equal(await device.versions(), KNOWN_AFTER_EXPIRED[role]);
  });

for (const role of ['root', 'timestamp'] as const)
  test(`expired_local_${role}`, async () => {
    const { repository, device } = await fresh();
    repository.expire(role, TEST_MS + 7 * DAY_MS);
    repository.publish(role);
    assert.is(await device.outcome(), '1.0.0');
    device.clock.setWall(TEST_MS + 18 * DAY_MS);
    assert.is(await device.outcome(), 'metadata-expired');
    repository.expire(role, TEST_MS + 21 * DAY_MS);
    repository.publish(...ALL);
    assert.is(await device.outcome(), '1.0.0');
    assert.equal(await device.versions(), role === 'root' ? [3, 2, 2, 2] : [2, 3, 2, 2]);
  });

test('snapshot_does_not_meet_threshold', async () => {
  const { repository, device } = await fresh();
  repository.root.roles.snapshot.threshold = 3;
  repository.addKey('snapshot');
  repository.addKey('snapshot');
  repository.publish(...ALL);
  assert.is(await device.outcome(), '1.0.0');
  repository.signers.snapshot.pop();
  repository.publish('targets', ...ONLINE);
  assert.is(await device.outcome(), 'metadata-unsigned');
  assert.equal(await device.versions(), [2, 3, 2, 2]);
});

test('snapshot_has_too_few_keys', async () => {
  const { repository, device } = await fresh();
  for (let i = 0; i < 4; i++) repository.addKey('snapshot');
  repository.root.roles.snapshot.threshold = 6;
  repository.publish('root', ...ONLINE);
  assert.is(await device.outcome(), 'metadata-unsigned');
  assert.equal(await device.versions(), [2, 2, 0, 0]);
});

test('duplicate_keys', async () => {
  const { repository, device } = await fresh();
  const key = repository.signers.snapshot[0]!;
  repository.root.roles.snapshot = { keyids: Array.from({ length: 9 }, () => key.id), threshold: 6 };
  repository.publish('root', ...ONLINE);
  assert.is(await device.outcome(), 'metadata-malformed');
  assert.is((await device.versions())[2], 0);
});

test('duplicate_keys: one key under two names', async () => {
  const { repository, device } = await fresh();
  const key = repository.signers.snapshot[0]!;
  const alias = 'f'.repeat(64);
  repository.root.keys[alias] = key.publicKey;
  repository.root.roles.snapshot = { keyids: [key.id, alias], threshold: 2 };
  repository.publish('root');
  assert.is(await device.outcome(), 'metadata-malformed');
  assert.is((await device.versions())[2], 0);
});

test('duplicate_sig_keyids', async () => {
  const { repository, device } = await fresh();
  const file = JSON.parse(repository.current('snapshot')) as { signatures: unknown[] };
  file.signatures.push(file.signatures[0]);
  repository.serve('snapshot', JSON.stringify(file));
  assert.is(await device.outcome(), 'metadata-malformed');
  assert.equal(await device.versions(), [1, 1, 0, 0]);
});

test('keytype_and_scheme[ed25519]', async () => {
  const { repository, device } = await fresh();
  const key = repository.addKey('root');
  repository.root.roles.root.threshold = 2;
  repository.publish('root');
  assert.is(await device.outcome(), '1.0.0');
  repository.publish('root');
  const file = JSON.parse(repository.current('root')) as { signatures: { keyid: string; sig: string }[] };
  file.signatures.find(({ keyid }) => keyid === key.id)!.sig = 'b6'.repeat(64);
  repository.serve('root', JSON.stringify(file));
  assert.is(await device.outcome(), 'metadata-unsigned');
  assert.is((await device.versions())[0], 2);
});

test('invalid_sig_in_valid_metadata', async () => {
  const { repository, device } = await fresh();
  const key = repository.addKey('timestamp');
  repository.publish('root');
  for (const sig of ['00'.repeat(64), '']) {
    repository.publish('timestamp');
    const file = JSON.parse(repository.current('timestamp')) as {
      signatures: { keyid: string; sig: string }[];
    };
    file.signatures.find(({ keyid }) => keyid === key.id)!.sig = sig;
    repository.serve('timestamp', JSON.stringify(file));
    assert.is(await device.outcome(), '1.0.0');
  }
});

test('new_timestamp_version_rollback', async () => {
  const { repository, device } = await used();
  repository.publish('timestamp');
  await device.newest();
  repository.timestamp.version = 0;
  repository.publish('timestamp');
  assert.is(await device.outcome(), 'metadata-rolled-back');
  assert.is((await device.versions())[1], 2);
  assert.is(mirror.requests.at(-1), 'timestamp.json');
});

for (const hasHashes of [false, true]) {
  const name = hasHashes ? 'with hashes' : 'basic';
  test(`snapshot_rollback[${name}]`, async () => {
    const { repository, device } = await fresh();
    repository.hasHashes = hasHashes;
    repository.publish(...ONLINE);
    await device.newest();
    repository.snapshot.version = 0;
    repository.publish(...ONLINE);
    assert.is(await device.outcome(), 'metadata-rolled-back');
    assert.equal(await device.versions(), [1, 2, 2, 1]);
  });

  test(`targets_rollback[${name}]`, async () => {
    const { repository, device } = await fresh();
    repository.hasHashes = hasHashes;
    repository.publish('targets', ...ONLINE);
    await device.newest();
    repository.targets.version = 0;
    repository.publish('targets', ...ONLINE);
    assert.is(await device.outcome(), 'metadata-rolled-back');
    assert.equal(await device.versions(), [1, 3, 2, 2]);
  });
}

test('targets_role_removal', async () => {
  const { repository, device } = await fresh();
  repository.snapshot.meta['delegated.json'] = { version: 1 };
  repository.publish(...ONLINE);
  await device.newest();
  delete repository.snapshot.meta['delegated.json'];
  repository.publish(...ONLINE);
  assert.is(await device.outcome(), 'metadata-rolled-back');
  assert.is((await device.versions())[2], 2);
});

test('new_timestamp_fast_forward_recovery', async () => {
  const { repository, device } = await fresh();
  repository.timestamp.version = 99;
  repository.publish('timestamp');
  await device.newest();
  repository.rotateKeys('timestamp');
  repository.timestamp.version = 0;
  repository.publish('root', 'timestamp');
  assert.is(await device.outcome(), '1.0.0');
  assert.equal(await device.versions(), [2, 1, 1, 1]);
});

test('new_snapshot_fast_forward_recovery', async () => {
  const { repository, device } = await fresh();
  repository.snapshot.version = 99;
  repository.publish(...ONLINE);
  await device.newest();
  repository.rotateKeys('snapshot');
  repository.rotateKeys('timestamp');
  repository.snapshot.version = 0;
  repository.publish(...ALL);
  assert.is(await device.outcome(), '1.0.0');
  assert.is((await device.versions())[2], 1);
});

test('targets_fast_forward_recovery: with new keys of targets too, and not without', async () => {
  const { repository, device } = await fresh();
  repository.targets.version = 99;
  repository.publish('targets', ...ONLINE);
  await device.newest();
  repository.rotateKeys('snapshot');
  repository.targets.version = 0;
  repository.publish(...ALL);
  assert.is(await device.outcome(), 'metadata-rolled-back');
  repository.rotateKeys('targets');
  repository.rotateKeys('snapshot');
  repository.publish(...ALL);
  assert.is(await device.outcome(), '1.0.0');
  assert.is((await device.versions())[3], 2);
});

test.run();
