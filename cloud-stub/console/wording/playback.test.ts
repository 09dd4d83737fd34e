import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { simulatedDevices } from '../simulated-household.ts';
import {
  clipTrouble,
  clipWords,
  fileNameOf,
  playbackSentence,
  shortDayName,
  type PlaybackState,
} from './playback.ts';

const at = (day: number, hour: number, minute = 0, second = 0) =>
  new Date(2026, 10, day, hour, minute, second).getTime();
const NOW = at(23, 18, 42);
const [FRONT] = simulatedDevices(NOW);
const SPANS = [
  { fromMs: at(22, 8), toMs: at(22, 12, 10) },
  { fromMs: at(22, 12, 40), toMs: at(23, 18) },
  { fromMs: at(23, 18, 0, 40), toMs: at(23, 18, 41) },
];
const saying = (state: Partial<PlaybackState>) =>
  playbackSentence({
    ...{ device: FRONT!, phase: 'live', trouble: null, spans: SPANS, shows: 'playing' },
    ...{ atMs: at(23, 17), speed: 1, problem: null, nowMs: NOW },
    ...state,
  });
const set = (values: Record<string, boolean | string>) => ({
  device: { ...FRONT!, state: { ...FRONT!.state!, settings: { ...FRONT!.state!.settings, ...values } } },
});

const test = suite('words of playback');

test('nothing is said while all is well', () => {
  assert.is(saying({}), '');
  assert.is(saying({ shows: 'ended' }), 'The recording ends here.');
  assert.is(saying({ shows: 'live' }), 'Live');
});

test('a gap is told while one is in it, and for a moment after it', () => {
  const gap = 'Nothing was recorded from Yesterday 12:10 to 12:40.'.replace('Yesterday ', '');
  assert.is(saying({ atMs: at(22, 12, 20) }), gap);
  assert.is(saying({ atMs: at(22, 12, 40, 3) }), gap);
  assert.is(saying({ atMs: at(22, 12, 40, 30) }), '');
  assert.is(saying({ atMs: at(22, 12, 40, 30), speed: 8 }), gap, 'as long for who goes fast');
  assert.is(saying({ atMs: at(23, 18, 0, 41) }), 'Nothing was recorded from 18:00:00 to 18:00:40.');
  assert.is(saying({ atMs: at(22, 7) }), 'Recordings begin yesterday 08:00.');
  assert.is(saying({ atMs: at(22, 8, 0, 1) }), '');
});

test('nothing recorded: why, and what follows', () => {
  const nothing = { spans: [], shows: null };
  assert.is(
    saying({ ...nothing, ...set({ 'record.mode': 'off' }) }),
    'Recording is off. Nothing is recorded.',
  );
  assert.match(saying({ ...nothing, ...set({ 'record.mode': 'events' }) }), 'The next event will be.');
  assert.match(saying({ ...nothing, ...set({ 'privacy.on': true }) }), 'while privacy is on');
  assert.is(saying({ ...nothing, spans: null }), 'Looking for recordings.');
});

test('who cannot look is told why', () => {
  const offline = { ...FRONT!, online: false, sinceMs: at(23, 14, 2) };
  assert.match(
    saying({ device: offline, phase: null }),
    /^Front door is offline since 14:02\. Its recordings/,
  );
  assert.is(saying({ device: offline }), '', 'its link to the cloud is not the one it plays over');
  const problem = { code: 'not-allowed', message: 'There are no recordings for this viewer.' };
  assert.is(saying({ problem }), 'You may look at Front door as it is now, not at its recordings.');
  assert.is(saying({ phase: 'joining' }), 'Joining.');
  assert.match(saying({ phase: 'waiting', trouble: { reason: 'busy' } }), 'As many are looking');
  assert.is(
    saying({ problem: { code: 'failed', message: 'The recording cannot be read: EIO.' } }),
    'The recording cannot be read: EIO.',
  );
});

test('privacy hides what is now alone', () => {
  const isPrivate = set({ 'privacy.on': true });
  assert.match(saying({ ...isPrivate, shows: 'live' }), 'What was recorded before can be watched.');
  assert.is(saying(isPrivate), '');
});

test('days, stretches and files have short names', () => {
  assert.equal(
    [23, 22, 21].map((day) => shortDayName(at(day, 3), NOW)),
    ['Today', 'Yesterday', 'Sat 21'],
  );
  assert.is(clipWords({ fromMs: at(23, 18, 20, 4), toMs: at(23, 18, 20, 34) }), '18:20:04 to 18:20:34, 30 s');
  assert.is(fileNameOf('Front/door', at(23, 18, 20, 4)), 'Front door 2026-11-23 18.20.04');
  assert.is(clipTrouble({ code: 'nothing-recorded', message: '' }), 'Nothing was recorded in that time.');
  assert.is(clipTrouble({ code: 'busy', message: 'Busy.' }), 'Busy.');
});

test.run();
