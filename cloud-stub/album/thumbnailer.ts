/** Small pictures for lists, made by sharp: the only file that knows it, and loaded when the stub starts alone. */
import type { SharpConstructor } from 'sharp';
import { PupsentryError, asError } from '#kit/errors.ts';

/** Two screens' worth of the widest tile. */
const WIDTH_PX = 640;
const HEIGHT_PX = 640;
const QUALITY = 78;
/** clean-jpeg.ts has looked before; this is the second lock. */
const MAX_PIXELS = 50_000_000;
const TIME_LIMIT_S = 10;
/** One picture at a time on one thread: the album never takes more than one core from the rest. */
const THREADS = 1;

export interface Thumbnail {
  jpeg: Buffer;
  /** Of the whole picture, the right way up. */
  width: number;
  height: number;
}

export class Thumbnailer {
  #sharp: SharpConstructor | undefined;
  #last: Promise<unknown> = Promise.resolve();

  /** @throws PupsentryError "sharp-missing" when the library is not there for this machine */
  async start(): Promise<void> {
    try {
      const { default: sharp } = await import('sharp');
      sharp.cache(false);
      sharp.concurrency(THREADS);
      // It could read forty formats, SVG among them. We hand it one.
      sharp.block({ operation: ['VipsForeignLoad'] });
      sharp.unblock({ operation: ['VipsForeignLoadJpeg'] });
      this.#sharp = sharp;
    } catch (cause) {
      const message = `Thumbnails cannot be made: ${asError(cause).message.split('\n')[0]}.`;
      throw new PupsentryError('sharp-missing', message, 'Run "npm ci" on this machine.', { cause });
    }
  }

  /**
   * Decodes the whole picture, so it also tells whether there is one. Turned the right way up, without metadata.
   * @throws PupsentryError "bad-media"
   */
  make(jpeg: Buffer): Promise<Thumbnail> {
    const mine = this.#last.then(() => this.#make(jpeg));
    this.#last = mine.catch(() => undefined);
    return mine;
  }

  async #make(jpeg: Buffer): Promise<Thumbnail> {
    const sharp = this.#sharp;
    if (!sharp) throw new Error('the thumbnailer is not started');
    try {
      const picture = sharp(jpeg, { limitInputPixels: MAX_PIXELS, failOn: 'error', sequentialRead: true });
      const { autoOrient } = await picture.metadata();
      const small = await picture
        .timeout({ seconds: TIME_LIMIT_S })
        .autoOrient()
        .resize({ width: WIDTH_PX, height: HEIGHT_PX, fit: 'inside', withoutEnlargement: true })
        .jpeg({ quality: QUALITY, progressive: true })
        .toBuffer();
      return { jpeg: small, width: autoOrient.width, height: autoOrient.height };
    } catch (cause) {
      throw new PupsentryError('bad-media', 'The picture is damaged and cannot be shown.', '', { cause });
    }
  }
}
