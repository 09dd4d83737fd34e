/** The cases of tuf-conformance's test_updater_key_rotations.py: who has to sign when keys and thresholds change. */
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { RoleName, SigningKey } from '../release/repository-under-test.ts';
import { MirrorUnderTest } from '../release/mirror-under-test.ts';
import { RepositoryUnderTest } from '../release/repository-under-test.ts';
import { DeviceUnderTest } from './device-under-test.ts';

const test = suite('tuf-conformance: key rotations');
let mirror: MirrorUnderTest;
test.before(async () => void (mirror = await MirrorUnderTest.start()));
test.after(() => mirror.stop());

/** Keys, threshold and signatures of one version; whether it is accepted. */
type KeyCase = [keys: number[], threshold: number, signatures: number[], accepted?: false];
const FIVE = [0, 1, 2, 3, 4];

const ROOT_ROTATIONS: Record<string, KeyCase[]> = {
  '1-of-1-key-rotation': [
    [[1], 1, [1]],
    [[2], 1, [2, 1]],
    [[2], 1, [2]],
  ],
  '1-of-1-key-rotation-unused-signatures': [
    [[1], 1, [3, 1, 4]],
    [[2], 1, [3, 2, 1, 4]],
    [[2], 1, [3, 2, 4]],
  ],
  '3-of-5-sign-with-different-keycombos': [
    [FIVE, 3, [0, 2, 4]],
    [FIVE, 3, [0, 4, 1]],
    [FIVE, 3, [0, 1, 3]],
    [FIVE, 3, [0, 1, 3]],
  ],
  '3-of-5-one-key-rotated': [
    [FIVE, 3, [0, 2, 4]],
    [[0, 1, 3, 4, 5], 3, [0, 4, 1]],
  ],
  '3-of-5-one-key-rotated-with-intermediate-step': [
    [FIVE, 3, [0, 2, 4]],
    [[0, 1, 3, 4, 5], 3, [0, 2, 4, 5]],
    [[0, 1, 3, 4, 5], 3, [0, 4, 5]],
  ],
  '3-of-5-all-keys-rotated-with-intermediate-step': [
    [FIVE, 3, [0, 2, 4]],
    [[5, 6, 7, 8, 9], 3, [0, 2, 4, 5, 6, 7]],
    [[5, 6, 7, 8, 9], 3, [5, 6, 7]],
  ],
  '1-of-3-threshold-increase-to-2-of-3': [
    [[1, 2, 3], 1, [1]],
    [[1, 2, 3], 2, [1, 2]],
  ],
  '2-of-3-threshold-decrease-to-1-of-3': [
    [[1, 2, 3], 2, [1, 2]],
    [[1, 2, 3], 1, [1, 2]],
    [[1, 2, 3], 1, [1]],
  ],
  '1-of-2-threshold-increase-to-2-of-2': [
    [[1], 1, [1]],
    [[1, 2], 2, [1, 2]],
  ],
  '1-of-1-key-rotation-fail-not-signed-with-old-key': [
    [[1], 1, [1]],
    [[2], 1, [2, 3, 4], false],
  ],
  '1-of-1-key-rotation-fail-not-signed-with-new-key': [
    [[1], 1, [1]],
    [[2], 1, [1, 3, 4], false],
  ],
  '3-of-5-one-key-rotate-fails-not-signed-with-3-new-keys': [
    [FIVE, 3, [0, 2, 4]],
    [[0, 1, 3, 4, 5], 3, [0, 2, 4], false],
  ],
  '3-of-5-one-key-rotate-fails-not-signed-with-3-old-keys': [
    [FIVE, 3, [0, 2, 4]],
    [[0, 1, 3, 4, 5], 3, [0, 4, 5], false],
  ],
  '1-of-3-threshold-bump-to-2-of-3-fails-new-threshold-not-reached': [
    [[1, 2, 3], 1, [1]],
    [[1, 2, 3], 2, [2], false],
  ],
  '2-of-3-threshold-decr-to-1-of-3-fails-old-threshold-not-eached': [
    [[1, 2, 3], 2, [1, 2]],
    [[1, 2, 3], 1, [1], false],
  ],
};

const NON_ROOT_ROTATIONS: Record<string, KeyCase> = {
  '1-of-1-key-rotation': [[2], 1, [2]],
  '1-of-1-key-rotation-unused-signatures': [[1], 1, [3, 1, 4]],
  '1-of-1-key-rotation-fail-not-signed-with-new-key': [[2], 1, [1, 3, 4], false],
  '3-of-5-one-key-signature-wrong-not-signed-with-3-expected-keys': [[0, 1, 3, 4, 5], 3, [0, 2, 4], false],
  '2-of-5-one-key-signature-mising-threshold-not-reached': [[0, 1, 3, 4, 5], 3, [0, 4], false],
  '3-of-5-sign-first-combo': [FIVE, 3, [0, 2, 4]],
  '3-of-5-sign-second-combo': [FIVE, 3, [0, 4, 1]],
  '3-of-5-sign-third-combo': [FIVE, 3, [0, 1, 3]],
  '3-of-5-sign-fourth-combo': [FIVE, 3, [1, 2, 3]],
  '3-of-5-sign-fifth-combo': [FIVE, 3, [2, 3, 4]],
};

function setKeys(
  repository: RepositoryUnderTest,
  keys: SigningKey[],
  role: RoleName,
  [ids, threshold, signers]: KeyCase,
) {
  repository.root.roles[role] = { keyids: [], threshold };
  for (const id of ids) repository.addKey(role, keys[id]);
  repository.signers[role] = signers.map((id) => keys[id]!);
}

const tenKeys = (repository: RepositoryUnderTest) => {
  for (let i = 0; i < 10; i++) repository.addKey('root');
  return repository.signers.root.splice(1);
};

for (const [name, cases] of Object.entries(ROOT_ROTATIONS))
  test(`root_rotation[${name}]`, async () => {
    const repository = new RepositoryUnderTest();
    const keys = tenKeys(repository);
    repository.files.delete('1.root.json');
    repository.root.version = 0;
    for (const one of cases) {
      setKeys(repository, keys, 'root', one);
      repository.publish('root');
    }
    repository.publish('targets', 'snapshot', 'timestamp');
    mirror.reset(repository.files);
    const device = await DeviceUnderTest.start(repository, [mirror.url]);
    const isAccepted = cases.at(-1)![3] !== false;
    assert.is(await device.outcome(), isAccepted ? '1.0.0' : 'metadata-unsigned');
    const [version] = await device.versions();
    assert.is(version, isAccepted ? cases.length : cases.length - 1);
  });

for (const [name, one] of Object.entries(NON_ROOT_ROTATIONS))
  test(`non_root_rotations[${name}]`, async () => {
    const repository = new RepositoryUnderTest();
    mirror.reset(repository.files);
    const device = await DeviceUnderTest.start(repository, [mirror.url]);
    const keys = tenKeys(repository);
    repository.root.roles.root.keyids.splice(1);
    for (const role of ['timestamp', 'snapshot', 'targets'] as const) {
      setKeys(repository, keys, role, one);
      repository.publish('root', 'targets', 'snapshot', 'timestamp');
      assert.is(await device.outcome(), one[3] === false ? 'metadata-unsigned' : '1.0.0');
    }
  });

test.run();
