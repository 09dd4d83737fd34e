/** The media process's end of the socket: writes frames and never lets a daemon that does not read fill the memory. */
import type { Writable } from 'node:stream';
import type { Report } from '../control.ts';
import type { AccessUnit, GreyFrame, PcmBlock, Picture, VideoStream } from '../media.ts';
import { encodeFrame, type WireMessage } from '../wire.ts';

/** Waiting bytes beyond which what is for detection is dropped: a few grey pictures, and the sound beside them. */
const DETECTION_LIMIT_BYTES = 512 * 1024;
/** Waiting bytes beyond which coded pictures and sound are dropped: about 8 s of both streams. */
const UNIT_LIMIT_BYTES = 2.5 * 1024 * 1024;
const REPORT_MS = 1000;

export class Outlet {
  readonly #socket: Writable;
  readonly #nowMs: () => number;
  readonly #onSkipped: (stream: VideoStream) => void;
  /** Streams that lost a picture: nothing more of them until a key frame, the rest could not be decoded. */
  readonly #broken = new Set<VideoStream>();
  #dropped = { grey: 0, pcm: 0, units: 0 };
  #reportedMs = -Infinity;

  /** @param options.onSkipped a stream waits for a key frame, and there is room again */
  constructor(options: { socket: Writable; onSkipped: (stream: VideoStream) => void; nowMs?: () => number }) {
    this.#socket = options.socket;
    this.#onSkipped = options.onSkipped;
    this.#nowMs = options.nowMs ?? (() => performance.now());
  }

  unit(unit: AccessUnit): void {
    const { stream } = unit;
    const full = this.#socket.writableLength > UNIT_LIMIT_BYTES;
    if (full || (stream !== 'audio' && this.#broken.has(stream) && !unit.key)) {
      if (stream !== 'audio') {
        if (!full) this.#onSkipped(stream);
        this.#broken.add(stream);
      }
      this.#dropped.units++;
      return;
    }
    if (stream !== 'audio') this.#broken.delete(stream);
    this.#write({ kind: 'unit', unit });
    this.#reportDrops();
  }

  /** Nothing more of the stream until a key frame, which is asked for with its next picture. */
  awaitKeyFrame(stream: VideoStream): void {
    this.#broken.add(stream);
  }

  grey(frame: GreyFrame): void {
    if (this.#socket.writableLength > DETECTION_LIMIT_BYTES) this.#dropped.grey++;
    else this.#write({ kind: 'grey', frame });
  }

  pcm(block: PcmBlock): void {
    if (this.#socket.writableLength > DETECTION_LIMIT_BYTES) this.#dropped.pcm++;
    else this.#write({ kind: 'pcm', block });
  }

  picture(requestId: number, picture: Picture): void {
    this.#write({ kind: 'picture', requestId, picture });
  }

  report(report: Report): void {
    this.#write({ kind: 'control', control: report });
  }

  #reportDrops(): void {
    const { grey, pcm, units } = this.#dropped;
    if (grey + pcm + units === 0 || this.#nowMs() - this.#reportedMs < REPORT_MS) return;
    this.#reportedMs = this.#nowMs();
    this.#dropped = { grey: 0, pcm: 0, units: 0 };
    this.report({ report: 'dropped', grey, pcm, units });
  }

  /** Head and payload go to the kernel in one writev. */
  #write(message: WireMessage): void {
    if (this.#socket.destroyed) return;
    const [head, payload] = encodeFrame(message);
    this.#socket.cork();
    this.#socket.write(head);
    this.#socket.write(payload);
    this.#socket.uncork();
  }
}
