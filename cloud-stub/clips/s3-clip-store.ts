/** Clips in a bucket of S3, or of what speaks like it. The only file that knows the client. */
import { S3ServiceError, S3mini } from 's3mini';
import { mustBeKey, storeDown, storeFull, type ClipStore } from './clip-store.ts';

/** An answer that does not come by then will not, ms. */
const ANSWER_LIMIT_MS = 20_000;
/** What servers say when there is no room: AWS has no end, Ceph and MinIO have. */
const FULL = ['QuotaExceeded', 'XMinioStorageFull', 'XMinioAdminBucketQuotaExceeded', 'EntityTooLarge'];

export interface S3Options {
  /** https://host/bucket, or https://bucket.host */
  endpoint: string;
  region?: string;
  accessKeyId: string;
  secretAccessKey: string;
}

export class S3ClipStore implements ClipStore {
  readonly place: string;
  readonly #client: S3mini;

  constructor({ endpoint, region, accessKeyId, secretAccessKey }: S3Options) {
    this.place = endpoint;
    this.#client = new S3mini({
      ...{ endpoint, accessKeyId, secretAccessKey, requestAbortTimeout: ANSWER_LIMIT_MS },
      ...(region && { region }),
    });
  }

  async check(): Promise<void> {
    await this.#ask(async () => {
      if (!(await this.#client.bucketExists())) throw new Error('there is no such bucket');
    });
  }

  put(key: string, bytes: Uint8Array): Promise<void> {
    mustBeKey(key);
    return this.#ask(async () => {
      const body = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
      await this.#client.putObject(key, body, 'application/octet-stream');
    });
  }

  get(key: string): Promise<Buffer | null> {
    mustBeKey(key);
    return this.#ask(async () => {
      const bytes = await this.#client.getObjectArrayBuffer(key);
      return bytes && Buffer.from(bytes);
    });
  }

  delete(keys: readonly string[]): Promise<void> {
    keys.forEach(mustBeKey);
    return this.#ask(async () => {
      // One by one: nobody waits for it, and in bulk is where servers that only speak like S3 differ.
      for (const key of keys) await this.#client.deleteObject(key);
    });
  }

  async #ask<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      if (error instanceof S3ServiceError && (error.status === 507 || FULL.includes(error.serviceCode ?? '')))
        throw storeFull(error);
      throw storeDown(this.place, error);
    }
  }
}
