/** Where sealed bytes lie: named pieces of at most 1 MiB, on disk or in S3. */
import { PupsentryError } from '#kit/errors.ts';

export interface ClipStore {
  /** Where it is, in words for people. */
  readonly place: string;
  /** Is there what is needed: a folder that can be written, a bucket that answers. @throws PupsentryError */
  check(): Promise<void>;
  /**
   * Durable when this resolves; what was there under this key is replaced.
   * @param key such as "front-door-1/<clip id>/0"
   * @throws PupsentryError "store-full" or "store-down"
   */
  put(key: string, bytes: Uint8Array): Promise<void>;
  /** @returns null when it is not there. @throws PupsentryError "store-down" */
  get(key: string): Promise<Buffer | null>;
  /** What is not there is deleted already. @throws PupsentryError "store-down" */
  delete(keys: readonly string[]): Promise<void>;
}

/** Keys become paths and addresses: nothing but what we write ourselves. */
export function mustBeKey(key: string): void {
  if (!/^[a-z0-9-]{8,40}\/[0-9a-f-]{36}\/(head|\d{1,9})$/.test(key)) throw new RangeError(`key "${key}"`);
}

export function storeFull(cause: unknown): PupsentryError {
  return new PupsentryError('store-full', 'There is no room for more clips in the cloud.', '', { cause });
}

export function storeDown(place: string, cause: unknown): PupsentryError {
  const why = cause instanceof Error ? cause.message : String(cause);
  return new PupsentryError('store-down', `The store of the clips, ${place}, does not work: ${why}.`, '', {
    cause,
  });
}
