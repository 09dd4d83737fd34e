/** The H.264 encoders we know how to drive, and how one is chosen: by what is there and really works. */
import type { CodedStream } from '#board/board.ts';
import { asError } from '#kit/errors.ts';
import type { Element } from '../gst/element.ts';
import { GstError, hasElement } from '../gst/gstreamer.ts';
import { Pipeline } from '../gst/pipeline.ts';

/**
 * How one encoder is made to give constrained baseline as a byte stream of whole access units, no B frames,
 * one key frame a second with its headers, little delay.
 */
interface Family {
  /** Properties and what has to follow the element, as for gst-launch. */
  describe(stream: CodedStream, kbps: number): string;
  setBitrate(encoder: Element, kbps: number): void;
}

const CONSTRAINED = 'video/x-h264,profile=constrained-baseline';
const BYTE_STREAM = 'stream-format=byte-stream,alignment=au';
/** For encoders that do not put SPS and PPS before every IDR by themselves. It adds access unit delimiters. */
const WITH_HEADERS = `h264parse config-interval=-1 ! video/x-h264,${BYTE_STREAM}`;
/**
 * How far a picture may exceed its share of the bitrate, ms: small keeps the delay on a narrow link small.
 * A key frame of the main stream takes about this long at its target.
 */
const BURST_MS = 300;

const FAMILIES: Record<string, Family> = {
  // Rockchip, gstreamer-rockchip.
  mpph264enc: {
    describe: ({ fps }, kbps) =>
      `mpph264enc profile=baseline rc-mode=cbr gop=${fps} header-mode=each-idr bps=${kbps * 1000} ! ${WITH_HEADERS}`,
    setBitrate: (encoder, kbps) => encoder.set('bps', kbps * 1000),
  },
  // Kernel memory-to-memory encoders: Raspberry Pi 4 and Zero 2, vicodec. The level is asked for explicitly
  // because bcm2835-codec offers 1.0 otherwise.
  v4l2h264enc: {
    describe: ({ fps }, kbps) =>
      'v4l2h264enc extra-controls="controls,repeat_sequence_header=1,video_bitrate_mode=1,' +
      `h264_i_frame_period=${fps},video_bitrate=${kbps * 1000}" ! ${CONSTRAINED},level=(string)4 ! ${WITH_HEADERS}`,
    setBitrate: (encoder, kbps) => encoder.set('extra-controls', `controls,video_bitrate=${kbps * 1000}`),
  },
  // Intel and AMD.
  vah264enc: {
    describe: ({ fps }, kbps) =>
      `vah264enc rate-control=cbr b-frames=0 ref-frames=1 key-int-max=${fps} aud=false ` +
      `bitrate=${kbps} ! ${CONSTRAINED} ! ${WITH_HEADERS}`,
    setBitrate: (encoder, kbps) => encoder.set('bitrate', kbps),
  },
  // One thread: at these sizes slices or frame threads cost more in sum, in memory and in delay.
  x264enc: {
    describe: ({ fps }, kbps) =>
      `x264enc tune=zerolatency speed-preset=ultrafast threads=1 sliced-threads=false bframes=0 aud=false ` +
      `intra-refresh=false key-int-max=${fps} vbv-buf-capacity=${BURST_MS} bitrate=${kbps} ! ${CONSTRAINED},${BYTE_STREAM}`,
    setBitrate: (encoder, kbps) => encoder.set('bitrate', kbps),
  },
  openh264enc: {
    describe: ({ fps }, kbps) =>
      `openh264enc usage-type=camera complexity=low rate-control=bitrate gop-size=${fps} multi-thread=1 ` +
      `slice-mode=n-slices num-slices=1 bitrate=${kbps * 1000} ! ${CONSTRAINED},${BYTE_STREAM}`,
    setBitrate: (encoder, kbps) => encoder.set('bitrate', kbps * 1000),
  },
};

export interface ChosenEncoder {
  element: string;
  /** Why this one, with what failed before it. */
  reason: string;
}

/** @param name given to the element, for bus messages and `setEncoderBitrate` */
export function describeEncoder(element: string, name: string, stream: CodedStream, kbps: number): string {
  return FAMILIES[element]!.describe(stream, kbps).replace(element, `${element} name=${name}`);
}

export function setEncoderBitrate(element: string, encoder: Element, kbps: number): void {
  FAMILIES[element]!.setBitrate(encoder, kbps);
}

const TRIAL_PICTURES = 3;
const TRIAL_LIMIT_MS = 4000;

/**
 * Tries the candidates in order with a few pictures of the stream's size.
 * @returns the first that works, or null with the reasons of all
 */
export async function chooseEncoder(
  candidates: readonly string[],
  stream: CodedStream,
): Promise<ChosenEncoder | { element: null; reason: string }> {
  const failed: string[] = [];
  for (const element of candidates) {
    const problem = await tryEncoder(element, stream);
    if (problem === null) {
      const why =
        failed.length === 0 ? 'first choice of this board' : `works; before it: ${failed.join(', ')}`;
      return { element, reason: why };
    }
    failed.push(`${element} ${problem}`);
  }
  return { element: null, reason: failed.join(', ') };
}

/** @returns null when it works, else what is wrong with it */
async function tryEncoder(element: string, stream: CodedStream): Promise<string | null> {
  if (!FAMILIES[element]) return 'is not known to this firmware';
  if (!hasElement(element)) return 'is not installed';
  let pipeline: Pipeline | undefined;
  let timer: NodeJS.Timeout | undefined;
  try {
    await new Promise<void>((resolve, reject) => {
      timer = setTimeout(() => reject(new GstError('gave no picture in time')), TRIAL_LIMIT_MS);
      pipeline = new Pipeline(
        `videotestsrc num-buffers=${TRIAL_PICTURES} ! video/x-raw,format=I420,width=${stream.width},` +
          `height=${stream.height},framerate=${stream.fps}/1 ! ` +
          `${describeEncoder(element, 'trial', stream, stream.bitrateKbps)} ! appsink name=out sync=false`,
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
