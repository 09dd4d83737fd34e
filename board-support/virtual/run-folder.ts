/** A folder for what one board needs while it runs. */
import { mkdir, mkdtemp, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { isAlive } from './cache.ts';

/** Makes an empty folder in a folder; those of processes that were killed, which could not clear up, go. */
export async function runFolder(folder: string): Promise<string> {
  await mkdir(folder, { recursive: true });
  for (const name of await readdir(folder)) {
    const owner = /^run-(\d+)-/.exec(name)?.[1];
    if (owner && !isAlive(Number(owner))) await rm(join(folder, name), { recursive: true, force: true });
  }
  return mkdtemp(join(folder, `run-${process.pid}-`));
}
