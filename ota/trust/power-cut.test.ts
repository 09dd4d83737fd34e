/** Power goes between any two writes of what is known: nothing that was proven is lost, nothing is mixed. `TRUST_ROUNDS` (1) times 12. */
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { FakeDisk } from '#kit/fake-disk.ts';
import { seededRandom } from '#kit/seeded-random.ts';
import { aRelease, DAY_MS, RepositoryUnderTest, TEST_MS } from '../release/repository-under-test.ts';
import { DeviceUnderTest, fromMemory } from './device-under-test.ts';

const test = suite('trust: power cuts');
const ROUNDS = Number(process.env.TRUST_ROUNDS ?? 1);

/** What is kept of the disk when power goes before each change that `work` makes, and right after it. */
async function cutsDuring(
  disk: FakeDisk,
  random: () => number,
  work: () => Promise<unknown>,
): Promise<FakeDisk[]> {
  const rests: FakeDisk[] = [];
  disk.beforeChange = () => rests.push(disk.afterPowerCut(random));
  await work();
  disk.beforeChange = () => undefined;
  return [...rests, disk.afterPowerCut(random)];
}

test('a check', async () => {
  const random = seededRandom(8);
  let cuts = 0;
  for (let round = 0; round < 12 * ROUNDS; round++) {
    const repository = new RepositoryUnderTest();
    const device = await DeviceUnderTest.start(repository, ['http://mirror'], {
      get: fromMemory(repository),
    });
    for (let i = 0; i <= round % 3; i++) {
      repository.publish('timestamp');
      await device.newest();
    }
    const before = await device.record();
    const old = new Map(repository.files);
    if (round % 2) repository.rotateKeys('snapshot');
    if (round % 2) repository.publish('root');
    repository.list([aRelease({ version: '2.0.0' })]);
    repository.publish('targets', 'snapshot', 'timestamp');
    device.clock.setWall(TEST_MS + 2 * DAY_MS);
    const rests = await cutsDuring(device.disk, random, device.newest);
    const after = await device.record();
    for (const [at, rest] of rests.entries()) {
      await device.restart(rest);
      const found = await device.record();
      assert.equal(found, found.targets === after.targets ? after : before, `round ${round}, cut ${at}`);
      if (at === rests.length - 1) assert.equal(found, after);
      const current = new Map(repository.files);
      repository.files.clear();
      for (const [name, text] of old) repository.files.set(name, text);
      assert.is(await device.outcome(), found.targets === after.targets ? 'metadata-rolled-back' : '1.0.0');
      for (const [name, text] of current) repository.files.set(name, text);
      assert.is(await device.outcome(), '2.0.0');
      cuts++;
    }
  }
  assert.ok(cuts >= 12 * ROUNDS * 4, `${cuts} cuts`);
});

test('the floor of security is raised', async () => {
  const random = seededRandom(9);
  for (let round = 0; round < 12 * ROUNDS; round++) {
    const repository = new RepositoryUnderTest();
    const device = await DeviceUnderTest.start(repository, ['http://mirror'], {
      get: fromMemory(repository),
    });
    await device.newest();
    await device.trust.raiseSecurityFloor(3);
    const rests = await cutsDuring(device.disk, random, () => device.trust.raiseSecurityFloor(4));
    for (const [at, rest] of rests.entries()) {
      await device.restart(rest);
      const isLast = at === rests.length - 1;
      assert.ok(device.trust.securityFloor === 4 || (device.trust.securityFloor === 3 && !isLast));
      assert.equal(await device.versions(), [1, 1, 1, 1]);
    }
  }
});

test.run();
