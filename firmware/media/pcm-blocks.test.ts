import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { PcmBlock } from './media.ts';
import { PCM_RATE_HZ, PcmBlocks } from './pcm-blocks.ts';

const test = suite('blocks of sound');

const MS = PCM_RATE_HZ / 1000;
/** So many milliseconds of a ramp that goes on from `from`. */
function ramp(from: number, ms: number): Buffer {
  return Buffer.from(Int16Array.from({ length: ms * MS }, (_, i) => (from + i) % 30_000).buffer);
}

function gather(pieces: [bytes: Buffer, ptsUs: number][]): PcmBlock[] {
  const blocks: PcmBlock[] = [];
  const gatherer = new PcmBlocks((block) => blocks.push(block));
  for (const [bytes, ptsUs] of pieces) gatherer.push(bytes, ptsUs);
  return blocks;
}

test('pieces of any size become blocks of 100 ms, each with the time of its first sample', () => {
  for (const ms of [1, 7, 20, 100, 350]) {
    const pieces = Array.from({ length: Math.ceil(1000 / ms) }, (_, i): [Buffer, number] => [
      ramp(i * ms * MS, ms),
      5_000_000 + i * ms * 1000,
    ]);
    const blocks = gather(pieces);
    assert.ok(blocks.length >= 10);
    blocks.forEach(({ ptsUs, rateHz, samples }, i) => {
      assert.is(rateHz, 16_000);
      assert.is(samples.length, 1600);
      assert.is(Math.round(ptsUs), 5_000_000 + i * 100_000);
      samples.forEach((value, j) => assert.is(value, (i * 1600 + j) % 30_000));
    });
  }
});

test('after a gap a new block begins; small wanderings of the clock are no gap', () => {
  const blocks = gather([
    [ramp(0, 60), 0],
    [ramp(0, 100), 1_000_000],
    [ramp(1600, 50), 1_104_000],
    [ramp(2400, 50), 1_150_000],
  ]);
  assert.equal(
    blocks.map(({ ptsUs }) => ptsUs),
    [1_000_000, 1_104_000],
  );
});

test('at the end the rest is a shorter block, once', () => {
  const blocks: PcmBlock[] = [];
  const gatherer = new PcmBlocks((block) => blocks.push(block));
  gatherer.push(ramp(0, 130), 0);
  gatherer.end();
  gatherer.end();
  assert.equal(
    blocks.map(({ ptsUs, samples }) => [ptsUs, samples.length, samples[0]]),
    [
      [0, 1600, 0],
      [100_000, 480, 1600],
    ],
  );
});

test('a block that was handed on is not written to again', () => {
  const [first] = gather([
    [ramp(0, 100), 0],
    [ramp(1600, 100), 100_000],
  ]);
  assert.is(first!.samples[0], 0);
});

test.run();
