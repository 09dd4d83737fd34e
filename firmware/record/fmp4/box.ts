/** The boxes of ISO base media files (ISO/IEC 14496-12, section 4.2), written and read. */

export const BOX_HEADER_BYTES = 8;

export function u16(value: number): Buffer {
  const bytes = Buffer.allocUnsafe(2);
  bytes.writeUInt16BE(value);
  return bytes;
}

export function u32(...values: number[]): Buffer {
  const bytes = Buffer.allocUnsafe(4 * values.length);
  values.forEach((value, i) => bytes.writeUInt32BE(value, 4 * i));
  return bytes;
}

export function u64(value: number): Buffer {
  const bytes = Buffer.allocUnsafe(8);
  bytes.writeBigUInt64BE(BigInt(value));
  return bytes;
}

export function text(value: string): Buffer {
  return Buffer.from(value, 'latin1');
}

export function box(type: string, ...parts: Uint8Array[]): Buffer {
  const bytes = parts.reduce((sum, part) => sum + part.length, BOX_HEADER_BYTES);
  return Buffer.concat([u32(bytes), text(type), ...parts]);
}

/** A box with version and flags. */
export function fullBox(type: string, version: number, flags: number, ...parts: Uint8Array[]): Buffer {
  return box(type, u32(version * 2 ** 24 + flags), ...parts);
}

/** These bytes are not what they should be. */
export class FormatError extends Error {
  override name = 'FormatError';
}

export interface Box {
  type: string;
  /** What is in it. */
  body: Buffer;
}

/** @returns the boxes that fill these bytes @throws FormatError where they do not */
export function readBoxes(bytes: Buffer): Box[] {
  const boxes: Box[] = [];
  for (let at = 0; at < bytes.length;) {
    const size = bytes.length - at < BOX_HEADER_BYTES ? 0 : bytes.readUInt32BE(at);
    if (size < BOX_HEADER_BYTES || size > bytes.length - at) throw new FormatError(`no box at ${at}`);
    boxes.push({
      type: bytes.toString('latin1', at + 4, at + 8),
      body: bytes.subarray(at + BOX_HEADER_BYTES, at + size),
    });
    at += size;
  }
  return boxes;
}

/** @throws FormatError when there is none */
export function findBox(boxes: readonly Box[], type: string): Buffer {
  const found = boxes.find((candidate) => candidate.type === type);
  if (!found) throw new FormatError(`no ${type}`);
  return found.body;
}

/** The body of a box inside boxes, by its path. @throws FormatError */
export function bodyAt(bytes: Buffer, ...path: string[]): Buffer {
  return path.reduce((inside, type) => findBox(readBoxes(inside), type), bytes);
}
