/** Paints the built-in scene at the pace of a camera. */
import type { ScenePainter } from '../scene/scene-painter.ts';
import { BLOCK_MS, SceneSound } from '../scene/scene-sound.ts';

/** Blocks of sound that may be late: a gap is heard, a delay of this much is not. */
const SOUND_PATIENCE = 25n;

/** CLOCK_MONOTONIC, ns. */
const monotonicNs = () => process.hrtime.bigint();

/**
 * Calls back at every multiple of a period, with the time it was due. What is late is caught up with, as long
 * as it is not more than `patience` periods; beyond that it is skipped.
 */
function pace(periodNs: bigint, patience: bigint, tick: (dueNs: bigint) => void): () => void {
  let dueNs = monotonicNs();
  let timer: NodeJS.Timeout;
  const wait = () => {
    const behind = (monotonicNs() - dueNs) / periodNs;
    if (behind > patience) dueNs += behind * periodNs;
    timer = setTimeout(run, Math.max(0, Number(dueNs - monotonicNs()) / 1e6));
  };
  const run = () => {
    tick(dueNs);
    dueNs += periodNs;
    wait();
  };
  wait();
  return () => clearTimeout(timer);
}

/** Wall clock at a moment of the monotonic one, ms. */
const wallAt = (atNs: bigint) => Date.now() - Number(monotonicNs() - atNs) / 1e6;

/**
 * @param onPicture gets an I420 frame and its time on CLOCK_MONOTONIC, ns; the memory is reused
 * @returns a function that ends it
 */
export function playScene(
  painter: ScenePainter,
  fps: number,
  onPicture: (i420: Buffer, atNs: bigint) => void,
): () => void {
  return pace(BigInt(Math.round(1e9 / fps)), 1n, (dueNs) =>
    onPicture(painter.paint(Math.round(wallAt(dueNs))), dueNs),
  );
}

/** @param onSound gets 20 ms of 16-bit mono at 48 kHz and the time of its first sample, ns */
export function playSceneSound(onSound: (block: Buffer, atNs: bigint) => void): () => void {
  const sound = new SceneSound();
  const blockNs = BigInt(BLOCK_MS) * 1_000_000n;
  // A block is pushed when its last sample is due, as a microphone does.
  return pace(blockNs, SOUND_PATIENCE, (dueNs) =>
    onSound(sound.block(wallAt(dueNs - blockNs)), dueNs - blockNs),
  );
}
