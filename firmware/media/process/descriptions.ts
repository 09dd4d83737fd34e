/** The pipelines in GStreamer's own words. Pure: `pupsentry-media --print-pipeline` shows what comes out. */
import type { Board, CodedStream } from '#board/board.ts';
import type { VideoStream } from '../media.ts';
import { quoted } from '../gst/gstreamer.ts';
import type { CameraPlan } from './camera.ts';
import { describeEncoder } from './encoders.ts';

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

/** Formats a V4L2 camera may offer, the best for this stream first. */
export function deviceFormats({ width, height, fps }: CodedStream): { caps: string; convert: string }[] {
  const exact = `width=${width},height=${height},framerate=${fps}/1`;
  const size = `width=${width},height=${height}`;
  return [
    { caps: `video/x-raw,${exact}`, convert: 'videoconvert' },
    { caps: `image/jpeg,${exact}`, convert: 'jpegdec ! videoconvert' },
    { caps: `video/x-raw,${size},framerate=(fraction)[15/1,120/1]`, convert: 'any' },
    { caps: `image/jpeg,${size},framerate=(fraction)[15/1,120/1]`, convert: 'jpegdec ! any' },
    { caps: 'video/x-raw,framerate=(fraction)[10/1,120/1]', convert: 'any' },
    { caps: 'image/jpeg,framerate=(fraction)[10/1,120/1]', convert: 'jpegdec ! any' },
    { caps: 'video/x-raw', convert: 'any' },
    { caps: 'image/jpeg', convert: 'jpegdec ! any' },
  ];
}

export function device(path: string, main: CodedStream, format: { caps: string; convert: string }): string {
  const convert = format.convert.includes('any')
    ? format.convert.replace('any', fitted(main))
    : `${format.convert} ! ${rawCaps(main)}`;
  return `v4l2src name=camera device=${quoted(path)} ! ${format.caps} ! ${convert}`;
}

/** From one raw picture to everything that is made of it. @param sink what stands at an end of this name */
export function streams(options: {
  board: Board;
  encoders: Record<VideoStream, string>;
  kbps: Record<VideoStream, number>;
  sink: (name: 'main' | 'sub' | 'grey' | 'still') => string;
}): string {
  const { board, encoders, kbps, sink } = options;
  const { sub, grey } = board.video;
  const coded = (name: VideoStream) =>
    `${describeEncoder(encoders[name], `${name}-encoder`, board.video[name], kbps[name])} ! ${sink(name)}`;
  return (
    `tee name=raw ` +
    // The newest raw picture waits here for whoever wants a snapshot; nothing is computed meanwhile.
    `raw. ! ${sink('still')} ` +
    `raw. ! ${fresh(2)} ! ${coded('main')} ` +
    `raw. ! ${fresh(1)} ! videorate drop-only=true ! video/x-raw,framerate=${sub.fps}/1 ! ` +
    `videoscale ! video/x-raw,width=${sub.width},height=${sub.height} ! tee name=small ` +
    `small. ! ${fresh(1)} ! ${coded('sub')} ` +
    `small. ! videorate drop-only=true ! video/x-raw,framerate=${grey.fps}/1 ! videoscale ! ` +
    `video/x-raw,width=${grey.width},height=${grey.height} ! videoconvert ! video/x-raw,format=GRAY8 ! ` +
    sink('grey')
  );
}

export function opus(source: string, kbps: number, sink: string): string {
  return (
    `${source} ! audioconvert ! audioresample ! audio/x-raw,rate=48000,channels=1 ! ` +
    `opusenc bitrate=${kbps * 1000} frame-size=20 audio-type=voice complexity=5 ! ${sink}`
  );
}

/** One picture to a JPEG: JFIF is full range BT.601. */
export function jpeg(main: CodedStream, size: { width: number; height: number }): string {
  return (
    `appsrc name=in format=time caps="${rawCaps(main)}" ! videoscale ! ` +
    `video/x-raw,width=${size.width},height=${size.height} ! videoconvert ! ` +
    'video/x-raw,format=I420,colorimetry=1:4:0:0 ! jpegenc quality=85 ! appsink name=out sync=false'
  );
}
