import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { DevicePackage } from '../../api.ts';
import { Recordings } from './recordings.ts';

const test = suite('cloud recording of devices');
const ID = 'front-door-1';
const being = (state: DevicePackage['state']) => ({ deviceId: ID, state }) as DevicePackage;

/** Answers the next request when the test says so. */
function slowCloud() {
  let answer!: (now: DevicePackage) => void;
  const asked = () => new Promise<DevicePackage>((resolve) => (answer = resolve));
  const recordings = new Recordings({ api: { devicePackage: asked, withdrawPackage: asked } });
  return { recordings, answer: (state: DevicePackage['state']) => answer(being(state)) };
}

test('what the cloud has said since is newer than its answer', async () => {
  const { recordings, answer } = slowCloud();
  const fetched = recordings.fetch(ID);
  recordings.apply(being('active'));
  answer('none');
  await fetched;
  assert.is(recordings.of(ID)?.state, 'active');
  const withdrawn = recordings.withdraw(ID);
  recordings.apply(being('erasing'));
  recordings.apply(being('ended'));
  answer('erasing');
  await withdrawn;
  assert.is(recordings.of(ID)?.state, 'ended');
});

test('an answer counts when nothing else was said, also when all was forgotten meanwhile', async () => {
  const { recordings, answer } = slowCloud();
  const fetched = recordings.fetch(ID);
  answer('active');
  await fetched;
  const withdrawn = recordings.withdraw(ID);
  recordings.forget();
  answer('erasing');
  await withdrawn;
  assert.is(recordings.of(ID)?.state, 'erasing');
});

test.run();
