/** Makes the kernel forget what it remembers of a file, so that the next read asks the disk itself. */
import koffi from 'koffi';

/** linux/fadvise.h */
const POSIX_FADV_DONTNEED = 4;

let advise: ((fd: number, offset: number, bytes: number, advice: number) => number) | null = null;

/**
 * Clean pages alone go: sync first. What the disk itself keeps in its own memory stays there.
 * @returns false where the C library cannot be asked: a read may then be answered from memory
 */
export function dropFromCache(fd: number): boolean {
  try {
    advise ??= koffi.load(null).func('int posix_fadvise(int, long, long, int)') as NonNullable<typeof advise>;
    return advise(fd, 0, 0, POSIX_FADV_DONTNEED) === 0;
  } catch {
    return false;
  }
}
