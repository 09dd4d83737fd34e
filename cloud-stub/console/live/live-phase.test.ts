import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { mayPass, nextPhase, type LiveHappening, type LivePhase } from './live-phase.ts';

const test = suite('live phases');
const after = (...happenings: LiveHappening[]) =>
  happenings.reduce<LivePhase>((phase, happening) => nextPhase(phase, happening), 'joining');

test('joins, breaks, joins again', () => {
  assert.is(after('picture'), 'live');
  assert.is(after('picture', 'broken'), 'waiting');
  assert.is(after('picture', 'broken', 'retry'), 'joining');
  assert.is(after('broken', 'retry', 'picture'), 'live');
});

test('a final refusal waits for a person', () => {
  assert.is(after('refused'), 'refused');
  assert.is(after('refused', 'retry'), 'joining');
});

test('closed is closed', () => {
  for (const happening of ['picture', 'broken', 'refused', 'retry', 'closed'] as const) {
    assert.is(after('closed', happening), 'closed');
  }
});

test('a retry while something is there changes nothing', () => {
  assert.is(after('retry'), 'joining');
  assert.is(after('picture', 'retry'), 'live');
});

test('only what the browser or the device cannot do is final', () => {
  assert.not(mayPass('no-h264'));
  assert.not(mayPass('bad-sdp'));
  assert.ok(mayPass('busy'));
  assert.ok(mayPass('a-word-of-tomorrow'));
});

test.run();
