/**
 * What one viewer's link carries: pure, driven by feedback and time.
 *
 * The best news is when each packet arrived (transport feedback): packets that wait tell that the link is
 * full, and what then arrives is what it carries. Viewers that do not tell have REMB, their own estimate: it
 * is good at telling that a link is full and slow at telling that it is free (8 % a second at best), so only
 * its falls count. Heavy loss and a long round trip count as full, too.
 *
 * Growth follows the cubic curve of RFC 9438: it returns fast, lingers at the rate at which the link was
 * last full, then accelerates away from it.
 */
import type { Delivery } from './delivery-meter.ts';

/** What is kept of the rate at which the link was full: a queue of 0.4 s is gone after 2 s. */
const BACK_OFF = 0.8;
/** From the back-off to the plateau, which is where the link was full: it is met again slowly. s */
const RETURN_S = 2.5;
/** Least steepness of the curve, kbit/s per s³: 4 s after the plateau 640 kbit/s more. */
const MIN_STEEPNESS = 10;
/** Packets that never waited less than this within a second: a standing queue, ms. */
const STANDING_MS = 30;
/** The same within 0.3 s: a queue that fills fast, ms. A key frame alone is through by then. */
const QUEUE_MS = 90;
/** While packets wait this long the estimate does not grow, ms. */
const BUSY_MS = 20;
/** A queue that has shrunk to this share since the last back-off needs no other. */
const SHRUNK = 0.9;
/** A smaller fall of REMB is noise, and so is any fall while the round trip is short. */
const REMB_FALL = 0.97;
const REMB_QUEUE_MS = 30;
/** Losses below do not matter (radio), above stop the growth, far above say that the link is full. */
const LOSS_HOLDS = 0.06;
const LOSS_FULL = 0.15;
/** Reports come with every request for repair, and few packets are no measure: averaged over this, ms. */
const LOSS_WINDOW_MS = 1500;
/** A round trip longer by this says that the link is full, ms. */
const RTT_FULL_MS = 200;
/** This much beyond the plateau the link is another than it was: the curve does not bind any more. */
const BEYOND = 1.1;
/** The estimate outgrows what is really sent, and so is proved, by no more than this. */
const UNPROVED = 1.2;
const UNPROVED_KBPS = 30;
/** And no faster than this, share per second. */
const MAX_GROWTH = 0.25;
/** A back-off has to be felt before the next, ms. */
const SETTLE_MS = 1000;
const MIN_KBPS = 50;

export class BandwidthEstimate {
  readonly #maxKbps: () => number;
  #kbps: number;
  #plateauKbps: number;
  #steepness = MIN_STEEPNESS;
  #backedOffMs = -Infinity;
  #fullMs = -Infinity;
  #queueThenMs = 0;
  #queueMs = 0;
  #receivedKbps: number | null = null;
  #onTimeMs: number | null = null;
  #remb: number | null = null;
  #lost = 0;
  #reportedMs = -Infinity;
  #baseRttMs = Infinity;
  #rttMs = 0;
  #timesFull = 0;

  /** @param options.maxKbps no more than this is ever of use */
  constructor(options: { startKbps: number; maxKbps: () => number }) {
    this.#maxKbps = options.maxKbps;
    this.#kbps = options.startKbps;
    this.#plateauKbps = options.startKbps;
  }

  /** RTP bits per second with headers, in thousands. */
  get kbps(): number {
    return this.#kbps;
  }

  /** The viewer's own estimate, kbit/s; null when it gives none. */
  get remb(): number | null {
    return this.#remb;
  }

  /** Last round trip, ms; 0 before the first. */
  get rttMs(): number {
    return this.#rttMs;
  }

  /** Share of packets lost on the way, 0 to 1, lately. */
  get lost(): number {
    return this.#lost;
  }

  /** How often the link was found full. */
  get timesFull(): number {
    return this.#timesFull;
  }

  onDelivery(delivery: Delivery, nowMs: number): void {
    this.#queueMs = delivery.queueMs;
    this.#receivedKbps = delivery.receivedKbps;
    const full = delivery.standingQueueMs > STANDING_MS || delivery.queueMs > QUEUE_MS;
    if (full) this.#linkIsFull(delivery.receivedKbps, delivery.queueMs, nowMs);
  }

  /** @param sentKbps what has been sent over the last second */
  onRemb(kbps: number, sentKbps: number, nowMs: number): void {
    const fell = kbps < (this.#remb ?? Infinity) * REMB_FALL;
    this.#remb = kbps;
    // A receiver also lowers its estimate when little is sent: that says nothing about the link.
    const queueMs = this.#rttMs - this.#baseRttMs;
    if (fell && this.#receivedKbps === null && queueMs > REMB_QUEUE_MS && kbps < sentKbps * 1.1)
      this.#linkIsFull(kbps / BACK_OFF, queueMs, nowMs);
  }

  onReport(report: { lost: number; rttMs: number | null }, sentKbps: number, nowMs: number): void {
    const weight = Math.min(1, (nowMs - this.#reportedMs) / LOSS_WINDOW_MS);
    this.#lost += (report.lost - this.#lost) * weight;
    this.#reportedMs = nowMs;
    if (report.rttMs !== null) {
      this.#rttMs = report.rttMs;
      this.#baseRttMs = Math.min(this.#baseRttMs + 1, report.rttMs); // forgets: routes change
    }
    const queueMs = this.#rttMs - this.#baseRttMs;
    if (this.#lost > LOSS_FULL)
      this.#linkIsFull(this.#receivedKbps ?? sentKbps * (1 - this.#lost), queueMs, nowMs);
    else if (this.#receivedKbps === null && queueMs > RTT_FULL_MS) this.#linkIsFull(sentKbps, queueMs, nowMs);
  }

  /** To be called several times a second. */
  onTime(sentKbps: number, nowMs: number): void {
    const passedMs = nowMs - (this.#onTimeMs ?? nowMs);
    this.#onTimeMs = nowMs;
    if (this.#lost > LOSS_HOLDS || this.#queueMs > BUSY_MS) {
      this.#backedOffMs += passedMs; // time stands still on the curve
      return;
    }
    const t = (nowMs - this.#backedOffMs) / 1000 - RETURN_S;
    const beyond = this.#kbps > this.#plateauKbps * BEYOND;
    const curve = beyond ? Infinity : this.#plateauKbps + this.#steepness * t ** 3;
    const proved = sentKbps * UNPROVED + UNPROVED_KBPS;
    const fast = this.#kbps * (1 + (MAX_GROWTH * passedMs) / 1000);
    this.#kbps = Math.min(Math.max(this.#kbps, Math.min(curve, proved, fast)), this.#maxKbps());
  }

  #linkIsFull(carriedKbps: number, queueMs: number, nowMs: number): void {
    const sinceMs = nowMs - this.#fullMs;
    if (sinceMs < SETTLE_MS) return;
    const shrinks = queueMs < this.#queueThenMs * SHRUNK && sinceMs < 2 * SETTLE_MS;
    this.#queueThenMs = queueMs;
    this.#fullMs = nowMs;
    this.#backedOffMs = nowMs;
    if (shrinks) return; // the last back-off was enough, its queue is on the way out
    const next = Math.max(MIN_KBPS, Math.min(this.#kbps, carriedKbps * BACK_OFF));
    this.#plateauKbps = next / BACK_OFF;
    this.#steepness = Math.max(MIN_STEEPNESS, (this.#plateauKbps - next) / RETURN_S ** 3);
    this.#kbps = next;
    this.#timesFull++;
  }
}
