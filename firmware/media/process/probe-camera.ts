/** Asks a V4L2 camera which of the formats we can use it offers. */
import { stat } from 'node:fs/promises';
import type { CodedStream } from '#board/board.ts';
import { quoted } from '../gst/gstreamer.ts';
import { Pipeline } from '../gst/pipeline.ts';
import { deviceFormats } from './descriptions.ts';
import { MediaFaultError } from './media-fault.ts';

/** A driver may hang in its open call. */
const OPEN_LIMIT_MS = 6000;

/**
 * @param close takes the probe down, with whatever patience the caller has
 * @throws MediaFaultError "camera-missing", "camera-stalled", "camera-format"; GstError of GStreamer, such as busy
 */
export async function probeCamera(
  path: string,
  main: CodedStream,
  close: (probe: Pipeline) => Promise<void>,
): Promise<{ caps: string; convert: string }> {
  await requireFile(path, path);
  const probe = new Pipeline(`v4l2src name=camera device=${quoted(path)} ! fakesink`);
  let timer: NodeJS.Timeout | undefined;
  try {
    await new Promise<void>((resolve, reject) => {
      timer = setTimeout(() => reject(doesNotOpen(path)), OPEN_LIMIT_MS);
      probe.ready().then(resolve, reject);
    });
    const camera = probe.element('camera');
    const format = deviceFormats(main).find(({ caps }) => camera.canCarry('src', caps));
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

const doesNotOpen = (path: string) =>
  new MediaFaultError(
    'camera',
    'camera-stalled',
    `The camera ${path} does not open within ${OPEN_LIMIT_MS / 1000} s.`,
    'Unplug it and plug it in again; it is tried again by itself.',
  );

/** @throws MediaFaultError "camera-missing" */
export async function requireFile(path: string, name: string): Promise<void> {
  try {
    await stat(path);
  } catch {
    throw new MediaFaultError(
      'camera',
      'camera-missing',
      `There is no camera or file ${name}.`,
      path.startsWith('/dev/')
        ? 'Check that it is connected; it is tried again by itself.'
        : 'Check the path; it is tried again by itself.',
    );
  }
}
