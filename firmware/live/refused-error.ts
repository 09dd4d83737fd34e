/** Why an offer is not answered: becomes a Refusal on the wire. */
export type RefusalCode = 'bad-sdp' | 'no-h264' | 'busy' | 'no-picture' | 'expired' | 'unknown-session';

export class RefusedError extends Error {
  override name = 'RefusedError';
  /** @param message a sentence for the viewer */
  constructor(
    readonly code: RefusalCode,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}
