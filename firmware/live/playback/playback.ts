/** A viewer's requests for recordings, answered on the data channel; the pictures go the way of live view. */
import { Type, type Static } from '@sinclair/typebox';
import { Value } from '@sinclair/typebox/value';
import {
  LAST_LUMP,
  LUMP_HEAD_BYTES,
  MAX_CLIP_MS,
  MAX_KEYS,
  MAX_LUMP_BYTES,
  MAX_SPEED,
  type PlaybackMessage,
  type PlaybackRequest,
} from '#protocol/playback.ts';
import type { Clock } from '#kit/clock.ts';
import { PupsentryError, explain } from '#kit/errors.ts';
import type { Logger } from '#kit/log.ts';
import type { AccessUnit } from '../../media/media.ts';
import { Player } from './player.ts';
import type { Recordings } from './recordings.ts';

/** No more is handed to the connection while this much waits there, bytes. */
const MAX_WAITING_BYTES = 512 * 1024;
/** Requests of one viewer that are answered at the same time; one more is refused. */
const MAX_BUSY = 8;
const MAX_REQUEST_CHARACTERS = 4096;

const Time = Type.Number({ minimum: 0, maximum: 8.64e15 });
const closed = { additionalProperties: false };
const ask = <const W extends string>(word: W) => ({
  id: Type.Integer({ minimum: 0, maximum: 0xffff_ffff }),
  ask: Type.Literal(word),
});
const RequestSchema = Type.Union([
  Type.Object({ ...ask('spans'), fromMs: Time, toMs: Time }, closed),
  Type.Object({ ...ask('keys'), atMs: Type.Array(Time, { minItems: 1, maxItems: MAX_KEYS }) }, closed),
  Type.Object(
    { ...ask('play'), atMs: Time, speed: Type.Number({ minimum: 0.25, maximum: MAX_SPEED }) },
    closed,
  ),
  Type.Object({ ...ask('pause') }, closed),
  Type.Object({ ...ask('show'), atMs: Time }, closed),
  Type.Object({ ...ask('step'), by: Type.Union([Type.Literal(1), Type.Literal(-1)]) }, closed),
  Type.Object({ ...ask('live') }, closed),
  Type.Object({ ...ask('clip'), fromMs: Time, toMs: Time }, closed),
  Type.Object({ ...ask('end-clip') }, closed),
]);
/** The schema and the contract say the same. */
const SAME: (request: Static<typeof RequestSchema>) => PlaybackRequest = (request) => request;

export interface PlaybackOptions {
  recordings: Recordings;
  clock: Clock;
  log: Logger;
  /** Sends a unit to the viewer as it would a live one. */
  send: (unit: AccessUnit) => void;
  /** Sends a message on the data channel. @returns false when it is gone */
  say: (message: string | Buffer) => boolean;
  /** Bytes that wait there. */
  waiting: () => number;
  /** What the viewer sees changes between recordings and the camera. */
  onSwitched: (isActive: boolean) => void;
}

class Refused extends Error {
  constructor(
    readonly code: string,
    message: string,
  ) {
    super(message);
  }
}

export class Playback {
  readonly #options: PlaybackOptions;
  readonly #player: Player;
  #busy = 0;
  #wasActive = false;
  /** The clip being sent; another one or `end-clip` ends it. */
  #clip = 0;
  #closed = false;
  #drained: (() => void)[] = [];

  constructor(options: PlaybackOptions) {
    this.#options = options;
    const { recordings, clock, send } = options;
    this.#player = new Player({ recordings, clock, send, say: (notice) => this.#say(notice) });
  }

  /** The viewer sees recordings. */
  get isActive(): boolean {
    return this.#player.isActive;
  }

  /** A message of the viewer. Answers whatever it is. */
  async take(message: string | Buffer): Promise<void> {
    const request = parse(message);
    if (!request) return this.#refuse(0, new Refused('bad-request', 'This is no request for recordings.'));
    if (this.#busy >= MAX_BUSY)
      return this.#refuse(request.id, new Refused('busy', 'Too much is asked for at once.'));
    this.#busy++;
    try {
      const done = this.#answer(request);
      this.#tellSwitched();
      await done;
    } catch (error) {
      this.#refuse(request.id, error);
    } finally {
      this.#busy--;
      this.#tellSwitched();
    }
  }

  /** The viewer has lost the picture. */
  repeat(): void {
    this.#player.repeat().catch((error: unknown) => this.#refuse(0, error));
  }

  /** There is room on the data channel again. */
  drained(): void {
    for (const resume of this.#drained.splice(0)) resume();
  }

  close(): void {
    this.#closed = true;
    this.#clip++;
    this.#player.close();
    this.drained();
  }

  async #answer(request: PlaybackRequest): Promise<void> {
    const { id } = request;
    switch (request.ask) {
      case 'spans': {
        const { spans, nextMs } = this.#options.recordings.spans({ ...request, limit: 500 });
        const short = spans.map(({ startMs, endMs }) => ({
          fromMs: Math.round(startMs),
          toMs: Math.round(endMs),
        }));
        return this.#say({ id, spans: short, nextMs });
      }
      case 'keys':
        return this.#sendKeys(id, request.atMs);
      case 'play':
        // Says when it has begun, not when it has ended: that may be in a day.
        this.#say({ id, done: true, bytes: 0 });
        this.#busy--;
        try {
          return await this.#player.play(request.atMs, request.speed);
        } finally {
          this.#busy++;
        }
      case 'show':
        if (!(await this.#player.show(request.atMs)))
          throw new Refused('nothing-recorded', 'Nothing is recorded at or after that time.');
        break;
      case 'step':
        await this.#player.step(request.by);
        break;
      case 'pause':
        this.#player.pause();
        break;
      case 'live':
        this.#player.live();
        break;
      case 'clip':
        return this.#sendClip(id, request.fromMs, request.toMs);
      case 'end-clip':
        this.#clip++;
        this.drained();
        break;
    }
    this.#say({ id, done: true, bytes: 0 });
  }

  async #sendKeys(id: number, times: readonly number[]): Promise<void> {
    let bytes = 0;
    for (const atMs of times) {
      for await (const unit of this.#options.recordings.read(atMs, { keysOnly: true })) {
        bytes += await this.#sendLumps(id, unit.data, unit.atMs);
        break;
      }
      if (this.#closed) return;
    }
    this.#say({ id, done: true, bytes });
  }

  async #sendClip(id: number, fromMs: number, toMs: number): Promise<void> {
    if (toMs <= fromMs) throw new Refused('bad-request', 'The clip ends before it begins.');
    if (toMs - fromMs > MAX_CLIP_MS)
      throw new Refused('bad-request', `A clip has at most ${MAX_CLIP_MS / 60_000} minutes.`);
    const turn = ++this.#clip;
    let bytes = 0;
    for await (const lump of this.#options.recordings.clip(fromMs, toMs)) {
      bytes += await this.#sendLumps(id, lump, 0);
      if (turn !== this.#clip) throw new Refused('ended', 'The clip was not wanted any more.');
    }
    if (bytes === 0) throw new Refused('nothing-recorded', 'Nothing is recorded in that time.');
    this.#say({ id, done: true, bytes });
  }

  /** In pieces that fit, no faster than the link takes them. @returns bytes of the data */
  async #sendLumps(id: number, data: Buffer, atMs: number): Promise<number> {
    const most = MAX_LUMP_BYTES - LUMP_HEAD_BYTES;
    for (let from = 0; from < data.length && !this.#closed; from += most) {
      while (this.#options.waiting() > MAX_WAITING_BYTES && !this.#closed)
        await new Promise<void>((resolve) => this.#drained.push(resolve));
      const piece = data.subarray(from, from + most);
      const head = Buffer.alloc(LUMP_HEAD_BYTES);
      head.writeUInt32LE(id, 0);
      head.writeUInt32LE(from + most >= data.length ? LAST_LUMP : 0, 4);
      head.writeDoubleLE(atMs, 8);
      if (!this.#options.say(Buffer.concat([head, piece]))) this.close();
    }
    return data.length;
  }

  #tellSwitched(): void {
    if (this.#closed || this.isActive === this.#wasActive) return;
    this.#wasActive = this.isActive;
    this.#options.onSwitched(this.isActive);
  }

  #refuse(id: number, error: unknown): void {
    const isRefused = error instanceof Refused;
    if (error instanceof PupsentryError && error.code === 'clip-empty')
      return this.#refuse(id, new Refused('nothing-recorded', error.message));
    if (!isRefused) this.#options.log.warn({ err: error }, 'a recording cannot be read');
    const code = isRefused ? error.code : 'failed';
    const message = isRefused ? error.message : `The recording cannot be read: ${explain(error)}`;
    this.#say({ id, problem: { code, message } });
  }

  #say(message: PlaybackMessage): void {
    if (!this.#closed) this.#options.say(JSON.stringify(message));
  }
}

function parse(message: string | Buffer): PlaybackRequest | null {
  if (typeof message !== 'string' || message.length > MAX_REQUEST_CHARACTERS) return null;
  let value: unknown;
  try {
    value = JSON.parse(message);
  } catch {
    return null;
  }
  return Value.Check(RequestSchema, value) ? SAME(value) : null;
}
