/** Why there is no connection with the cloud, in a sentence for people. */

export type LinkProblemKind =
  /** The broker does not speak this version of MQTT. */
  | 'version'
  /** The broker will never take this very message. */
  | 'message-refused'
  | 'certificate'
  | 'unreachable'
  | 'refused'
  | 'closed'
  | 'oversize'
  | 'busy'
  | 'stopped';

export class LinkProblem extends Error {
  override name = 'LinkProblem';
  constructor(
    readonly kind: LinkProblemKind,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

/** System and TLS error codes (Node's `errors` and `tls` pages) to kind and sentence. */
const BY_CODE: Record<string, [LinkProblemKind, string]> = {
  ECONNREFUSED: ['unreachable', 'No broker listens at this address.'],
  ECONNRESET: ['closed', 'The broker reset the connection.'],
  EPIPE: ['closed', 'The broker closed the connection.'],
  ENOTFOUND: ['unreachable', "The broker's name cannot be resolved."],
  EAI_AGAIN: ['unreachable', "The broker's name cannot be resolved: no name server answers."],
  EHOSTUNREACH: ['unreachable', 'There is no route to the broker.'],
  ENETUNREACH: ['unreachable', 'There is no network.'],
  ETIMEDOUT: ['unreachable', 'The broker does not answer.'],
  CERT_HAS_EXPIRED: ['certificate', "The broker's certificate has expired, or this device's clock is wrong."],
  CERT_NOT_YET_VALID: [
    'certificate',
    "The broker's certificate is not yet valid, or this device's clock is wrong.",
  ],
  SELF_SIGNED_CERT_IN_CHAIN: ['certificate', "The broker's certificate is not from the known authority."],
  DEPTH_ZERO_SELF_SIGNED_CERT: ['certificate', "The broker's certificate is not from the known authority."],
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: [
    'certificate',
    "The broker's certificate is not from the known authority.",
  ],
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: [
    'certificate',
    "The broker's certificate is not from the known authority.",
  ],
  ERR_TLS_CERT_ALTNAME_INVALID: ['certificate', "The broker's certificate is for another name."],
};

/** MQTT 3.1.1 section 3.2.2.3 (1-5), MQTT 5 section 2.4 (128 and up). */
const BY_REASON: Record<number, [LinkProblemKind, string]> = {
  1: ['version', 'it does not speak this version of MQTT'],
  2: ['refused', 'it rejects the client id'],
  3: ['refused', 'it is not available'],
  4: ['refused', 'user name or password are wrong'],
  5: ['refused', 'this device is not authorised'],
  132: ['version', 'it does not speak this version of MQTT'],
  133: ['refused', 'it rejects the client id'],
  134: ['refused', 'user name or password are wrong'],
  135: ['refused', 'this device is not authorised'],
  136: ['refused', 'it is not available'],
  137: ['refused', 'it is busy'],
  138: ['refused', 'this device is banned'],
  139: ['closed', 'it shuts down'],
  141: ['closed', 'it heard nothing from this device for too long'],
  142: ['closed', 'another client uses this device id'],
  149: ['message-refused', 'the message is too large'],
  151: ['refused', 'a quota is exceeded'],
  153: ['message-refused', 'the message has the wrong format'],
};

/**
 * @param thrown an error of a socket, of TLS or of the MQTT client
 * @param what the beginning of the sentence when the broker gave a reason code
 */
export function problemOf(
  thrown: Error | { code?: unknown },
  what = 'The broker refuses the connection',
): LinkProblem {
  if (thrown instanceof LinkProblem) return thrown;
  const { code } = thrown as { code?: unknown };
  const message = thrown instanceof Error ? thrown.message : '';
  if (typeof code === 'number' && code > 0) {
    const [kind, reason] = BY_REASON[code] ?? ['refused', `reason code ${code}`];
    return new LinkProblem(kind, `${what}: ${reason}.`, { cause: thrown });
  }
  const known = BY_CODE[String(code)];
  if (known) return new LinkProblem(known[0], known[1], { cause: thrown });
  if (/connack timeout/i.test(message))
    return new LinkProblem('unreachable', 'The broker does not answer.', { cause: thrown });
  if (/keepalive timeout/i.test(message))
    return new LinkProblem('closed', 'The broker no longer answers.', { cause: thrown });
  // TLS alerts come as ERR_SSL_TLSV1_ALERT_… or ERR_SSL_TLSV13_ALERT_…
  if (/alert/i.test(`${String(code)} ${message}`))
    return new LinkProblem('certificate', "The broker does not accept this device's certificate.", {
      cause: thrown,
    });
  return new LinkProblem('closed', `The connection failed: ${message || String(code)}.`, { cause: thrown });
}
