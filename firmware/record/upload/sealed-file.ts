/** A sealed clip on disk: made once, then read segment by segment. */
import { open, rename, rm, type FileHandle } from 'node:fs/promises';
import { dirname } from 'node:path';
import { encodeAbout } from '#protocol/sealed/about.ts';
import { MAX_HEAD_BYTES, parseHeader } from '#protocol/sealed/header.ts';
import type { PublicHouseholdKey } from '#protocol/sealed/household-key.ts';
import { sealedLayout, type SealedLayout } from '#protocol/sealed/layout.ts';
import { seal } from '#protocol/sealed/seal.ts';
import { syncFolder } from '#kit/atomic-file.ts';
import type { PlainClip } from './clip-source.ts';
import type { UploadJob } from './upload-job.ts';

export class SealedFile {
  readonly path: string;
  readonly layout: SealedLayout;

  private constructor(path: string, layout: SealedLayout) {
    this.path = path;
    this.layout = layout;
  }

  /**
   * Seals into a file beside it that takes its name when all of it is on disk: never half of one under the name.
   * @throws the file system's error; what the clip's source throws; the signal's reason
   */
  static async make(
    path: string,
    clip: PlainClip,
    options: {
      job: UploadJob;
      deviceId: string;
      /** JPEG, at most 256 KiB. */
      thumbnail: Uint8Array | null;
      keys: readonly PublicHouseholdKey[];
      signal: AbortSignal;
    },
  ): Promise<SealedFile> {
    const { clipId, eventId, createdMs } = options.job;
    const temporary = `${path}.tmp`;
    try {
      const file = await open(temporary, 'w', 0o600);
      try {
        const sealed = seal({
          ...{ clipId, eventId, createdMs, deviceId: options.deviceId, keys: options.keys },
          ...{ about: encodeAbout(clip.about), thumbnail: options.thumbnail, media: clip.media },
        });
        for await (const part of sealed) {
          options.signal.throwIfAborted();
          await file.writeFile(part);
        }
        await file.sync();
      } finally {
        await file.close();
      }
      options.signal.throwIfAborted();
      await rename(temporary, path);
      await syncFolder(dirname(path));
    } catch (error) {
      await rm(temporary, { force: true }).catch(() => undefined);
      throw error;
    }
    return (await SealedFile.find(path))!;
  }

  /** @returns null when there is none, or none that is whole */
  static async find(path: string): Promise<SealedFile | null> {
    let file: FileHandle | undefined;
    try {
      file = await open(path, 'r');
      const { size } = await file.stat();
      const { buffer, bytesRead } = await file.read(Buffer.alloc(Math.min(MAX_HEAD_BYTES, size)), {
        position: 0,
      });
      const layout = sealedLayout(parseHeader(buffer.subarray(0, bytesRead)), size);
      return layout && new SealedFile(path, layout);
    } catch {
      return null; // not there, or not readable: it is made anew
    } finally {
      await file?.close();
    }
  }

  head(): Promise<Buffer> {
    return this.#read(0, this.layout.headBytes);
  }

  segment(n: number): Promise<Buffer> {
    return this.#read(this.layout.segmentStart(n), this.layout.segmentLength(n));
  }

  async #read(position: number, length: number): Promise<Buffer> {
    const file = await open(this.path, 'r');
    try {
      const { buffer, bytesRead } = await file.read(Buffer.alloc(length), { position });
      if (bytesRead !== length) throw new Error(`${this.path} ends too early`);
      return buffer;
    } finally {
      await file.close();
    }
  }
}
