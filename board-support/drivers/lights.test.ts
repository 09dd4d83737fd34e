import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { FakeClock } from '#kit/clock.ts';
import { PupsentryError } from '#kit/errors.ts';
import { GpioLight } from './gpio-light.ts';
import { SimulatedLines } from './gpio/simulated-lines.ts';
import { SysfsLight } from './sysfs-light.ts';

const BLINK = { kind: 'blink', onMs: 200, offMs: 800 } as const;
const isLightFailed = (error: unknown) => error instanceof PupsentryError && error.code === 'light-failed';

/** A folder with one light of the LED class. @param files of the light */
function sysfs(files: Record<string, string>) {
  const root = mkdtempSync(join(tmpdir(), 'lights-'));
  const folder = join(root, 'sys/class/leds/status');
  mkdirSync(folder, { recursive: true });
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  return {
    root,
    folder,
    read: (name: string) => readFileSync(join(folder, name), 'utf8').trim(),
    done: () => rmSync(root, { recursive: true }),
  };
}

const LED = { max_brightness: '255\n', brightness: '0\n', trigger: '[none] timer heartbeat\n' };

const test = suite('lights');

test('a light of the LED class: as bright as it goes, and dark', async () => {
  const led = sysfs({ ...LED, trigger: 'none [heartbeat]' });
  const light = new SysfsLight({ kind: 'sysfs', name: 'status' }, { root: led.root });
  await light.start();
  assert.is(led.read('trigger').slice(0, 4), 'none', 'taken from the trigger it had');
  light.show({ kind: 'on' });
  assert.is(led.read('brightness'), '255');
  assert.equal(light.shown, { kind: 'on' });
  light.show({ kind: 'off' });
  assert.is(led.read('brightness').slice(0, 1), '0');
  light.show({ kind: 'on' });
  await light.stop();
  assert.is(led.read('brightness').slice(0, 1), '0');
  await light.stop();
  led.done();
});

test('blinks by the kernel, where it can', async () => {
  const led = sysfs({ ...LED, delay_on: '500', delay_off: '500' });
  const clock = new FakeClock();
  const light = new SysfsLight({ kind: 'sysfs', name: 'status' }, { root: led.root, clock });
  await light.start();
  light.show(BLINK);
  assert.match(led.read('trigger'), /^timer/);
  assert.match(led.read('delay_on'), /^200/);
  assert.match(led.read('delay_off'), /^800/);
  await light.stop();
  assert.match(led.read('trigger'), /^none/);
  led.done();
});

test('blinks by itself, where the kernel cannot', async () => {
  const led = sysfs({ max_brightness: '1', brightness: '0', trigger: '[none] usb-timer-like timers' });
  const clock = new FakeClock();
  const light = new SysfsLight({ kind: 'sysfs', name: 'status' }, { root: led.root, clock });
  await light.start();
  light.show(BLINK);
  const seen: string[] = [];
  for (let i = 0; i < 10; i++) {
    seen.push(led.read('brightness'));
    await clock.advance(100);
  }
  assert.is(seen.join(''), '1100000000');
  await clock.advance(50);
  assert.is(led.read('brightness'), '1');
  light.show({ kind: 'off' });
  await clock.advance(5000);
  assert.is(led.read('brightness'), '0');
  await light.stop();
  led.done();
});

test('a light that is not there: those that are, are named', async () => {
  const led = sysfs(LED);
  const light = new SysfsLight({ kind: 'sysfs', name: 'statsu' }, { root: led.root });
  const error = await light.start().then(
    () => null,
    (thrown: PupsentryError) => thrown,
  );
  assert.is(error?.code, 'light-missing');
  assert.match(error!.message, 'statsu');
  assert.match(error!.remedy, /There are: status\./);
  await light.stop();
  led.done();
});

test('a light that goes away is told, and leaves no files behind', async () => {
  const led = sysfs(LED);
  const light = new SysfsLight({ kind: 'sysfs', name: 'status' }, { root: led.root });
  await light.start();
  rmSync(led.folder, { recursive: true });
  mkdirSync(led.folder);
  assert.throws(() => light.show({ kind: 'on' }), isLightFailed);
  assert.equal(light.shown, { kind: 'off' });
  assert.not(existsSync(join(led.folder, 'brightness')));
  led.done();
});

test('a light on a GPIO line: lit before show returns, blinking, off and given back after stop', async () => {
  const lines = new SimulatedLines();
  const clock = new FakeClock();
  const profile = { kind: 'gpio', chip: 'cam', line: 'lamp', activeLow: false } as const;
  const light = new GpioLight(profile, { lines, clock });
  await light.start();
  assert.not(lines.isActive('lamp'));
  light.show({ kind: 'on' });
  assert.ok(lines.isActive('lamp'));
  light.show(BLINK);
  await clock.advance(199);
  assert.ok(lines.isActive('lamp'));
  await clock.advance(1);
  assert.not(lines.isActive('lamp'));
  await clock.advance(800);
  assert.ok(lines.isActive('lamp'));
  await light.stop();
  assert.equal(lines.history.at(-1), { line: 'lamp', did: 'released', active: false });
  const { length } = lines.history;
  await clock.advance(5000);
  assert.is(lines.history.length, length, 'nothing blinks any more');
});

test('a line that breaks: blinking ends without harm, the next thing shown is told', async () => {
  const lines = new SimulatedLines();
  const clock = new FakeClock();
  const light = new GpioLight({ kind: 'gpio', chip: 'cam', line: 7, activeLow: false }, { lines, clock });
  await light.start();
  light.show(BLINK);
  lines.broken = true;
  await clock.advance(10_000);
  assert.throws(
    () => light.show({ kind: 'on' }),
    (error: unknown) => isLightFailed(error) && (error as Error).message.includes('7 of cam'),
  );
  await light.stop();
});

test.run();
