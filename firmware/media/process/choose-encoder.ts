/** Which encoder serves a stream: the first candidate that is there, gives a codec of use, and really works. */
import type { CodedStream } from '#board/board.ts';
import { asError } from '#kit/errors.ts';
import type { EncoderChoice, PassedOver } from '../control.ts';
import { GstError, hasElement } from '../gst/gstreamer.ts';
import { Pipeline } from '../gst/pipeline.ts';
import type { VideoCodec } from '../media.ts';
import { describeEncoder, encoderFamily, type EncoderFamily } from './encoder-families.ts';

export interface ChosenEncoder extends EncoderChoice {
  family: EncoderFamily;
}

export interface ChoiceOptions {
  stream: CodedStream;
  /** The preferred first. */
  candidates: readonly string[];
  codecs: readonly VideoCodec[];
  /** Those that failed at work. */
  passedOver?: readonly Pick<PassedOver, 'element' | 'why'>[];
  /** One that has given pictures before: taken without a trial, and without one of those before it. */
  proven?: EncoderChoice | undefined;
  /** The families known; tests bring their own. */
  familyOf?: (element: string) => EncoderFamily | undefined;
}

const TRIAL_PICTURES = 3;
/** As behind a tee, pictures are not made in the encoder's own buffers: GStreamer 1.22.0 never frees those. */
const OWN_BUFFERS = 'identity drop-allocation=true';
const TRIAL_LIMIT_MS = 4000;

/**
 * Tries the candidates in order with a few pictures of the stream's size.
 * @returns the first that works and why, with what is wrong with those before it; or null with all the reasons
 */
export async function chooseEncoder(
  options: ChoiceOptions,
): Promise<ChosenEncoder | { element: null; reason: string }> {
  const { stream, candidates, codecs, passedOver = [], proven, familyOf = encoderFamily } = options;
  const usable = (element: string): EncoderFamily | string => {
    const family = familyOf(element);
    const failed = passedOver.find((one) => one.element === element);
    if (!family) return 'is not known to this firmware';
    if (!codecs.includes(family.codec)) return `gives ${family.codec.toUpperCase()}, which no viewer plays`;
    // First: one whose device has gone is missing as well, to a process that started after that.
    if (failed) return `failed while running (${failed.why})`;
    return hasElement(element) ? family : 'is not installed';
  };

  const known = proven && candidates.includes(proven.element) && usable(proven.element);
  if (known && typeof known !== 'string') return { ...proven, family: known };

  const failed: string[] = [];
  for (const element of candidates) {
    const family = usable(element);
    const problem = typeof family === 'string' ? family : await tryEncoder(element, family, stream);
    if (problem !== null) {
      failed.push(`${element} ${problem}`);
      continue;
    }
    const reason =
      failed.length === 0 ? 'first choice of this board' : `works; before it: ${failed.join(', ')}`;
    return { element, reason, family: family as EncoderFamily };
  }
  return { element: null, reason: failed.join(', ') };
}

/** @returns null when it works, else what is wrong with it */
async function tryEncoder(
  element: string,
  family: EncoderFamily,
  stream: CodedStream,
): Promise<string | null> {
  let pipeline: Pipeline | undefined;
  let timer: NodeJS.Timeout | undefined;
  try {
    await new Promise<void>((resolve, reject) => {
      timer = setTimeout(() => reject(new GstError('gave no picture in time')), TRIAL_LIMIT_MS);
      const coded = describeEncoder({ element, family }, 'trial', stream, stream.bitrateKbps);
      pipeline = new Pipeline(
        `videotestsrc num-buffers=${TRIAL_PICTURES} ! video/x-raw,format=I420,width=${stream.width},` +
          `height=${stream.height},framerate=${stream.fps}/1 ! ${OWN_BUFFERS} ! ${coded} ! ` +
          'appsink name=out sync=false',
        { onError: reject },
      );
      // One picture is proof; some encoders fail without an error, and the stream just ends.
      pipeline.sink('out').listen({
        onSample: () => resolve(),
        onEnded: () => reject(new GstError('it gives no picture')),
      });
      pipeline.play().catch(reject);
    });
    return null;
  } catch (error) {
    return `does not work (${asError(error).message})`;
  } finally {
    clearTimeout(timer);
    await pipeline?.close();
  }
}
