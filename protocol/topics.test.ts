import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import {
  DELIVERY,
  DOWN,
  UP,
  downFilter,
  downTopic,
  isDeviceId,
  parseTopic,
  upFilter,
  upTopic,
} from './topics.ts';

const test = suite('topics');

test('every topic parses back to its parts, and nothing else parses', () => {
  for (const name of UP)
    assert.equal(parseTopic(upTopic('front-door-1', name)), {
      deviceId: 'front-door-1',
      direction: 'up',
      name,
    });
  for (const name of DOWN) {
    const parsed = { deviceId: 'front-door-1', direction: 'down', name };
    assert.equal(parseTopic(downTopic('front-door-1', name)), parsed);
  }
  for (const topic of [
    'pupsentry/v1/front-door-1/up/command', // of the other direction
    'pupsentry/v1/front-door-1/down/event',
    'pupsentry/v2/front-door-1/up/event',
    'pupsentry/v1/short/up/event',
    'pupsentry/v1/front-door-1/up/event/more',
    'pupsentry/v1/front-door-1/up/',
    'pupsentry/v1/front-door-1/up/constructor',
    '/pupsentry/v1/front-door-1/up/event',
    '',
  ]) {
    assert.is(parseTopic(topic), null, topic);
  }
});

test('a device id cannot smuggle levels or wildcards into a topic', () => {
  for (const id of [
    'a/../b-c-d-e',
    'abc+defgh',
    'abcdefg#',
    'UPPERCASE',
    'sevenxx',
    'x'.repeat(41),
    'line\nbreak',
    'abcdefgh\n',
  ]) {
    assert.is(isDeviceId(id), false, id);
    assert.throws(() => upTopic(id, 'event'), /device id/);
    assert.throws(() => downFilter(id), /device id/);
  }
});

test('filters', () => {
  assert.is(downFilter('front-door-1'), 'pupsentry/v1/front-door-1/down/+');
  assert.is(upFilter('event'), 'pupsentry/v1/+/up/event');
  assert.is(upFilter(), 'pupsentry/v1/+/up/+');
});

test('delivery: what describes the device is retained, figures may be lost', () => {
  const retained = Object.entries(DELIVERY)
    .filter(([, { retain }]) => retain)
    .map(([topic]) => topic);
  assert.equal(retained, ['up/status', 'up/state', 'down/settings']);
  const qos0 = Object.entries(DELIVERY)
    .filter(([, { qos }]) => qos === 0)
    .map(([topic]) => topic);
  assert.equal(qos0, ['up/telemetry']);
});

test.run();
