import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { StreamChoice } from './stream-choice.ts';

const FLOOR = 500;

/** Every 100 ms from one time to another. @returns the streams in order, repetitions left out */
function run(
  choice: StreamChoice,
  fromMs: number,
  toMs: number,
  usableKbps: (ms: number) => number,
): string[] {
  const seen: string[] = [];
  for (let ms = fromMs; ms < toMs; ms += 100) {
    const stream = choice.update(usableKbps(ms), FLOOR, ms);
    if (seen.at(-1) !== stream) seen.push(stream);
  }
  return seen;
}

const test = suite('stream choice');

test('a dip changes nothing, a narrow link does, and the way back is as careful', () => {
  const choice = new StreamChoice('auto');
  assert.equal(
    run(choice, 0, 5000, (ms) => (ms % 1000 < 500 ? 300 : 2000)),
    ['main'],
  );
  assert.equal(
    run(choice, 5000, 8000, () => 300),
    ['main', 'sub'],
  );
  assert.equal(
    run(choice, 8000, 12_000, () => 600),
    ['sub'],
  );
  assert.equal(
    run(choice, 12_000, 15_000, () => 700),
    ['sub', 'main'],
  );
});

test('sharp and light stay what they are', () => {
  assert.equal(
    run(new StreamChoice('sharp'), 0, 5000, () => 10),
    ['main'],
  );
  const light = new StreamChoice('light');
  assert.equal(
    run(light, 0, 5000, () => 5000),
    ['sub'],
  );
  assert.not(light.trying(60_000));
});

test('a link is tried now and then, more and more rarely when it stays full', () => {
  const choice = new StreamChoice('auto');
  run(choice, 0, 1000, () => 300);
  assert.is(choice.stream, 'sub');
  const started: number[] = [];
  let trying = false;
  for (let ms = 1000; ms < 120_000; ms += 100) {
    if (choice.trying(ms) && !trying) started.push(ms);
    trying = choice.trying(ms);
    if (trying && ms - started.at(-1)! >= 1000) choice.linkIsFull(ms);
  }
  const waits = started.slice(1).map((ms, i) => Math.round((ms - started[i]!) / 1000));
  assert.equal(waits, [7, 13, 25, 31, 31]);
});

test('a trial that comes to nothing ends by itself', () => {
  const choice = new StreamChoice('auto');
  run(choice, 0, 1000, () => 300);
  let ms = 1000;
  while (!choice.trying(ms)) ms += 100;
  const fromMs = ms;
  while (choice.trying(ms)) ms += 100;
  assert.ok(ms - fromMs >= 12_000 && ms - fromMs < 12_500);
});

test('a main stream that nobody can play gives everyone the sub stream, and back', () => {
  let plays = false;
  for (const quality of ['auto', 'sharp', 'light'] as const) {
    plays = false;
    const choice = new StreamChoice(quality, () => plays);
    assert.is(choice.stream, 'sub');
    for (let nowMs = 0; nowMs < 60_000; nowMs += 100) {
      assert.is(choice.update(9000, 500, nowMs), 'sub');
      assert.not(choice.trying(nowMs), 'there is nothing to try for');
    }
    plays = true;
    assert.is(choice.update(9000, 500, 60_000), quality === 'light' ? 'sub' : 'main');
    plays = false;
    assert.is(choice.stream, 'sub', 'at once');
  }
});

test.run();
