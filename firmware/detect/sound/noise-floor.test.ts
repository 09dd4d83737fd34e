import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { LOWEST_FLOOR_DB, NoiseFloor } from './noise-floor.ts';
import { BANDS, SILENCE_DB } from './spectrum.ts';

const test = suite('noise floor');

const level = (db: number) => new Float32Array(BANDS).fill(db);
function hear(floor: NoiseFloor, db: number, seconds: number): number {
  for (let i = 0; i < seconds * 62.5; i++) floor.hear(level(db));
  floor.update();
  return floor.db[BANDS >> 1]!;
}

test('rises to what goes on, within seconds, and falls again', () => {
  const floor = new NoiseFloor();
  assert.is(hear(floor, -50, 8), -50);
  assert.is(hear(floor, -20, 1), -50, 'a second of noise is no floor');
  assert.is(hear(floor, -20, 8), -20);
  assert.is(hear(floor, -50, 2), -50);
});

test('what comes and goes does not raise it', () => {
  const floor = new NoiseFloor();
  hear(floor, -55, 8);
  for (let i = 0; i < 20; i++) {
    hear(floor, -10, 1);
    assert.is(hear(floor, -55, 0.5), -55);
  }
});

test('zeros are taken for a very quiet room; too loud for the scale is its end', () => {
  assert.is(hear(new NoiseFloor(), SILENCE_DB, 10), LOWEST_FLOOR_DB);
  assert.is(hear(new NoiseFloor(), 500, 10), 20);
  assert.ok(hear(new NoiseFloor(), NaN, 10) >= LOWEST_FLOOR_DB);
});

test.run();
