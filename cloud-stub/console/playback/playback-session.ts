/**
 * Looking at the recordings of one device: what there is, where playback stands, and what is wished for. Outlives
 * the link: with the next one it goes on where it stood.
 */
import { batch, signal, type ReadonlySignal } from '@preact/signals';
import type { PositionNotice } from '#protocol/playback.ts';
import type { Span } from './timeline.ts';
import { PlaybackChannel, PlaybackError, type Ask, type DataLink } from './playback-channel.ts';

export type Position = PositionNotice['position'];
export const SPEEDS = [1, 2, 4, 8] as const;
export type Speed = (typeof SPEEDS)[number];

/** Replies with spans that are asked for in a row: 500 spans each. */
const MAX_SPAN_REPLIES = 20;
/** A recording may bear a time ahead of ours. */
const AHEAD_MS = 24 * 3_600_000;
/** An IDR of a full picture has far less, bytes. */
const MAX_PICTURE_BYTES = 4 * 1024 * 1024;
/** A browser takes Blobs to its disk: this much of a clip is kept in memory, bytes. */
const FOLD_BYTES = 8 * 1024 * 1024;
const MAX_CLIP_BYTES = 2 ** 31;

export interface ClipOptions {
  range: Span;
  /** @param bytes so far */
  onProgress(bytes: number): void;
  /** Ends it. */
  signal: AbortSignal;
}

/** What is shown, or asked to be: sent again to the next link. */
type Wish = Extract<Ask, { ask: 'play' | 'show' | 'live' }>;

export class PlaybackSession {
  readonly #spans = signal<readonly Span[] | null>(null);
  readonly #position = signal<Position | null>(null);
  readonly #problem = signal<PlaybackError | null>(null);
  readonly #speed = signal<Speed>(1);
  #channel: PlaybackChannel | null = null;
  #wish: Wish | null = null;
  /** A picture is asked for; where playback stands meanwhile is where it stood before. */
  readonly #showing = signal(false);
  /** The time to show once the picture that is asked for is there; the newest alone counts. */
  #nextShowMs: number | null = null;

  /** What is recorded, oldest first; null before the first answer. */
  get spans(): ReadonlySignal<readonly Span[] | null> {
    return this.#spans;
  }

  /** Null before something is shown. */
  get position(): ReadonlySignal<Position | null> {
    return this.#position;
  }

  /** Why the last request was not served; null when the last one was. */
  get problem(): ReadonlySignal<PlaybackError | null> {
    return this.#problem;
  }

  /** A picture that was asked for is on its way. */
  get showing(): ReadonlySignal<boolean> {
    return this.#showing;
  }

  /** Of the next play. */
  get speed(): ReadonlySignal<Speed> {
    return this.#speed;
  }

  /** @param link the data channel of a session; null when there is none any more */
  attach(link: DataLink | null): void {
    this.#channel?.close();
    this.#channel = link && new PlaybackChannel(link, (position) => this.#stands(position));
    this.#showing.value = false;
    if (!this.#channel) return;
    const { value: position } = this.#position;
    // What was played went on until the link broke.
    if (this.#wish?.ask === 'play' && position?.state === 'playing')
      this.#wish = { ...this.#wish, atMs: position.atMs };
    if (this.#wish) this.#tell(this.#wish);
  }

  /** Asks anew what is recorded. */
  async refresh(nowMs: number): Promise<void> {
    const spans: Span[] = [];
    let fromMs: number | null = 0;
    try {
      for (let i = 0; i < MAX_SPAN_REPLIES && fromMs !== null; i++) {
        const reply = await this.#linked().spans(fromMs, nowMs + AHEAD_MS);
        spans.push(...reply.spans);
        fromMs = reply.nextMs;
      }
      batch(() => {
        this.#spans.value = spans;
        if (!this.#position.value) this.#problem.value = null;
      });
    } catch (error) {
      this.#failed(error);
    }
  }

  play(atMs: number, speed: Speed = this.#speed.value): void {
    this.#speed.value = speed;
    this.#tell({ ask: 'play', atMs, speed });
  }

  pause(): void {
    this.#tell({ ask: 'pause' });
    this.#stay();
  }

  /** Shows the picture of a time. While one is on its way the newest time waits, and those before it are dropped. */
  show(atMs: number): void {
    this.#wish = { ask: 'show', atMs };
    this.#nextShowMs = atMs;
    if (!this.#showing.value) void this.#showNext();
  }

  step(by: 1 | -1): void {
    this.#tell({ ask: 'step', by });
    this.#stay();
  }

  /** Back to what the camera sees. */
  live(): void {
    this.#tell({ ask: 'live' });
  }

  /** The speed of what plays now, and of what will. */
  setSpeed(speed: Speed): void {
    this.#speed.value = speed;
    const { value: position } = this.#position;
    if (position?.state === 'playing') this.play(position.atMs, speed);
  }

  /**
   * Key frames for these times, H.264 in Annex B. One that is too large is left out.
   * @param onKey called for each as it comes, in the order asked
   * @throws PlaybackError
   */
  async keys(atMs: readonly number[], onKey: (data: Blob, atMs: number) => void): Promise<void> {
    let pieces: Uint8Array<ArrayBuffer>[] = [];
    let size = 0;
    await this.#linked().ask({ ask: 'keys', atMs: [...atMs] }, ({ bytes, atMs, last }) => {
      size += bytes.length;
      if (size <= MAX_PICTURE_BYTES) pieces.push(bytes);
      else pieces = [];
      if (!last) return;
      if (pieces.length > 0) onKey(new Blob(pieces), atMs);
      pieces = [];
      size = 0;
    });
  }

  /** @returns an MP4 file @throws PlaybackError; its code is "ended" after `signal` */
  async clip({ range, onProgress, signal }: ClipOptions): Promise<Blob> {
    const channel = this.#linked();
    const end = () => void channel.ask({ ask: 'end-clip' }).catch(() => {});
    let tooLarge = false;
    signal.addEventListener('abort', end, { once: true });
    let whole = new Blob([], { type: 'video/mp4' });
    let pieces: Uint8Array<ArrayBuffer>[] = [];
    let waiting = 0;
    const fold = () => {
      whole = new Blob([whole, ...pieces], { type: 'video/mp4' });
      pieces = [];
      waiting = 0;
    };
    try {
      await channel.ask({ ask: 'clip', ...range }, ({ bytes }) => {
        if (tooLarge) return;
        if (whole.size + waiting > MAX_CLIP_BYTES) {
          tooLarge = true;
          return end();
        }
        pieces.push(bytes);
        waiting += bytes.length;
        if (waiting > FOLD_BYTES) fold();
        onProgress(whole.size + waiting);
      });
    } catch (error) {
      throw tooLarge ? new PlaybackError('too-large', 'The clip is too large. Choose a shorter one.') : error;
    } finally {
      signal.removeEventListener('abort', end);
    }
    fold();
    return whole;
  }

  async #showNext(): Promise<void> {
    this.#showing.value = true;
    const channel = this.#channel;
    while (this.#nextShowMs !== null && channel === this.#channel) {
      const atMs = this.#nextShowMs;
      this.#nextShowMs = null;
      await this.#ask({ ask: 'show', atMs });
    }
    if (channel === this.#channel) this.#showing.value = false;
  }

  #tell(request: Exclude<Ask, { ask: 'spans' | 'keys' | 'clip' }>): void {
    this.#nextShowMs = null;
    if (request.ask === 'play' || request.ask === 'show' || request.ask === 'live') this.#wish = request;
    void this.#ask(request);
  }

  /** The next link shows the picture of now, and does not play on. */
  #stay(): void {
    const { value: position } = this.#position;
    if (position) this.#wish = { ask: 'show', atMs: position.atMs };
  }

  async #ask(request: Exclude<Ask, { ask: 'spans' }>): Promise<void> {
    try {
      await this.#linked().ask(request);
      this.#problem.value = null;
    } catch (error) {
      this.#failed(error);
    }
  }

  #stands(position: Position): void {
    this.#position.value = position;
  }

  /** Without a link nothing is told: the link's own words are on the page, and the wish goes to the next one. */
  #failed(error: unknown): void {
    if (error instanceof PlaybackError && error.code !== 'link-lost') this.#problem.value = error;
  }

  #linked(): PlaybackChannel {
    if (!this.#channel) throw new PlaybackError('link-lost', 'There is no link to the device.');
    return this.#channel;
  }
}
