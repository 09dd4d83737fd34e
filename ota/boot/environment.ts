/**
 * U-Boot's environment as it stands on flash (include/env_internal.h, env/common.c of U-Boot; libubootenv reads the same):
 *
 *   single:     CRC-32 of the data (uint32 LE), data
 *   redundant:  CRC-32 of the data (uint32 LE), flags (1 byte, not covered), data; two copies, the newer one counts
 *
 * Data: "name=value", a zero after each, one more zero after the last, then padding.
 */
import { crc32 } from '#kit/crc32.ts';
import { PupsentryError } from '#kit/errors.ts';

/** Names and values are bytes, one a character (latin1): what is not ours survives as it is. Keeps its order. */
export type Variables = ReadonlyMap<string, string>;

/** Of one copy, header included: below it nothing fits, above it nobody has one (the largest in U-Boot's configs are 256 KiB). */
export const MIN_ENVIRONMENT_BYTES = 64;
export const MAX_ENVIRONMENT_BYTES = 1024 * 1024;

const CRC_BYTES = 4;
const HEADER_BYTES = { single: CRC_BYTES, redundant: CRC_BYTES + 1 };

/** One copy of the redundant form. */
export interface EnvironmentCopy {
  /** Counts up with each write, 0 to 255 and on from 0. */
  flags: number;
  variables: Variables;
}

/** @returns the variables, or null when the checksum does not hold */
export function decodeSingle(bytes: Buffer): Variables | null {
  return decodeData(bytes, HEADER_BYTES.single);
}

/** @throws PupsentryError "environment-full", "environment-invalid" */
export function encodeSingle(variables: Variables, sizeBytes: number): Buffer {
  return encodeData(variables, sizeBytes, HEADER_BYTES.single);
}

/** @returns the copy, or null when the checksum does not hold */
export function decodeRedundant(bytes: Buffer): EnvironmentCopy | null {
  const variables = decodeData(bytes, HEADER_BYTES.redundant);
  return variables && { flags: bytes[CRC_BYTES]!, variables };
}

/** @throws PupsentryError "environment-full", "environment-invalid" */
export function encodeRedundant({ flags, variables }: EnvironmentCopy, sizeBytes: number): Buffer {
  const bytes = encodeData(variables, sizeBytes, HEADER_BYTES.redundant);
  bytes[CRC_BYTES] = flags;
  return bytes;
}

/** The flags of the copy that replaces this one. */
export const nextFlags = (flags: number) => (flags + 1) & 0xff;

/**
 * Which of the two copies counts, as U-Boot (env_check_redund) and libubootenv decide: the sound one; of two, the one
 * with the higher flags, but 0 is newer than 255; the first when they are equal.
 * @returns null when neither is sound
 */
export function newerCopy(first: EnvironmentCopy | null, second: EnvironmentCopy | null): 0 | 1 | null {
  if (!first || !second) return first ? 0 : second ? 1 : null;
  if (first.flags === 255 && second.flags === 0) return 1;
  if (second.flags === 255 && first.flags === 0) return 0;
  return second.flags > first.flags ? 1 : 0;
}

function decodeData(bytes: Buffer, headerBytes: number): Variables | null {
  if (bytes.length < MIN_ENVIRONMENT_BYTES || bytes.length > MAX_ENVIRONMENT_BYTES) return null;
  const data = bytes.subarray(headerBytes);
  if (bytes.readUInt32LE(0) !== crc32(data)) return null;
  const variables = new Map<string, string>();
  for (let at = 0; at < data.length && data[at] !== 0;) {
    const zero = data.indexOf(0, at);
    const end = zero < 0 ? data.length : zero;
    const entry = data.toString('latin1', at, end);
    const equals = entry.indexOf('=');
    // U-Boot takes "name" alone as a wish to delete it.
    if (equals > 0) variables.set(entry.slice(0, equals), entry.slice(equals + 1));
    at = end + 1;
  }
  return variables;
}

function encodeData(variables: Variables, sizeBytes: number, headerBytes: number): Buffer {
  const text = [...variables].map(([name, value]) => entryOf(name, value)).join('');
  if (headerBytes + text.length + 1 > sizeBytes)
    throw new PupsentryError(
      'environment-full',
      `The boot loader’s variables need ${headerBytes + text.length + 1} bytes; there is room for ${sizeBytes}.`,
    );
  const bytes = Buffer.alloc(sizeBytes);
  bytes.write(text, headerBytes, 'latin1');
  bytes.writeUInt32LE(crc32(bytes.subarray(headerBytes)), 0);
  return bytes;
}

function entryOf(name: string, value: string): string {
  const isSound = /^[\x01-\x3c\x3e-\xff]+$/.test(name) && /^[\x01-\xff]*$/.test(value);
  if (isSound) return `${name}=${value}\0`;
  throw new PupsentryError(
    'environment-invalid',
    `${JSON.stringify(name)} cannot be a variable of the boot loader.`,
  );
}
