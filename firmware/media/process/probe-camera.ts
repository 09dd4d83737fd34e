/** Asks a V4L2 camera which of the formats we can use it offers. */
import type { CodedStream } from '#board/board.ts';
import { quoted } from '../gst/gstreamer.ts';
import { Pipeline } from '../gst/pipeline.ts';
import { deviceFormats, sharedFormats, type DeviceFormat } from './descriptions.ts';
import { MediaFaultError } from './media-fault.ts';

/** A driver may hang in its open call. */
const OPEN_LIMIT_MS = 6000;

export interface ProbeOptions {
  path: string;
  main: CodedStream;
  /** The encoder that shall take the camera's buffers as they are, if one shall. */
  into: string | null;
  /** Takes the probe down, with whatever patience the caller has. */
  close: (probe: Pipeline) => Promise<void>;
}

/** @throws MediaFaultError "camera-stalled", "camera-format"; GstError of GStreamer, such as busy */
export async function probeCamera({ path, main, into, close }: ProbeOptions): Promise<DeviceFormat> {
  const probe = new Pipeline(`v4l2src name=camera device=${quoted(path)} ! fakesink`);
  let timer: NodeJS.Timeout | undefined;
  try {
    await new Promise<void>((resolve, reject) => {
      timer = setTimeout(() => reject(doesNotOpen(path)), OPEN_LIMIT_MS);
      probe.ready().then(resolve, reject);
    });
    const camera = probe.element('camera');
    const formats = [...(into ? await takenBy(into, main) : []), ...deviceFormats(main)];
    const format = formats.find(({ caps }) => camera.canCarry('src', caps));
    if (format) return format;
    throw new MediaFaultError(
      'camera',
      'camera-format',
      `The camera ${path} offers neither raw pictures nor JPEG.`,
      'Use another camera; see `v4l2-ctl --list-formats-ext` for what it offers.',
    );
  } finally {
    clearTimeout(timer);
    await close(probe);
  }
}

/** Those that the encoder takes. A V4L2 encoder knows from its driver, without being opened. */
async function takenBy(encoder: string, main: CodedStream): Promise<DeviceFormat[]> {
  const idle = new Pipeline(`${encoder} name=encoder ! fakesink`);
  try {
    return sharedFormats(main).filter(({ caps }) => idle.element('encoder').canCarry('sink', caps));
  } finally {
    await idle.close();
  }
}

const doesNotOpen = (path: string) =>
  new MediaFaultError(
    'camera',
    'camera-stalled',
    `The camera ${path} does not open within ${OPEN_LIMIT_MS / 1000} s.`,
    'Unplug it and plug it in again; it is tried again by itself.',
  );
