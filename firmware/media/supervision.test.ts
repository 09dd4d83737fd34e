import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { FakeClock } from '#kit/clock.ts';
import { PupsentryError } from '#kit/errors.ts';
import { KeyFrameRequests } from './key-frame-requests.ts';
import { FaultList } from '../care/faults.ts';
import { RestartPolicy } from './restart-policy.ts';
import { Snapshots } from './snapshots.ts';

const test = suite('supervision of the media process');

test('after a good life it is started again at once, each time', () => {
  let nowMs = 0;
  const policy = new RestartPolicy({ nowMs: () => nowMs, random: () => 1 });
  for (let i = 0; i < 25; i++, nowMs += 5000) assert.is(policy.nextMs(100), 200);
});

test('a process that never gives a picture is started ever more rarely', () => {
  const policy = new RestartPolicy({ nowMs: () => 0, random: () => 1 });
  const waits = Array.from({ length: 9 }, () => policy.nextMs(0));
  assert.equal(waits, [200, 400, 800, 1600, 3200, 6400, 10_000, 10_000, 10_000]);
});

test('one that dies young again and again does not spin; an hour later it has its chances back', () => {
  let nowMs = 0;
  const policy = new RestartPolicy({ nowMs: () => nowMs, random: () => 1 });
  let spentMs = 0;
  for (let i = 0; i < 100; i++) {
    const waitMs = policy.nextMs(20);
    spentMs += waitMs;
    nowMs += waitMs + 700;
  }
  assert.ok(spentMs > 300_000, `100 restarts waited ${spentMs} ms in all`);
  nowMs += 3_600_000;
  assert.is(policy.nextMs(20), 200);
});

test('a fault keeps its beginning while it goes on', () => {
  const list = new FaultList();
  const fault = { component: 'camera', code: 'camera-missing', message: 'gone', remedy: '', sinceMs: 1 };
  assert.ok(list.raise(fault));
  assert.not(list.raise({ ...fault, sinceMs: 2 }), 'the same again is no news');
  assert.ok(list.raise({ ...fault, message: 'still gone', sinceMs: 3 }));
  assert.is(list.all[0]!.sinceMs, 1);
  assert.ok(list.raise({ ...fault, code: 'camera-busy', sinceMs: 4 }));
  assert.is(list.all.length, 1);
  assert.is(list.all[0]!.sinceMs, 4);
  assert.ok(list.mend('camera'));
  assert.not(list.mend('camera'));
});

test('key frames: the first request goes at once, all others of 300 ms are one, none is lost', async () => {
  const clock = new FakeClock();
  const sent: string[] = [];
  const requests = new KeyFrameRequests({ clock, send: (stream) => sent.push(stream) });
  for (let i = 0; i < 100; i++) requests.ask('main');
  assert.equal(sent, ['main']);
  requests.ask('sub');
  assert.equal(sent, ['main', 'sub']);
  await clock.advance(299);
  assert.is(sent.length, 2);
  await clock.advance(1);
  assert.equal(sent, ['main', 'sub', 'main']);
  await clock.advance(1000);
  assert.is(sent.length, 3);
  requests.ask('main');
  requests.ask('main');
  requests.stop();
  await clock.advance(1000);
  assert.is(sent.length, 4);
});

test('snapshots: answered, failed, late, too many', async () => {
  const clock = new FakeClock();
  const snapshots = new Snapshots(clock);
  const ids: number[] = [];
  const ask = () => snapshots.ask((id) => ids.push(id));
  const why = (promise: Promise<unknown>) =>
    promise.then(
      () => 'a picture',
      (error: unknown) => (error instanceof PupsentryError ? error.code : 'a bug'),
    );
  const picture = { jpeg: Buffer.from('x'), width: 2, height: 2, takenMs: 1 };
  const first = ask();
  snapshots.came(ids[0]!, picture);
  assert.is(await first, picture);
  snapshots.came(ids[0]!, picture); // an answer nobody waits for

  const failing = why(ask());
  snapshots.failed(ids[1]!, 'no');
  assert.is(await failing, 'no-picture');

  const late = why(ask());
  await clock.advance(2000);
  assert.is(await late, 'no-picture');

  const many = Array.from({ length: 12 }, () => why(ask()));
  snapshots.failAll('off');
  assert.equal(new Set(await Promise.all(many)), new Set(['no-picture']));
  assert.is(ids.length, 3 + 8, 'not more than eight at once');
});

test.run();
