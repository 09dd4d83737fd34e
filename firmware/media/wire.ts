/**
 * The frames on the socket between the daemon and the media process.
 *
 * One frame: u32 length of what follows, u8 type, the fixed fields of the type, the payload; little endian.
 *   1 unit     u8 stream, u8 flags (1 = key, 2 = FWHT), f64 ptsUs; H.264 or FWHT picture, or Opus packet
 *   2 grey     u16 width, u16 height, f64 ptsUs; width x height bytes of luma
 *   3 pcm      u32 rateHz, f64 ptsUs; 16-bit samples, one channel
 *   4 picture  u32 requestId, u16 width, u16 height, f64 takenMs; JPEG
 *   5 control  JSON object, see control.ts
 */
import type { AccessUnit, Codec, GreyFrame, PcmBlock, Picture, StreamName } from './media.ts';

export type WireMessage =
  | { kind: 'unit'; unit: AccessUnit }
  | { kind: 'grey'; frame: GreyFrame }
  | { kind: 'pcm'; block: PcmBlock }
  | { kind: 'picture'; requestId: number; picture: Picture }
  | { kind: 'control'; control: unknown };

/** The other side does not speak this protocol: nothing that follows can be trusted. */
export class WireError extends Error {
  override name = 'WireError';
}

const STREAMS: readonly StreamName[] = ['main', 'sub', 'audio'];
const FLAG_KEY = 1;
const FLAG_FWHT = 2;
const LENGTH_BYTES = 4;
const START_BYTES = LENGTH_BYTES + 1;

/** Type to the bytes of its fixed fields and the most its payload may have. */
const TYPES: Record<number, { fixedBytes: number; maxBytes: number } | undefined> = {
  1: { fixedBytes: 10, maxBytes: 4 * 1024 * 1024 },
  2: { fixedBytes: 12, maxBytes: 1024 * 1024 },
  3: { fixedBytes: 12, maxBytes: 256 * 1024 },
  4: { fixedBytes: 16, maxBytes: 8 * 1024 * 1024 },
  5: { fixedBytes: 0, maxBytes: 64 * 1024 },
};
const LONGEST_HEAD_BYTES = START_BYTES + 16;

/** @returns head and payload, to be written one after the other; the payload is not copied */
export function encodeFrame(message: WireMessage): [head: Buffer, payload: Buffer] {
  const head = Buffer.allocUnsafe(LONGEST_HEAD_BYTES);
  let payload: Buffer;
  let end: number;
  switch (message.kind) {
    case 'unit':
      payload = message.unit.data;
      head.writeUInt8(1, 4);
      head.writeUInt8(STREAMS.indexOf(message.unit.stream), 5);
      head.writeUInt8((message.unit.key ? FLAG_KEY : 0) | (message.unit.codec === 'fwht' ? FLAG_FWHT : 0), 6);
      end = head.writeDoubleLE(message.unit.ptsUs, 7);
      break;
    case 'grey':
      payload = message.frame.pixels;
      head.writeUInt8(2, 4);
      head.writeUInt16LE(message.frame.width, 5);
      head.writeUInt16LE(message.frame.height, 7);
      end = head.writeDoubleLE(message.frame.ptsUs, 9);
      break;
    case 'pcm': {
      const { samples } = message.block;
      payload = Buffer.from(samples.buffer, samples.byteOffset, samples.byteLength);
      head.writeUInt8(3, 4);
      head.writeUInt32LE(message.block.rateHz, 5);
      end = head.writeDoubleLE(message.block.ptsUs, 9);
      break;
    }
    case 'picture':
      payload = message.picture.jpeg;
      head.writeUInt8(4, 4);
      head.writeUInt32LE(message.requestId, 5);
      head.writeUInt16LE(message.picture.width, 9);
      head.writeUInt16LE(message.picture.height, 11);
      end = head.writeDoubleLE(message.picture.takenMs, 13);
      break;
    case 'control':
      payload = Buffer.from(JSON.stringify(message.control));
      end = head.writeUInt8(5, 4);
      break;
  }
  head.writeUInt32LE(end - LENGTH_BYTES + payload.length, 0);
  return [head.subarray(0, end), payload];
}

/**
 * Takes the stream as it comes, in pieces of any size. Every payload lands in a buffer of exactly its size,
 * so that one kept for long holds on to nothing else.
 */
export class WireDecoder {
  readonly #onMessage: (message: WireMessage) => void;
  readonly #head = Buffer.allocUnsafe(LONGEST_HEAD_BYTES);
  #headBytes = 0;
  #headNeeds = START_BYTES;
  #payload: Buffer | undefined;
  #payloadBytes = 0;

  constructor(onMessage: (message: WireMessage) => void) {
    this.#onMessage = onMessage;
  }

  /** @throws WireError on the first frame that is not sound; the decoder is of no use afterwards */
  push(chunk: Buffer): void {
    let at = 0;
    while (at < chunk.length) {
      if (!this.#payload) {
        const n = chunk.copy(this.#head, this.#headBytes, at, at + this.#headNeeds - this.#headBytes);
        at += n;
        this.#headBytes += n;
        if (this.#headBytes < this.#headNeeds) return;
        if (this.#headNeeds === START_BYTES) this.#headNeeds += this.#fixedBytes();
        if (this.#headBytes < this.#headNeeds) continue;
        this.#payload = Buffer.allocUnsafeSlow(this.#head.readUInt32LE(0) - (this.#headNeeds - LENGTH_BYTES));
        this.#payloadBytes = 0;
      }
      const n = chunk.copy(this.#payload, this.#payloadBytes, at);
      at += n;
      this.#payloadBytes += n;
      if (this.#payloadBytes < this.#payload.length) return;
      const message = this.#message(this.#payload);
      this.#payload = undefined;
      this.#headBytes = 0;
      this.#headNeeds = START_BYTES;
      this.#onMessage(message);
    }
  }

  #fixedBytes(): number {
    const length = this.#head.readUInt32LE(0);
    const type = TYPES[this.#head.readUInt8(4)];
    if (!type) throw new WireError(`no such type: ${this.#head.readUInt8(4)}`);
    const payloadBytes = length - 1 - type.fixedBytes;
    // An empty payload has no meaning in any type.
    if (payloadBytes < 1 || payloadBytes > type.maxBytes) throw new WireError(`bad length: ${length}`);
    return type.fixedBytes;
  }

  #message(payload: Buffer): WireMessage {
    const head = this.#head;
    switch (head.readUInt8(4)) {
      case 1: {
        const stream = STREAMS[head.readUInt8(5)];
        const flags = head.readUInt8(6);
        const fwht = (flags & FLAG_FWHT) !== 0;
        if (!stream || (flags & ~(FLAG_KEY | FLAG_FWHT)) !== 0 || (fwht && stream === 'audio'))
          throw new WireError('bad unit');
        const codec: Codec = stream === 'audio' ? 'opus' : fwht ? 'fwht' : 'h264';
        const ptsUs = time(head.readDoubleLE(7));
        return {
          kind: 'unit',
          unit: { stream, codec, key: (flags & FLAG_KEY) !== 0, ptsUs, data: payload },
        };
      }
      case 2: {
        const width = head.readUInt16LE(5);
        const height = head.readUInt16LE(7);
        if (width * height !== payload.length) throw new WireError('bad size of a grey picture');
        return { kind: 'grey', frame: { width, height, ptsUs: time(head.readDoubleLE(9)), pixels: payload } };
      }
      case 3: {
        if (payload.length % 2 !== 0) throw new WireError('half a sample');
        const samples = new Int16Array(payload.buffer, payload.byteOffset, payload.length / 2);
        return {
          kind: 'pcm',
          block: { ptsUs: time(head.readDoubleLE(9)), rateHz: head.readUInt32LE(5), samples },
        };
      }
      case 4: {
        const picture = {
          jpeg: payload,
          width: head.readUInt16LE(9),
          height: head.readUInt16LE(11),
          takenMs: time(head.readDoubleLE(13)),
        };
        return { kind: 'picture', requestId: head.readUInt32LE(5), picture };
      }
      default:
        try {
          return { kind: 'control', control: JSON.parse(payload.toString()) as unknown };
        } catch (cause) {
          throw new WireError('control is not JSON', { cause });
        }
    }
  }
}

function time(value: number): number {
  if (!(value >= 0 && value <= Number.MAX_SAFE_INTEGER)) throw new WireError('bad time');
  return value;
}
