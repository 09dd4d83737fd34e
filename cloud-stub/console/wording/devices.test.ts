import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { simulatedDevices } from '../simulated-household.ts';
import { canLook, deviceAsText, healthSentence, tileKind, tileStatus } from './devices.ts';

const test = suite('devices in words');
const nowMs = new Date(2026, 10, 23, 18, 42).getTime();
const [front, , garage] = simulatedDevices(nowMs);
const hidden = { ...front!, state: { ...front!.state!, settings: { 'privacy.on': true } } };

test('a tile shows the first of: offline, private, waiting, picture', () => {
  assert.is(tileKind(front!), 'picture');
  assert.is(tileKind(garage!), 'offline');
  assert.is(tileKind(hidden), 'private');
  assert.is(tileKind({ ...hidden, online: false }), 'offline');
  assert.is(tileKind({ ...front!, pictureMs: null }), 'waiting');
  assert.is(tileKind({ ...front!, state: null, pictureMs: null }), 'waiting');
});

test('its words are state, then time', () => {
  assert.is(tileStatus(front!, nowMs), 'picture from 18:36');
  assert.is(tileStatus(garage!, nowMs), 'offline since 14:02');
  assert.is(tileStatus(hidden, nowMs), 'privacy on');
});

test('one looks at what is online and not private', () => {
  assert.ok(canLook(front!));
  assert.not(canLook(garage!));
  assert.not(canLook(hidden));
});

test('health', () => {
  assert.is(healthSentence(front!, nowMs), 'Front door is healthy.');
  assert.is(healthSentence({ ...front!, state: null }, nowMs), 'Front door has not said yet how it is.');
});

test('as text, every figure is there once', () => {
  const text = deviceAsText(front!, nowMs);
  for (const word of ['doorbell-front', 'firmware 0.1.0', 'x264enc', 'cpuPercent', 'mediaRestarts 0']) {
    assert.ok(text.includes(word), word);
  }
});

test.run();
