/** Plays recordings to one viewer: at its pace, one picture after the other, from wherever it is asked. */
import type { Clock, Timer } from '#kit/clock.ts';
import type { PositionNotice } from '#protocol/playback.ts';
import type { AccessUnit } from '../../media/media.ts';
import type { RecordedPicture, Recordings } from './recordings.ts';

/** Beyond this speed key frames alone are sent: twice the pictures are what a link carries. */
const ALL_PICTURES_SPEED = 2;
/** The viewer is told where playback stands this often, ms. */
const NOTICE_MS = 250;
/** A GOP is a second: a picture before another is looked for this far back, ms. */
const LOOK_BACK_MS = 1500;

type State = PositionNotice['position']['state'];

export interface PlayerOptions {
  recordings: Pick<Recordings, 'read'>;
  clock: Clock;
  /** Sends a unit to the viewer now. Its ptsUs is when it is to be shown, on CLOCK_MONOTONIC. */
  send: (unit: AccessUnit) => void;
  say: (notice: PositionNotice) => void;
}

export class Player {
  readonly #options: PlayerOptions;
  /** Changes with whatever is asked: what was asked before is over. */
  #turn = 0;
  /** A picture of this turn was sent. */
  #hasShown = false;
  #state: State = 'live';
  #speed = 1;
  #atMs = 0;
  #gapMs = 0;
  #noticedMs = -Infinity;
  #sentUs = 0;
  #timer: Timer | null = null;
  #wake: () => void = () => undefined;

  constructor(options: PlayerOptions) {
    this.#options = options;
  }

  /** The viewer sees recordings, not what the camera sees now. */
  get isActive(): boolean {
    return this.#state !== 'live';
  }

  /** Wall clock of the picture shown last, ms. */
  get atMs(): number {
    return this.#atMs;
  }

  /** Resolves when playback has ended by itself or by another request. @throws what reading throws */
  async play(atMs: number, speed: number): Promise<void> {
    const turn = this.#begin('playing', speed);
    const { clock } = this.#options;
    const keysOnly = speed > ALL_PICTURES_SPEED;
    /** Wall clock of a picture to the monotonic clock of its turn; moves at every gap. */
    let base: { atMs: number; dueMs: number } | null = null;
    for await (const unit of this.#options.recordings.read(atMs, { keysOnly })) {
      if (turn !== this.#turn) return;
      if (unit.stream === 'audio' && speed !== 1) continue;
      const nowMs = clock.monotonicMs();
      if (!base || unit.gapMs > 0) base = { atMs: unit.atMs, dueMs: nowMs };
      let dueMs = base.dueMs + (unit.atMs - base.atMs) / speed;
      // What was late (a slow disk) is not caught up with in a burst.
      if (dueMs < nowMs - 500) {
        base = { atMs: unit.atMs, dueMs: nowMs };
        dueMs = nowMs;
      }
      if (dueMs > nowMs) await this.#until(dueMs);
      if (turn !== this.#turn) return;
      this.#show(unit, Math.round(dueMs * 1000));
    }
    if (turn === this.#turn) this.#become('ended');
  }

  pause(): void {
    if (this.#state !== 'playing') return;
    this.#begin('paused', this.#speed);
    this.#notice();
  }

  /**
   * Shows the picture of a time and stays there. @returns false when nothing is recorded there
   * @throws what reading throws
   */
  async show(atMs: number): Promise<boolean> {
    const turn = this.#begin('paused', this.#speed);
    const pictures: RecordedPicture[] = [];
    for await (const unit of this.#options.recordings.read(atMs)) {
      if (turn !== this.#turn) return true;
      if (unit.stream === 'audio') continue;
      if (pictures.length > 0 && unit.atMs > atMs) break;
      if (unit.key) pictures.length = 0; // what is before it is not needed
      pictures.push(unit);
    }
    if (turn !== this.#turn) return true;
    for (const unit of pictures) this.#show(unit, this.#nowUs());
    this.#notice();
    return pictures.length > 0;
  }

  /** One picture on or back. @throws what reading throws */
  async step(by: 1 | -1): Promise<void> {
    const turn = this.#begin('paused', this.#speed);
    const from = this.#atMs;
    let before: number | null = null;
    let after: number | null = null;
    for await (const unit of this.#options.recordings.read(by > 0 ? from : from - LOOK_BACK_MS)) {
      if (turn !== this.#turn) return;
      if (unit.stream === 'audio') continue;
      if (unit.atMs < from) before = unit.atMs;
      if (unit.atMs > from) {
        after = unit.atMs;
        break;
      }
    }
    if (turn !== this.#turn) return;
    const target = by > 0 ? after : before;
    if (target === null) return this.#notice();
    await this.show(target);
  }

  /** The viewer has lost the picture: it is sent again from its key frame. One on its way begins with it anyway. */
  async repeat(): Promise<void> {
    if (!this.#hasShown) return;
    if (this.#state === 'playing') await this.play(this.#atMs, this.#speed);
    else if (this.#state !== 'live') await this.show(this.#atMs);
  }

  /** What the camera sees now is shown again. */
  live(): void {
    this.#begin('live', 1);
    this.#atMs = 0;
    this.#gapMs = 0;
    this.#notice();
  }

  /** Nothing more is sent. */
  close(): void {
    this.#begin('live', 1);
  }

  #begin(state: State, speed: number): number {
    this.#state = state;
    this.#speed = speed;
    this.#hasShown = false;
    this.#timer?.cancel();
    this.#wake();
    return ++this.#turn;
  }

  #become(state: State): void {
    this.#state = state;
    this.#notice();
  }

  #show(unit: RecordedPicture, dueUs: number): void {
    // A browser throws away a picture that is not later than the one before it.
    const isSound = unit.stream === 'audio';
    const ptsUs = isSound ? dueUs : Math.max(dueUs, this.#sentUs + 1000);
    this.#options.send({ ...unit, ptsUs });
    if (isSound) return;
    this.#hasShown = true;
    this.#sentUs = ptsUs;
    this.#atMs = unit.atMs;
    this.#gapMs = unit.gapMs;
    const isDue = this.#options.clock.monotonicMs() - this.#noticedMs >= NOTICE_MS;
    if (this.#state === 'playing' && (isDue || unit.gapMs > 0)) this.#notice();
  }

  #notice(): void {
    this.#noticedMs = this.#options.clock.monotonicMs();
    const position = { state: this.#state, atMs: this.#atMs, speed: this.#speed, gapMs: this.#gapMs };
    this.#options.say({ position });
  }

  #until(dueMs: number): Promise<void> {
    const { clock } = this.#options;
    return new Promise((resolve) => {
      this.#wake = resolve;
      this.#timer = clock.after(dueMs - clock.monotonicMs(), resolve);
    });
  }

  #nowUs(): number {
    return Math.round(this.#options.clock.monotonicMs() * 1000);
  }
}
