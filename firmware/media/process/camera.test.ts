import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { loadBoard } from '#board/board.ts';
import { planCamera, withoutSecrets } from './camera.ts';
import { planSound } from './sounds.ts';
import { stillSize } from './still.ts';

const test = suite('cameras and microphones by name');

test('scene, device, file', () => {
  assert.is(planCamera('scene').kind, 'scene');
  assert.equal(planCamera('/dev/video3'), {
    kind: 'device',
    name: '/dev/video3',
    find: { path: '/dev/video3' },
  });
  assert.equal(planCamera('v4l2:HD Pro Webcam C920'), {
    kind: 'device',
    name: 'HD Pro Webcam C920',
    find: { called: 'HD Pro Webcam C920' },
  });
  assert.equal(planCamera('/srv/clips/a b.mp4'), {
    kind: 'file',
    name: 'a b.mp4',
    path: '/srv/clips/a b.mp4',
  });
});

test('an RTSP address is taken apart: nothing secret in its name', () => {
  const plan = planCamera('rtsp://ad%6Din:p%40ss:word@cam.lan:8554/live/1?token=abc');
  if (plan.kind !== 'rtsp') throw new Error('not rtsp');
  assert.is(plan.name, 'rtsp://cam.lan:8554/live/1');
  assert.is(plan.address, 'rtsp://cam.lan:8554/live/1?token=abc');
  assert.is(plan.user, 'admin');
  assert.is(plan.password, 'p@ss:word');
  assert.is(
    withoutSecrets(plan, 'no rtsp://cam.lan:8554/live/1?token=abc for admin:p@ss:word'),
    'no rtsp://cam.lan:8554/live/1?… for …:…',
  );
});

test('RTSP addresses of all sorts', () => {
  for (const [address, name, user, password] of [
    ['rtsp://h/x', 'rtsp://h/x', '', ''],
    ['RTSPS://h', 'RTSPS://h', '', ''],
    ['rtsp://only@h/x', 'rtsp://h/x', 'only', ''],
    ['rtsp://a:100%@h/x', 'rtsp://h/x', 'a', '100%'],
    ['rtsp://a:b@c@h/x', 'rtsp://h/x', 'a', 'b@c'],
    ['rtsp://h/x@y', 'rtsp://h/x@y', '', ''],
  ] as const) {
    const plan = planCamera(address);
    if (plan.kind !== 'rtsp') throw new Error('not rtsp');
    assert.equal([plan.name, plan.user, plan.password], [name, user, password]);
  }
});

test('microphones: what auto means depends on the camera', async () => {
  const board = await loadBoard('host');
  const plan = (microphone: string, camera: string, alsa = true) =>
    planSound(microphone, planCamera(camera), board, () => alsa);
  assert.is(plan('auto', 'scene').kind, 'scene');
  assert.equal(plan('auto', '/a/clip.mp4'), { kind: 'camera', name: 'clip.mp4' });
  assert.equal(plan('auto', '/dev/video0'), { kind: 'alsa', name: 'alsa:default', device: 'default' });
  assert.is(plan('auto', '/dev/video0', false).kind, 'none');
  const named = { ...board, audio: { ...board.audio, microphone: 'alsa:hw:Mic' } };
  assert.is(
    planSound('auto', planCamera('v4l2:ov5647'), named, () => false).kind,
    'alsa',
    'missed, not ignored',
  );
  assert.is(plan('none', 'scene').kind, 'none');
  assert.is(plan('tone', '/dev/video0').kind, 'tone');
  assert.is(plan('pulse', 'scene').kind, 'pulse');
  assert.equal(plan('alsa:hw:1,0', 'scene'), { kind: 'alsa', name: 'alsa:hw:1,0', device: 'hw:1,0' });
});

test('sizes of snapshots: even, in proportion, never enlarged', () => {
  const main = { width: 1280, height: 720, fps: 30, bitrateKbps: 1, minBitrateKbps: 1 };
  assert.equal(stillSize(main, 0), { width: 1280, height: 720 });
  assert.equal(stillSize(main, 5000), { width: 1280, height: 720 });
  assert.equal(stillSize(main, 333), { width: 334, height: 188 });
  assert.equal(stillSize(main, 1), { width: 64, height: 36 });
});

test.run();
