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
  | 'privacy-zones-failed'
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
}

const withoutStop = (text: string) => text.replace(/[.\s]+$/, '');

/** An encoder failed at work. */
export class EncoderFaultError extends MediaFaultError {
  constructor(
    readonly stream: VideoStream,
    /** What it said, without a full stop. */
    readonly said: string,
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
const READ = 9;

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
  const fault = (code: FaultCode, message: string, remedy: string) =>
    new MediaFaultError('camera', code, message, remedy, { cause: error });
  const format = () =>
    fault(
      'camera-format',
      `The pictures of ${name} cannot be read: ${says}`,
      'Use a camera or a file in a format that GStreamer decodes; it is tried again by itself.',
    );
  if (error.domain === 'gst-stream-error-quark' || error.domain === 'gst-core-error-quark') return format();
  if (error.domain !== RESOURCE) return pipelineFault(error, clean);
  switch (error.code) {
    case BUSY: {
      const who = user();
      return fault(
        'camera-busy',
        `The camera ${name} is in use by ${who ?? 'another program'}.`,
        `End ${who ?? 'the other program'}; it is tried again by itself.`,
      );
    }
    case NOT_AUTHORIZED:
      return fault(
        'camera-missing',
        `The camera ${name} refuses the user name or the password.`,
        'Put the right ones into its address: rtsp://user:password@host/path.',
      );
    case SETTINGS:
      return format();
    case READ:
      return fault(
        'camera-missing',
        `The camera ${name} has stopped: ${says}`,
        'Check that it is still connected; it is tried again by itself.',
      );
    default:
      return fault(
        'camera-missing',
        `The camera ${name} cannot be opened: ${says}`,
        'Check that it is connected and that the name is right; it is tried again by itself.',
      );
  }
}

/** @param user who uses it, such as "arecord (pid 412)", where that can be told */
export function microphoneFault(error: unknown, name: string, user: string | null): MediaFaultError {
  return soundFault(
    'microphone',
    error,
    name,
    user,
    'It is tried again by itself; the picture goes on without sound.',
  );
}

export function speakerFault(error: unknown, name: string, user: string | null): MediaFaultError {
  return soundFault('speaker', error, name, user, 'The next ring tries again; phones ring all the same.');
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
        `End ${user ?? 'the other program'}. ${meanwhile}`,
        { cause: error },
      )
    : new MediaFaultError(
        component,
        `${component}-missing`,
        `The ${component} ${name} cannot be used: ${says}`,
        `Check that it is connected and that the name is right (${component === 'speaker' ? 'aplay' : 'arecord'} -L). ${meanwhile}`,
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
