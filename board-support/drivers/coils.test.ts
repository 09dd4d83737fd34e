/** Relay and filter: what must never stay driven. */
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { FakeClock } from '#kit/clock.ts';
import { PupsentryError } from '#kit/errors.ts';
import { GpioChime } from './gpio-chime.ts';
import { GpioIrCut } from './gpio-ir-cut.ts';
import { SimulatedLines } from './gpio/simulated-lines.ts';

const CHIME = { kind: 'gpio', chip: 'cam', line: 'relay', activeLow: false, pulseMs: 400 } as const;
const LEVEL = { kind: 'gpio', chip: 'cam', line: 'filter', activeLow: false } as const;
const PULSE = {
  kind: 'gpio-pulse',
  chip: 'cam',
  day: 'day',
  night: 'night',
  activeLow: false,
  pulseMs: 100,
} as const;

function bench() {
  const lines = new SimulatedLines();
  const clock = new FakeClock();
  return { lines, clock, options: { lines, clock } };
}

async function problem(work: Promise<unknown>): Promise<PupsentryError> {
  const thrown: unknown = await work.then(
    () => null,
    (error: unknown) => error,
  );
  assert.instance(thrown, PupsentryError);
  return thrown as PupsentryError;
}

const test = suite('coils');

test('the chime: one pulse, however often it is asked for meanwhile', async () => {
  const { lines, clock, options } = bench();
  const chime = new GpioChime(CHIME, options);
  await chime.start();
  assert.not(lines.isActive('relay'));
  const all = Promise.all([chime.sound(), chime.sound()]);
  assert.ok(lines.isActive('relay'));
  await clock.advance(399);
  void chime.sound();
  assert.ok(lines.isActive('relay'));
  await clock.advance(1);
  assert.not(lines.isActive('relay'));
  await all;
  await clock.advance(5000);
  assert.is(lines.history.filter(({ did, active }) => did === 'set' && active).length, 1);
  void chime.sound();
  assert.ok(lines.isActive('relay'), 'and again, later');
  await clock.advance(400);
  await chime.stop();
});

test('the chime is stopped while it sounds: the relay opens, whoever waits is let go', async () => {
  const { lines, clock, options } = bench();
  const chime = new GpioChime(CHIME, options);
  await chime.start();
  const sounding = chime.sound();
  await clock.advance(100);
  await chime.stop();
  assert.not(lines.isActive('relay'));
  assert.not(lines.isHeld('relay'));
  await sounding;
  await chime.stop();
});

test('the chime fails: told with its line, and the relay is let go', async () => {
  const { lines, clock, options } = bench();
  const chime = new GpioChime(CHIME, options);
  await chime.start();
  const sounding = problem(chime.sound());
  lines.broken = true;
  await clock.advance(400);
  const error = await sounding;
  assert.is(error.code, 'chime-failed');
  assert.match(error.message, '"relay" of cam');
  assert.not(lines.isHeld('relay'));
  assert.is((await problem(chime.sound())).code, 'chime-failed');
  await chime.stop();
});

test('a filter held by level: in by day, out by night, nothing driven in the end', async () => {
  const { lines, options } = bench();
  const filter = new GpioIrCut(LEVEL, options);
  await filter.start();
  assert.is(filter.place, null);
  await filter.move('in');
  assert.ok(lines.isActive('filter'));
  assert.is(filter.place, 'in');
  await filter.move('out');
  assert.not(lines.isActive('filter'));
  await filter.move('in');
  await filter.stop();
  assert.not(lines.isActive('filter'));
  assert.not(lines.isHeld('filter'));
});

test('a filter moved by pulses: one at a time, and the last wish wins', async () => {
  const { lines, clock, options } = bench();
  const filter = new GpioIrCut(PULSE, options);
  await filter.start();
  const first = filter.move('in');
  const others = Promise.all([filter.move('out'), filter.move('in'), filter.move('out')]);
  for (let ms = 0; ms < 300; ms++) {
    assert.not(lines.isActive('day') && lines.isActive('night'), `both coils at ${ms} ms`);
    await clock.advance(1);
  }
  await Promise.all([first, others]);
  assert.is(filter.place, 'out');
  const driven = lines.history.filter(({ did }) => did === 'set').map(({ line, active }) => [line, active]);
  assert.equal(driven, [
    ['day', true],
    ['day', false],
    ['night', true],
    ['night', false],
  ]);
  await filter.move('out');
  assert.is(lines.history.filter(({ did }) => did === 'set').length, 4, 'it is there already');
  await filter.stop();
});

test('a filter stopped in the middle of a pulse: the line is released, the move is told to have failed', async () => {
  const { lines, clock, options } = bench();
  const filter = new GpioIrCut(PULSE, options);
  await filter.start();
  const moving = problem(filter.move('out'));
  const waiting = problem(filter.move('in'));
  await clock.advance(50);
  await filter.stop();
  for (const line of ['day', 'night']) {
    assert.not(lines.isActive(line));
    assert.not(lines.isHeld(line));
  }
  assert.is((await moving).code, 'ir-cut-failed');
  assert.is((await waiting).code, 'ir-cut-failed');
  assert.is(filter.place, null);
  await clock.advance(5000);
  assert.not(lines.isActive('day'));
});

test('a filter whose chip breaks names its line; where it stands is not known', async () => {
  const { lines, options } = bench();
  const filter = new GpioIrCut(PULSE, options);
  await filter.start();
  lines.broken = true;
  const error = await problem(filter.move('out'));
  assert.is(error.code, 'ir-cut-failed');
  assert.match(error.message, '"night" of cam');
  assert.is(filter.place, null);
  await filter.stop();
});

test('one of two lines is taken: neither is kept', async () => {
  const { lines, options } = bench();
  lines.hold('night', 'gpioset');
  const filter = new GpioIrCut(PULSE, options);
  assert.is((await problem(filter.start())).code, 'gpio-line-busy');
  assert.not(lines.isHeld('day'));
  await filter.stop();
});

test.run();
