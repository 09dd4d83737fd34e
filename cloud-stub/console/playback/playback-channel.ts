/**
 * Requests for recordings on the data channel of a live session (protocol/playback.ts, docs/protocol.md): numbers
 * them, finds the replies, hands on the bytes. Bounded: so many requests at once, so many bytes of one picture.
 */
import {
  LAST_LUMP,
  LUMP_HEAD_BYTES,
  type DoneReply,
  type PlaybackMessage,
  type PlaybackRequest,
  type PositionNotice,
  type SpansReply,
} from '#protocol/playback.ts';

/** A device answers this many at the same time. */
const MAX_ASKED = 8;

/** A request without its number. */
export type Ask = DistributiveOmit<PlaybackRequest, 'id'>;
type DistributiveOmit<T, K extends PropertyKey> = T extends unknown ? Omit<T, K> : never;

/** A lump of what a reply is made of. */
export interface Lump {
  bytes: Uint8Array<ArrayBuffer>;
  /** Wall clock of the picture it belongs to, ms; 0 in a clip. */
  atMs: number;
  /** The picture is complete with it. */
  last: boolean;
}

/** Why a request was not served: a code of the protocol, or "link-lost". */
export class PlaybackError extends Error {
  constructor(
    readonly code: string,
    message: string,
  ) {
    super(message);
  }
}

/** What is used of an RTCDataChannel. */
export type DataLink = Pick<RTCDataChannel, 'send' | 'readyState' | 'onmessage' | 'onclose'>;

interface Asked {
  resolve(reply: SpansReply | DoneReply): void;
  reject(error: PlaybackError): void;
  onLump?: (lump: Lump) => void;
}

export class PlaybackChannel {
  readonly #link: DataLink;
  readonly #asked = new Map<number, Asked>();
  readonly #onPosition: (position: PositionNotice['position']) => void;
  #id = 0;

  constructor(link: DataLink, onPosition: (position: PositionNotice['position']) => void) {
    this.#link = link;
    this.#onPosition = onPosition;
    link.onmessage = ({ data }: MessageEvent<unknown>) => this.#take(data);
    link.onclose = () => this.close();
  }

  spans(fromMs: number, toMs: number): Promise<SpansReply> {
    return this.#send({ ask: 'spans', fromMs, toMs }) as Promise<SpansReply>;
  }

  /**
   * Resolves when everything that belongs to the reply is here.
   * @throws PlaybackError
   */
  async ask(request: Exclude<Ask, { ask: 'spans' }>, onLump?: (lump: Lump) => void): Promise<void> {
    await this.#send(request, onLump);
  }

  /** Whatever is asked for is not answered any more. */
  close(): void {
    this.#link.onmessage = this.#link.onclose = null;
    this.#failAll(new PlaybackError('link-lost', 'The link to the device broke.'));
  }

  #send(request: Ask, onLump?: Asked['onLump']): Promise<SpansReply | DoneReply> {
    return new Promise((resolve, reject) => {
      if (this.#link.readyState !== 'open')
        throw new PlaybackError('link-lost', 'The link to the device broke.');
      if (this.#asked.size >= MAX_ASKED)
        throw new PlaybackError('busy', 'The device is still busy with what was asked for before.');
      const id = ++this.#id;
      this.#link.send(JSON.stringify({ id, ...request }));
      this.#asked.set(id, { resolve, reject, onLump });
    });
  }

  #take(data: unknown): void {
    if (data instanceof ArrayBuffer) return this.#takeLump(data);
    const message = parse(data);
    if (!message) return;
    if ('position' in message) return this.#onPosition(message.position);
    const asked = this.#asked.get(message.id);
    this.#asked.delete(message.id);
    if (!('problem' in message)) return asked?.resolve(message);
    const error = new PlaybackError(message.problem.code, message.problem.message);
    if (asked) asked.reject(error);
    else if (error.code === 'not-allowed') this.#failAll(error); // whatever was asked
  }

  #takeLump(data: ArrayBuffer): void {
    if (data.byteLength < LUMP_HEAD_BYTES) return;
    const head = new DataView(data);
    this.#asked.get(head.getUint32(0, true))?.onLump?.({
      bytes: new Uint8Array(data, LUMP_HEAD_BYTES),
      atMs: head.getFloat64(8, true),
      last: (head.getUint32(4, true) & LAST_LUMP) !== 0,
    });
  }

  #failAll(error: PlaybackError): void {
    const asked = [...this.#asked.values()];
    this.#asked.clear();
    for (const { reject } of asked) reject(error);
  }
}

/** @returns null for what a device of ours does not say */
function parse(data: unknown): PlaybackMessage | null {
  try {
    const message = JSON.parse(String(data)) as PlaybackMessage | null;
    return typeof message === 'object' ? message : null;
  } catch {
    return null;
  }
}
