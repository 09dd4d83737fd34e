/** What can go wrong with camera, encoder and microphone, in words for people. */
import { GstError } from '../gst/gstreamer.ts';
import type { Component } from '../control.ts';

export type FaultCode =
  | 'camera-missing'
  | 'camera-busy'
  | 'camera-format'
  | 'camera-stalled'
  | 'encoder-failed'
  | 'microphone-missing'
  | 'microphone-busy'
  | 'pipeline-error';

export class MediaFaultError extends Error {
  override name = 'MediaFaultError';
  constructor(
    readonly component: Component,
    readonly code: FaultCode,
    message: string,
    readonly remedy: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

const RESOURCE = 'gst-resource-error-quark';
/** GstResourceError (gsterror.h). */
const BUSY = 4;
const NOT_AUTHORIZED = 15;
const SETTINGS = 13;
/** It is there and cannot be used as it is: not found, open for reading or both, read, failed. */
const GONE = new Set([1, 3, 5, 7, 9]);

/** @param name the camera as people know it; @param clean hides secrets in GStreamer's words */
export function cameraFault(error: unknown, name: string, clean: (text: string) => string): MediaFaultError {
  if (error instanceof MediaFaultError) return error;
  if (!(error instanceof GstError)) return pipelineFault(error, clean);
  if (/:(main|sub)-encoder/.test(error.source)) {
    return new MediaFaultError(
      'encoder',
      'encoder-failed',
      `The video encoder failed: ${clean(error.message)}`,
      'It is started again; if it keeps failing, restart the device.',
      { cause: error },
    );
  }
  const says = clean(error.message).replace(/[.\s]*$/, '.');
  if (error.domain === RESOURCE && error.code === BUSY) {
    return new MediaFaultError(
      'camera',
      'camera-busy',
      `The camera ${name} is in use by another program.`,
      'Close the other program; it is tried again by itself.',
    );
  }
  if (error.domain === RESOURCE && error.code === NOT_AUTHORIZED) {
    return new MediaFaultError(
      'camera',
      'camera-missing',
      `The camera ${name} refuses the user name or the password.`,
      'Put the right ones into its address: rtsp://user:password@host/path.',
    );
  }
  if (error.domain === RESOURCE && GONE.has(error.code)) {
    return new MediaFaultError(
      'camera',
      'camera-missing',
      `The camera ${name} cannot be opened: ${says}`,
      'Check that it is connected and that the name is right; it is tried again by itself.',
    );
  }
  if (
    (error.domain === RESOURCE && error.code === SETTINGS) ||
    error.domain === 'gst-stream-error-quark' ||
    error.domain === 'gst-core-error-quark'
  ) {
    return new MediaFaultError(
      'camera',
      'camera-format',
      `The pictures of ${name} cannot be read: ${says}`,
      'Use a camera or a file in a format that GStreamer decodes.',
    );
  }
  return pipelineFault(error, clean);
}

export function microphoneFault(error: unknown, name: string): MediaFaultError {
  const busy = error instanceof GstError && error.domain === RESOURCE && error.code === BUSY;
  const says = error instanceof Error ? error.message.replace(/[.\s]*$/, '.') : '';
  return busy
    ? new MediaFaultError(
        'microphone',
        'microphone-busy',
        `The microphone ${name} is in use by another program.`,
        'Close the other program; it is tried again by itself. The picture goes on without sound.',
      )
    : new MediaFaultError(
        'microphone',
        'microphone-missing',
        `The microphone ${name} cannot be opened: ${says}`,
        'Check that it is connected and that the name is right; the picture goes on without sound.',
      );
}

function pipelineFault(error: unknown, clean: (text: string) => string): MediaFaultError {
  const says = error instanceof Error ? error.message : String(error);
  return new MediaFaultError(
    'media',
    'pipeline-error',
    `The media pipeline failed: ${clean(says)}`,
    'It is started again; if it keeps failing, restart the device.',
    { cause: error },
  );
}
