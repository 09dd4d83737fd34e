/** Which recordings have to go: a pure rule. The oldest first, whatever the reason. */
import { MAX_FILES, type RecordedFile } from './catalogue.ts';

export interface RetentionOptions {
  /** Oldest first. */
  files: readonly RecordedFile[];
  /** Recordings that ended earlier go, wall clock, ms; null keeps them, as while nobody knows what time it is. */
  keepFromMs: number | null;
  /** All recordings together; 0 for as much as there is room for. */
  maxBytes: number;
  freeBytes: number;
  /** This much stays free for everything else. */
  reserveBytes: number;
  /** What is about to be written. */
  neededBytes: number;
  /** The recording that is being written is never removed. */
  writing: string | null;
}

export interface Retention {
  remove: readonly RecordedFile[];
  /** When these are gone, what is needed may be written. */
  hasRoom: boolean;
}

export function retention(options: RetentionOptions): Retention {
  const { files, keepFromMs, maxBytes, reserveBytes, neededBytes, writing } = options;
  let free = options.freeBytes - reserveBytes - neededBytes;
  let total = files.reduce((sum, { bytes }) => sum + bytes, neededBytes);
  let count = files.length;
  const remove: RecordedFile[] = [];
  for (const file of files) {
    const isOld = keepFromMs !== null && file.endMs < keepFromMs;
    const isTooMuch = (maxBytes > 0 && total > maxBytes) || free < 0 || count > MAX_FILES;
    if (!isOld && !isTooMuch) break; // those that follow are younger
    if (file.path === writing) continue;
    remove.push(file);
    free += file.bytes;
    total -= file.bytes;
    count--;
  }
  return { remove, hasRoom: free >= 0 && (maxBytes === 0 || total <= maxBytes) };
}
