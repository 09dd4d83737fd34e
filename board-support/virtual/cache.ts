/** What takes minutes to make is made once for a user, not once for a checkout. */
import { mkdir, mkdtemp, readFile, rename, rm, stat, utimes, writeFile, readdir } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';

const UNUSED_MS = 14 * 24 * 3600_000;
const LOOK_AGAIN_MS = 500;

export interface CacheOptions {
  folder?: string;
  /** Entries of the same kind that nobody used for this long make room when a new one comes; 14 days. */
  unusedMs?: number;
}

/** `$PUPSENTRY_CACHE`, or the user's cache folder; the virtual board's part of it. */
export function cacheFolder(): string {
  const base =
    process.env.PUPSENTRY_CACHE || join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'pupsentry');
  return join(base, 'virtual-board');
}

/** @returns the path of an entry that is there, or null */
export async function cachedEntry(name: string, folder = cacheFolder()): Promise<string | null> {
  const path = join(folder, name);
  const there = await stat(path).catch(() => null);
  if (!there) return null;
  // The time of use is noted in the access time alone: a copy-on-write disk refuses a base whose time of change
  // is another second.
  await utimes(path, new Date(), Math.floor(there.mtimeMs / 1000)).catch(() => {});
  return path;
}

/**
 * The path of a file that is made only when it is not there yet. Two that start at once make it once; what is
 * half made never appears under the name.
 * @param name a kind, a dash and what it depends on, such as "linux-1f2e3d"
 * @param make gets an empty folder of its own on the same disk and returns the finished file in it
 */
export async function cached(
  name: string,
  make: (folder: string) => Promise<string>,
  { folder = cacheFolder(), unusedMs = UNUSED_MS }: CacheOptions = {},
): Promise<string> {
  await mkdir(folder, { recursive: true });
  const path = join(folder, name);
  const release = await lock(`${path}.lock`, () => cachedEntry(name, folder));
  if (!release) return path;
  const work = await mkdtemp(join(folder, 'making-'));
  try {
    await rename(await make(work), path);
    await dropUnused(name, folder, unusedMs);
    return path;
  } finally {
    await rm(work, { recursive: true, force: true });
    await release();
  }
}

/**
 * Waits until the lock is ours or what it guards is there.
 * @returns how to release it, or null when there is nothing left to make
 */
async function lock(path: string, made: () => Promise<string | null>): Promise<(() => Promise<void>) | null> {
  for (;;) {
    if (await made()) return null;
    try {
      await writeFile(path, String(process.pid), { flag: 'wx' });
      const release = () => rm(path, { force: true });
      if (!(await made())) return release;
      await release();
      return null;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
    const owner = Number(await readFile(path, 'utf8').catch(() => ''));
    if (owner > 0 && !isAlive(owner)) await rm(path, { force: true });
    else await wait(LOOK_AGAIN_MS);
  }
}

export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

async function dropUnused(name: string, folder: string, unusedMs: number): Promise<void> {
  const kind = name.slice(0, name.indexOf('-') + 1);
  for (const other of await readdir(folder)) {
    if (other === name || !other.startsWith(kind) || other.endsWith('.lock')) continue;
    const there = await stat(join(folder, other)).catch(() => null);
    if (there && Date.now() - there.atimeMs > unusedMs)
      await rm(join(folder, other), { recursive: true, force: true });
  }
}
