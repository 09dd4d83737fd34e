/** F10: every way to bring an old release to a device that has confirmed a newer one. `TRUST_ROUNDS` (1) times 20 mixtures. */
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { Generations } from '#kit/generations.ts';
import { seededRandom } from '#kit/seeded-random.ts';
import type { RoleName, SigningKey } from '../release/repository-under-test.ts';
import { metaFile } from '../release/repository-under-test.ts';
import { aRelease, RepositoryUnderTest, sign } from '../release/repository-under-test.ts';
import { DeviceUnderTest, fromMemory } from './device-under-test.ts';

const test = suite('downgrade');
const ROUNDS = Number(process.env.TRUST_ROUNDS ?? 1);
const ONLINE: RoleName[] = ['snapshot', 'timestamp'];

interface Scene {
  repository: RepositoryUnderTest;
  /** Has confirmed 2.0.0, of security version 2. */
  device: DeviceUnderTest;
  /** What was served when 1.0.0, of security version 1, was the newest; all of it is validly signed. */
  old: Map<string, string>;
  /** All signing keys of then. */
  oldKeys: Record<RoleName, SigningKey[]>;
}

async function scene(hasHashes = true): Promise<Scene> {
  const repository = new RepositoryUnderTest([aRelease({ version: '1.0.0', securityVersion: 1 })]);
  repository.hasHashes = hasHashes;
  repository.publish('targets', ...ONLINE);
  const get = fromMemory(repository);
  const device = await DeviceUnderTest.start(repository, ['http://one', 'http://two'], { get });
  assert.is(await device.outcome(), '1.0.0');
  const old = new Map(repository.files);
  const oldKeys = { ...repository.signers };
  repository.list([aRelease({ version: '2.0.0', securityVersion: 2 })]);
  repository.publish('targets', ...ONLINE);
  assert.is(await device.outcome(), '2.0.0');
  await device.trust.raiseSecurityFloor(2);
  return { repository, device, old, oldKeys };
}

function serve({ repository }: Scene, files: ReadonlyMap<string, string>): void {
  repository.files.clear();
  for (const [name, text] of files) repository.files.set(name, text);
}

/** New keys, published and seen by the device. */
async function rotate({ repository, device }: Scene, roles: RoleName[] = ONLINE): Promise<void> {
  for (const role of roles) repository.rotateKeys(role);
  repository.publish('root', 'targets', ...ONLINE);
  assert.is(await device.outcome(), '2.0.0');
}

/** Signs a snapshot and a timestamp, newer than any, that name the old list. */
function nameOldList(
  { repository, old }: Scene,
  keys: RepositoryUnderTest['signers'] = repository.signers,
): void {
  repository.files.set('2.targets.json', old.get('2.targets.json')!);
  repository.snapshot.meta['targets.json'] = metaFile({ version: 2, text: old.get('2.targets.json')! });
  Object.assign(repository.signers, { snapshot: keys.snapshot, timestamp: keys.timestamp });
  repository.publish(...ONLINE);
}

/** Name to what is done and what the device says. */
const WAYS: Record<string, [attack: (scene: Scene) => Promise<void> | void, outcome: string]> = {
  'all that was served before': [(at) => serve(at, at.old), 'metadata-rolled-back'],
  'the old timestamp': [
    ({ repository, old }) => void repository.files.set('timestamp.json', old.get('timestamp.json')!),
    'metadata-rolled-back',
  ],
  'the old list in the new one’s place': [
    async (at) => {
      for (const name of ['trust.0', 'trust.1']) at.device.disk.contentOf(name).fill(0);
      await at.device.restart();
      at.repository.files.set('3.targets.json', at.old.get('2.targets.json')!);
    },
    'metadata-mixed',
  ],
  'the old snapshot in the new one’s place': [
    async (at) => {
      for (const name of ['trust.0', 'trust.1']) at.device.disk.contentOf(name).fill(0);
      await at.device.restart();
      at.repository.files.set('3.snapshot.json', at.old.get('2.snapshot.json')!);
    },
    'metadata-mixed',
  ],
  'all from before, after a restart': [
    async (at) => (serve(at, at.old), at.device.restart()),
    'metadata-rolled-back',
  ],
  'all from before, with half of the record damaged': [
    async (at) => {
      at.device.disk.contentOf('trust.0').fill(0);
      serve(at, at.old);
      await at.device.restart();
    },
    'metadata-rolled-back',
  ],
  'all from before, with the record lost: the image’s own floor': [
    async (at) => {
      for (const name of ['trust.0', 'trust.1']) at.device.disk.contentOf(name).fill(0);
      at.device.options.image = { ...at.device.options.image, securityVersion: 2 };
      serve(at, at.old);
      await at.device.restart();
    },
    'release-too-old',
  ],
  'all from before, after power went': [
    async (at) => (serve(at, at.old), at.device.restart(at.device.disk.afterPowerCut(seededRandom(1)))),
    'metadata-rolled-back',
  ],
  'all from before, and the clock of before': [
    (at) => (serve(at, at.old), at.device.clock.setWall(0, 'unknown')),
    'metadata-rolled-back',
  ],
  'another mirror that is behind': [
    (at) => {
      const behind = fromMemory({ files: at.old });
      at.device.options.get = (url, options) =>
        url.startsWith('http://one') ? Promise.resolve(null) : behind(url, options);
      return at.device.restart();
    },
    'metadata-missing',
  ],
  'stolen online keys that name the old list': [(at) => nameOldList(at), 'metadata-rolled-back'],
  'stolen online keys that name no list': [
    (at) => {
      at.repository.snapshot.meta = {};
      at.repository.publish(...ONLINE);
    },
    'metadata-rolled-back',
  ],
  'stolen online keys that sign a list of their own': [
    (at) => {
      at.repository.list([aRelease({ version: '1.0.0', securityVersion: 9 })]);
      at.repository.signers.targets = at.repository.signers.snapshot;
      at.repository.publish('targets', ...ONLINE);
    },
    'metadata-unsigned',
  ],
  'new online keys, and those stolen too': [
    async (at) => (await rotate(at), nameOldList(at)),
    'metadata-rolled-back',
  ],
  'new online keys, stolen before the device has seen them': [
    (at) => {
      for (const role of ONLINE) at.repository.rotateKeys(role);
      at.repository.publish('root');
      nameOldList(at);
    },
    'metadata-rolled-back',
  ],
  'online keys that were taken back': [
    async (at) => (await rotate(at), nameOldList(at, at.oldKeys)),
    'metadata-unsigned',
  ],
  'online keys that were taken back, and the new root withheld': [
    async (at) => {
      await rotate(at);
      nameOldList(at, at.oldKeys);
      at.repository.files.delete('2.root.json');
      await at.device.restart();
    },
    'metadata-unsigned',
  ],
  'the same to an older image, which was built before the new root': [
    async (at) => {
      await rotate(at);
      at.device.options.pinnedRoot = at.repository.current('root');
      await at.device.restart();
      at.repository.publish('root', ...ONLINE);
      await at.device.newest();
      nameOldList(at, at.oldKeys);
      at.device.options.pinnedRoot = at.old.get('1.root.json')!;
      for (const name of ['2.root.json', '3.root.json']) at.repository.files.delete(name);
      await at.device.restart();
    },
    'metadata-unsigned',
  ],
  'the same to an older image, from which the known roots do not reach on': [
    async (at) => {
      await rotate(at, ['targets', ...ONLINE]);
      const record = await at.device.record();
      const roots = record.roots.slice(-1).map((text) => text.replace('"version":2', '"version":3'));
      await new Generations({ folder: at.device.disk, name: 'trust' }).save(
        Buffer.from(JSON.stringify({ ...record, roots })),
      );
      nameOldList(at, at.oldKeys);
      at.repository.files.delete('2.root.json');
      await at.device.restart();
    },
    'metadata-rolled-back',
  ],
  'a record that was forged, with a root of its own': [
    async (at) => {
      const foreign = new RepositoryUnderTest([aRelease({ version: '1.0.0', securityVersion: 9 })]);
      foreign.publish('root');
      const roots = [foreign.files.get('1.root.json'), foreign.files.get('2.root.json')];
      const forged = { ...(await at.device.record()), roots, timestamp: null, snapshot: null, targets: null };
      await new Generations({ folder: at.device.disk, name: 'trust' }).save(
        Buffer.from(JSON.stringify(forged)),
      );
      foreign.files.delete('2.root.json');
      serve(at, foreign.files);
      await at.device.restart();
    },
    'metadata-unsigned',
  ],
  'a timestamp of the same version that says something else': [
    (at) => {
      const timestamp = structuredClone(at.repository.timestamp);
      timestamp.meta['snapshot.json'] = metaFile({ version: 2, text: at.old.get('2.snapshot.json')! });
      at.repository.serve('timestamp', sign(timestamp, at.repository.signers.timestamp));
    },
    '2.0.0',
  ],
  'an old release that is listed anew': [
    ({ repository }) => {
      repository.list([aRelease({ version: '3.0.0', securityVersion: 1 })]);
      repository.publish('targets', ...ONLINE);
    },
    'release-too-old',
  ],
  'the same, after a restart': [
    async ({ repository, device }) => {
      repository.list([aRelease({ version: '1.0.0', securityVersion: 1 })]);
      repository.publish('targets', ...ONLINE);
      await device.restart();
    },
    'release-too-old',
  ],
};

for (const [name, [attack, outcome]] of Object.entries(WAYS))
  test(`refused: ${name}`, async () => {
    const at = await scene();
    await attack(at);
    assert.is(await at.device.outcome(), outcome);
  });

test('any mixture of what was ever served', async () => {
  const random = seededRandom(10);
  for (let round = 0; round < 20 * ROUNDS; round++) {
    const at = await scene(round % 2 === 0);
    if (round % 3 === 0) await rotate(at);
    const before = await at.device.versions();
    const served = [...at.repository.files];
    for (const [name, text] of [...served, ...at.old]) {
      const others = served.filter(([other]) => other.split('.').at(-2) === name.split('.').at(-2));
      const chance = random();
      if (chance < 0.3) at.repository.files.set(name, others[Math.floor(random() * others.length)]![1]);
      else if (chance < 0.4) at.repository.files.delete(name);
      else if (chance < 0.7) at.repository.files.set(name, text);
    }
    const outcome = await at.device.outcome();
    assert.match(outcome, /^(2\.0\.0|metadata-.*)$/, `round ${round}`);
    const after = await at.device.versions();
    assert.ok(
      after.every((version, i) => version >= before[i]!),
      `round ${round}: ${before.join()} to ${after.join()}`,
    );
  }
});

test.run();
