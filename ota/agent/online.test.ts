/** The agent with real trust over a real line: wrong clocks, networks that answer themselves, a disk that is full. */
import type { ServerResponse } from 'node:http';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { FakeClock } from '#kit/clock.ts';
import { PupsentryError } from '#kit/errors.ts';
import { createLogger } from '#kit/log.ts';
import { MirrorUnderTest } from '../release/mirror-under-test.ts';
import { aRelease, DAY_MS, RepositoryUnderTest, TEST_MS } from '../release/repository-under-test.ts';
import { certificateFor } from '../trust/certificate-under-test.ts';
import { httpGet } from '../trust/http-get.ts';
import { Trust } from '../trust/trust.ts';
import { FakeDevice } from './fake-device.ts';

const NEW = aRelease({ version: '1.1.0', securityVersion: 2 });
/** Made once: its keys are what takes time. */
const repository = new RepositoryUnderTest([NEW]);
const FILES = new Map(repository.files);
const HOUR_MS = 3_600_000;

interface Context {
  device: FakeDevice;
  mirror: MirrorUnderTest;
  log: string[];
}
const test = suite<Context>('update agent on line');
test.before(async (context) => void (context.mirror = await MirrorUnderTest.start()));
test.after(({ mirror }) => mirror.stop());
test.before.each((context) => {
  context.mirror.reset(new Map(FILES));
  context.device = new FakeDevice({ clock: new FakeClock(TEST_MS) });
  context.log = [];
  context.device.log = createLogger({ level: 'trace', write: (line) => void context.log.push(line) });
});
test.after.each(async ({ device }) => {
  await device.stop();
  assert.equal(device.violations, []);
});

/** @param ca the certificate to trust */
async function start(device: FakeDevice, mirror: MirrorUnderTest, ca?: () => string): Promise<Trust> {
  const { clock, disk: folder, log } = device;
  const trust = await Trust.open({
    ...{ hardware: 'virtual', pinnedRoot: repository.pinnedRoot, mirrors: [mirror.url] },
    image: { builtMs: TEST_MS - 365 * DAY_MS, securityVersion: 1 },
    ...{ folder, clock, log, get: (url, options) => httpGet({ clock, ca: ca?.() })(url, options) },
  });
  device.releases = trust;
  await device.start();
  return trust;
}

const outcomes = ({ reports }: FakeDevice) => reports.map(({ outcome, code }) => `${outcome} ${code}`.trim());
const problemOf = ({ agent }: FakeDevice) => agent.status().problem?.code;

/** Refused for this reason: told once, said in the log, and nothing is touched; when it is mended, the update comes. */
async function refusedUntil({ device, log }: Context, code: string, mend: () => unknown): Promise<void> {
  await device.until(() => problemOf(device) === code);
  const { monotonicMs } = device.clock;
  const againMs = monotonicMs() + 24 * HOUR_MS;
  await device.until(() => monotonicMs() > againMs);
  assert.equal(outcomes(device), [`refused ${code}`], 'told once');
  const { reason } = device.reports[0]!;
  assert.ok(reason.length > 20, reason);
  assert.ok(
    log.some((line) => (JSON.parse(line) as { reason?: string }).reason === reason),
    'the log says why',
  );
  assert.is(device.agent.history()[0]!.code, code);
  assert.is(device.installs, 0);
  assert.equal(device.bootState.order, ['A', 'B']);
  await mend();
  await device.until(() => outcomes(device).includes('updated'));
  assert.equal(outcomes(device), [`refused ${code}`, 'offered', 'updated']);
  assert.is(device.running.version, '1.1.0');
}

const page = (response: ServerResponse, status: number, headers: Record<string, string>, body = '') => {
  response.writeHead(status, headers);
  response.end(body);
  return true;
};

for (const [what, code, status, headers, body] of [
  ['a sign-in page', 'captive-portal', 200, { 'content-type': 'text/html' }, '<html>Welcome'],
  ['a word that one has to sign in', 'captive-portal', 511, {}, ''],
  ['another address', 'source-redirected', 302, { location: 'http://192.0.2.1/login' }, ''],
] as const) {
  test(`a network that answers with ${what}`, async (context) => {
    const { device, mirror } = context;
    mirror.misbehave = (_, response) => page(response, status, { ...headers }, body);
    await start(device, mirror);
    await refusedUntil(context, code, () => (mirror.misbehave = () => false));
  });
}

test('1970, and the certificate of the server is not valid yet', async (context) => {
  const { device } = context;
  const tomorrow = new Date(Date.now() + DAY_MS);
  const future = await certificateFor('127.0.0.1', tomorrow, new Date(Date.now() + 2 * DAY_MS));
  const valid = await certificateFor('127.0.0.1', new Date(Date.now() - DAY_MS), tomorrow);
  const mirror = await MirrorUnderTest.start(future);
  try {
    mirror.reset(new Map(FILES));
    device.clock.setWall(0, 'unknown');
    let { cert } = future;
    await start(device, mirror, () => cert);
    await refusedUntil(context, 'clock-wrong', () => {
      device.clock.setWall(TEST_MS);
      cert = valid.cert;
      mirror.certify(valid);
    });
  } finally {
    await device.stop();
    await mirror.stop();
  }
});

test('1970, and no time server: updated all the same, and the clock may be set in the trial', async ({
  device,
  mirror,
}) => {
  device.clock.setWall(0, 'unknown');
  device.signs.cloud = 'broken';
  await start(device, mirror);
  await device.until(() => device.agent.status().phase === 'health', 12);
  device.clock.setWall(TEST_MS);
  await device.clock.advance(60_000);
  assert.is(device.agent.status().phase, 'health', 'its half hour is not over');
  device.clock.setWall(0, 'unknown');
  device.signs.cloud = 'works';
  await device.until(() => outcomes(device).includes('updated'), 1);
});

test('1970 makes nothing that has expired good again', async (context) => {
  const { device, mirror } = context;
  repository.expire('timestamp', TEST_MS - 366 * DAY_MS);
  repository.publish('timestamp');
  mirror.files = new Map(repository.files);
  device.clock.setWall(0, 'unknown');
  await start(device, mirror);
  await refusedUntil(context, 'metadata-expired', () => {
    repository.expire('timestamp', TEST_MS + 30 * DAY_MS);
    repository.publish('timestamp');
    mirror.files = new Map(repository.files);
  });
});

test('2038: too late for everything that is listed, until the clock is right', async (context) => {
  const { device, mirror } = context;
  device.clock.setWall(Date.UTC(2038, 0, 19, 3, 14, 8));
  await start(device, mirror);
  await refusedUntil(context, 'metadata-expired', () => device.clock.setWall(TEST_MS));
});

test('a failure in the year 2036, then the true time: tried again within its wait', async ({
  device,
  mirror,
}) => {
  device.clock.setWall(TEST_MS + 3650 * DAY_MS, 'floor');
  device.installFailures.push(new PupsentryError('stalled', 'The update server stopped sending.'));
  await start(device, mirror);
  await device.until(() => outcomes(device).includes('failed stalled'));
  device.clock.setWall(TEST_MS);
  await device.until(() => outcomes(device).includes('updated'), 24);
});

test('put off in the year 2036, then the true time: not put off for ten years', async ({
  device,
  mirror,
}) => {
  device.clock.setWall(TEST_MS + 3650 * DAY_MS, 'floor');
  device.wish({ isInWindow: false });
  await start(device, mirror);
  await device.until(() => device.agent.status().phase === 'offered');
  await device.agent.postpone(7 * 24);
  device.wish({ isInWindow: true });
  const { clock } = device;
  const laterMs = clock.monotonicMs() + 24 * HOUR_MS;
  await device.until(() => clock.monotonicMs() > laterMs);
  assert.is(device.agent.status().waitsFor, 'postponed');
  clock.setWall(TEST_MS);
  await device.until(() => outcomes(device).includes('updated'), 24);
});

test('a full data partition: nothing is begun that cannot be remembered, and what is on trial is confirmed', async ({
  device,
  mirror,
  log,
}) => {
  const { disk, clock } = device;
  const trust = await start(device, mirror);
  disk.failure = 'ENOSPC';
  await device.until(() => problemOf(device) === 'updates-unsaved');
  const laterMs = clock.monotonicMs() + 24 * HOUR_MS;
  await device.until(() => clock.monotonicMs() > laterMs);
  assert.equal(outcomes(device), [], 'the household’s disk is no news for the cloud');
  assert.is(device.installs, 0);
  assert.match(device.agent.status().problem!.message, /ENOSPC.*full, read-only or failing/);
  assert.match(log.join('\n'), /What is known of updates cannot be saved: ENOSPC/);

  disk.failure = undefined;
  device.signs.cloud = 'broken';
  await device.until(() => device.agent.status().phase === 'health');
  disk.failure = 'ENOSPC';
  device.signs.cloud = 'works';
  await device.until(() => device.bootState.order[0] === 'B', 1);
  await device.until(() => problemOf(device) === 'trust-not-saved', 1);
  assert.equal(outcomes(device), ['offered'], 'its floor is not stored yet');
  disk.failure = undefined;
  await device.until(() => outcomes(device).includes('updated'), 1);
  assert.is(trust.securityFloor, 2);
});

test.run();
