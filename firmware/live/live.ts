/** Live view: answers viewers' offers, keeps their sessions, and steers the encoders by their links. */
import type { Clock, Timer } from '#kit/clock.ts';
import { explain } from '#kit/errors.ts';
import { LogThrottle, type Logger } from '#kit/log.ts';
import type { Service } from '#kit/service.ts';
import { v1 } from '#protocol/messages.ts';
import type { Link } from '../link/link.ts';
import type { Media, VideoStream } from '../media/media.ts';
import type { SettingsStore } from '../settings/store.ts';
import { parseCandidate } from './candidate.ts';
import {
  SUB_CEILING_KBPS,
  encoderTargets,
  mainFloor,
  usableKbps,
  type ViewerLink,
} from './encoder-targets.ts';
import type { Engine } from './engine.ts';
import { usableIceServers } from './ice-server.ts';
import { parseOffer } from './offer.ts';
import type { Recordings } from './playback/recordings.ts';
import { RefusedError } from './refused-error.ts';
import { Session, type EndReason, type SessionLimits } from './session.ts';
import type { SessionStats } from './session-stats.ts';
import { SharedPackets } from './shared-packets.ts';
import type { Quality } from './stream-choice.ts';

export interface LiveOptions {
  media: Media;
  link: Pick<Link, 'sendSignal' | 'onSignal'>;
  settings: Pick<SettingsStore, 'get' | 'onChanged'>;
  clock: Clock;
  log: Logger;
  engine: Engine;
  /** Null where nothing is recorded. */
  recordings: Recordings | null;
  limits?: Partial<SessionLimits>;
}

const LIMITS: SessionLimits = { silenceMs: 30_000, connectMs: 30_000 };
const TICK_MS = 100;
/** An offer that was under way for longer is answered to nobody. */
const OFFER_AGE_MS = 30_000;
const MAX_CANDIDATES = 64;
/** Ended sessions whose stragglers are not worth a reply. */
const REMEMBERED = 64;
/** An encoder is told at once to make less, and to make more when it is worth it. */
const WORTH = 1.04;

const QUALITIES: Record<v1.Quality, Quality> = {
  [v1.Quality.QUALITY_AUTO]: 'auto',
  [v1.Quality.QUALITY_SHARP]: 'sharp',
  [v1.Quality.QUALITY_LIGHT]: 'light',
};

export class LiveService implements Service {
  readonly name = 'live';
  readonly #options: LiveOptions;
  readonly #packets = new SharedPackets();
  readonly #throttle: LogThrottle;
  readonly #sessions = new Map<string, { session: Session; correlationId: string; candidates: number }>();
  readonly #ended = new Set<string>();
  readonly #targets: Partial<Record<VideoStream, number>> = {};
  #undo: (() => void)[] = [];
  #tick: Timer | null = null;
  #restarts = 0;

  constructor(options: LiveOptions) {
    this.#options = options;
    this.#throttle = new LogThrottle({ monotonicMs: () => options.clock.monotonicMs() });
  }

  start(): Promise<void> {
    const { link, media, clock, engine, log } = this.#options;
    this.#restarts = media.info().restarts;
    this.#undo = [
      link.onSignal((signal, envelope) => this.#onSignal(signal, envelope)),
      media.onChanged(() => this.#onMediaChanged()),
      this.#options.settings.onChanged((keys) => {
        if (keys.has('video.bitrateKbps')) this.#steer();
      }),
    ];
    this.#tick = clock.every(TICK_MS, () => this.#onTime());
    log.debug({ engine: engine.name }, 'live view ready');
    return Promise.resolve();
  }

  stop(): Promise<void> {
    this.#tick?.cancel();
    for (const undo of this.#undo.splice(0)) undo();
    for (const id of [...this.#sessions.keys()]) this.#end(id, 'shutdown');
    this.#options.engine.stop();
    return Promise.resolve();
  }

  /** The viewers of this moment. */
  sessions(): SessionStats[] {
    return [...this.#sessions.values()].map(({ session }) => session.stats);
  }

  /** Somebody watches by a line that carries less than the whole picture: others should leave it alone. */
  get isShortOfLine(): boolean {
    const { main = Infinity, sub = Infinity } = this.#targets;
    return (
      this.#sessions.size > 0 &&
      (main < this.#options.settings.get('video.bitrateKbps') || sub < SUB_CEILING_KBPS)
    );
  }

  #onSignal(signal: v1.Signal, envelope: v1.Envelope): void {
    const id = signal.sessionId;
    if (id === '' || id.length > 64) return;
    if (signal.offer) this.#onOffer(id, signal.offer, envelope);
    else if (signal.candidate) this.#onCandidate(id, signal.candidate, envelope);
    else if (signal.bye) this.#end(id, 'bye');
  }

  #onOffer(id: string, offer: v1.IOffer, envelope: v1.Envelope): void {
    const { link, log } = this.#options;
    const { correlationId } = envelope;
    try {
      const session = this.#open(id, offer, envelope);
      link.sendSignal({ sessionId: id, answer: { sdp: session.answer } }, correlationId);
      log.info({ viewer: id, viewers: this.#sessions.size }, 'viewer joins');
    } catch (error) {
      const refused = error instanceof RefusedError;
      if (!refused) log.warn({ viewer: id, err: error }, 'viewer could not be let in');
      const code = refused ? error.code : 'busy';
      const message = refused ? error.message : 'The device cannot open a live view at present.';
      this.#throttle.allow(`refused ${code}`, (more) =>
        log.info({ viewer: id, code, more }, `viewer refused: ${explain(error)}`),
      );
      this.#remember(id);
      link.sendSignal({ sessionId: id, refusal: { code, message } }, correlationId);
    }
  }

  #open(id: string, offer: v1.IOffer, envelope: v1.Envelope): Session {
    const { settings } = this.#options;
    this.#checkAge(envelope);
    const parsed = parseOffer(offer.sdp ?? '');
    // What was recorded may be looked at while the camera sees nothing: in privacy mode, or without a camera.
    const recordings = offer.recordings && parsed.data ? this.#options.recordings : null;
    if (!recordings) this.#checkPicture();
    if (this.#sessions.has(id)) this.#end(id, 'replaced');
    if (this.#sessions.size >= settings.get('live.maxViewers'))
      throw new RefusedError('busy', 'As many people as this device can serve are watching already.');
    const { correlationId } = envelope;
    const session = new Session({
      ...this.#options,
      id,
      offer: parsed,
      recordings,
      iceServers: usableIceServers(offer.iceServers),
      quality: QUALITIES[offer.quality ?? v1.Quality.QUALITY_AUTO] ?? 'auto',
      packets: this.#packets,
      limits: { ...LIMITS, ...this.#options.limits },
      ceilingKbps: () => settings.get('video.bitrateKbps'),
      onCandidate: (candidate) =>
        this.#options.link.sendSignal(
          { sessionId: id, candidate: { candidate: candidate ?? '', mid: parsed.video.mid } },
          correlationId,
        ),
      onEnded: (reason) => this.#end(id, reason),
    });
    this.#ended.delete(id);
    this.#sessions.set(id, { session, correlationId, candidates: 0 });
    return session;
  }

  /** Only a clock that is right can tell; replays within that time open nothing without the DTLS keys. */
  #checkAge(envelope: v1.Envelope): void {
    const { clock } = this.#options;
    if (clock.quality() !== 'synced' || envelope.clockQuality !== v1.ClockQuality.CLOCK_QUALITY_SYNCED)
      return;
    if (clock.nowMs() - envelope.timeMs > OFFER_AGE_MS)
      throw new RefusedError('expired', 'The request to watch came too late.');
  }

  #checkPicture(): void {
    const { phase, faults } = this.#options.media.info();
    if (phase === 'off') throw new RefusedError('no-picture', 'Privacy is on: the camera sees nothing.');
    const fault =
      phase === 'starting' && faults.find((f) => f.component === 'camera' || f.component === 'indicator');
    if (fault) throw new RefusedError('no-picture', fault.message);
  }

  #onCandidate(id: string, { candidate: text }: v1.ICandidate, envelope: v1.Envelope): void {
    const entry = this.#sessions.get(id);
    if (!entry) {
      if (this.#ended.has(id)) return;
      this.#remember(id);
      const refusal = { code: 'unknown-session', message: 'The device knows no such live view.' };
      return this.#options.link.sendSignal({ sessionId: id, refusal }, envelope.correlationId);
    }
    if (++entry.candidates > MAX_CANDIDATES) return;
    const candidate = parseCandidate(text ?? '');
    if (candidate) entry.session.addCandidate(candidate);
  }

  #end(id: string, reason: EndReason): void {
    const entry = this.#sessions.get(id);
    if (!entry) return;
    this.#sessions.delete(id);
    entry.session.close();
    this.#remember(id);
    if (reason !== 'bye' && reason !== 'replaced')
      this.#options.link.sendSignal({ sessionId: id, bye: { reason } }, entry.correlationId);
    this.#options.log.info({ viewer: id, reason, viewers: this.#sessions.size }, 'viewer leaves');
    this.#steer();
  }

  #remember(id: string): void {
    this.#ended.add(id);
    if (this.#ended.size > REMEMBERED) this.#ended.delete(this.#ended.values().next().value!);
  }

  #onMediaChanged(): void {
    const { phase, restarts } = this.#options.media.info();
    if (phase === 'off')
      for (const [id, { session }] of [...this.#sessions])
        if (!session.mayPlayRecordings) this.#end(id, 'no-picture');
    if (restarts === this.#restarts) return;
    this.#restarts = restarts;
    for (const { session } of this.#sessions.values()) session.mediaRestarted();
  }

  #onTime(): void {
    if (this.#sessions.size === 0) return;
    const nowMs = this.#options.clock.monotonicMs();
    const floorKbps = mainFloor(this.#links(), this.#options.settings.get('video.bitrateKbps'));
    for (const { session } of this.#sessions.values()) {
      const { link } = session;
      session.onTime(link ? usableKbps(link) : 0, floorKbps, nowMs);
    }
    this.#steer();
  }

  /** Of those who see what the camera sees. */
  #links(): ViewerLink[] {
    return [...this.#sessions.values()].flatMap(({ session }) => session.link ?? []);
  }

  #steer(): void {
    const links = this.#links();
    const ceilingKbps = this.#options.settings.get('video.bitrateKbps');
    const targets = encoderTargets(links, ceilingKbps);
    const most: Record<VideoStream, number> = { main: ceilingKbps, sub: SUB_CEILING_KBPS };
    for (const stream of ['main', 'sub'] as const) {
      const told = this.#targets[stream] ?? Infinity;
      const target = targets[stream];
      const worthIt = target < told || target >= told * WORTH || target === most[stream];
      if (target === told || !worthIt) continue;
      this.#targets[stream] = target;
      this.#options.media.setBitrate(stream, target);
    }
  }
}
