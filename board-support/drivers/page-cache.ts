/** Makes the kernel forget what it remembers of a file, so that the next read asks the disk itself. */
import koffi, { type KoffiFunc } from 'koffi';

/** linux/fadvise.h */
const POSIX_FADV_DONTNEED = 4;

type Advise = KoffiFunc<(fd: number, offset: number, bytes: number, advice: number) => number>;
let advise: Advise | null = null;

/**
 * Clean pages alone go: sync first. What the disk itself keeps in its own memory stays there. Takes milliseconds while
 * the machine is busy: done beside the event loop.
 * @param fd open until this resolves
 * @returns false where the C library cannot be asked: a read may then be answered from memory
 */
export async function dropFromCache(fd: number): Promise<boolean> {
  try {
    advise ??= koffi.load(null).func('int posix_fadvise(int, long, long, int)') as Advise;
  } catch {
    return false;
  }
  const { async: begin } = advise;
  return new Promise((resolve) =>
    begin(fd, 0, 0, POSIX_FADV_DONTNEED, (error, result) => resolve(!error && result === 0)),
  );
}
