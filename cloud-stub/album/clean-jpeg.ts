/**
 * A JPEG with nothing in it but the picture. Walks the whole file by its markers (ITU-T T.81, annex B) and leaves
 * out what tells where and with what it was taken (Exif, XMP, comments), embedded previews, and anything behind the
 * end of the picture, so that no file can be a picture and something else. Pixels are copied as they are.
 */
import { PupsentryError } from '#kit/errors.ts';

/** libvips decodes up to this; a camera of ours makes 8 million at most. */
const MAX_PIXELS = 50_000_000;
/** A progressive picture has about ten; thousands are made to keep a decoder busy for minutes. */
const MAX_SCANS = 100;

const SOI = 0xd8;
const EOI = 0xd9;
const SOS = 0xda;
/** Baseline, extended and progressive Huffman: what browsers show. */
const FRAMES = new Set([0xc0, 0xc1, 0xc2]);
/** JFIF, colour profile, Adobe's colour transform, tables, frames: needed to show it right. */
const KEPT = new Set([0xe0, 0xe2, 0xee, 0xdb, 0xc4, 0xdd, SOS, ...FRAMES]);
const APP1 = 0xe1;

export interface CleanJpeg {
  bytes: Buffer;
  /** As stored, before it is turned by its orientation. */
  width: number;
  height: number;
}

/** @throws PupsentryError "bad-media" when it is no whole JPEG, or one made to do harm */
export function cleanJpeg(file: Buffer): CleanJpeg {
  if (file[0] !== 0xff || file[1] !== SOI) throw bad('This is no JPEG picture.');
  const kept: Buffer[] = [];
  let size: { width: number; height: number } | undefined;
  let orientation = 1;
  let scans = 0;
  let at = 2;
  for (;;) {
    if (at + 4 > file.length && file[at + 1] !== EOI) throw bad('The picture ends too early.');
    if (file[at] !== 0xff) throw bad('The picture is damaged.');
    const marker = file[at + 1]!;
    if (marker === 0xff) {
      at++; // fill byte
      continue;
    }
    if (marker === EOI) break;
    const end = at + 2 + file.readUInt16BE(at + 2);
    if (end < at + 4 || end > file.length) throw bad('The picture is damaged.');
    const segment = file.subarray(at, end);
    if (FRAMES.has(marker)) size ??= sizeOf(segment);
    if (marker === APP1) orientation = orientationOf(segment) ?? orientation;
    at = end;
    if (marker === SOS) {
      if (!size || ++scans > MAX_SCANS) throw bad('The picture is damaged.');
      at = endOfScan(file, end);
      kept.push(file.subarray(end - segment.length, at));
    } else if (KEPT.has(marker)) kept.push(segment);
    else if (marker < 0xe0 || (marker > 0xef && marker !== 0xfe))
      throw bad('Pictures of this kind cannot be kept.');
  }
  if (!size || scans === 0) throw bad('There is no picture in this file.');
  const turned = orientation === 1 ? [] : [orientationSegment(orientation)];
  const ends = [Buffer.from([0xff, SOI]), Buffer.from([0xff, EOI])] as const;
  return { bytes: Buffer.concat([ends[0], ...turned, ...kept, ends[1]]), ...size };
}

function sizeOf(frame: Buffer): { width: number; height: number } {
  if (frame.length < 9) throw bad('The picture is damaged.');
  const [height, width] = [frame.readUInt16BE(5), frame.readUInt16BE(7)];
  if (width === 0 || height === 0) throw bad('The picture is damaged.');
  if (width * height > MAX_PIXELS)
    throw bad(
      `A picture may have at most ${MAX_PIXELS / 1e6} million pixels; this one has ${width} x ${height}.`,
    );
  return { width, height };
}

/** @returns where the next marker stands that belongs to no scan (T.81, B.1.1.5: FF00 and RSTn do) */
function endOfScan(file: Buffer, from: number): number {
  for (let at = file.indexOf(0xff, from); at >= 0; at = file.indexOf(0xff, at + 2)) {
    const next = file[at + 1];
    if (next === undefined) break;
    if (next === 0xff)
      at--; // fill: look at the next one
    else if (next !== 0 && (next < 0xd0 || next > 0xd7)) return at;
  }
  throw bad('The picture ends too early.');
}

/** Exif 2.32, 4.6.4: tag 0x0112 in the first directory. @returns undefined for anything that is not 1 to 8 */
function orientationOf(segment: Buffer): number | undefined {
  if (segment.toString('latin1', 4, 10) !== 'Exif\0\0') return undefined;
  const tiff = segment.subarray(10);
  if (tiff.length < 14) return undefined;
  const little = tiff.toString('latin1', 0, 2) === 'II';
  const u16 = (at: number) => (little ? tiff.readUInt16LE(at) : tiff.readUInt16BE(at));
  const first = little ? tiff.readUInt32LE(4) : tiff.readUInt32BE(4);
  if (first + 2 > tiff.length) return undefined;
  const entries = u16(first);
  for (let i = 0; i < entries; i++) {
    const at = first + 2 + i * 12;
    if (at + 12 > tiff.length) return undefined;
    if (u16(at) !== 0x0112) continue;
    const value = u16(at + 8);
    return value >= 1 && value <= 8 ? value : undefined;
  }
  return undefined;
}

/** An Exif segment that says which way is up and nothing else. */
function orientationSegment(orientation: number): Buffer {
  const tiff = '4d4d002a00000008' + '0001' + '0112000300000001' + `000${orientation}0000` + '00000000';
  const body = Buffer.concat([Buffer.from('Exif\0\0', 'latin1'), Buffer.from(tiff, 'hex')]);
  const head = Buffer.from([0xff, APP1, 0, body.length + 2]);
  return Buffer.concat([head, body]);
}

function bad(message: string): PupsentryError {
  return new PupsentryError('bad-media', message);
}
