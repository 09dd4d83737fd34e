/**
 * What a recording holds, after whatever happened to it: every fragment that is whole is found, the tail behind
 * the last one is cut off, and the index is made anew when it does not fit.
 */
import { BOX_HEADER_BYTES } from './fmp4/box.ts';
import { isSealed, SEAL_BYTES } from './fmp4/fragment.ts';
import { readMoof } from './fmp4/read-fragment.ts';
import { decodeIndex, encodeEntry, endOf, ENTRY_BYTES, type IndexEntry } from './file-index.ts';
import { indexPath, type FileName } from './file-name.ts';
import type { Storage, StoredFile } from './storage.ts';

/** No fragment of ours is larger. */
const MAX_BYTES = 0xffffff;
/** A head (ftyp, moov, prft) is some 1300 bytes. */
const MAX_HEAD_BYTES = 64 * 1024;
const MAX_ENTRIES = 65_536;
/** Behind damage the next fragment is looked for in steps of this many bytes. */
const SEARCH_BYTES = 1024 * 1024;
const MOOF = Buffer.from('moof', 'latin1');

export interface Recovered {
  entries: IndexEntry[];
  /** Of the recording, now. */
  bytes: number;
  /** Behind the last whole fragment, cut off. */
  cutBytes: number;
  /** The index did not fit and was made anew. */
  rebuilt: boolean;
}

/**
 * @returns what is there; without entries nothing of it can be played
 * @throws the file system's error when the recording cannot be read. What cannot be written (cut, index) is left
 *   as it is: what is returned is true all the same
 */
export async function recoverFile(storage: Storage, path: string, { salt }: FileName): Promise<Recovered> {
  const file = await storage.open(path);
  try {
    const size = await file.size();
    const index = await readIndex(storage, path);
    const known = decodeIndex(index, salt).filter((entry) => endOf(entry) <= size);
    const end = known.length > 0 ? endOf(known.at(-1)!) : 0;
    if (end === size && index.length === known.length * ENTRY_BYTES)
      return { entries: known, bytes: size, cutBytes: 0, rebuilt: false };

    // What stands in the index had been synced before, if the disk told the truth; what is behind it may be torn.
    while (known.length > 0 && !(await isWhole(file, known.at(-1)!, salt))) known.pop();
    const entries = [...known];
    const from = known.length > 0 ? endOf(known.at(-1)!) : 0;
    for await (const entry of scan(file, { from, size, salt })) {
      if (entry.startUs > (entries.at(-1)?.startUs ?? -1)) entries.push(entry); // else it stands here twice
    }
    const bytes = entries.length > 0 ? endOf(entries.at(-1)!) : 0;
    if (bytes > 0) await mend(storage, path, { bytes, size, entries, salt }).catch(() => undefined);
    return { entries, bytes, cutBytes: size - bytes, rebuilt: true };
  } finally {
    await file.close();
  }
}

async function readIndex(storage: Storage, path: string): Promise<Buffer> {
  try {
    const file = await storage.open(indexPath(path));
    try {
      return await file.read(0, Math.min(await file.size(), MAX_ENTRIES * ENTRY_BYTES));
    } finally {
      await file.close();
    }
  } catch {
    return Buffer.alloc(0); // missing or unreadable: made anew
  }
}

async function mend(
  storage: Storage,
  path: string,
  {
    bytes,
    size,
    entries,
    salt,
  }: { bytes: number; size: number; entries: readonly IndexEntry[]; salt: number },
): Promise<void> {
  if (bytes < size) {
    const file = await storage.open(path, 'r+');
    try {
      await file.truncate(bytes);
      await file.sync();
    } finally {
      await file.close();
    }
  }
  await storage.remove(indexPath(path));
  const index = await storage.create(indexPath(path));
  try {
    await index.write(Buffer.concat(entries.map((entry) => encodeEntry(entry, salt))), 0);
  } finally {
    await index.close();
  }
}

async function isWhole(file: StoredFile, { offset, bytes }: IndexEntry, salt: number): Promise<boolean> {
  return isSealed(await file.read(offset, bytes), salt);
}

/** Finds every whole fragment from an offset on; 0 is the file's head. */
async function* scan(
  file: StoredFile,
  { from, size, salt }: { from: number; size: number; salt: number },
): AsyncGenerator<IndexEntry> {
  let at = from > 0 ? from : await headBytes(file, size);
  if (at === 0) return;
  while (at < size) {
    const fragment = await readFragment(file, at, size);
    const entry = fragment && isSealed(fragment, salt) ? describe(fragment, at) : null;
    if (entry) yield entry;
    const next: number | null = entry ? endOf(entry) : await nextMoof(file, at + 1, size);
    if (next === null) return;
    at = next;
  }
}

/** @returns the bytes before the first fragment; 0 when the head is not whole */
async function headBytes(file: StoredFile, size: number): Promise<number> {
  let hasMoov = false;
  for (let at = 0; at < Math.min(size, MAX_HEAD_BYTES);) {
    const head = await boxAt(file, at, size);
    if (!head) return 0;
    if (head.type === 'moof') return hasMoov ? at : 0;
    hasMoov ||= head.type === 'moov';
    at += head.bytes;
  }
  return 0;
}

async function readFragment(file: StoredFile, at: number, size: number): Promise<Buffer | null> {
  const moof = await boxAt(file, at, size);
  if (moof?.type !== 'moof') return null;
  const mdat = await boxAt(file, at + moof.bytes, size);
  if (mdat?.type !== 'mdat') return null;
  const bytes = moof.bytes + mdat.bytes + SEAL_BYTES;
  if (bytes > MAX_BYTES || at + bytes > size) return null;
  return file.read(at, bytes);
}

async function boxAt(
  file: StoredFile,
  at: number,
  size: number,
): Promise<{ type: string; bytes: number } | null> {
  if (at + BOX_HEADER_BYTES > size) return null;
  const head = await file.read(at, BOX_HEADER_BYTES);
  const bytes = head.length < BOX_HEADER_BYTES ? 0 : head.readUInt32BE(0);
  if (bytes < BOX_HEADER_BYTES || at + bytes > size) return null;
  return { type: head.toString('latin1', 4), bytes };
}

async function nextMoof(file: StoredFile, from: number, size: number): Promise<number | null> {
  for (let at = from; at < size; at += SEARCH_BYTES) {
    const chunk = await file.read(at, SEARCH_BYTES + BOX_HEADER_BYTES);
    const found = chunk.indexOf(MOOF, 4);
    if (found >= 0) return at + found - 4;
  }
  return null;
}

/** @returns null for what is sealed and is no fragment of ours all the same */
function describe(fragment: Buffer, offset: number): IndexEntry | null {
  try {
    const { video, audio } = readMoof(fragment.subarray(0, fragment.readUInt32BE(0)));
    const last = video.at(-1)!;
    const startUs = video[0]!.timeUs;
    const durationMs = Math.round((last.timeUs + last.durationUs - startUs) / 1000);
    return { offset, bytes: fragment.length, startUs, durationMs, hasSound: audio.length > 0 };
  } catch {
    return null;
  }
}
