import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { FakeClock } from '#kit/clock.ts';
import { createLogger, type LogRecord } from '#kit/log.ts';
import { FakeMedia } from '../media/fake-media.ts';
import type { Settings } from '../settings/schema.ts';
import { SettingsStore } from '../settings/store.ts';
import type { Sighting } from './sighting.ts';
import { Watch, type Watched } from './watch.ts';

/** Detectors that see something in every picture and hear something in every sound. */
async function house(values: Partial<Settings> = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'watch-'));
  const clock = new FakeClock();
  const lines: LogRecord[] = [];
  const log = createLogger({ write: (line) => lines.push(JSON.parse(line) as LogRecord) });
  const settings = new SettingsStore({ folder, log, initial: { 'sound.on': true, ...values } });
  const media = new FakeMedia({ clock });
  const made: Watched[] = [];
  const told: string[] = [];
  const nightVision = { quietUntilMs: -Infinity };
  const broken = new Set<Watched>();
  const sighting = (kind: Watched, ptsUs: number): Sighting => {
    if (broken.delete(kind)) throw new Error('a bug');
    const label = ({ motion: 'motion', sound: 'loud', tamper: 'turned' } as const)[kind];
    return { kind, label, atUs: ptsUs, sinceUs: ptsUs, score: 1, zones: [] };
  };
  const looks = (kind: Watched) => () => {
    made.push(kind);
    return { look: ({ ptsUs }: { ptsUs: number }) => sighting(kind, ptsUs) };
  };
  const watch = new Watch({
    ...{ media, settings, nightVision, clock, log },
    alarms: {
      take({ kind, label }) {
        told.push(label === 'no-picture' ? label : kind);
        return { outcome: 'started', event: null };
      },
      off: (kind) => told.push(`${kind} off`),
    },
    detectors: {
      motion: looks('motion'),
      tamper: looks('tamper'),
      sound() {
        made.push('sound');
        return { hear: ({ ptsUs }) => sighting('sound', ptsUs) };
      },
    },
  });
  await watch.start();
  return {
    ...{ clock, lines, settings, media, made, nightVision, broken, watch },
    /** One picture and one sound. @returns what was told since the last time */
    happen() {
      const ptsUs = clock.monotonicMs() * 1000;
      media.showGrey({ width: 2, height: 1, ptsUs, pixels: Buffer.alloc(2) });
      media.playSound({ ptsUs, rateHz: 16_000, samples: new Int16Array(10) });
      return told.splice(0);
    },
    told: () => told.splice(0),
    async close() {
      await watch.stop();
      rmSync(folder, { recursive: true });
    },
  };
}

const test = suite('watch');

test('what is on is watched for', async () => {
  const h = await house();
  assert.equal(h.happen(), ['motion', 'tamper', 'sound']);
  assert.equal(h.watch.state, { motion: 'watching', sound: 'watching', tamper: 'watching' });
  await h.close();
  assert.equal(h.happen(), [], 'nor after the stop');
});

test('by default nobody listens', async () => {
  const h = await house({ 'sound.on': false });
  assert.equal(h.happen(), ['motion', 'tamper']);
  assert.not(h.media.isHeard, 'no sound is asked for');
  assert.is(h.watch.state.sound, 'switched off');
  await h.close();
});

test('switched off: its alarm ends, nothing is looked at any more', async () => {
  const h = await house();
  await h.settings.set({ 'motion.on': false });
  assert.equal(h.told(), ['motion off']);
  assert.equal(h.happen(), ['tamper', 'sound']);
  await h.settings.set({ 'tamper.on': false, 'sound.on': false });
  assert.equal(h.told(), ['sound off', 'tamper off']);
  assert.equal(h.happen(), []);
  assert.not(h.media.isLookedAt || h.media.isHeard);
  await h.close();
});

test('privacy mode and the microphone’s switch close eyes and ears', async () => {
  const h = await house();
  await h.settings.set({ 'microphone.on': false });
  assert.equal(h.happen(), ['sound off', 'motion', 'tamper']);
  assert.is(h.watch.state.sound, 'microphone off');
  await h.settings.set({ 'privacy.on': true });
  assert.equal(h.happen(), ['motion off', 'tamper off']);
  assert.is(h.watch.state.motion, 'privacy mode');
  await h.settings.set({ 'privacy.on': false, 'microphone.on': true });
  assert.equal(h.happen(), ['motion', 'tamper', 'sound']);
  await h.close();
});

test('schedules: looked at by themselves', async () => {
  const h = await house();
  const at = (time: string) => h.clock.setWall(new Date(`2026-11-23T${time}:00`).getTime());
  at('21:59');
  await h.settings.set({ 'motion.schedule': 'mon 22:00-06:00', 'sound.schedule': 'tue 22:00-06:00' });
  assert.equal(h.happen(), ['motion off', 'sound off', 'tamper']);
  assert.is(h.watch.state.motion, 'not at this time');
  at('22:00');
  await h.clock.advance(15_000);
  assert.equal(h.happen(), ['motion', 'tamper']);
  await h.clock.advance(8 * 3_600_000);
  assert.equal(h.happen(), ['motion off', 'tamper']);
  await h.close();
});

test('a detector starts anew when its own settings change, and only then', async () => {
  const h = await house();
  h.made.length = 0;
  await h.settings.set({ 'device.name': 'Gate' });
  assert.equal(h.made, []);
  await h.settings.set({ 'motion.sensitivity': 9 });
  assert.equal(h.made, ['motion']);
  await h.settings.set({ 'sound.sensitivity': 2 });
  assert.equal(h.made, ['motion', 'sound']);
  await h.close();
});

test('the switch between day and night view is no motion, and its view is learnt anew', async () => {
  const h = await house();
  h.made.length = 0;
  h.nightVision.quietUntilMs = h.clock.monotonicMs() + 30_000;
  assert.equal(h.happen(), ['sound']);
  assert.is(h.watch.state.motion, 'waiting for the night switch');
  await h.clock.advance(29_000);
  assert.equal(h.happen(), ['sound']);
  assert.equal(h.made, []);
  await h.clock.advance(1000);
  assert.equal(h.happen(), ['motion', 'tamper', 'sound']);
  assert.equal(h.made, ['motion', 'tamper']);
  await h.close();
});

test('a camera that comes back is learnt anew', async () => {
  const h = await house();
  h.made.length = 0;
  h.media.change({ phase: 'starting' });
  assert.equal(h.happen(), ['sound']);
  h.media.change({ phase: 'running' });
  assert.equal(h.happen(), ['motion', 'tamper', 'sound']);
  assert.equal(h.made, ['motion', 'tamper']);
  await h.close();
});

test('no picture any more is told once; a hiccup is not, nor what is meant to be', async () => {
  const h = await house();
  h.media.change({ phase: 'starting' });
  await h.clock.advance(19_000);
  h.media.change({ phase: 'running' });
  await h.clock.advance(60_000);
  assert.equal(h.told(), [], 'a hiccup');
  h.media.change({ phase: 'starting' });
  h.media.change({ phase: 'starting' });
  await h.clock.advance(20_000);
  assert.equal(h.told(), ['no-picture']);
  h.media.change({ phase: 'starting' });
  await h.clock.advance(3_600_000);
  assert.equal(h.told(), [], 'told once');
  h.media.change({ phase: 'running' });
  h.media.change({ phase: 'off' });
  h.media.change({ phase: 'starting' });
  await h.clock.advance(60_000);
  assert.equal(h.told(), [], 'on the way out of privacy mode');
  await h.close();
});

test('a detector that fails is made anew and harms nobody', async () => {
  const h = await house();
  h.made.length = 0;
  h.broken.add('motion');
  assert.equal(h.happen(), ['tamper', 'sound']);
  assert.equal(h.made, ['motion']);
  assert.match(h.lines.find(({ level }) => level === 'error')!.msg, /watching for motion failed: a bug/);
  assert.equal(h.happen(), ['motion', 'tamper', 'sound']);
  await h.close();
});

test.run();
