/** What is wrong with the storage of recordings, in words for people. */
import { PupsentryError, explain } from '#kit/errors.ts';
import type { Fault } from '../care/faults.ts';

export type StorageFault = Omit<Fault, 'sinceMs'>;

const MEANWHILE = 'Until then the newest minutes are kept in memory.';

const SENTENCES: Record<string, [code: string, message: string, remedy: string]> = {
  ENOSPC: ['storage-full', 'There is no room left for recordings.', `Make room on the disk. ${MEANWHILE}`],
  EROFS: [
    'storage-read-only',
    'The storage for recordings has become read-only.',
    `A card that is worn out or was pulled does this: replace it. ${MEANWHILE}`,
  ],
  EACCES: [
    'storage-denied',
    'Recordings may not be stored where they should be.',
    `Let the daemon's user write there. ${MEANWHILE}`,
  ],
  EIO: [
    'storage-failing',
    'The storage for recordings gives errors.',
    `Replace the card, or have the device looked at. ${MEANWHILE}`,
  ],
  ENOENT: [
    'storage-missing',
    'The folder for recordings is gone.',
    `Put the card back, or make the folder anew. ${MEANWHILE}`,
  ],
};
const SAME: Record<string, string> = {
  EDQUOT: 'ENOSPC',
  EPERM: 'EACCES',
  ENOTDIR: 'ENOENT',
  ENODEV: 'ENOENT',
  ENXIO: 'ENOENT',
  ENOMEDIUM: 'ENOENT',
};

/** @param error that a read or a write has thrown */
export function storageFault(error: unknown): StorageFault {
  if (error instanceof PupsentryError) {
    const { code, message, remedy } = error;
    return { component: 'storage', code, message, remedy };
  }
  const errno = (error as NodeJS.ErrnoException)?.code ?? '';
  const [code, message, remedy] = SENTENCES[SAME[errno] ?? errno] ?? SENTENCES.EIO!;
  const detail = errno in SENTENCES || errno in SAME ? '' : ` (${explain(error)})`;
  return { component: 'storage', code, message: message.replace(/\.$/, `${detail}.`), remedy };
}

/** No write has come back for a while. */
export function slowStorage(seconds: number): StorageFault {
  return {
    component: 'storage',
    code: 'storage-slow',
    message: `The storage for recordings has not answered for ${seconds} s.`,
    remedy: `Replace the card if this comes again. ${MEANWHILE}`,
  };
}

/** What is read back is not what was written. */
export class LyingStorageError extends PupsentryError {
  constructor() {
    super(
      'storage-lying',
      'The storage for recordings says that it has stored what it has lost.',
      'The card is worn out or false: replace it. What it has lost cannot be brought back.',
    );
  }
}
