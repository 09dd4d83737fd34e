/** What can go wrong with camera, encoder and microphone, in words for people. */
import { GstError } from '../gst/gstreamer.ts';
import type { Component } from '../control.ts';
import type { VideoStream } from '../media.ts';

export type FaultCode =
  | 'camera-missing'
  | 'camera-busy'
  | 'camera-not-allowed'
  | 'camera-format'
  | 'camera-stalled'
  | 'encoder-failed'
  | 'microphone-missing'
  | 'microphone-busy'
  | 'speaker-missing'
  | 'speaker-busy'
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

  /** What was said by who failed, without a full stop. */
  get said(): string {
    return withoutStop((this.cause instanceof GstError ? this.cause : this).message);
  }
}

const withoutStop = (text: string) => text.replace(/[.\s]+$/, '');

/** An encoder failed at work. */
export class EncoderFaultError extends MediaFaultError {
  constructor(
    readonly stream: VideoStream,
    said: string,
    options?: ErrorOptions,
  ) {
    super(
      'encoder',
      'encoder-failed',
      `The encoder of the ${stream} stream failed: ${said}.`,
      'Another one takes over; it is tried again some hours later. If it keeps failing, restart the device.',
      options,
    );
  }
}

const RESOURCE = 'gst-resource-error-quark';
/** GstResourceError (gsterror.h). */
const BUSY = 4;
const NOT_AUTHORIZED = 15;
const SETTINGS = 13;
/** It is there and cannot be used as it is: not found, open for reading or both, read, failed. */
const GONE = new Set([1, 3, 5, 7, 9]);

/**
 * @param name the camera as people know it
 * @param clean hides secrets in GStreamer's words
 * @param user who uses it, such as "motion (pid 88)", where that can be told
 */
export function cameraFault(
  error: unknown,
  name: string,
  clean: (text: string) => string,
  user: () => string | null,
): MediaFaultError {
  if (error instanceof MediaFaultError) return error;
  if (!(error instanceof GstError)) return pipelineFault(error, clean);
  const stream = /:(main|sub)-encoder/.exec(error.source)?.[1] as VideoStream | undefined;
  if (stream) return new EncoderFaultError(stream, withoutStop(clean(error.message)), { cause: error });
  const says = clean(error.message).replace(/[.\s]*$/, '.');
  if (error.domain === RESOURCE && error.code === BUSY) {
    const who = user();
    return new MediaFaultError(
      'camera',
      'camera-busy',
      `The camera ${name} is in use by ${who ?? 'another program'}.`,
      `End ${who ?? 'the other program'}; it is tried again by itself.`,
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

/** @param user who uses it, such as "arecord (pid 412)", where that can be told */
export function microphoneFault(error: unknown, name: string, user: string | null): MediaFaultError {
  return soundFault('microphone', error, name, user, 'The picture goes on without sound.');
}

export function speakerFault(error: unknown, name: string, user: string | null): MediaFaultError {
  return soundFault('speaker', error, name, user, 'The ring is still heard on phones.');
}

function soundFault(
  component: 'microphone' | 'speaker',
  error: unknown,
  name: string,
  user: string | null,
  meanwhile: string,
): MediaFaultError {
  const busy = error instanceof GstError && error.domain === RESOURCE && error.code === BUSY;
  const says = error instanceof Error ? error.message.replace(/[.\s]*$/, '.') : String(error);
  return busy
    ? new MediaFaultError(
        component,
        `${component}-busy`,
        `The ${component} ${name} is in use by ${user ?? 'another program'}.`,
        `End ${user ?? 'the other program'}; it is tried again by itself. ${meanwhile}`,
        { cause: error },
      )
    : new MediaFaultError(
        component,
        `${component}-missing`,
        `The ${component} ${name} cannot be used: ${says}`,
        `Check that it is connected and that the name is right (${component === 'speaker' ? 'aplay' : 'arecord'} -L); it is tried again by itself. ${meanwhile}`,
        { cause: error },
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
