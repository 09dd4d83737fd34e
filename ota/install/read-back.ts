/** Reads a whole image back from where it was written, against its root hash. */
import { PupsentryError } from '#kit/errors.ts';
import type { BlockDevice } from './block-device.ts';
import type { ProgressMeter } from './progress-meter.ts';
import type { HashTree } from './tree.ts';
import { visitWindows } from './windows.ts';

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
      for (const [i, block] of blocks.entries()) {
        if (failure === null && tree.isSound(level, index + i, block)) continue;
        throw new PupsentryError(
          'read-back-failed',
          `Block ${layer.first + index + i} of the slot does not read back as it was written.`,
          'Should this happen again, the memory of the device is worn out.',
          { cause: failure },
        );
      }
      meter.done(blocks.length);
    });
  }
}
