/**
 * The words of the network block device protocol, as far as a disk that loses power needs them: fixed newstyle
 * handshake, simple replies (https://github.com/NetworkBlockDevice/nbd/blob/master/doc/proto.md). Big endian.
 */

export const OPTION_REPLY_MAGIC = 0x0003e889045565a9n;
export const OPTION_MAGIC = Buffer.from('IHAVEOPT');
export const REQUEST_MAGIC = 0x25609513;
export const SIMPLE_REPLY_MAGIC = 0x67446698;

/** Handshake flags: fixed newstyle; no zeros behind the reply to EXPORT_NAME. */
export const FIXED_NEWSTYLE = 1;
export const NO_ZEROES = 2;
/** Transmission flags: there are flags, it flushes, it knows forced unit access. */
export const TRANSMISSION_FLAGS = 1 | 4 | 8;
/** Of a request: forced unit access. */
export const FLAG_FUA = 1;

export const Option = { EXPORT_NAME: 1, ABORT: 2, LIST: 3, INFO: 6, GO: 7 } as const;
export const OptionReply = { ACK: 1, SERVER: 2, INFO: 3, UNSUPPORTED: 0x80000001 } as const;
export const Info = { EXPORT: 0, BLOCK_SIZE: 3 } as const;
export const Command = { READ: 0, WRITE: 1, DISCONNECT: 2, FLUSH: 3 } as const;
export const Failure = { NONE: 0, EIO: 5, EINVAL: 22, ENOSPC: 28 } as const;

export const REQUEST_BYTES = 28;

export interface NbdRequest {
  flags: number;
  command: number;
  /** Comes back with the reply. */
  cookie: bigint;
  offset: number;
  length: number;
}

/** What the server says first. */
export function greeting(): Buffer {
  const bytes = Buffer.alloc(18);
  bytes.write('NBDMAGIC');
  OPTION_MAGIC.copy(bytes, 8);
  bytes.writeUInt16BE(FIXED_NEWSTYLE | NO_ZEROES, 16);
  return bytes;
}

export function optionReply(option: number, type: number, data: Buffer = Buffer.alloc(0)): Buffer {
  const head = Buffer.alloc(20);
  head.writeBigUInt64BE(OPTION_REPLY_MAGIC);
  head.writeUInt32BE(option, 8);
  head.writeUInt32BE(type, 12);
  head.writeUInt32BE(data.length, 16);
  return Buffer.concat([head, data]);
}

/** Size in bytes and transmission flags: what EXPORT_NAME answers, and INFO with its type before it. */
export function exportFacts(sizeBytes: number): Buffer {
  const bytes = Buffer.alloc(10);
  bytes.writeBigUInt64BE(BigInt(sizeBytes));
  bytes.writeUInt16BE(TRANSMISSION_FLAGS, 8);
  return bytes;
}

/** Smallest, preferred and largest request, bytes. */
export function blockSizes(smallest: number, preferred: number, largest: number): Buffer {
  const bytes = Buffer.alloc(12);
  [smallest, preferred, largest].forEach((size, i) => bytes.writeUInt32BE(size, 4 * i));
  return bytes;
}

export function withType(type: number, data: Buffer): Buffer {
  const bytes = Buffer.alloc(2);
  bytes.writeUInt16BE(type);
  return Buffer.concat([bytes, data]);
}

/** @returns the request, or null when it is none; an offset too large for a number becomes Infinity */
export function decodeRequest(bytes: Buffer): NbdRequest | null {
  if (bytes.readUInt32BE(0) !== REQUEST_MAGIC) return null;
  const offset = Number(bytes.readBigUInt64BE(16));
  return {
    flags: bytes.readUInt16BE(4),
    command: bytes.readUInt16BE(6),
    cookie: bytes.readBigUInt64BE(8),
    offset: Number.isSafeInteger(offset) ? offset : Infinity,
    length: bytes.readUInt32BE(24),
  };
}

export function simpleReply(cookie: bigint, failure: number, data: Buffer = Buffer.alloc(0)): Buffer {
  const head = Buffer.alloc(16);
  head.writeUInt32BE(SIMPLE_REPLY_MAGIC);
  head.writeUInt32BE(failure, 4);
  head.writeBigUInt64BE(cookie, 8);
  return Buffer.concat([head, data]);
}
