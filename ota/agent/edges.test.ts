/** The agent is killed at every edge: before and after each thing that it does to the world, by the daemon's end and by a power cut. */
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { seededRandom } from '#kit/seeded-random.ts';
import { FakeDevice, type Death } from './fake-device.ts';
import { fakeRelease } from './fake-release.ts';
import type { Outcome } from './state.ts';

/** Power cuts lose what was not synced by chance: this many chances for each edge. */
const ROUNDS = Number(process.env.ROUNDS || 1);
const NEW = fakeRelease('1.1.0', { securityVersion: 2 });

interface Course {
  name: string;
  /** Makes the device that goes this course. */
  device: () => FakeDevice;
  end: Outcome;
  /** What runs at the end, and where. */
  version: string;
  order: string;
  /** Asked of it by hand as soon as it can be. */
  byHand?: (device: FakeDevice) => Promise<unknown>;
  leastEdges: number;
}

function deviceWith(changes: (device: FakeDevice) => void): () => FakeDevice {
  return () => {
    const device = new FakeDevice();
    device.newest = NEW;
    changes(device);
    return device;
  };
}

const COURSES: Course[] = [
  {
    name: 'update',
    device: deviceWith(() => undefined),
    ...{ end: 'updated', version: '1.1.0', order: 'B A', leastEdges: 40 },
  },
  {
    name: 'new system not healthy',
    device: deviceWith((device) => device.blind.add('1.1.0')),
    ...{ end: 'rolled-back', version: '1.0.0', order: 'A', leastEdges: 40 },
  },
  {
    name: 'new system panics',
    device: deviceWith((device) => device.panics.add('1.1.0')),
    ...{ end: 'rolled-back', version: '1.0.0', order: 'A', leastEdges: 30 },
  },
  {
    name: 'new system not healthy, and the boot loader loses its memory',
    device: deviceWith((device) => {
      device.held.B = device.held.A;
      device.held.A = null;
      device.booted = { slot: 'B', isTrial: false, isFailsafe: false };
      device.bootState = { order: ['B', 'A'], trial: null, failed: null };
      device.blind.add('1.1.0');
      device.erases.add('1.1.0');
    }),
    ...{ end: 'rolled-back', version: '1.0.0', order: 'B', leastEdges: 40 },
  },
  {
    name: 'repair',
    device: deviceWith((device) => {
      device.newest = fakeRelease('1.0.0');
      device.held.B = null;
      device.bootState = { order: ['B'], trial: null, failed: null };
      device.booted = { slot: 'A', isTrial: false, isFailsafe: true };
    }),
    ...{ end: 'repaired', version: '1.0.0', order: 'A B', leastEdges: 20 },
  },
  {
    name: 'back by hand',
    device: deviceWith((device) => {
      device.newest = null;
      device.held.B = { version: '0.9.0', securityVersion: 1, rootHash: '09'.repeat(32) };
    }),
    byHand: (device) => device.agent.goBack(),
    ...{ end: 'went-back', version: '0.9.0', order: 'B A', leastEdges: 20 },
  },
];

const test = suite('update agent, killed at every edge');

/** @returns edges of the first life until the course was done, or its death */
async function run(course: Course, dieAt: number, dieAs: 'before' | 'after', death: Death, seed: number) {
  const device = course.device();
  const random = seededRandom(seed);
  Object.assign(device, { dieAt, dieAs });
  const isDone = () => device.reports.some(({ outcome }) => outcome === course.end);
  let deaths = 0;
  let edges = 0;
  await device.start();
  for (;;) {
    const isAsked = !device.isDead && device.agent.status().phase === 'idle' && !isDone();
    if (isAsked) void course.byHand?.(device).catch(() => undefined);
    await device.until(() => isDone() && ['idle', 'back-off'].includes(device.agent.status().phase), 200);
    edges += device.edges;
    if (!device.isDead) break;
    deaths++;
    await device.dieAndStart(death, random);
  }
  const said = `${course.name}, ${death} ${dieAs} edge ${dieAt}, seed ${seed}`;
  assert.is(device.running.version, course.version, said);
  assert.is(device.bootState.order.join(' '), course.order, said);
  assert.is(device.bootState.trial, null, said);
  assert.is(device.booted.slot, course.order[0], said);
  assert.equal(device.violations, [], said);
  assert.is(device.securityFloor, course.end === 'updated' ? 2 : course.end === 'went-back' ? 1 : 0, said);
  const entries = device.agent.history().filter(({ outcome }) => outcome === course.end);
  assert.is(entries.length, 1, `${said}: one entry in the history`);
  const others = device.reports.filter(({ outcome }) => outcome !== course.end && outcome !== 'offered');
  assert.equal(others, [], `${said}: nothing untrue is told`);
  await device.stop();
  return { deaths, edges };
}

for (const course of COURSES) {
  test(course.name, async () => {
    const whole = await run(course, Infinity, 'before', 'daemon', 1);
    assert.is(whole.deaths, 0);
    assert.ok(whole.edges >= course.leastEdges, `${whole.edges} edges`);
    let killed = 0;
    for (const death of ['daemon', 'power'] as const)
      for (const dieAs of ['before', 'after'] as const)
        for (let round = 0; round < (death === 'power' ? ROUNDS : 1); round++)
          for (let edge = 1; ; edge++) {
            const { deaths } = await run(course, edge, dieAs, death, edge * 1000 + round);
            if (deaths === 0) break;
            killed++;
          }
    assert.ok(killed >= 2 * whole.edges, `${killed} deaths, ${whole.edges} edges`);
  });
}

test.run();
