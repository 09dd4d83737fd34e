/** One viewer's link under control: what it carries, which stream that is good for, when to try for more. */
import type { VideoStream } from '../media/media.ts';
import { BandwidthEstimate } from './bandwidth-estimate.ts';
import type { Delivery } from './delivery-meter.ts';
import { linkKbps } from './encoder-targets.ts';
import { RateMeter } from './rate-meter.ts';
import { StreamChoice, type Quality } from './stream-choice.ts';

/** A link is tried with a little more than is thought of it: what is not sent proves nothing. */
const TRIAL = 1.1;
/** The estimate may stand this much above what is ever sent, so that a dip is not felt at once. */
const SPARE = 1.2;

export interface Steering {
  stream: VideoStream;
  /** To be sent now to try the link, bytes. */
  paddingBytes: number;
}

export class LinkControl {
  readonly #choice: StreamChoice;
  readonly #estimate: BandwidthEstimate;
  readonly #sentBytes: RateMeter;
  readonly #paddingBytes: RateMeter;
  #timesFull = 0;
  #steeredMs: number;

  /**
   * @param options.ceilingKbps what the main stream may take at most
   * @param options.mainPlays whether viewers can play the main stream at present
   */
  constructor(options: {
    quality: Quality;
    ceilingKbps: () => number;
    mainPlays: () => boolean;
    nowMs: number;
  }) {
    const { quality, ceilingKbps, mainPlays, nowMs } = options;
    this.#choice = new StreamChoice(quality, mainPlays);
    this.#estimate = new BandwidthEstimate({
      // A link is good until it shows otherwise: the picture of a newcomer begins sharp.
      startKbps: linkKbps(ceilingKbps()),
      maxKbps: () => linkKbps(ceilingKbps()) * SPARE,
    });
    this.#sentBytes = new RateMeter(nowMs);
    this.#paddingBytes = new RateMeter(nowMs);
    this.#steeredMs = nowMs;
  }

  get stream(): VideoStream {
    return this.#choice.stream;
  }

  /** What the link carries, its round trip, its losses and the viewer's own opinion. */
  get estimate(): Readonly<Pick<BandwidthEstimate, 'kbps' | 'rttMs' | 'lost' | 'remb'>> {
    return this.#estimate;
  }

  sent(bytes: number, nowMs: number): void {
    this.#sentBytes.add(bytes, nowMs);
  }

  /** Over the last second, with everything. */
  sentKbps(nowMs: number): number {
    return (this.#sentBytes.perSecond(nowMs) * 8) / 1000;
  }

  onDelivery(delivery: Delivery, nowMs: number): void {
    this.#estimate.onDelivery(delivery, nowMs);
  }

  onRemb(kbps: number, nowMs: number): void {
    this.#estimate.onRemb(kbps, this.sentKbps(nowMs), nowMs);
  }

  onReport(report: { lost: number; rttMs: number | null }, nowMs: number): void {
    this.#estimate.onReport(report, this.sentKbps(nowMs), nowMs);
  }

  /**
   * To be called several times a second.
   * @param usableKbps what the link has left for the picture
   * @param floorKbps below which the main stream is not for this viewer
   */
  steer(usableKbps: number, floorKbps: number, nowMs: number): Steering {
    const sentKbps = this.sentKbps(nowMs);
    this.#estimate.onTime(sentKbps, nowMs);
    if (this.#estimate.timesFull !== this.#timesFull) {
      this.#timesFull = this.#estimate.timesFull;
      this.#choice.linkIsFull(nowMs);
    }
    const stream = this.#choice.update(usableKbps, floorKbps, nowMs);
    const passedMs = nowMs - this.#steeredMs;
    this.#steeredMs = nowMs;
    if (!this.#choice.trying(nowMs)) return { stream, paddingBytes: 0 };
    const pictureKbps = sentKbps - (this.#paddingBytes.perSecond(nowMs) * 8) / 1000;
    const missingKbps = Math.max(0, this.#estimate.kbps * TRIAL - pictureKbps);
    return { stream, paddingBytes: (missingKbps * passedMs) / 8 };
  }

  padded(bytes: number, nowMs: number): void {
    this.#paddingBytes.add(bytes, nowMs);
    this.#sentBytes.add(bytes, nowMs);
  }
}
