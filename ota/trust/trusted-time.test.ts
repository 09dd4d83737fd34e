/** F14: clocks that are wrong, step or were never set. `TRUST_ROUNDS` (1) times 50 clocks. */
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { ClockQuality } from '#kit/clock.ts';
import { seededRandom } from '#kit/seeded-random.ts';
import { isoSeconds } from '../release/repository-under-test.ts';
import { DAY_MS, RepositoryUnderTest, TEST_MS } from '../release/repository-under-test.ts';
import { DeviceUnderTest, fromMemory } from './device-under-test.ts';

const test = suite('trusted time');
const ROUNDS = Number(process.env.TRUST_ROUNDS ?? 1);
const YEAR_MS = 365 * DAY_MS;
const BUILT_MS = TEST_MS - YEAR_MS;
const EXPIRY_MS = TEST_MS + 30 * DAY_MS;
const ROLES = ['root', 'targets', 'snapshot', 'timestamp'] as const;

async function made() {
  const repository = new RepositoryUnderTest();
  return {
    repository,
    device: await DeviceUnderTest.start(repository, ['http://mirror'], { get: fromMemory(repository) }),
  };
}

/** Signs the timestamp anew, as a server does daily. */
function resign(repository: RepositoryUnderTest, nowMs: number, days = 7): void {
  repository.expire('timestamp', nowMs + days * DAY_MS);
  repository.timestamp['x-pupsentry-signed-at'] = isoSeconds(nowMs);
  repository.publish('timestamp');
}

const WALLS: Record<string, number> = {
  '1970': 0,
  '2000': Date.UTC(2000, 0, 1),
  'ten years ago': TEST_MS - 10 * YEAR_MS,
  'before the image was built': BUILT_MS - 1,
  yesterday: TEST_MS - DAY_MS,
  'the last moment': EXPIRY_MS - 1,
  'the moment after': EXPIRY_MS,
  'in ten years': TEST_MS + 10 * YEAR_MS,
  '2038': (2 ** 31 - 1) * 1000,
  '2106': 2 ** 32 * 1000,
};

for (const [name, wallMs] of Object.entries(WALLS))
  test(`${name}: only a clock that was set can say that metadata has expired`, async () => {
    for (const quality of ['unknown', 'floor', 'synced'] as const) {
      const { device } = await made();
      device.clock.setWall(wallMs, quality);
      const isLate = quality === 'synced' && wallMs >= EXPIRY_MS;
      assert.is(await device.outcome(), isLate ? 'metadata-expired' : '1.0.0', quality);
    }
  });

for (const [name, wallMs] of Object.entries(WALLS))
  test(`${name}: what expired before the image was built is refused by every clock`, async () => {
    for (const quality of ['unknown', 'synced'] as const) {
      const { device, repository } = await made();
      repository.expire('timestamp', BUILT_MS);
      repository.publish('timestamp');
      device.clock.setWall(wallMs, quality);
      assert.is(await device.outcome(), 'metadata-expired', quality);
    }
  });

test('any clock, any expiry', async () => {
  const random = seededRandom(14);
  const from = BUILT_MS - 2 * YEAR_MS;
  const anyTime = () => Math.floor((from + random() * 6 * YEAR_MS) / 1000) * 1000;
  for (let i = 0; i < 50 * ROUNDS; i++) {
    const { device, repository } = await made();
    const wallMs = random() < 0.2 ? Math.floor(random() * 2 ** 32) * 1000 : anyTime();
    const quality = (['unknown', 'floor', 'synced'] as ClockQuality[])[Math.floor(random() * 3)]!;
    const expiries = ROLES.map((role) => {
      const expiryMs = random() < 0.7 ? EXPIRY_MS : anyTime();
      repository.expire(role, expiryMs);
      return expiryMs;
    });
    repository.publish(...ROLES);
    device.clock.setWall(wallMs, quality);
    const floorMs = BUILT_MS + device.clock.monotonicMs();
    const timeMs = quality === 'synced' ? Math.max(wallMs, floorMs) : floorMs;
    const expected = Math.min(...expiries) > timeMs ? '1.0.0' : 'metadata-expired';
    assert.is(
      await device.outcome(),
      expected,
      `case ${i}: ${isoSeconds(wallMs)} ${quality} ${expiries.map(isoSeconds).join()}`,
    );
  }
});

test('a clock that steps back does not make old metadata good: what was proven stays proven, and grows older', async () => {
  for (const quality of ['synced', 'unknown'] as const) {
    const { device, repository } = await made();
    device.clock.setWall(TEST_MS + 25 * DAY_MS);
    assert.is(await device.outcome(), '1.0.0');
    device.clock.setWall(0, quality);
    assert.is(await device.outcome(), '1.0.0', 'it has not expired');
    await device.clock.advance(5 * DAY_MS);
    assert.is(await device.outcome(), 'metadata-expired', 'it has, whatever the clock says');
    resign(repository, TEST_MS + 30 * DAY_MS);
    assert.is(await device.outcome(), 'metadata-expired', 'the root has expired too');
  }
});

test('what was proven survives a restart', async () => {
  const { device, repository } = await made();
  device.clock.setWall(TEST_MS + 20 * DAY_MS);
  await device.newest();
  device.clock.setWall(0, 'unknown');
  await device.restart();
  repository.expire('timestamp', TEST_MS + 19 * DAY_MS);
  repository.publish('timestamp');
  assert.is(await device.outcome(), 'metadata-expired');
});

test('30 days and more without a time server: updates go on, and a mirror that freezes is noticed', async () => {
  const { device, repository } = await made();
  device.clock.setWall(0, 'unknown');
  for (let day = 0; day < 29; day++) {
    resign(repository, TEST_MS + day * DAY_MS);
    assert.is(await device.outcome(), '1.0.0', `day ${day}`);
    await device.clock.advance(DAY_MS);
  }
  for (const role of ['root', 'targets', 'snapshot'] as const) repository.expire(role, TEST_MS + YEAR_MS);
  repository.publish('root', 'targets', 'snapshot');
  resign(repository, TEST_MS + 29 * DAY_MS);
  for (let day = 0; day < 7; day++) {
    assert.is(await device.outcome(), '1.0.0', `frozen for ${day} days`);
    await device.clock.advance(DAY_MS);
  }
  assert.is(await device.outcome(), 'metadata-expired');
});

test('a time server that says 2038 stops updates while it does, and not for ever', async () => {
  const { device } = await made();
  await device.newest();
  device.clock.setWall(WALLS['2038']!, 'synced');
  assert.is(await device.outcome(), 'metadata-expired');
  device.clock.setWall(TEST_MS + DAY_MS, 'synced');
  assert.is(await device.outcome(), '1.0.0');
});

test('a stolen timestamp key that dates its metadata ahead: new keys make good what it did', async () => {
  const { device, repository } = await made();
  for (const role of ROLES) repository.expire(role, TEST_MS + YEAR_MS);
  repository.publish('root', 'targets', 'snapshot');
  resign(repository, WALLS['2038']!, 7);
  assert.is(await device.outcome(), '1.0.0');
  assert.ok(
    (await device.record()).provenMs <= TEST_MS + YEAR_MS,
    'no later than the keys that are offline allow',
  );
  resign(repository, TEST_MS + DAY_MS);
  assert.is(await device.outcome(), 'metadata-expired');
  repository.rotateKeys('timestamp');
  repository.expire('root', TEST_MS + 2 * YEAR_MS);
  repository.publish('root');
  resign(repository, TEST_MS + DAY_MS);
  assert.is(await device.outcome(), '1.0.0');
  assert.is((await device.record()).provenMs, TEST_MS + DAY_MS);
});

test('dates that are none are refused: they would never expire', async () => {
  for (const expires of [
    '',
    'never',
    '2030-02-30T00:00:00',
    '2030-13-01T00:00:00Z',
    '+275760-09-13T00:00:00Z',
    '2030-01-01',
  ]) {
    const { device, repository } = await made();
    repository.timestamp.expires = expires;
    repository.publish('timestamp');
    assert.is(await device.outcome(), 'metadata-malformed', expires);
  }
  for (const signedAt of ['never', 5, null, '9999-99-99T00:00:00Z']) {
    const { device, repository } = await made();
    Object.assign(repository.timestamp, { 'x-pupsentry-signed-at': signedAt });
    repository.publish('timestamp');
    assert.is(await device.outcome(), '1.0.0');
  }
});

test.run();
