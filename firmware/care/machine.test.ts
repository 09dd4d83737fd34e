import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { CpuMeter, Machine } from './machine.ts';

const test = suite<{ root: string }>('machine');
test.before.each((context) => {
  context.root = mkdtempSync(join(tmpdir(), 'machine-'));
});
test.after.each(({ root }) => rmSync(root, { recursive: true }));

function files(root: string, contents: Record<string, string>, zone?: string): Machine {
  for (const [path, text] of Object.entries(contents)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  return new Machine({ root, zone });
}

test('the processor’s own sensor is preferred to hotter ones', async ({ root }) => {
  const machine = files(root, {
    'sys/class/thermal/thermal_zone0/type': 'iwlwifi_1\n',
    'sys/class/thermal/thermal_zone0/temp': '71000\n',
    'sys/class/thermal/thermal_zone1/type': 'cpu-thermal\n',
    'sys/class/thermal/thermal_zone1/temp': '48312\n',
    'sys/class/thermal/cooling_device0/type': 'Processor\n',
  });
  assert.is(await machine.temperatureC(), 48.312);
});

test('the zone that the board names, or none', async ({ root }) => {
  const zones = {
    'sys/class/thermal/thermal_zone0/type': 'cpu-thermal\n',
    'sys/class/thermal/thermal_zone0/temp': '48312\n',
    'sys/class/thermal/thermal_zone1/type': 'board\n',
    'sys/class/thermal/thermal_zone1/temp': '31000\n',
  };
  assert.is(await files(root, zones, 'board').temperatureC(), 31);
  assert.is(await files(root, {}, 'gpu').temperatureC(), null);
});

test('broken sensors are left out; without zones hwmon is asked', async ({ root }) => {
  const machine = files(root, {
    'sys/class/thermal/thermal_zone0/type': 'cpu\n',
    'sys/class/thermal/thermal_zone0/temp': '-274000\n',
    'sys/class/thermal/thermal_zone1/type': 'gpu\n',
    'sys/class/thermal/thermal_zone1/temp': 'garbage\n',
    'sys/class/hwmon/hwmon3/name': 'nvme\n',
    'sys/class/hwmon/hwmon3/temp1_input': '39850\n',
  });
  assert.is(await machine.temperatureC(), 39.85);
});

test('a machine that tells nothing: null, no error', async ({ root }) => {
  const machine = new Machine({ root });
  assert.is(await machine.temperatureC(), null);
  assert.is(await machine.memory(), null);
  assert.is(await machine.pssBytes(1), null);
  assert.is(await machine.cpuSeconds(1), null);
});

test('memory is what cannot be had back', async ({ root }) => {
  const machine = files(root, {
    'proc/meminfo': 'MemTotal:         512000 kB\nMemFree:   1000 kB\nMemAvailable:     312000 kB\n',
  });
  assert.equal(await machine.memory(), { usedBytes: 200_000 * 1024, totalBytes: 512_000 * 1024 });
});

test('processor time is read past any process name', async ({ root }) => {
  const stat = (utime: number, stime: number) =>
    `42 (a ) (b 1 2) S 1 42 42 0 -1 4194560 9 0 0 0 ${utime} ${stime} 0 0 20 0 7 0 100\n`;
  const machine = files(root, { 'proc/42/stat': stat(150, 50) });
  assert.is(await machine.cpuSeconds(42), 2);

  let nowMs = 0;
  const meter = new CpuMeter({ machine, monotonicMs: () => nowMs });
  assert.is(await meter.percent([42]), 0);
  files(root, { 'proc/42/stat': stat(250, 50) });
  nowMs = 4000;
  assert.is(await meter.percent([42]), 25);
  nowMs = 5000;
  files(root, { 'proc/43/stat': stat(50, 0) });
  assert.is(await meter.percent([43, 44]), 50, 'a process that came in between counts from 0');
});

test('this very machine: figures of a living process', async () => {
  const machine = new Machine();
  const memory = await machine.memory();
  assert.ok(memory!.usedBytes > 0 && memory!.usedBytes < memory!.totalBytes);
  const child = spawn('sleep', ['60'], { stdio: 'ignore' });
  try {
    assert.ok((await machine.pssBytes(process.pid))! > 10_000_000);
    assert.ok((await machine.cpuSeconds(process.pid))! > 0);
    assert.ok((await machine.cpuSeconds(child.pid!))! < 1);
  } finally {
    child.kill('SIGKILL');
  }
});

test.run();
