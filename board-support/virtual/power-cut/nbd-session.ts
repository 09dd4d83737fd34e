/** One connection of a network block device, from the greeting to its end. */
import type { Socket } from 'node:net';
import { SECTOR_BYTES } from '#kit/write-cache.ts';
import { IncomingBytes } from './incoming-bytes.ts';
import {
  Command,
  Failure,
  FLAG_FUA,
  Info,
  NO_ZEROES,
  OPTION_MAGIC,
  Option,
  OptionReply,
  REQUEST_BYTES,
  blockSizes,
  decodeRequest,
  exportFacts,
  greeting,
  optionReply,
  simpleReply,
  withType,
  type NbdRequest,
} from './nbd-protocol.ts';

/** Largest request that a client may send without asking, by the protocol. */
const MAX_REQUEST_BYTES = 32 * 1024 * 1024;
/** Names and lists of wishes are short. */
const MAX_OPTION_BYTES = 8192;
const PREFERRED_BYTES = 4096;

/** The disk behind it: whole sectors within its size; what fails throws. */
export interface NbdDisk {
  readonly sizeBytes: number;
  read(position: number, length: number): Buffer;
  write(position: number, data: Buffer, fua: boolean): void;
  flush(): void;
}

/** Serves the disk until the client goes or the socket is destroyed. @throws when the client speaks otherwise */
export async function serveNbd(socket: Socket, disk: NbdDisk): Promise<void> {
  socket.setNoDelay(true);
  const incoming = new IncomingBytes(socket);
  socket.write(greeting());
  const flags = (await incoming.take(4)).readUInt32BE();
  const noZeroes = (flags & NO_ZEROES) !== 0;
  if (await negotiate(socket, incoming, { sizeBytes: disk.sizeBytes, noZeroes }))
    await transmit(socket, incoming, disk);
  socket.end();
}

/** @returns whether the client wants the disk */
async function negotiate(
  socket: Socket,
  incoming: IncomingBytes,
  { sizeBytes, noZeroes }: { sizeBytes: number; noZeroes: boolean },
): Promise<boolean> {
  for (;;) {
    const head = await incoming.take(16);
    const option = head.readUInt32BE(8);
    const length = head.readUInt32BE(12);
    if (!head.subarray(0, 8).equals(OPTION_MAGIC) || length > MAX_OPTION_BYTES)
      throw new Error('no option of the protocol');
    await incoming.take(length);
    switch (option) {
      case Option.EXPORT_NAME:
        socket.write(Buffer.concat([exportFacts(sizeBytes), Buffer.alloc(noZeroes ? 0 : 124)]));
        return true;
      case Option.INFO:
      case Option.GO:
        socket.write(optionReply(option, OptionReply.INFO, withType(Info.EXPORT, exportFacts(sizeBytes))));
        socket.write(optionReply(option, OptionReply.INFO, withType(Info.BLOCK_SIZE, SIZES)));
        socket.write(optionReply(option, OptionReply.ACK));
        if (option === Option.GO) return true;
        break;
      case Option.LIST:
        socket.write(optionReply(option, OptionReply.SERVER, Buffer.alloc(4))); // one disk, its name is empty
        socket.write(optionReply(option, OptionReply.ACK));
        break;
      case Option.ABORT:
        socket.write(optionReply(option, OptionReply.ACK));
        return false;
      default:
        socket.write(optionReply(option, OptionReply.UNSUPPORTED));
    }
  }
}

const SIZES = blockSizes(SECTOR_BYTES, PREFERRED_BYTES, MAX_REQUEST_BYTES);

async function transmit(socket: Socket, incoming: IncomingBytes, disk: NbdDisk): Promise<void> {
  for (;;) {
    const request = decodeRequest(await incoming.take(REQUEST_BYTES));
    if (!request || request.length > MAX_REQUEST_BYTES) throw new Error('no request of the protocol');
    if (request.command === Command.DISCONNECT) return; // promises nothing of what was not flushed
    const data = request.command === Command.WRITE ? await incoming.take(request.length) : null;
    const reply = answer(disk, request, data);
    if (socket.destroyed) return; // the power went with this operation: nothing more is said
    if (!socket.write(reply)) await drained(socket);
  }
}

function answer(disk: NbdDisk, request: NbdRequest, data: Buffer | null): Buffer {
  const { command, cookie, offset, length, flags } = request;
  const refusal = refusalOf(request, disk.sizeBytes);
  if (refusal) return simpleReply(cookie, refusal);
  try {
    if (command === Command.READ) return simpleReply(cookie, Failure.NONE, disk.read(offset, length));
    if (data) disk.write(offset, data, (flags & FLAG_FUA) !== 0);
    else disk.flush();
    return simpleReply(cookie, Failure.NONE);
  } catch {
    return simpleReply(cookie, Failure.EIO);
  }
}

function refusalOf({ command, offset, length }: NbdRequest, sizeBytes: number): number {
  if (command === Command.FLUSH) return Failure.NONE;
  if (command !== Command.READ && command !== Command.WRITE) return Failure.EINVAL;
  if (offset + length > sizeBytes) return command === Command.WRITE ? Failure.ENOSPC : Failure.EINVAL;
  return offset % SECTOR_BYTES || length % SECTOR_BYTES ? Failure.EINVAL : Failure.NONE;
}

const drained = (socket: Socket) =>
  new Promise<void>((resolve) => {
    const done = () => {
      socket.off('drain', done).off('close', done);
      resolve();
    };
    socket.on('drain', done).on('close', done);
    if (socket.destroyed) done();
  });
