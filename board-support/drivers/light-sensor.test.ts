import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { PupsentryError } from '#kit/errors.ts';
import { openLightSensor } from './light-sensor.ts';
import type { CameraDevice } from './v4l2/camera-device.ts';

const IIO = { kind: 'iio', name: 'tsl2591', nightLux: 2, dayLux: 10 } as const;
const signal = new AbortController().signal;

const test = suite<{ root: string }>('light sensor');
test.before.each((context) => {
  context.root = mkdtempSync(join(tmpdir(), 'light-'));
});
test.after.each(({ root }) => rmSync(root, { recursive: true }));

function files(root: string, contents: Record<string, string>): void {
  for (const [path, text] of Object.entries(contents)) {
    const file = join(root, 'sys/bus/iio/devices', path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  }
}

async function problem(work: Promise<unknown>): Promise<PupsentryError> {
  const thrown: unknown = await work.then(
    () => null,
    (error: unknown) => error,
  );
  assert.instance(thrown, PupsentryError);
  return thrown as PupsentryError;
}

test('pictures alone: no sensor', ({ root }) => {
  assert.is(openLightSensor({ kind: 'luma' }, { camera: 'scene', root }), null);
  assert.is(openLightSensor({ kind: 'none' }, { camera: 'scene', root }), null);
  assert.is(openLightSensor({ kind: 'gain', control: 'gain' }, { camera: 'scene', root }), null);
});

test('lux as the kernel gives it, found by name', async ({ root }) => {
  files(root, {
    'iio:device0/name': 'bme280\n',
    'iio:device0/in_temp_input': '20000\n',
    'iio:device1/name': 'tsl2591\n',
    'iio:device1/in_illuminance_input': '12.5\n',
  });
  const sensor = openLightSensor(IIO, { camera: 'scene', root })!;
  await sensor.start(signal);
  assert.is(await sensor.read(), 12.5);
});

test('raw values with offset and scale', async ({ root }) => {
  files(root, {
    'iio:device0/name': 'tsl2591\n',
    'iio:device0/in_illuminance0_raw': '40\n',
    'iio:device0/in_illuminance0_offset': '2\n',
    'iio:device0/in_illuminance0_scale': '0.5\n',
  });
  const sensor = openLightSensor(IIO, { camera: 'scene', root })!;
  await sensor.start(signal);
  assert.is(await sensor.read(), 21);
  rmSync(join(root, 'sys/bus/iio/devices/iio:device0/in_illuminance0_raw'));
  assert.is((await problem(sensor.read())).code, 'light-sensor-unreadable');
});

test('a sensor that is missing: those that are there are named', async ({ root }) => {
  const none = openLightSensor(IIO, { camera: 'scene', root })!;
  assert.match((await problem(none.start(signal))).remedy, /dmesg/);
  files(root, { 'iio:device0/name': 'bh1750\n', 'iio:device0/in_illuminance_raw': '1\n' });
  const error = await problem(none.start(signal));
  assert.is(error.code, 'light-sensor-missing');
  assert.match(error.message, /tsl2591/);
  assert.match(error.remedy, /bh1750/);
});

test('the gain is read from the camera that takes the pictures; closed when stopped', async ({ root }) => {
  const done: string[] = [];
  const camera = {
    get: (control: string) => (done.push(control), 42),
    close: () => done.push('closed'),
  } as unknown as CameraDevice;
  const gain = openLightSensor(
    { kind: 'gain', control: 'analogue_gain' },
    { camera: '/dev/video7', root, openCamera: (path) => (done.push(path), camera) },
  )!;
  await gain.start(signal);
  assert.is(await gain.read(), 42);
  await gain.stop();
  assert.equal(done, ['/dev/video7', 'analogue_gain', 'analogue_gain', 'closed']);
  assert.is((await problem(gain.read())).code, 'camera-missing');
});

test.run();
