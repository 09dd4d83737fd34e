/** The video encoders we know how to drive, each by controls of its own. */
import type { CodedStream } from '#board/board.ts';
import type { Element } from '../gst/element.ts';
import type { VideoCodec } from '../media.ts';

/**
 * How one encoder is made to give whole access units without B frames, a key frame a second that can be
 * decoded by itself, and little delay; H.264 as constrained baseline in a byte stream.
 */
export interface EncoderFamily {
  codec: VideoCodec;
  /** A kernel memory-to-memory encoder: it can take the camera's buffers as they are (dmabuf). */
  importsDmabuf: boolean;
  /** Properties and what has to follow the element, as for gst-launch. */
  describe(stream: CodedStream, kbps: number): string;
  /** While it runs. */
  setBitrate(encoder: Element, kbps: number): void;
  /** Where the driver does not mark key frames: whether this picture is one. */
  isKey?(picture: Buffer): boolean;
  /** A key frame as soon as can be. @param sink stands behind the encoder: events go upstream from it */
  forceKeyFrame(encoder: Element, sink: Element): void;
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
/** Key frames at most so many pictures apart in vicodec (video_gop_size, vicodec-core.c). */
const FWHT_MAX_GOP = 16;
/** Quantisers of FWHT, 1 to 31: about 25 : 1 on the test picture. */
const FWHT_QP = { i: 20, p: 20 };
/** struct fwht_cframe_hdr (codec-fwht.h): magic1, magic2, version, width, height, flags …, big endian. */
const FWHT_HEAD_BYTES = 44;
const FWHT_FLAGS_AT = 20;
/** V4L2_FWHT_FL_I_FRAME (linux/v4l2-controls.h). */
const FWHT_FL_I_FRAME = 1 << 10;

/** GstForceKeyUnit, as most encoders take it. */
const byEvent: EncoderFamily['forceKeyFrame'] = (_, sink) => void sink.forceKeyUnit();

const FAMILIES: Partial<Record<string, EncoderFamily>> = {
  // Rockchip, gstreamer-rockchip.
  mpph264enc: {
    codec: 'h264',
    importsDmabuf: false,
    describe: ({ fps }, kbps) =>
      `mpph264enc profile=baseline rc-mode=cbr gop=${fps} header-mode=each-idr bps=${kbps * 1000} ! ${WITH_HEADERS}`,
    setBitrate: (encoder, kbps) => encoder.set('bps', kbps * 1000),
    forceKeyFrame: byEvent,
  },
  // Kernel memory-to-memory encoders such as bcm2835-codec (Raspberry Pi 4, Zero 2). The level is asked for
  // explicitly because that one offers 1.0 otherwise. GStreamer's element ignores GstForceKeyUnit (1.22), so the
  // kernel's own button is pressed; names are those of `v4l2-ctl -l`.
  v4l2h264enc: {
    codec: 'h264',
    importsDmabuf: true,
    describe: ({ fps }, kbps) =>
      'v4l2h264enc extra-controls="controls,repeat_sequence_header=1,video_bitrate_mode=1,' +
      `h264_i_frame_period=${fps},video_bitrate=${kbps * 1000}" ! ${CONSTRAINED},level=(string)4 ! ${WITH_HEADERS}`,
    setBitrate: (encoder, kbps) => encoder.set('extra-controls', `controls,video_bitrate=${kbps * 1000}`),
    forceKeyFrame: (encoder) => encoder.set('extra-controls', 'controls,force_key_frame=1'),
  },
  // vicodec, the kernel's virtual codec: it takes the same way through the kernel as v4l2h264enc. It has neither a
  // bitrate nor a button for key frames: its size follows the quantisers, and the next key frame is never far.
  v4l2fwhtenc: {
    codec: 'fwht',
    importsDmabuf: true,
    describe: ({ fps }) =>
      `v4l2fwhtenc extra-controls="controls,video_gop_size=${Math.min(fps, FWHT_MAX_GOP)},` +
      `fwht_i_frame_qp_value=${FWHT_QP.i},fwht_p_frame_qp_value=${FWHT_QP.p}"`,
    setBitrate: () => undefined,
    isKey: (picture) =>
      picture.length >= FWHT_HEAD_BYTES && (picture.readUInt32BE(FWHT_FLAGS_AT) & FWHT_FL_I_FRAME) !== 0,
    forceKeyFrame: () => undefined,
  },
  // Intel and AMD.
  vah264enc: {
    codec: 'h264',
    importsDmabuf: false,
    describe: ({ fps }, kbps) =>
      `vah264enc rate-control=cbr b-frames=0 ref-frames=1 key-int-max=${fps} aud=false ` +
      `bitrate=${kbps} ! ${CONSTRAINED} ! ${WITH_HEADERS}`,
    setBitrate: (encoder, kbps) => encoder.set('bitrate', kbps),
    forceKeyFrame: byEvent,
  },
  // One thread: at these sizes slices or frame threads cost more in sum, in memory and in delay.
  x264enc: {
    codec: 'h264',
    importsDmabuf: false,
    describe: ({ fps }, kbps) =>
      `x264enc tune=zerolatency speed-preset=ultrafast threads=1 sliced-threads=false bframes=0 aud=false ` +
      `intra-refresh=false key-int-max=${fps} vbv-buf-capacity=${BURST_MS} bitrate=${kbps} ! ${CONSTRAINED},${BYTE_STREAM}`,
    setBitrate: (encoder, kbps) => encoder.set('bitrate', kbps),
    forceKeyFrame: byEvent,
  },
  openh264enc: {
    codec: 'h264',
    importsDmabuf: false,
    describe: ({ fps }, kbps) =>
      `openh264enc usage-type=camera complexity=low rate-control=bitrate gop-size=${fps} multi-thread=1 ` +
      `slice-mode=n-slices num-slices=1 bitrate=${kbps * 1000} ! ${CONSTRAINED},${BYTE_STREAM}`,
    setBitrate: (encoder, kbps) => encoder.set('bitrate', kbps * 1000),
    forceKeyFrame: byEvent,
  },
};

/** @returns how an encoder is driven, or undefined when this firmware does not know it */
export function encoderFamily(element: string): EncoderFamily | undefined {
  return FAMILIES[element];
}

/**
 * @param name given to the element, for bus messages
 * @param dmabuf it takes the camera's buffers as they are; what is no dmabuf is then an error, never copied
 */
export function describeEncoder(
  { element, family }: { element: string; family: EncoderFamily },
  name: string,
  stream: CodedStream,
  kbps: number,
  dmabuf = false,
): string {
  const named = `${element} name=${name}${dmabuf ? ' output-io-mode=dmabuf-import' : ''}`;
  return family.describe(stream, kbps).replace(element, named);
}
