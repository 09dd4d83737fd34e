import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { PupsentryError } from '#kit/errors.ts';
import { readZoneCelsius } from './temperature.ts';

const test = suite<{ root: string }>('temperature');

test.before.each((context) => {
  context.root = mkdtempSync(join(tmpdir(), 'thermal-'));
});
test.after.each(({ root }) => rmSync(root, { recursive: true }));

function zone(root: string, number: number, type: string, temp: string): void {
  const folder = join(root, 'sys/class/thermal', `thermal_zone${number}`);
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'type'), `${type}\n`);
  writeFileSync(join(folder, 'temp'), `${temp}\n`);
}

const code = (work: Promise<unknown>) =>
  work.then(
    () => '',
    (error: PupsentryError) => `${error.code}: ${error.message} ${error.remedy}`,
  );

test('the zone of this type, wherever it stands', async ({ root }) => {
  zone(root, 0, 'gpu-thermal', '60000');
  zone(root, 1, 'cpu-thermal', '48312');
  assert.is(await readZoneCelsius('cpu-thermal', { root }), 48.312);
});

test('no such zone: those there are', async ({ root }) => {
  assert.match(await code(readZoneCelsius('cpu-thermal', { root })), /^temperature-missing/);
  zone(root, 0, 'gpu-thermal', '60000');
  assert.match(await code(readZoneCelsius('cpu-thermal', { root })), /There are: gpu-thermal/);
});

test('a broken sensor is no temperature', async ({ root }) => {
  for (const temp of ['-273000', '200000', 'xyz', '']) {
    zone(root, 0, 'cpu-thermal', temp);
    assert.match(await code(readZoneCelsius('cpu-thermal', { root })), /^temperature-unreadable/);
  }
});

test.run();
