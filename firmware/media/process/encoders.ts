/** The encoders that serve the streams at present: chosen, and passed over for the next one when they fail at work. */
import type { Board } from '#board/board.ts';
import type { EncoderChoice, PassedOver } from '../control.ts';
import type { VideoCodec, VideoStream } from '../media.ts';
import { chooseEncoder, type ChoiceOptions, type ChosenEncoder } from './choose-encoder.ts';
import { MediaFaultError } from './media-fault.ts';

/** There must always be a stream that browsers play: the sub stream is it. */
const CODECS: Record<VideoStream, readonly VideoCodec[]> = { main: ['h264', 'fwht'], sub: ['h264'] };
const STREAMS = ['main', 'sub'] as const;
/** Of what an encoder said. */
const WHY_CHARACTERS = 300;

export interface EncodersOptions {
  video: Board['video'];
  passedOver: readonly PassedOver[];
  proven: Partial<Record<VideoStream, EncoderChoice>>;
  familyOf?: ChoiceOptions['familyOf'];
}

export class Encoders {
  readonly #options: EncodersOptions;
  #passedOver: PassedOver[];
  readonly #chosen: Partial<Record<VideoStream, ChosenEncoder>> = {};

  constructor(options: EncodersOptions) {
    this.#options = options;
    this.#passedOver = [...options.passedOver];
  }

  /**
   * Chooses for the streams that have none.
   * @throws MediaFaultError "encoder-failed" with the reasons of all candidates
   */
  async choose(): Promise<Record<VideoStream, ChosenEncoder>> {
    const [main, sub] = await Promise.all(STREAMS.map((stream) => this.#choose(stream)));
    return { main: main!, sub: sub! };
  }

  /** It has failed at work. @returns what is to be remembered */
  failed(stream: VideoStream, why: string): PassedOver | null {
    const element = this.#chosen[stream]?.element;
    if (!element) return null;
    delete this.#chosen[stream];
    const failed = { stream, element, why: why.replace(/[.\s]+$/, '').slice(0, WHY_CHARACTERS) };
    this.#passedOver.push(failed);
    return failed;
  }

  async #choose(stream: VideoStream): Promise<ChosenEncoder> {
    const known = this.#chosen[stream];
    if (known) return known;
    const { video, proven, familyOf } = this.#options;
    const passedOver = this.#passedOver.filter((one) => one.stream === stream);
    const options = { stream: video[stream], candidates: video.encoders, codecs: CODECS[stream], familyOf };
    let choice = await chooseEncoder({ ...options, passedOver, proven: proven[stream] });
    if (!choice.element && passedOver.length > 0) {
      // Better one that fails now and then than none.
      this.#passedOver = this.#passedOver.filter((one) => one.stream !== stream);
      choice = await chooseEncoder(options);
    }
    if (choice.element === null) {
      throw new MediaFaultError(
        'encoder',
        'encoder-failed',
        `No video encoder works: ${choice.reason}.`,
        'Install GStreamer with x264 (gstreamer1.0-plugins-ugly) or the encoder of this board.',
      );
    }
    return (this.#chosen[stream] = choice);
  }
}
