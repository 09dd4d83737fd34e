import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { PupsentryError } from '#kit/errors.ts';
import { openButton } from './button.ts';
import { GpioButton } from './gpio-button.ts';
import { SimulatedLines } from './gpio/simulated-lines.ts';

const PROFILE = { kind: 'gpio', chip: 'cam', line: 'bell', activeLow: true, bias: 'pull-up' } as const;

const test = suite('button on a GPIO line');

test('edges with the times of the kernel, in order; nothing after the stop', async () => {
  const lines = new SimulatedLines();
  const button = new GpioButton(PROFILE, { lines });
  const heard: [boolean, number][] = [];
  const end = button.onEdge((pressed, atUs) => heard.push([pressed, atUs]));
  await button.start();
  lines.move('bell', [true, 1000]);
  lines.move('bell', [false, 90_000], [true, 200_000], [false, 300_000]);
  assert.equal(heard, [
    [true, 1000],
    [false, 90_000],
    [true, 200_000],
    [false, 300_000],
  ]);
  end();
  lines.move('bell', [true, 400_000]);
  assert.is(heard.length, 4);
  assert.ok(lines.isHeld('bell'));
  await button.stop();
  await button.stop();
  assert.not(lines.isHeld('bell'));
});

test('a spike on the wire is no edge', async () => {
  const lines = new SimulatedLines();
  const button = new GpioButton(PROFILE, { lines });
  const heard: boolean[] = [];
  button.onEdge((pressed) => heard.push(pressed));
  await button.start();
  lines.move('bell', [true, 1000], [false, 1020]);
  assert.equal(heard, []);
  await button.stop();
});

test('a button that is down when we start has not been pressed', async () => {
  const lines = new SimulatedLines();
  lines.move('bell', [true, 1000]);
  const button = new GpioButton(PROFILE, { lines });
  const heard: boolean[] = [];
  button.onEdge((pressed) => heard.push(pressed));
  await button.start();
  assert.equal(heard, []);
  lines.move('bell', [false, 2000]);
  assert.equal(heard, [false]);
  await button.stop();
});

test('a line that somebody has, and a chip that goes away, are told', async () => {
  const lines = new SimulatedLines();
  lines.hold('bell', 'gpioset');
  const button = new GpioButton(PROFILE, { lines });
  const error = await button.start().then(
    () => null,
    (thrown: PupsentryError) => thrown,
  );
  assert.is(error?.code, 'gpio-line-busy');
  assert.match(error!.message, '"bell" of cam is used by "gpioset"');
  await button.stop();
  lines.hold('bell', null);
  const lost: PupsentryError[] = [];
  button.onLost((reason) => lost.push(reason));
  await button.start();
  lines.lose('bell');
  assert.is(lost[0]?.code, 'gpio-failed');
  await button.stop();
});

test('a machine without the chip: the board’s button says so when it is started', async () => {
  const button = openButton({ ...PROFILE, chip: 'no-such-chip' })!;
  const error = await button.start(new AbortController().signal).then(
    () => null,
    (thrown: unknown) => thrown,
  );
  assert.instance(error, PupsentryError);
  assert.match((error as PupsentryError).code, /^gpio-(chip-missing|not-allowed)$/);
  await button.stop();
});

test.run();
