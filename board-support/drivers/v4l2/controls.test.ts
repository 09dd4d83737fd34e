import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { PupsentryError } from '#kit/errors.ts';
import { setControls } from './camera-device.ts';
import { controlName, findControl, listControls, rangeOf, readControl, writeControl } from './controls.ts';
import { FakeVideoDriver, type FakeControl } from './fake-video-driver.ts';
import { SimulatedCameraDevice } from './simulated-camera-device.ts';

const test = suite('v4l2 controls');

const CONTROLS: FakeControl[] = [
  { id: 0x980001, type: 6, name: 'User Controls' },
  { id: 0x980900, type: 1, name: 'Brightness', minimum: -64, maximum: 64, step: 4, defaultValue: 0 },
  { id: 0x980913, type: 1, name: 'Gain', maximum: 255, step: 1, flags: 0x90, value: 15 },
  { id: 0x980914, type: 2, name: 'Horizontal Flip', maximum: 1, step: 1 },
  {
    id: 0x980918,
    type: 3,
    name: 'Power Line Frequency',
    maximum: 3,
    step: 1,
    defaultValue: 1,
    items: { 0: 'Disabled', 1: '50 Hz', 3: 'Auto' },
  },
  { id: 0x980919, type: 9, name: 'Link Frequency', maximum: 1, items: { 0: 297_000_000, 1: 445_500_000 } },
  { id: 0x980920, type: 7, name: 'A string' },
  { id: 0x980921, type: 1, name: 'gone', flags: 0x1 },
  { id: 0x980922, type: 4, name: 'Disconnect', flags: 0x40 },
  { id: 0x980923, type: 1, name: 'Pixel Rate!', maximum: 255, flags: 0x4, value: 7 },
  { id: 0x980924, type: 8, name: 'Bits', maximum: 0x80402010, value: 0 },
  { id: 0x980925, type: 5, name: 'Wide', minimum: -(2n ** 63n), maximum: 2n ** 63n - 1n, step: 1 },
  { id: 0x980926, type: 1, name: 'gain', maximum: 9, step: 1 },
];
const driver = () =>
  new FakeVideoDriver({ controls: CONTROLS.map((control) => ({ ...control })), capabilities: 1 });

function refusal(act: () => void): PupsentryError {
  try {
    act();
  } catch (error) {
    if (error instanceof PupsentryError) return error;
    throw error;
  }
  throw new Error('it was not refused');
}

test('names as v4l2-ctl spells them', () => {
  assert.is(controlName('Power Line Frequency'), 'power_line_frequency');
  assert.is(controlName('White Balance, Auto & Preset '), 'white_balance_auto_preset');
  assert.is(controlName(' Gamma 2.2'), 'gamma_2_2');
});

test('what is listed, and what is not', () => {
  const controls = listControls(driver());
  assert.equal(
    controls.map(({ name, kind }) => `${name} ${kind}`),
    [
      'brightness integer',
      'gain integer',
      'horizontal_flip boolean',
      'power_line_frequency menu',
      'link_frequency integerMenu',
      'disconnect button',
      'pixel_rate integer',
      'bits bitmask',
      'wide integer64',
      'gain_980926 integer',
    ],
  );
  const gain = findControl(controls, 'gain');
  assert.ok(gain.inactive && gain.volatile && !gain.readOnly);
  assert.ok(findControl(controls, 'pixel_rate').readOnly);
  assert.equal(findControl(controls, 'link_frequency').items, [
    { value: 0, label: '297000000' },
    { value: 1, label: '445500000' },
  ]);
});

test('read and written, negative, wide and bits too', () => {
  const port = driver();
  const controls = listControls(port);
  assert.is(readControl(port, findControl(controls, 'gain')), 15);
  const values: [string, number][] = [
    ['brightness', -64],
    ['power_line_frequency', 3],
    ['bits', 0x80000010],
    ['wide', -5_000_000_000],
    ['horizontal_flip', 1],
  ];
  for (const [name, value] of values) {
    writeControl(port, findControl(controls, name), value);
    assert.is(readControl(port, findControl(controls, name)), value, name);
  }
  writeControl(port, findControl(controls, 'disconnect'), 1);
});

test('refused with the range and the step', () => {
  const port = driver();
  const controls = listControls(port);
  const set = (name: string, value: number) =>
    refusal(() => writeControl(port, findControl(controls, name), value));
  for (const value of [65, -65, 3, 0.5, NaN, Infinity]) {
    const { code, message, remedy } = set('brightness', value);
    assert.is(code, 'control-range');
    assert.match(message, `brightness cannot be ${value}`);
    assert.is(remedy, 'It takes -64 to 64 in steps of 4, default 0.');
  }
  assert.is(set('power_line_frequency', 2).remedy, 'It takes 0 (Disabled), 1 (50 Hz), 3 (Auto); default 1.');
  assert.is(set('horizontal_flip', 2).remedy, 'It takes 0 (off) or 1 (on), default 0.');
  assert.is(set('bits', 1).code, 'control-range');
  assert.is(set('pixel_rate', 1).code, 'control-read-only');
  assert.is(set('wide', 2 ** 60).code, 'control-range');
  assert.is(rangeOf(findControl(controls, 'disconnect')), 'any value: it acts');
  assert.is(refusal(() => readControl(port, findControl(controls, 'disconnect'))).code, 'control-unreadable');
});

test('an unknown one: names that come near, or those there are', () => {
  const controls = listControls(driver());
  assert.is(refusal(() => findControl(controls, 'britness')).remedy, 'Near it: brightness.');
  assert.match(refusal(() => findControl(controls, 'zoom')).remedy, /^It has brightness, gain, /);
  assert.is(refusal(() => findControl([], 'zoom')).remedy, 'It has no controls at all.');
});

test('a driver that never ends its list, or turns in circles', () => {
  const endless = new FakeVideoDriver({ controls: [{ id: 5, type: 1, name: 'x' }], endless: true });
  assert.is(listControls(endless).length, 512);
  const circle = { ioctl: (_: number, argument: Buffer) => argument.writeUInt32LE(7) };
  assert.ok(listControls(circle).length <= 1);
  const wide = new FakeVideoDriver({
    controls: [{ id: 5, type: 3, name: 'menu', minimum: 0, maximum: 2 ** 40 }],
  });
  listControls(wide);
  assert.ok(wide.requests < 300, `${wide.requests} requests`);
});

test('the simulated camera: several controls in their order, all or none', () => {
  const camera = new SimulatedCameraDevice();
  const refused = refusal(() => setControls(camera, { brightness: 5, gain: 999 }));
  assert.is(refused.code, 'control-range');
  assert.is(camera.get('brightness'), 128, 'nothing was set');
  assert.is(camera.controls().find(({ name }) => name === 'gain')!.inactive, true);
  setControls(camera, { gain_automatic: 0, gain: 20, power_line_frequency: 2 });
  assert.is(camera.controls().find(({ name }) => name === 'gain')!.inactive, false);
  assert.is(camera.get('gain'), 20);
  assert.is(refusal(() => camera.get('gian')).remedy, 'Near it: gain.');
  const [format] = camera.formats();
  assert.is(format!.fourcc, 'YUYV');
  assert.is(camera.sizes(format!)!.kind, 'discrete');
  assert.equal(camera.rates(format!, { width: 640, height: 360 }), { kind: 'discrete', fps: [30, 15] });
});

test.run();
