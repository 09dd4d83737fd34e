import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { PupsentryError } from '#kit/errors.ts';
import { openCameraDevice } from './camera-device.ts';
import { describe, findCamera, findEncoder, listVideoNodes, type VideoNode } from './cameras.ts';
import { FakeVideoDriver, type FakeDriverOptions } from './fake-video-driver.ts';

const test = suite('v4l2 cameras');
const H264 = 0x34363248;
const NV12 = 0x3231564e;

const node = (number: number, options: FakeDriverOptions): VideoNode =>
  describe(`/dev/video${number}`, new FakeVideoDriver(options));

const CAPTURE = 0x8420_0001;
const webcam = (number: number, busInfo: string, card = 'HD Webcam') =>
  node(number, { driver: 'uvcvideo', card, busInfo, capabilities: CAPTURE, deviceCaps: 0x0420_0001 });
const codec = (number: number, card: string, gives: number, takes: number, multi = true) => {
  const [output, capture] = multi ? [10, 9] : [2, 1];
  return node(number, {
    driver: 'bcm2835-codec',
    card,
    busInfo: 'platform:bcm2835-codec',
    capabilities: 0x8420_4000,
    deviceCaps: multi ? 0x0420_4000 : 0x0420_8000,
    formats: [
      { pixelFormat: gives, type: capture, flags: gives === H264 ? 1 : 0 },
      { pixelFormat: takes, type: output, flags: takes === H264 ? 1 : 0 },
    ],
  });
};

function refusal(act: () => void): PupsentryError {
  try {
    act();
  } catch (error) {
    if (error instanceof PupsentryError) return error;
    throw error;
  }
  throw new Error('it was not refused');
}

test('kinds: cameras, codecs, metadata', () => {
  assert.equal(webcam(0, 'usb-1').kind, 'capture');
  const metadata = node(1, { capabilities: CAPTURE, deviceCaps: 0x04a0_0000 });
  assert.is(metadata.kind, 'other');
  assert.is(codec(2, 'encode', H264, NV12).kind, 'encoder');
  assert.equal(codec(2, 'encode', H264, NV12).codes, ['H264']);
  assert.is(codec(3, 'decode', NV12, H264, false).kind, 'decoder');
  assert.is(codec(4, 'isp', NV12, NV12).kind, 'converter');
  const old = node(5, { capabilities: 0x0400_0001 }); // no device_caps
  assert.is(old.kind, 'capture');
  const unicam = node(6, { capabilities: 0x8000_0000, deviceCaps: 0x2420_1000 });
  assert.is(unicam.captureBuffers, 9);
  assert.ok(unicam.needsMediaController);
});

test('found by driver, by card, by a part of the card', () => {
  const nodes = [codec(0, 'encode', H264, NV12), webcam(2, 'usb-1', 'HD Webcam C525: HD Webcam')];
  for (const name of ['uvcvideo', 'UVCVIDEO', 'HD Webcam C525: HD Webcam', 'c525']) {
    assert.is(findCamera(name, nodes).path, '/dev/video2', name);
  }
  assert.is(findEncoder({ code: 'H264' }, nodes)?.path, '/dev/video0');
  assert.is(findEncoder({ name: 'bcm2835-codec' }, nodes)?.path, '/dev/video0');
  assert.is(findEncoder({ name: 'bcm2835-codec', code: 'FWHT' }, nodes), null);
  assert.is(findEncoder({ name: 'uvcvideo' }, nodes), null);
});

test('several of one name: the first by bus, whatever their numbers', () => {
  const nodes = [webcam(0, 'usb-2'), webcam(1, 'usb-1'), webcam(10, 'usb-0'), webcam(9, 'usb-0')];
  const found = findCamera('uvcvideo', nodes);
  assert.is(found.path, '/dev/video9');
  assert.equal(
    found.alike.map(({ path }) => path),
    ['/dev/video10', '/dev/video1', '/dev/video0'],
  );
});

test('missing: the cameras there are, with driver and card', () => {
  const missing = refusal(() => findCamera('vivid', [webcam(0, 'usb-1'), codec(1, 'encode', H264, NV12)]));
  assert.is(missing.code, 'camera-missing');
  assert.is(missing.message, 'There is no camera "vivid".');
  assert.is(missing.remedy, 'Cameras here: HD Webcam (driver uvcvideo, /dev/video0).');
  assert.match(refusal(() => findCamera('vivid', [])).remedy, /This machine has no camera/);
  const encoder = refusal(() => findCamera('bcm2835-codec', [codec(1, 'encode', H264, NV12)]));
  assert.match(encoder.message, /\/dev\/video1 of that name is no camera \(encoder\)/);
});

test('not allowed and busy, told by what /sys says', () => {
  const closed = (problem: string): VideoNode => ({ ...webcam(3, ''), kind: 'other', problem });
  assert.is(refusal(() => findCamera('uvcvideo', [closed('EACCES')])).code, 'camera-not-allowed');
  const busy = refusal(() => findCamera('HD Webcam', [closed('EBUSY')]));
  assert.is(busy.code, 'camera-busy');
  assert.match(busy.message, 'HD Webcam (driver uvcvideo, /dev/video3)');
  assert.match(refusal(() => findCamera('other', [closed('EBUSY')])).remedy, 'HD Webcam');
  assert.is(refusal(() => findCamera('uvcvideo', [closed('ENODEV')])).code, 'camera-missing');
});

test('a machine of files: nodes that are no devices are listed with what /sys tells', () => {
  const folder = mkdtempSync(join(tmpdir(), 'pupsentry-v4l2-'));
  const [dev, sys] = [join(folder, 'dev'), join(folder, 'sys')];
  mkdirSync(join(dev), { recursive: true });
  for (const name of ['video10', 'video2', 'videoX', 'vbi0']) writeFileSync(join(dev, name), '');
  mkdirSync(join(sys, 'video2/device'), { recursive: true });
  mkdirSync(join(sys, 'drivers/uvcvideo'), { recursive: true });
  writeFileSync(join(sys, 'video2/name'), 'HD Webcam\n');
  symlinkSync(join(sys, 'drivers/uvcvideo'), join(sys, 'video2/device/driver'));
  const nodes = listVideoNodes({ dev, sys });
  assert.equal(
    nodes.map(({ path }) => path),
    [join(dev, 'video2'), join(dev, 'video10')],
  );
  const { card, driver, kind, problem } = nodes[0]!;
  assert.equal(
    { card, driver, kind, problem },
    {
      card: 'HD Webcam',
      driver: 'uvcvideo',
      kind: 'other',
      problem: 'ENOTTY',
    },
  );
  assert.is(refusal(() => openCameraDevice(nodes[0]!)).code, 'camera-missing');
  rmSync(folder, { recursive: true });
  assert.equal(listVideoNodes({ dev, sys }), []);
});

test.run();
