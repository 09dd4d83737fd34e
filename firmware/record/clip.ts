/** A stretch of the recordings as one plain MP4 file, made while it is taken. */
import { PupsentryError } from '#kit/errors.ts';
import type { AccessUnit } from '../media/media.ts';
import { encodeFragment, SoundClock } from './fmp4/fragment.ts';
import { initSegment } from './fmp4/init-segment.ts';
import { sameParameters } from './fmp4/track.ts';
import { Fragmenter, type Piece } from './fragmenter.ts';
import type { RecordingReader } from './reader.ts';

/** Longest clip, ms: browsers and phones open longer files slowly. */
export const MAX_CLIP_MS = 4 * 3_600_000;

/** What a clip turned out to be. */
export interface ClipSummary {
  /** Wall clock of its first picture and of its end, ms. */
  startMs: number;
  endMs: number;
  bytes: number;
  /** Stretches that were not recorded; in the clip the picture goes on without them. */
  gaps: { atMs: number; missingMs: number }[];
  /** The picture changed its format here, and one file holds one format alone: the rest is another clip. Else null. */
  stoppedMs: number | null;
}

/** No more gaps are told than this. */
const MAX_GAPS = 100;

/**
 * @param range wall clock, ms; the clip begins at the last key frame at or before `fromMs`
 * @returns the bytes of the file, a few seconds at a time; what it was when they are all there
 * @throws PupsentryError "clip-empty", "clip-range"
 */
export async function* makeClip(
  reader: RecordingReader,
  { fromMs, toMs }: { fromMs: number; toMs: number },
): AsyncGenerator<Buffer, ClipSummary> {
  if (!(toMs > fromMs))
    throw new PupsentryError(
      'clip-range',
      'A clip has to end after its beginning.',
      'Look at --from and --to.',
    );
  if (toMs - fromMs > MAX_CLIP_MS)
    throw new PupsentryError('clip-range', 'A clip is 4 hours long at most.', 'Ask for several.');
  const summary: ClipSummary = { startMs: 0, endMs: 0, bytes: 0, gaps: [], stoppedMs: null };
  const fragmenter = new Fragmenter();
  const writer = new ClipWriter();
  /** What was not recorded is left out: times are moved back by so much, µs. */
  let cutUs = 0;

  for await (const unit of reader.read(fromMs, { toMs })) {
    if (unit.gapMs > 0) {
      cutUs += unit.gapMs * 1000;
      if (summary.gaps.length < MAX_GAPS)
        summary.gaps.push({ atMs: unit.atMs - unit.gapMs, missingMs: unit.gapMs });
    }
    summary.startMs ||= unit.atMs;
    const moved: AccessUnit = { ...unit, ptsUs: unit.ptsUs - cutUs };
    const piece = fragmenter.push(moved);
    if (piece && !writer.takes(piece)) {
      summary.stoppedMs = Math.round((piece.startUs + cutUs) / 1000);
      break;
    }
    if (piece) yield* out(piece);
    summary.endMs = Math.max(summary.endMs, unit.atMs);
  }
  const last = summary.stoppedMs === null ? fragmenter.finish() : null;
  if (last && writer.takes(last)) yield* out(last);
  else if (last) summary.stoppedMs = Math.round((last.startUs + cutUs) / 1000);
  if (summary.bytes === 0)
    throw new PupsentryError(
      'clip-empty',
      'Nothing was recorded at that time.',
      'See "pupsentryctl recordings" for what there is.',
    );
  return summary;

  function* out(piece: Piece): Generator<Buffer> {
    for (const bytes of writer.write(piece)) {
      summary.bytes += bytes.length;
      yield bytes;
    }
  }
}

class ClipWriter {
  #first: Piece | null = null;
  #sound: SoundClock | null = null;
  #sequence = 0;

  takes(piece: Piece): boolean {
    return !this.#first || sameParameters(piece.parameters, this.#first.parameters);
  }

  write(piece: Piece): Buffer[] {
    const head: Buffer[] = [];
    if (!this.#first) {
      this.#first = piece;
      const packet = piece.audio[0];
      const channels = packet ? (packet.data[0]! & 4 ? 2 : 1) : 0;
      this.#sound = packet ? new SoundClock() : null;
      head.push(initSegment({ parameters: piece.parameters, channels, startedMs: piece.startUs / 1000 }));
    }
    const sequence = ++this.#sequence;
    const options = { fragment: piece, sequence, epochUs: this.#first.startUs, sound: this.#sound, salt: 0 };
    return [...head, encodeFragment(options)];
  }
}
