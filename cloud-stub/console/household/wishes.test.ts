import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { simulatedDevices } from '../simulated-household.ts';
import { Wishes } from './wishes.ts';

const test = suite('wishes');
const [device] = simulatedDevices(0);
const reportedAt = (settingsRevision: number) => ({
  ...device!,
  state: { ...device!.state!, settingsRevision },
});

/** Answers requests when the test says so. */
function slowCloud() {
  const answers: { resolve(revision: number): void; reject(error: Error): void }[] = [];
  const putSettings = () => new Promise<number>((resolve, reject) => void answers.push({ resolve, reject }));
  return { answers, wishes: new Wishes({ api: { putSettings } }) };
}

test('a wish is pending until the device reports its revision', async () => {
  const { answers, wishes } = slowCloud();
  const made = wishes.make(device!, { 'motion.on': false });
  assert.is(wishes.pending(reportedAt(99), 'motion.on'), false, 'no revision yet');
  assert.is(wishes.pending(device!, 'sound.on'), undefined);
  answers[0]!.resolve(5);
  await made;
  assert.is(wishes.pending(reportedAt(4), 'motion.on'), false);
  assert.is(wishes.pending(reportedAt(5), 'motion.on'), undefined);
});

test('two on their way do not forget each other', async () => {
  const { answers, wishes } = slowCloud();
  const first = wishes.make(device!, { 'motion.sensitivity': 7 });
  void wishes.make(device!, { 'sound.on': true });
  answers[0]!.resolve(5);
  await first;
  assert.is(wishes.pending(reportedAt(5), 'motion.sensitivity'), undefined);
  assert.is(wishes.pending(reportedAt(5), 'sound.on'), true);
});

test('a refused wish is gone alone; a newer one for the same setting stays', async () => {
  const { answers, wishes } = slowCloud();
  const made = [
    wishes.make(device!, { 'motion.sensitivity': 7, 'sound.on': true }),
    wishes.make(device!, { 'motion.sensitivity': 8 }),
  ];
  answers[0]!.reject(new Error('refused'));
  answers[1]!.resolve(6);
  await Promise.allSettled(made);
  assert.is(wishes.pending(reportedAt(5), 'motion.sensitivity'), 8);
  assert.is(wishes.pending(reportedAt(5), 'sound.on'), undefined);
});

test('what was done long ago does not come back with the next wish', async () => {
  const { answers, wishes } = slowCloud();
  const made = wishes.make(device!, { 'motion.sensitivity': 7 });
  answers[0]!.resolve(5);
  await made;
  void wishes.make(reportedAt(5), { 'sound.on': true });
  assert.is(wishes.pending(reportedAt(5), 'motion.sensitivity'), undefined);
});

test.run();
