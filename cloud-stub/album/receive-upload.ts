/** One file from a browser onto the disk: no larger and no slower than said, and nothing left of what failed. */
import { open, rm } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import type { Clock, Timer } from '#kit/clock.ts';
import { PupsentryError } from '#kit/errors.ts';

/** A phone that says nothing for so long has left. */
export const UPLOAD_SILENCE_MS = 20_000;

/**
 * @returns how many bytes came; they are synced to disk
 * @throws PupsentryError "too-large", "too-slow", "upload-broken" or "storage-full"; `path` is gone then
 */
export async function receiveUpload(
  body: Readable,
  options: { path: string; maxBytes: number; clock: Clock },
): Promise<number> {
  const { path, maxBytes, clock } = options;
  const file = await open(path, 'wx', 0o600);
  // Left whole when we stop early: the answer, which says why, goes through the same connection.
  const chunks = body.iterator({ destroyOnReturn: false }) as AsyncIterator<Buffer>;
  try {
    let bytes = 0;
    for (;;) {
      const { done, value } = await orSilence(chunks.next(), clock);
      if (done) break;
      bytes += value.length;
      if (bytes > maxBytes) throw tooLarge(maxBytes);
      await file.write(value);
    }
    await file.sync();
    return bytes;
  } catch (error) {
    await rm(path, { force: true });
    throw friendly(error as NodeJS.ErrnoException);
  } finally {
    await file.close();
  }
}

/** @throws PupsentryError "too-slow" */
async function orSilence<T>(next: Promise<T>, clock: Clock): Promise<T> {
  let timer: Timer | undefined;
  const silence = new Promise<never>((_, reject) => {
    timer = clock.after(UPLOAD_SILENCE_MS, () =>
      reject(new PupsentryError('too-slow', 'The upload stopped in the middle. Nothing was kept.')),
    );
  });
  next.catch(() => undefined); // when silence came first, what it says later is nobody's business
  return Promise.race([next, silence]).finally(() => timer?.cancel());
}

export function tooLarge(maxBytes: number): PupsentryError {
  return new PupsentryError(
    'too-large',
    `At most ${Math.round(maxBytes / 1024 ** 2)} MB can be kept in one piece.`,
  );
}

function friendly(error: NodeJS.ErrnoException): Error {
  if (error instanceof PupsentryError) return error;
  const options = { cause: error };
  if (error.code === 'ENOSPC' || error.code === 'EDQUOT')
    return new PupsentryError(
      'storage-full',
      'The disk of the cloud is full. Nothing was kept.',
      '',
      options,
    );
  if (['ERR_STREAM_PREMATURE_CLOSE', 'ECONNRESET', 'ABORT_ERR'].includes(error.code ?? ''))
    return new PupsentryError('upload-broken', 'The upload broke off. Nothing was kept.', '', options);
  return error;
}
