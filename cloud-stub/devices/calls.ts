/** The talk that sets up live sessions, between one browser and one device. */
import { v1 } from '#protocol/messages.ts';
import type { Session, SignalMessage, SignalRequest } from '../api.ts';
import type { Feed } from '../feed.ts';
import { text } from '../ingest/bounds.ts';
import type { Mailer } from './mailer.ts';

/** Longest session description, characters (pupsentry.proto: 64 KiB). */
const MAX_SDP = 64 * 1024;
/** More live sessions are not remembered; the oldest is forgotten first. */
const MAX_CALLS = 1000;

const QUALITY = {
  auto: v1.Quality.QUALITY_AUTO,
  sharp: v1.Quality.QUALITY_SHARP,
  light: v1.Quality.QUALITY_LIGHT,
};

interface Call {
  deviceId: string;
  /** The sign-in session that opened it. */
  signIn: string;
  householdId: string;
}

export class Calls {
  readonly #mailer: Mailer;
  readonly #feed: Feed;
  readonly #iceServers: Session['iceServers'];
  readonly #calls = new Map<string, Call>();

  constructor(options: { mailer: Mailer; feed: Feed; iceServers: Session['iceServers'] }) {
    this.#mailer = options.mailer;
    this.#feed = options.feed;
    this.#iceServers = options.iceServers;
  }

  /**
   * A browser speaks to a device.
   * @returns false when this live session belongs to somebody else
   * @throws PupsentryError "broker-down"
   */
  async toDevice(call: Call, request: SignalRequest): Promise<boolean> {
    const { sessionId } = request;
    const known = this.#calls.get(sessionId);
    if (known && (known.signIn !== call.signIn || known.deviceId !== call.deviceId)) return false;
    this.#remember(sessionId, call);
    await this.#mailer.send(call.deviceId, { signal: this.#toSignal(request) }, sessionId);
    if ('bye' in request) this.#calls.delete(sessionId);
    return true;
  }

  /**
   * A device speaks to a browser.
   * @returns false when nobody has this session open, or the message says nothing
   */
  fromDevice(deviceId: string, signal: v1.ISignal): boolean {
    const data = readSignal(deviceId, signal);
    const call = this.#calls.get(signal.sessionId ?? '');
    if (!data || call?.deviceId !== deviceId) return false;
    const { householdId, signIn } = call;
    this.#feed.publish({ householdId, sessionId: signIn, message: { type: 'signal', data } });
    return true;
  }

  #remember(sessionId: string, call: Call): void {
    this.#calls.delete(sessionId);
    this.#calls.set(sessionId, call);
    if (this.#calls.size > MAX_CALLS) this.#calls.delete(this.#calls.keys().next().value!);
  }

  #toSignal(request: SignalRequest): v1.ISignal {
    const { sessionId } = request;
    if ('offer' in request) {
      const { sdp, quality } = request.offer;
      const iceServers = this.#iceServers.map(({ urls, username = '', credential = '' }) => ({
        url: urls,
        username,
        credential,
      }));
      // Who is signed in is an owner so far; guests will see what is now, and nothing before their time.
      return { sessionId, offer: { sdp, iceServers, quality: QUALITY[quality ?? 'auto'], recordings: true } };
    }
    return { ...request };
  }
}

/** @returns null for a signal that says nothing or too much */
function readSignal(deviceId: string, signal: v1.ISignal): SignalMessage | null {
  const of = { deviceId, sessionId: signal.sessionId ?? '' };
  const { answer, candidate, bye, refusal } = signal;
  if (answer)
    return (answer.sdp?.length ?? 0) <= MAX_SDP ? { ...of, answer: { sdp: answer.sdp ?? '' } } : null;
  if (candidate)
    return { ...of, candidate: { candidate: text(candidate.candidate, 2000), mid: text(candidate.mid, 60) } };
  if (bye) return { ...of, bye: { reason: text(bye.reason, 300) } };
  if (refusal)
    return { ...of, refusal: { code: text(refusal.code, 60), message: text(refusal.message, 300) } };
  return null;
}
