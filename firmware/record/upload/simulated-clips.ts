/** A recorder's clips in memory: for tests of the upload. */
import { randomBytes, randomUUID } from 'node:crypto';
import { makeHouseholdKey, type HouseholdKey } from '#protocol/sealed/household-key.ts';
import { signKeyList, type SignedKeyList } from '#protocol/sealed/key-list.ts';
import { openClip } from '#protocol/sealed/open.ts';
import { join } from '#protocol/sealed/bytes.ts';
import type { ClipSource, PlainClip } from './clip-source.ts';
import type { ClipKind, UploadJob } from './upload-job.ts';

export class SimulatedClips implements ClipSource {
  readonly #media = new Map<string, Buffer>();
  #made = 0;
  /** Called when a clip is opened; it opens when what that returns has resolved. */
  #onOpen: () => Promise<void> = () => Promise.resolve();

  /** @returns the job of a clip that is there from now on */
  make(kind: ClipKind, bytes: number): UploadJob {
    const job = {
      clipId: randomUUID(),
      eventId: randomUUID(),
      kind,
      createdMs: 1_790_000_000_000 + this.#made++,
    };
    this.#media.set(job.clipId, randomBytes(bytes));
    return job;
  }

  media(clipId: string): Buffer {
    return this.#media.get(clipId)!;
  }

  forget(clipId: string): void {
    this.#media.delete(clipId);
  }

  /** The next clip that is opened stays closed. @returns, once one is asked for, what lets it open */
  hold(): Promise<() => void> {
    return new Promise((asked) => {
      this.#onOpen = () => new Promise((release) => asked(release));
    });
  }

  async open(clipId: string): Promise<PlainClip | null> {
    await this.#onOpen();
    const media = this.#media.get(clipId);
    if (!media) return null;
    return {
      about: {
        ...{ kinds: ['ring'], zones: [], startedMs: 0, durationMs: 1000, width: 1280, height: 720 },
        mime: 'video/mp4',
      },
      media: inPieces(media),
    };
  }
}

async function* inPieces(media: Buffer): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < media.length; at += 50_000) yield media.subarray(at, at + 50_000);
}

/** A household of one phone. */
export async function simulatedHousehold(): Promise<{ phone: HouseholdKey; list: SignedKeyList }> {
  const phone = await makeHouseholdKey({ name: 'Phone', kind: 'browser' });
  return { phone, list: await signKeyList({ household: 'home', revision: 1, keys: [phone] }, phone) };
}

/** @returns the media of a whole sealed clip. @throws SealError */
export async function opened(sealed: Uint8Array, key: HouseholdKey): Promise<Buffer> {
  const clip = await openClip(sealed, [key]);
  const parts: Uint8Array[] = [];
  for await (const part of clip.media([sealed.subarray(clip.headBytes)])) parts.push(part);
  return Buffer.from(join(parts));
}
