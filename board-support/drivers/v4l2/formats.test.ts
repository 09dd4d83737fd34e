import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { FakeVideoDriver } from './fake-video-driver.ts';
import { fourccOf, listFormats, listRates, listSizes } from './formats.ts';

const test = suite('v4l2 formats');
const YUYV = 0x56595559;
const MJPG = 0x47504a4d;

test('formats with their four characters', () => {
  const driver = new FakeVideoDriver({
    formats: [
      { pixelFormat: YUYV, description: 'YUYV 4:2:2' },
      { pixelFormat: MJPG, description: 'Motion-JPEG', flags: 1 },
      { pixelFormat: MJPG, type: 2 },
    ],
  });
  const [yuyv, mjpg, ...more] = listFormats(driver, 1);
  assert.equal(more, []);
  assert.equal(yuyv, {
    fourcc: 'YUYV',
    code: YUYV,
    description: 'YUYV 4:2:2',
    compressed: false,
    emulated: false,
  });
  assert.is(mjpg!.compressed, true);
  assert.is(fourccOf(0xa0363159), 'Y16 -BE');
});

test('sizes and rates one by one', () => {
  const driver = new FakeVideoDriver({
    formats: [{ pixelFormat: YUYV }],
    sizes: [
      { type: 1, size: [640, 360, 0, 0, 0, 0] },
      { type: 1, size: [1280, 720, 0, 0, 0, 0] },
    ],
    intervals: [
      { type: 1, interval: [1, 30, 0, 0, 0, 0] },
      { type: 1, interval: [1001, 15000, 0, 0, 0, 0] },
      { type: 1, interval: [0, 1, 0, 0, 0, 0] },
    ],
  });
  const [format] = listFormats(driver, 1);
  assert.equal(listSizes(driver, format!), {
    kind: 'discrete',
    sizes: [
      { width: 640, height: 360 },
      { width: 1280, height: 720 },
    ],
  });
  // A stream of a profile has a size and more.
  const stream = { width: 640, height: 360, fps: 30, bitrateKbps: 1000 };
  const rates = listRates(driver, format!, stream);
  assert.is(rates?.kind, 'discrete');
  assert.equal(rates?.kind === 'discrete' && rates.fps.map((fps) => +fps.toFixed(2)), [30, 14.99, 0]);
});

test('sizes and rates as a range', () => {
  const driver = new FakeVideoDriver({
    formats: [{ pixelFormat: YUYV }],
    sizes: [{ type: 3, size: [32, 2592, 2, 32, 1944, 2] }],
    intervals: [{ type: 2, interval: [1, 90, 1, 1, 1, 1] }],
    endless: true,
  });
  const [format] = listFormats(driver, 1);
  assert.equal(listSizes(driver, format!), {
    kind: 'stepwise',
    least: { width: 32, height: 32 },
    most: { width: 2592, height: 1944 },
    step: { width: 2, height: 2 },
  });
  assert.equal(listRates(driver, format!, { width: 640, height: 480 }), {
    kind: 'range',
    leastFps: 1,
    mostFps: 90,
  });
});

test('a driver that does not know the question', () => {
  const driver = new FakeVideoDriver({ formats: [{ pixelFormat: YUYV }] });
  const [format] = listFormats(driver, 1);
  assert.is(listSizes(driver, format!), null);
  assert.is(listRates(driver, format!, { width: 2, height: 2 }), null);
});

test('a driver that never ends a list', () => {
  const driver = new FakeVideoDriver({
    formats: [{ pixelFormat: YUYV }],
    sizes: [{ type: 1, size: [640, 360, 0, 0, 0, 0] }],
    intervals: [{ type: 1, interval: [1, 30, 0, 0, 0, 0] }],
    endless: true,
  });
  const formats = listFormats(driver, 1);
  assert.is(formats.length, 256);
  const sizes = listSizes(driver, formats[0]!);
  assert.ok(sizes?.kind === 'discrete' && sizes.sizes.length === 256);
  const rates = listRates(driver, formats[0]!, { width: 640, height: 360 });
  assert.ok(rates?.kind === 'discrete' && rates.fps.length === 256);
  assert.is(driver.requests, 3 * 256);
});

test.run();
