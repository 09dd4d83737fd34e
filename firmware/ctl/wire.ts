/**
 * How pupsentryctl and the daemon speak: JSON, one value a line, over a Unix socket.
 *
 *   -> {"id": 1, "method": "status", "params": {}}
 *   <- {"id": 1, "result": {…}}                       or
 *   <- {"id": 1, "error": {"code": "…", "message": "…", "remedy": "…"}}
 *   <- {"id": 1, "item": {…}} any number of times     a method that follows; ends when the caller
 *                                                      stops writing
 *
 * An error that belongs to no request has the id null.
 */

/** Longest request, bytes; a longer one ends the connection. */
export const MAX_REQUEST_BYTES = 64 * 1024;
/** Longest answer, bytes: a picture of 512 KiB in base64, and room. */
export const MAX_ANSWER_BYTES = 4 * 1024 * 1024;
/** `sun_path` of Linux holds 108 bytes with its closing zero (unix(7)). */
export const MAX_SOCKET_PATH_BYTES = 107;

export type RequestId = string | number;

export interface Request {
  id: RequestId;
  method: string;
  params?: unknown;
}

export interface ControlProblem {
  code: string;
  message: string;
  remedy: string;
}

export type Answer =
  | { id: RequestId; result: unknown }
  | { id: RequestId; item: unknown }
  | { id: RequestId | null; error: ControlProblem };

/** Cuts a byte stream into lines. */
export class LineCutter {
  readonly #maxBytes: number;
  #parts: Buffer[] = [];
  #bytes = 0;

  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes;
  }

  /**
   * @returns the lines this chunk completes, without their newlines and without empty ones
   * @throws RangeError when a line grows beyond the limit; the cutter is of no use after that
   */
  *push(chunk: Buffer): Generator<string> {
    let rest = chunk;
    for (let end = rest.indexOf(10); end >= 0; end = rest.indexOf(10)) {
      this.#keep(rest.subarray(0, end));
      rest = rest.subarray(end + 1);
      const line = Buffer.concat(this.#parts).toString('utf8').trim();
      this.#parts = [];
      this.#bytes = 0;
      if (line !== '') yield line;
    }
    this.#keep(rest);
  }

  #keep(part: Buffer): void {
    this.#bytes += part.length;
    if (this.#bytes > this.#maxBytes) throw new RangeError(`a line is longer than ${this.#maxBytes} bytes`);
    if (part.length > 0) this.#parts.push(part);
  }
}

/** @returns the request in a line, or the sentence that says why it is none */
export function parseRequest(line: string): Request | string {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    return 'The line is not JSON.';
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    return 'The line is not a JSON object.';
  const { id, method, params } = value as Record<string, unknown>;
  if (!(typeof id === 'string' && id.length <= 64) && !Number.isSafeInteger(id))
    return '"id" has to be an integer or a string of at most 64 characters.';
  if (typeof method !== 'string') return '"method" has to be a string.';
  return { id: id as RequestId, method, params };
}
