import { createHash } from 'node:crypto';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { readClock } from './scene-clock.ts';
import { BLOCK_SAMPLES, SceneSound } from './scene-sound.ts';
import { ScenePainter } from './scene-painter.ts';

const test = suite('scene');
const START = Date.UTC(2026, 10, 23, 21, 0, 0);
const digest = (frame: Uint8Array) => createHash('sha1').update(frame).digest('hex');

test('a frame depends on its time alone: what has moved leaves no trace', () => {
  const busy = new ScenePainter();
  // Two full rounds of the pup and the passer-by, in uneven steps.
  for (let ms = 0; ms < 130_000; ms += 97) busy.paint(START + ms);
  for (const ms of [0, 3000, 9000, 20_000, 47_000, 61_000]) {
    assert.is(digest(busy.paint(START + ms)), digest(new ScenePainter().paint(START + ms)), `at ${ms} ms`);
  }
});

test('a frame carries its time, moves, and has video levels', () => {
  const painter = new ScenePainter();
  const seen = new Set<string>();
  for (let i = 0; i < 30; i++) {
    const ms = START + Math.round((i * 1000) / 30);
    const frame = painter.paint(ms);
    assert.is(frame.length, (1280 * 720 * 3) / 2);
    assert.is(readClock({ data: frame.subarray(0, 1280 * 720), width: 1280, height: 720 }), ms % 2 ** 32);
    seen.add(digest(frame.subarray(1280 * 40)));
  }
  assert.ok(seen.size > 10, `${seen.size} different pictures in a second`);
  const frame = painter.paint(START);
  assert.ok(frame.every((level) => level >= 16 && level <= 240));
});

test('a frame costs little', () => {
  const painter = new ScenePainter();
  for (let i = 0; i < 60; i++) painter.paint(START + i * 33);
  const before = process.cpuUsage();
  for (let i = 0; i < 300; i++) painter.paint(START + 5000 + i * 33);
  const { user, system } = process.cpuUsage(before);
  const msPerFrame = (user + system) / 300 / 1000;
  assert.ok(msPerFrame < 2, `${msPerFrame.toFixed(2)} ms of CPU a frame`);
});

test('its sound: 880 Hz at the full second, near silence after it', () => {
  const sound = new SceneSound();
  const samples = (ms: number) => {
    const block = sound.block(START + ms);
    return Array.from({ length: BLOCK_SAMPLES }, (_, i) => block.readInt16LE(2 * i));
  };
  const level = (values: number[]) => Math.sqrt(values.reduce((sum, v) => sum + v * v, 0) / values.length);
  const tone = samples(20);
  assert.ok(level(tone) > 4000);
  assert.ok(level(samples(500)) < 300 && level(samples(500)) > 1);
  const crossings = tone.filter((v, i) => i > 0 && v >= 0 && tone[i - 1]! < 0).length;
  assert.ok(Math.abs(crossings - 880 * 0.02) <= 1.5, `${crossings} crossings in 20 ms`);
});

test.run();
