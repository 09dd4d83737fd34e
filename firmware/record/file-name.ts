/**
 * Names of recordings: `<day>/<start>-<stream>-<salt>.mp4`, all in UTC, such as
 * `2026-11-26/20261126T201503123Z-main-1a2b3c4d.mp4`, and beside it the index with `.idx`.
 *
 * Names sort by time. The salt makes them unique, whatever the clock does, and begins the checksums in the file.
 */
import type { VideoStream } from '../media/media.ts';

export interface FileName {
  /** Wall clock of the first picture, ms. */
  startMs: number;
  stream: VideoStream;
  salt: number;
}

const NAME = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)(\d{3})Z-(main|sub)-([0-9a-f]{8})\.mp4$/;
const DAY = /^\d{4}-\d\d-\d\d$/;
/** Years of four digits. */
const LATEST_MS = Date.UTC(9999, 11, 31);

/** @returns the path of the recording from the folder of all recordings */
export function formatFileName({ startMs, stream, salt }: FileName): string {
  const iso = new Date(Math.min(LATEST_MS, Math.max(0, startMs))).toISOString();
  return `${iso.slice(0, 10)}/${iso.replace(/[-:.]/g, '')}-${stream}-${salt.toString(16).padStart(8, '0')}.mp4`;
}

/** @param name without its folder @returns null for any other file */
export function parseFileName(name: string): FileName | null {
  const found = NAME.exec(name);
  if (!found) return null;
  const [year, month, day, hour, minute, second, ms] = found.slice(1, 8).map(Number);
  const startMs = Date.UTC(year!, month! - 1, day!, hour!, minute!, second!, ms!);
  return { startMs, stream: found[8] as VideoStream, salt: Number.parseInt(found[9]!, 16) };
}

export function isDayFolder(name: string): boolean {
  return DAY.test(name);
}

export function indexPath(path: string): string {
  return path.replace(/\.mp4$/, '.idx');
}
