/**
 * Is it an MP4 and nothing else? Reads the heads of its top-level boxes (ISO/IEC 14496-12, 4.2), never its samples:
 * playing is the browser's business, behind its own walls.
 */
import type { FileHandle } from 'node:fs/promises';
import { PupsentryError } from '#kit/errors.ts';

/** What an MP4 may be made of, at the top. */
const BOXES = new Set([
  ...[
    'ftyp',
    'styp',
    'moov',
    'moof',
    'mdat',
    'free',
    'skip',
    'sidx',
    'mfra',
    'emsg',
    'prft',
    'pdin',
    'udta',
    'meta',
  ],
]);
/** 64 MiB in fragments of a frame each stay under this. */
const MAX_BOXES = 20_000;
/** "ftyp" tells what it claims to be; pictures (HEIC, AVIF) and QuickTime come in the same boxes. */
const BRAND = /^(iso[m2-9]|mp4[12]|avc1|dash|msdh|cmf[cfs2]|M4V |M4VH)$/;

/** @throws PupsentryError "bad-media" */
export async function checkMp4(file: FileHandle, bytes: number): Promise<void> {
  const head = Buffer.alloc(16);
  const seen = new Set<string>();
  let at = 0;
  for (let boxes = 0; at < bytes; boxes++) {
    if (boxes >= MAX_BOXES) throw bad('The clip is made of too many pieces.');
    const { bytesRead } = await file.read(head, 0, 16, at);
    const type = head.toString('latin1', 4, 8);
    if (bytesRead < 8 || (at === 0 && type !== 'ftyp')) throw bad('This is no MP4 clip.');
    if (at === 0 && !BRAND.test(head.toString('latin1', 8, 12)))
      throw bad('This is a file of another kind than MP4.');
    if (!BOXES.has(type)) throw bad('The clip is damaged.');
    const short = head.readUInt32BE(0);
    const size =
      short === 1 && bytesRead === 16 ? Number(head.readBigUInt64BE(8)) : short === 0 ? bytes - at : short;
    if (size < 8 || size > bytes - at) throw bad('The clip ends too early.');
    seen.add(type);
    at += size;
  }
  if (!seen.has('moov') || !seen.has('mdat')) throw bad('There is nothing to play in this clip.');
}

function bad(message: string): PupsentryError {
  return new PupsentryError('bad-media', message);
}
