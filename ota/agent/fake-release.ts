/** Releases that consist of their names, for tests and simulations. */
import type { Release } from '../trust/release.ts';
import type { HeldRelease, InstallProgress } from './parts.ts';

export const BLOCKS = 1000;

export function fakeRelease(version: string, more: Partial<Release> = {}): Release {
  const digits = Buffer.from(version).toString('hex').padEnd(64, '0').slice(0, 64);
  return {
    ...{ path: `virtual/${version}.img`, version, securityVersion: 1, hardware: ['virtual'], minAgent: 1 },
    image: { rootHash: digits, salt: '', dataBlocks: BLOCKS, bootBlocks: 0 },
    ...more,
  };
}

export const heldOf = ({ version, securityVersion, image }: Release): HeldRelease => ({
  ...{ version, securityVersion, rootHash: image.rootHash },
});

export function progressOf(step: InstallProgress['step'], blocksDone: number): InstallProgress {
  return {
    ...{ step, blocksKept: 100, blocksCopied: 800, blocksFetched: 100, blocksDone, blocksTotal: BLOCKS },
    ...{ fetchedBytes: 100 * 4096, writtenBytes: 900 * 4096, secondsLeft: null },
  };
}
