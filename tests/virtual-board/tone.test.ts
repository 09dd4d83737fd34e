import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { judgeTone } from './tone.ts';

const test = suite('the judge of tones');
const sine = (hz: number, seconds: number) =>
  Int16Array.from({ length: 48_000 * seconds }, (_, i) => 8000 * Math.sin((2 * Math.PI * hz * i) / 48_000));

test('a clean tone is clean, and its frequency is told to a tenth', () => {
  for (const hz of [1000, 1001.5, 998]) {
    const report = judgeTone(sine(hz, 3), 1000);
    assert.is(report.dropouts, 0, `${hz}`);
    assert.ok(Math.abs(report.hz - hz) < 0.1, `${report.hz}`);
  }
});

test('10 ms of silence, 3 ms cut out, a tone of half the strength: all are heard', () => {
  const silent = sine(1000, 2);
  silent.fill(0, 60_000, 60_480);
  assert.ok(judgeTone(silent, 1000).dropouts > 0);
  const whole = sine(1000, 2);
  const cut = Int16Array.from([...whole.subarray(0, 60_000), ...whole.subarray(60_160 - 24)]);
  assert.ok(judgeTone(cut, 1000).dropouts > 0);
  const weak = sine(1000, 2).map((value, i) => (i > 50_000 && i < 70_000 ? value / 2 : value));
  assert.ok(judgeTone(weak, 1000).dropouts > 0);
});

test.run();
