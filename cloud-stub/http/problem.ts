/** What went wrong, as an HTTP answer: a status, a word for programs, a sentence for people. */
import type { FastifyError } from 'fastify';
import { PupsentryError } from '#kit/errors.ts';
import type { Problem } from '../api.ts';

/** Word to status. A PupsentryError with another word is a fault of ours: 500. */
const STATUS: Record<string, number> = {
  invalid: 400,
  'not-signed-in': 401,
  'bad-link': 401,
  'bad-pass': 401,
  lapsed: 402,
  'wrong-host': 403,
  'wrong-origin': 403,
  'owner-only': 403,
  'not-found': 404,
  'no-such-device': 404,
  'no-such-event': 404,
  'no-picture': 404,
  'no-such-session': 404,
  'no-such-clip': 404,
  'no-such-item': 404,
  'no-such-package': 404,
  'no-such-order': 404,
  'no-thumbnail': 404,
  'too-slow': 408,
  'upload-broken': 400,
  'device-offline': 409,
  'out-of-order': 409,
  'key-list-changed': 409,
  'bad-clip': 400,
  'bad-key-list': 400,
  'clip-too-large': 413,
  'no-such-range': 416,
  'digest-mismatch': 422,
  'too-many-clips': 429,
  'store-down': 503,
  'store-full': 507,
  'too-many-settings': 409,
  'album-full': 409,
  'trial-used': 409,
  'no-payment': 409,
  'paid-ahead': 409,
  'picture-gone': 409,
  'thumbnail-there': 409,
  'too-many-links': 409,
  'too-large': 413,
  'bad-media': 415,
  'too-many': 429,
  busy: 429,
  'payment-failed': 502,
  'broker-down': 503,
  timeout: 504,
  'storage-full': 507,
};

export function problem(code: keyof typeof STATUS & string, message: string): PupsentryError {
  return new PupsentryError(code, message);
}

/** @param page null: what was asked for as `before` is no cursor of ours */
export function mustBePage<T>(page: T | null): T {
  if (page === null) throw problem('invalid', 'before: not the `next` of a page.');
  return page;
}

/** @returns status and body; `unexpected` when it is a bug or a broken machine, to be logged */
export function toProblem(error: unknown): { status: number; body: Problem; unexpected: boolean } {
  if (error instanceof PupsentryError && STATUS[error.code]) {
    return {
      status: STATUS[error.code]!,
      body: { code: error.code, message: error.message },
      unexpected: false,
    };
  }
  const { statusCode, validation, message } = error as Partial<FastifyError>;
  if (validation || (statusCode && statusCode >= 400 && statusCode < 500)) {
    const code = statusCode === 413 ? 'too-large' : 'invalid';
    return { status: statusCode ?? 400, body: { code, message: message ?? '' }, unexpected: false };
  }
  const body = { code: 'failed', message: 'Something went wrong in the cloud stub. Its log says more.' };
  return { status: 500, body, unexpected: true };
}
