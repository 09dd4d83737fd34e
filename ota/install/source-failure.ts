/** Why a mirror does not give what it should. */
import { PupsentryError } from '#kit/errors.ts';

/** Reasons for people; those that pass by themselves, and those for which a mirror is not asked again for this update. */
const PASSING = {
  'connection-lost': 'The connection to the update server broke.',
  'image-changed': 'The update on the server was changed while it was being fetched.',
  'name-not-found': 'The name of the update server cannot be found.',
  'server-busy': 'The update server has too much to do.',
  'server-failed': 'The update server has a fault of its own.',
  'server-unreachable': 'The update server cannot be reached.',
  stalled: 'The update server stopped sending.',
  'too-slow': 'The update server sends too slowly.',
} as const;
const LASTING = {
  'body-encoded': 'The update server sends the update in an encoding that was not asked for.',
  'captive-portal': 'The network answers with a page of its own, such as a sign-in, instead of the update.',
  'certificate-invalid':
    'The update server cannot prove who it is: its certificate is not one that is trusted.',
  'certificate-not-yet-valid':
    'The certificate of the update server is not valid yet: the clock of this device may be wrong.',
  'image-not-found': 'The update server does not have this update.',
  'ranges-refused': 'The update server sends whole files alone, not parts of them.',
  redirected:
    'The update server sends to another address; updates are fetched only where they were meant to be.',
  'request-refused': 'The update server refuses the request.',
  'wrong-bytes': 'What the update server sends is not what was signed.',
  'wrong-length': 'The update on the server has not the size that was signed.',
  'wrong-range': 'The update server sends another part than the one that was asked for.',
} as const;

export type SourceReason = keyof typeof PASSING | keyof typeof LASTING;

export class SourceFailure extends PupsentryError {
  override name = 'SourceFailure';
  /** The mirror is of no use for this update any more. */
  readonly isLasting: boolean;
  /** What the server asked for, ms; 0 when it did not say. */
  readonly waitMs: number;

  constructor(
    readonly reason: SourceReason,
    options: { cause?: unknown; waitMs?: number } = {},
  ) {
    super(reason, { ...PASSING, ...LASTING }[reason], '', { cause: options.cause });
    this.isLasting = reason in LASTING;
    this.waitMs = options.waitMs ?? 0;
  }
}

const BY_CODE: Record<string, SourceReason> = {
  CERT_NOT_YET_VALID: 'certificate-not-yet-valid',
  EAI_AGAIN: 'name-not-found',
  ENOTFOUND: 'name-not-found',
  ECONNRESET: 'connection-lost',
  EPIPE: 'connection-lost',
};

/** @param thrown by Node's HTTP client @returns what it means */
export function sourceFailure(thrown: unknown): SourceFailure {
  if (thrown instanceof SourceFailure) return thrown;
  const code = (thrown as { code?: unknown }).code;
  const word = typeof code === 'string' ? code : '';
  return new SourceFailure(BY_CODE[word] ?? byKind(word), { cause: thrown });
}

function byKind(code: string): SourceReason {
  if (/CERT|SELF_SIGNED|ISSUER|SIGNATURE|CRL/.test(code)) return 'certificate-invalid';
  if (/^HPE_|^ERR_SSL|^EPROTO$|^ERR_HTTP/.test(code)) return 'connection-lost'; // not HTTP, or not TLS, what came
  return 'server-unreachable';
}
