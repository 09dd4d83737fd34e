/** The shared object that keeps User-Mode Linux from hanging now and then: see stable-mappings.c. */
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { cached } from './cache.ts';
import { command } from './command.ts';

const SOURCE = join(import.meta.dirname, 'stable-mappings.c');

/** @returns its path; compiled once */
export async function stableMappings(): Promise<string> {
  const hash = createHash('sha256')
    .update(await readFile(SOURCE))
    .digest('hex');
  return cached(`mappings-${hash.slice(0, 12)}`, async (work) => {
    const object = join(work, 'stable-mappings.so');
    await command(['gcc', '-O2', '-Wall', '-Werror', '-shared', '-fPIC', '-o', object, SOURCE], {
      from: 'gcc',
    });
    return object;
  });
}
