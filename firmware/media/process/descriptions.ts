/** The pipelines in GStreamer's own words. Pure: `pupsentry-media --print-pipeline` shows what comes out. */
import type { Board, CodedStream } from '#board/board.ts';
import type { VideoStream } from '../media.ts';
import { quoted } from '../gst/gstreamer.ts';
import type { CameraPlan } from './camera.ts';
import { describeEncoder, type EncoderFamily } from './encoder-families.ts';
import { PCM_RATE_HZ } from '../pcm-blocks.ts';

/** What every camera's pictures are turned into before they are coded. */
export function rawCaps({ width, height, fps }: CodedStream): string {
  return (
    `video/x-raw,format=I420,width=${width},height=${height},framerate=${fps}/1,` +
    'pixel-aspect-ratio=1/1,interlace-mode=progressive,colorimetry=bt709'
  );
}

export const SOUND_CAPS = 'audio/x-raw,format=S16LE,rate=48000,channels=1,layout=interleaved';

/** Any picture to the main stream's: pictures that are too many go before they cost anything. */
const fitted = (main: CodedStream) =>
  `videorate max-rate=${main.fps} ! videoscale add-borders=true ! videoconvert ! videorate ! ${rawCaps(main)}`;

/** A queue that never holds anybody up: the oldest picture goes when the next stage is late. */
const fresh = (pictures: number) =>
  `queue leaky=downstream max-size-buffers=${pictures} max-size-bytes=0 max-size-time=0`;

/** Where pictures enter that come from JavaScript or from a pipeline of their own. */
export function fedPicture(main: CodedStream): string {
  return `appsrc name=picture is-live=true format=time max-buffers=2 max-bytes=0 leaky-type=downstream caps="${rawCaps(main)}"`;
}

export function fedSound(): string {
  return `appsrc name=sound is-live=true format=time max-time=500000000 max-bytes=0 leaky-type=downstream caps="${SOUND_CAPS}"`;
}

/** A file or a network camera, decoded; its sound too when `sound`. The ends are "picture" and "sound". */
export function reader(
  plan: Extract<CameraPlan, { kind: 'file' | 'rtsp' }>,
  main: CodedStream,
  ends: { picture: string; sound?: string },
): string {
  const picture = `${fitted(main)} ! ${ends.picture}`;
  const sound = ends.sound && `queue ! audioconvert ! audioresample ! ${SOUND_CAPS} ! ${ends.sound}`;
  if (plan.kind === 'file') {
    return (
      `filesrc name=camera location=${quoted(plan.path)} ! decodebin name=decoder ` +
      `decoder. ! video/x-raw ! queue max-size-buffers=4 ! ${picture}` +
      (sound ? ` decoder. ! audio/x-raw ! ${sound}` : '')
    );
  }
  return (
    `rtspsrc name=camera protocols=tcp latency=100 location=${quoted(plan.address)} ` +
    (plan.user ? `user-id=${quoted(plan.user)} user-pw=${quoted(plan.password)} ` : '') +
    `camera. ! application/x-rtp,media=video ! decodebin ! ${fresh(2)} ! ${picture}` +
    (sound ? ` camera. ! application/x-rtp,media=audio ! decodebin ! ${sound}` : '')
  );
}

/** What is asked of a V4L2 camera, and what makes of it the pictures that all branches share. */
export interface DeviceFormat {
  caps: string;
  /** Elements behind it, ready to be linked; empty: pictures go on as they are. */
  convert: string;
  /** The camera's buffers travel as dmabufs, all the way into the main encoder. */
  dmabuf: boolean;
}

/** Raw formats that cameras and encoders have in common, the cheapest to code first. */
const SHARED_FORMATS = ['NV12', 'I420', 'YV12', 'NV21', 'YUY2', 'UYVY'];

/** Formats in which a camera's buffers can go into an encoder as they are. */
export function sharedFormats({ width, height, fps }: CodedStream): DeviceFormat[] {
  return SHARED_FORMATS.map((format) => ({
    // The rate stands right behind the camera: else it takes the slowest branch's.
    caps: `video/x-raw,format=${format},width=${width},height=${height},framerate=${fps}/1`,
    convert: '',
    dmabuf: true,
  }));
}

/** Formats a V4L2 camera may offer, the best for this stream first; all are turned into `rawCaps`. */
export function deviceFormats(main: CodedStream): DeviceFormat[] {
  const { width, height, fps } = main;
  const size = `width=${width},height=${height}`;
  const exact = `${size},framerate=${fps}/1`;
  const same = `videoconvert ! ${rawCaps(main)}`;
  const any = fitted(main);
  return [
    { caps: `video/x-raw,${exact}`, convert: same },
    { caps: `image/jpeg,${exact}`, convert: `jpegdec ! ${same}` },
    { caps: `video/x-raw,${size},framerate=(fraction)[15/1,120/1]`, convert: any },
    { caps: `image/jpeg,${size},framerate=(fraction)[15/1,120/1]`, convert: `jpegdec ! ${any}` },
    { caps: 'video/x-raw,framerate=(fraction)[10/1,120/1]', convert: any },
    { caps: 'image/jpeg,framerate=(fraction)[10/1,120/1]', convert: `jpegdec ! ${any}` },
    { caps: 'video/x-raw', convert: any },
    { caps: 'image/jpeg', convert: `jpegdec ! ${any}` },
  ].map((format) => ({ ...format, dmabuf: false }));
}

/** What a device gives, taken out before the coded streams to be painted, and where it comes in again. */
export function painted(camera: string, main: CodedStream): string {
  return `${camera} ! ${UNPAINTED} ${fedPicture(main)}`;
}

/** Does not hold on to its last picture: then that can be painted in place. */
const UNPAINTED =
  'appsink name=unpainted sync=false async=false max-buffers=2 drop=true enable-last-sample=false';

export function device(path: string, { caps, convert, dmabuf }: DeviceFormat): string {
  const camera = `v4l2src name=camera device=${quoted(path)}${dmabuf ? ' io-mode=dmabuf' : ''} ! ${caps}`;
  return convert ? `${camera} ! ${convert}` : camera;
}

/** From one raw picture to everything that is made of it. @param sink what stands at an end of this name */
export function streams(options: {
  board: Board;
  encoders: Record<VideoStream, { element: string; family: EncoderFamily }>;
  kbps: Record<VideoStream, number>;
  /** Raw pictures are dmabufs that the main encoder takes as they are. */
  dmabuf?: boolean;
  sink: (name: 'main' | 'sub' | 'grey' | 'still') => string;
}): string {
  const { board, encoders, kbps, dmabuf = false, sink } = options;
  const { sub, grey } = board.video;
  const coded = (name: VideoStream) => {
    const asIs = dmabuf && name === 'main';
    const encoder = describeEncoder(encoders[name], `${name}-encoder`, board.video[name], kbps[name], asIs);
    return `${encoder} ! ${sink(name)}`;
  };
  return (
    `tee name=raw ` +
    // The newest raw picture waits here for whoever wants a snapshot; nothing is computed meanwhile.
    `raw. ! ${sink('still')} ` +
    `raw. ! ${fresh(2)} ! ${coded('main')} ` +
    `raw. ! ${fresh(1)} ! videorate drop-only=true ! video/x-raw,framerate=${sub.fps}/1 ! ` +
    `videoscale ! video/x-raw,width=${sub.width},height=${sub.height} ! tee name=small ` +
    `small. ! ${fresh(1)} ! videoconvert ! ${coded('sub')} ` +
    `small. ! videorate drop-only=true ! video/x-raw,framerate=${grey.fps}/1 ! videoscale ! ` +
    `video/x-raw,width=${grey.width},height=${grey.height} ! videoconvert ! video/x-raw,format=GRAY8 ! ` +
    sink('grey')
  );
}

/**
 * Sound to Opus packets, and with `pcm` beside it to what detection hears: that branch does nothing while its valve
 * is closed.
 */
export function opus(source: string, kbps: number, sink: string, pcm?: string): string {
  const coded = `opusenc bitrate=${kbps * 1000} frame-size=20 audio-type=voice complexity=5 ! ${sink}`;
  return (
    `${source} ! audioconvert ! audioresample ! audio/x-raw,rate=48000,channels=1 ! ` +
    (pcm
      ? `tee name=heard heard. ! ${coded} heard. ! valve name=pcm-valve drop=true ! audioconvert ! audioresample ! ` +
        `audio/x-raw,format=S16LE,rate=${PCM_RATE_HZ},channels=1,layout=interleaved ! ${pcm}`
      : coded)
  );
}

/** One picture to a JPEG: JFIF is full range BT.601. @param caps of the picture */
export function jpeg(caps: string, size: { width: number; height: number }): string {
  return (
    `appsrc name=in format=time caps=${quoted(caps)} ! videoscale ! ` +
    `video/x-raw,width=${size.width},height=${size.height} ! videoconvert ! ` +
    'video/x-raw,format=I420,colorimetry=1:4:0:0 ! jpegenc quality=85 ! appsink name=out sync=false'
  );
}
