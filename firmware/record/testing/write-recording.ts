/** Recordings for tests, written as the recorder writes them. */
import type { AccessUnit } from '../../media/media.ts';
import type { FileName } from '../file-name.ts';
import { Fragmenter, type Piece } from '../fragmenter.ts';
import { RecordingFile } from '../recording-file.ts';
import type { Storage } from '../storage.ts';

export const START_MS = Date.UTC(2026, 10, 26, 20, 15, 3, 123);

export function piecesOf(units: Iterable<AccessUnit>): Piece[] {
  const fragmenter = new Fragmenter();
  const pieces = [...units].map((unit) => fragmenter.push(unit));
  return [...pieces, fragmenter.finish()].filter((piece) => piece !== null);
}

/** One file of all of it. @returns the file, closed */
export async function writeRecording(
  storage: Storage,
  units: Iterable<AccessUnit>,
  name: Partial<FileName> = {},
): Promise<RecordingFile> {
  const pieces = piecesOf(units);
  const file = new RecordingFile({
    storage,
    name: { startMs: START_MS, stream: 'main', salt: 0x1a2b3c4d, ...name },
    first: pieces[0]!,
  });
  await storage.prepare();
  for (const piece of pieces) await file.append(piece);
  await file.close();
  return file;
}

/** Small and seeded (mulberry32), so that a failing case can be run again. */
export function seeded(seed: number): () => number {
  return () => {
    seed = (seed + 0x6d2b79f5) | 0;
    let t = Math.imul(seed ^ (seed >>> 15), 1 | seed);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}
