import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { simulatedDevices, simulatedRing } from '../simulated-household.ts';
import { homeSentence, homeSubline, type HomeFacts } from './home.ts';

const test = suite('home in a sentence');
const nowMs = new Date(2026, 10, 23, 18, 42).getTime();
const [front, drive, garage] = simulatedDevices(nowMs);
const facts = (more: Partial<HomeFacts> = {}): HomeFacts => ({
  devices: [front!, drive!],
  events: [],
  connected: true,
  lastHeardMs: nowMs,
  nowMs,
  ...more,
});
const ringAgo = (ms: number) => [simulatedRing({ startedMs: nowMs - ms })];
const fault = {
  component: 'camera',
  code: 'device-missing',
  message: 'No camera.',
  remedy: '',
  sinceMs: nowMs,
};

test('quiet', () => {
  assert.is(homeSentence(facts()), 'Quiet at home.');
  assert.is(homeSubline(facts()), 'Nobody has rung yet.');
});

test('a ring is news for ten minutes', () => {
  assert.is(homeSentence(facts({ events: ringAgo(125_000) })), 'Front door rang 2 min ago.');
  assert.is(homeSentence(facts({ events: ringAgo(11 * 60_000) })), 'Quiet at home.');
  assert.is(homeSubline(facts({ events: ringAgo(22 * 60_000) })), 'Last ring 18:20 at Front door.');
});

test('trouble is named; more than one is counted', () => {
  assert.is(
    homeSentence(facts({ devices: [front!, garage!] })),
    'Quiet at home. Garage is offline since 14:02.',
  );
  const unwell = { ...drive!, state: { ...drive!.state!, faults: [fault] } };
  assert.is(homeSentence(facts({ devices: [front!, unwell] })), 'Quiet at home. Driveway needs a look.');
  assert.is(homeSentence(facts({ devices: [unwell, garage!] })), 'Quiet at home. Two cameras need a look.');
});

test('without the cloud it says what it shows', () => {
  assert.is(homeSentence(facts({ connected: false })), 'This is how it looked at 18:42.');
  assert.is(
    homeSentence(facts({ connected: false, devices: null, lastHeardMs: null })),
    'We could not reach your cameras.',
  );
});

test('at the start, and with nothing to show', () => {
  assert.is(homeSentence(facts({ devices: null, lastHeardMs: null })), 'One moment.');
  assert.is(homeSentence(facts({ devices: [] })), 'Welcome to Pupsentry.');
});

test.run();
