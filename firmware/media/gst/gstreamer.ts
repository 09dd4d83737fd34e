/** GStreamer itself: start it, ask it what it has. */
import { PupsentryError } from '#kit/errors.ts';
import { native, takeError } from './native.ts';

/** What GStreamer says went wrong, as it says it. */
export class GstError extends Error {
  override name = 'GstError';
  /**
   * @param domain such as "gst-resource-error-quark"
   * @param code within the domain (gsterror.h)
   * @param source path of the element that said it
   * @param debug for developers: may hold file names and addresses with their passwords
   */
  constructor(
    message: string,
    readonly domain = '',
    readonly code = 0,
    readonly source = '',
    readonly debug = '',
  ) {
    super(message);
  }
}

let version: string | undefined;

/**
 * Starts GStreamer; again and again is the same as once.
 * @returns its version, such as "1.22.0"
 * @throws PupsentryError "gstreamer-missing"
 */
export function initGStreamer(): string {
  if (version !== undefined) return version;
  const gst = native();
  const error: [bigint | null] = [null];
  if (!gst.initCheck(null, null, error)) {
    const said = takeError(error[0])?.message ?? 'it gave no reason';
    throw new PupsentryError('gstreamer-missing', `GStreamer does not start: ${said}.`);
  }
  const numbers: [number][] = [[0], [0], [0], [0]];
  gst.version(numbers[0]!, numbers[1]!, numbers[2]!, numbers[3]!);
  return (version = numbers.slice(0, 3).join('.'));
}

/** Whether there is an element of this name, such as "x264enc". Says nothing about whether it works. */
export function hasElement(name: string): boolean {
  initGStreamer();
  const factory = native().factoryFind(name);
  if (factory !== null) native().unref(factory);
  return factory !== null;
}

/** Quotes a value for a pipeline description: file names may hold blanks, quotes and exclamation marks. */
export function quoted(value: string): string {
  return `"${value.replace(/[\\"]/g, '\\$&')}"`;
}
