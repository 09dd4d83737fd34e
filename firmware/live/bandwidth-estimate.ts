/**
 * What one viewer's link carries: pure, driven by feedback and time.
 *
 * The receiver's own estimate (REMB) is good at telling that a link is full and slow at telling that it is
 * free: it grows by 8 % a second at best. So here only its falls count, and growth is ours: along the cubic
 * curve of RFC 9438, which returns fast, lingers just below the rate at which the link was last full, then
 * accelerates away from it. Loss and a growing round trip count as full, too.
 */

/** What Chromium's receiver keeps of the measured rate when a link is full; ours on loss or delay. */
const BACK_OFF = 0.85;
/** Where the curve is flat, as a share of the rate that filled the link. */
const PLATEAU = 0.95;
/** From the back-off to the middle of the plateau, s. */
const RETURN_S = 3;
/** Least steepness of the curve, kbit/s per s³: 4 s after the plateau 400 kbit/s more. */
const MIN_STEEPNESS = 6;
/** A smaller fall of REMB is noise. */
const FALL = 0.97;
/** A first REMB below this share of what is sent tells that the link was full from the start. */
const FIRST_SHARE = 0.9;
/** Losses below do not matter (radio), above stop the growth, far above say that the link is full. */
const LOSS_HOLDS = 0.02;
const LOSS_FULL = 0.1;
/** A queue on the link this long says that it is full, ms. */
const QUEUE_FULL_MS = 200;
/** The estimate outgrows what is really sent, and so is proved, by no more than this. */
const UNPROVED = 1.3;
const UNPROVED_KBPS = 50;
/** Feedback that comes once per second has to be seen before the next step, ms. */
const SETTLE_MS = 1000;
const MIN_KBPS = 50;

export class BandwidthEstimate {
  readonly #maxKbps: () => number;
  #kbps: number;
  #plateauKbps: number;
  #steepness = MIN_STEEPNESS;
  #backedOffMs = -Infinity;
  #remb: number | null = null;
  #lost = 0;
  #baseRttMs = Infinity;
  #rttMs = 0;
  #times = 0;

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

  /** The receiver's last word, kbit/s; null before the first. */
  get remb(): number | null {
    return this.#remb;
  }

  /** Last round trip, ms; 0 before the first. */
  get rttMs(): number {
    return this.#rttMs;
  }

  /** Share of packets lost on the way, 0 to 1, as last reported. */
  get lost(): number {
    return this.#lost;
  }

  /** How often the link was found full. */
  get timesFull(): number {
    return this.#times;
  }

  /** @param sentKbps what has been sent over the last second */
  onRemb(kbps: number, sentKbps: number, nowMs: number): void {
    const before = this.#remb;
    this.#remb = kbps;
    // A receiver also lowers its estimate when little is sent: that says nothing about the link.
    const full =
      before === null ? kbps < sentKbps * FIRST_SHARE : kbps < before * FALL && kbps < sentKbps * 1.1;
    if (full) this.#linkIsFull(kbps, nowMs);
  }

  onReport(report: { lost: number; rttMs: number | null }, sentKbps: number, nowMs: number): void {
    this.#lost = report.lost;
    if (report.rttMs !== null) {
      this.#rttMs = report.rttMs;
      this.#baseRttMs = Math.min(this.#baseRttMs + 1, report.rttMs); // forgets: routes change
    }
    if (nowMs - this.#backedOffMs < SETTLE_MS) return;
    if (this.#lost > LOSS_FULL) this.#linkIsFull(sentKbps * (1 - this.#lost / 2) * BACK_OFF, nowMs);
    else if (this.#rttMs > this.#baseRttMs + QUEUE_FULL_MS) this.#linkIsFull(sentKbps * BACK_OFF, nowMs);
  }

  /** To be called several times a second. */
  onTime(sentKbps: number, nowMs: number): void {
    if (this.#lost > LOSS_HOLDS) return;
    const t = (nowMs - this.#backedOffMs) / 1000 - RETURN_S;
    const curve = this.#plateauKbps + this.#steepness * t ** 3;
    const proved = sentKbps * UNPROVED + UNPROVED_KBPS;
    this.#kbps = Math.min(Math.max(this.#kbps, Math.min(curve, proved)), this.#maxKbps());
  }

  #linkIsFull(toKbps: number, nowMs: number): void {
    const next = Math.max(MIN_KBPS, Math.min(this.#kbps, toKbps));
    this.#plateauKbps = (next / BACK_OFF) * PLATEAU;
    this.#steepness = Math.max(MIN_STEEPNESS, (this.#plateauKbps - next) / RETURN_S ** 3);
    this.#kbps = next;
    this.#backedOffMs = nowMs;
    this.#times++;
  }
}
