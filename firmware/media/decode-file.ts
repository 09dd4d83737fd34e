/** A recording as detection sees and hears a camera: grey pictures and sound, as fast as the machine allows. */
import { access, constants, stat } from 'node:fs/promises';
import { PupsentryError, explain } from '#kit/errors.ts';
import { GstError, quoted } from './gst/gstreamer.ts';
import { Pipeline } from './gst/pipeline.ts';
import type { GreyFrame, PcmBlock } from './media.ts';
import { PCM_RATE_HZ, PcmBlocks } from './pcm-blocks.ts';

/** As boards make them for detection; a file of fewer pictures a second gives those it has. */
const GREY = { width: 320, height: 180, fps: 8 };
/** Decoded ahead: decoding waits for who looks. */
const AHEAD = { pictures: 8, sounds: 64 };
/** A wait for the next sample, after which it is asked whether there can be one, ms. */
const WAIT_MS = 250;
/** Nothing decoded for this long: the file, or what it lies on, hangs, ms. */
const STALLED_MS = 30_000;

export interface DecodeOptions {
  /** Times begin at 0, for pictures and sound alike. */
  onFrame: (frame: GreyFrame) => void;
  /** The last block may be shorter. Left out, sound is not decoded. */
  onBlock?: (block: PcmBlock) => void;
  /** Ends it early. */
  signal: AbortSignal;
}

export interface Decoded {
  pictures: number;
  blocks: number;
  /** Of the recording, as far as it was decoded. */
  seconds: number;
  /** Why it ended before its end, or null. */
  broke: string | null;
}

/**
 * Any format that GStreamer reads, and of pictures and sound what the file has.
 * @throws PupsentryError "file-unreadable", "file-no-media", "gstreamer-missing"
 */
export async function decodeFile(path: string, options: DecodeOptions): Promise<Decoded> {
  const { onFrame, onBlock, signal } = options;
  await requireFile(path);
  const decoded: Decoded = { pictures: 0, blocks: 0, seconds: 0, broke: null };
  const broke = (error: unknown) => (decoded.broke ??= explain(error));
  const reached = (us: number) => (decoded.seconds = Math.max(decoded.seconds, us / 1e6));
  const pipeline = new Pipeline(description(path, onBlock !== undefined), { onError: broke });
  const branches = new Branches(pipeline, () => signal.aborted || decoded.broke !== null);
  const look = (pixels: Buffer, ptsUs: number) => {
    decoded.pictures++;
    reached(ptsUs + 1e6 / GREY.fps);
    onFrame({ width: GREY.width, height: GREY.height, ptsUs, pixels });
  };
  const blocks = new PcmBlocks((block) => {
    decoded.blocks++;
    reached(block.ptsUs + (block.samples.length / block.rateHz) * 1e6);
    onBlock?.(block);
  });
  try {
    await pipeline.play().catch(broke);
    const looking = branches.drain('picture', look);
    const hearing = onBlock && branches.drain('sound', (bytes, ptsUs) => blocks.push(bytes, ptsUs));
    await Promise.all([looking, hearing]).catch((error: unknown) => {
      if (!(error instanceof GstError)) throw error; // who looks or listens has a bug
      broke(error);
    });
    blocks.end();
  } finally {
    await pipeline.close();
  }
  if (decoded.pictures + decoded.blocks === 0 && !signal.aborted)
    throw new PupsentryError(
      'file-no-media',
      `${path}: ${decoded.broke ?? 'there is nothing to look at or to hear in it.'}`,
      'It has to be a video or sound file that GStreamer reads.',
    );
  return decoded;
}

/** @throws PupsentryError "file-unreadable" */
async function requireFile(path: string): Promise<void> {
  const refused = (reason: string, cause?: unknown) =>
    new PupsentryError('file-unreadable', `${path}: ${reason}`, '', { cause });
  try {
    await access(path, constants.R_OK);
    if (!(await stat(path)).isFile()) throw refused('this is not a file.');
  } catch (cause) {
    if (cause instanceof PupsentryError) throw cause;
    const { code } = cause as NodeJS.ErrnoException;
    throw refused(
      code === 'ENOENT'
        ? 'there is no such file.'
        : code === 'EACCES'
          ? 'it may not be read.'
          : explain(cause),
      cause,
    );
  }
}

function description(path: string, sound: boolean): string {
  const { width, height, fps } = GREY;
  const sink = (name: string, ahead: number) =>
    `appsink name=${name} sync=false async=false max-buffers=${ahead}`;
  return (
    `filesrc location=${quoted(path)} ! decodebin name=decoder ` +
    `decoder. ! video/x-raw ! queue name=picture-way max-size-buffers=4 ! videorate drop-only=true max-rate=${fps} ! ` +
    `videoscale add-borders=false ! ` +
    `video/x-raw,width=${width},height=${height} ! videoconvert ! video/x-raw,format=GRAY8 ! ` +
    sink('picture', AHEAD.pictures) +
    (sound
      ? ' decoder. ! audio/x-raw ! queue name=sound-way ! audioconvert ! audioresample ! ' +
        `audio/x-raw,format=S16LE,rate=${PCM_RATE_HZ},channels=1,layout=interleaved ! ` +
        sink('sound', AHEAD.sounds)
      : '')
  );
}

/** The ways out of the decoder, of which a file may use one or both. */
class Branches {
  readonly #pipeline: Pipeline;
  readonly #stopped: () => boolean;
  /** The decoder has found out what is in the file: it connects all branches at once, before the first sample. */
  #known = false;

  constructor(pipeline: Pipeline, stopped: () => boolean) {
    this.#pipeline = pipeline;
    this.#stopped = stopped;
  }

  /** Resolves when nothing more comes on this way. @throws GstError when nothing comes for too long */
  async drain(name: 'picture' | 'sound', take: (bytes: Buffer, ptsUs: number) => void): Promise<void> {
    const sink = this.#pipeline.sink(name);
    const way = this.#pipeline.element(`${name}-way`);
    let heardMs = performance.now();
    while (!this.#stopped()) {
      const sample = await sink.next(WAIT_MS);
      if (!sample) {
        if (sink.ended || (this.#known && !way.linked('sink'))) break;
        if (performance.now() - heardMs > STALLED_MS)
          throw new GstError('nothing more comes out of the file');
        continue;
      }
      heardMs = performance.now();
      this.#known = true;
      const atNs = sample.runningTimeNs;
      const bytes = sample.copy();
      sample.release();
      if (atNs !== null) take(bytes, Number(atNs / 1000n));
    }
    this.#known = true;
  }
}
