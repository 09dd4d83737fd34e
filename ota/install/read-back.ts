/** Reads a whole image back from where it was written, against its root hash. */
import { PupsentryError } from '#kit/errors.ts';
import { BLOCK_BYTES, type BlockDevice } from './block-device.ts';
import type { ProgressMeter } from './progress-meter.ts';
import type { HashTree } from './tree.ts';
import { blockAt, visitWindows } from './windows.ts';

/**
 * @param tree with all its blocks, which were checked from the root hash down
 * @throws PupsentryError "read-back-failed"; the signal's reason when it aborts
 */
export async function readBack(
  device: BlockDevice,
  tree: HashTree,
  { meter, signal }: { meter: ProgressMeter; signal: AbortSignal },
): Promise<void> {
  meter.beginReadBack();
  for (const [level, layer] of tree.layers.entries()) {
    await visitWindows(device, layer, ({ index, blocks, failure }) => {
      signal.throwIfAborted();
      const count = blocks.length / BLOCK_BYTES;
      for (let i = 0; i < count; i++) {
        if (failure === null && tree.isSound(level, index + i, blockAt(blocks, i))) continue;
        throw new PupsentryError(
          'read-back-failed',
          `Block ${layer.first + index + i} of the slot does not read back as it was written.`,
          'Should this happen again, the memory of the device is worn out.',
          { cause: failure },
        );
      }
      meter.done(count);
    });
  }
}
