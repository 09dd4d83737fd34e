/** Fetches sealed clips and opens them here: what comes over the wire is what the camera sealed. */
import { parseAbout, type ClipAbout } from '#protocol/sealed/about.ts';
import type { Bytes } from '#protocol/sealed/bytes.ts';
import { openClip, type OpenedClip } from '#protocol/sealed/open.ts';
import type { CloudClip } from '../../api.ts';
import type { ApiClient } from '../api-client.ts';
import type { Keyring } from './keyring.ts';

/** Description and thumbnail of a clip. */
export interface ClipFace {
  about: ClipAbout;
  /** Of a JPEG, to be revoked; null without one. */
  thumbnailUrl: string | null;
}

export class ClipOpener {
  readonly #api: ApiClient;
  readonly #keyring: Keyring;

  constructor(options: { api: ApiClient; keyring: Keyring }) {
    this.#api = options.api;
    this.#keyring = options.keyring;
  }

  /** Fetches and opens the head alone. @throws SealError, ApiError */
  async face(clip: CloudClip): Promise<ClipFace> {
    const { about, thumbnail } = await this.#head(clip);
    return {
      about: parseAbout(about),
      thumbnailUrl: thumbnail && URL.createObjectURL(new Blob([thumbnail], { type: 'image/jpeg' })),
    };
  }

  /**
   * Fetches and opens all of it.
   * @param progress how much has been opened, 0 to 1
   * @returns an MP4, whole and found sound from its first byte to its last
   * @throws SealError, ApiError
   */
  async media(clip: CloudClip, progress: (part: number) => void): Promise<Blob> {
    const opened = await this.#head(clip);
    const response = await this.#api.clipBytes(clip.id, clip.headBytes);
    const parts: Bytes[] = [];
    let bytes = 0;
    for await (const part of opened.media(chunks(response.body!))) {
      parts.push(part);
      bytes += part.length;
      progress(Math.min(1, bytes / (clip.bytes - clip.headBytes)));
    }
    return new Blob(parts, { type: parseAbout(opened.about).mime });
  }

  async #head(clip: CloudClip): Promise<OpenedClip> {
    const response = await this.#api.clipBytes(clip.id, 0, clip.headBytes);
    return openClip(new Uint8Array(await response.arrayBuffer()), this.#keyring.keys);
  }
}

/** Not every browser walks through a stream by itself. */
async function* chunks(stream: ReadableStream<Uint8Array>): AsyncGenerator<Uint8Array> {
  const reader = stream.getReader();
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      yield value;
    }
  } finally {
    void reader.cancel().catch(() => {});
  }
}
