import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createConnection, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { CUT_MODES } from '#kit/write-cache.ts';
import { command } from '../command.ts';
import { Command, Failure, Option, OptionReply } from './nbd-protocol.ts';
import { NbdServer } from './nbd-server.ts';

const SIZE = 64 * 1024;
const BLOCK = 4096;

const test = suite<{ folder: string; image: string; socket: string }>(
  'a disk over the network that loses power',
);
test.before.each((context) => {
  context.folder = mkdtempSync(join(tmpdir(), 'nbd-'));
  context.image = join(context.folder, 'disk.img');
  context.socket = join(context.folder, 'disk.sock');
  writeFileSync(context.image, Buffer.alloc(SIZE));
});
test.after.each(({ folder }) => rmSync(folder, { recursive: true, force: true }));

/** A small client of the protocol, written from its description. */
class Client {
  readonly #socket: Socket;
  readonly #closed: Promise<unknown>;
  #cookie = 1n;
  sizeBytes = 0;

  private constructor(socket: Socket) {
    this.#socket = socket;
    this.#closed = new Promise((resolve) => socket.once('close', resolve));
    socket.on('error', () => undefined);
  }

  static async open(to: string | number, byName = false): Promise<Client> {
    const client = new Client(
      typeof to === 'string' ? createConnection(to) : createConnection(to, '127.0.0.1'),
    );
    assert.is((await client.#take(18)).toString('latin1', 0, 16), 'NBDMAGICIHAVEOPT');
    client.#socket.write(Buffer.from([0, 0, 0, byName ? 1 : 3]));
    if (byName) {
      client.#option(Option.EXPORT_NAME);
      client.sizeBytes = Number((await client.#take(10 + 124)).readBigUInt64BE());
      return client;
    }
    client.#option(8); // structured replies: refused
    assert.is((await client.#reply()).type, OptionReply.UNSUPPORTED);
    client.#option(Option.GO, Buffer.alloc(6));
    for (let reply = await client.#reply(); reply.type !== OptionReply.ACK; reply = await client.#reply())
      if (reply.data.readUInt16BE() === 0) client.sizeBytes = Number(reply.data.readBigUInt64BE(2));
    return client;
  }

  #option(option: number, data: Buffer = Buffer.alloc(0)): void {
    const head = Buffer.alloc(16);
    head.write('IHAVEOPT');
    head.writeUInt32BE(option, 8);
    head.writeUInt32BE(data.length, 12);
    this.#socket.write(Buffer.concat([head, data]));
  }

  async #reply(): Promise<{ type: number; data: Buffer }> {
    const head = await this.#take(20);
    return { type: head.readUInt32BE(12), data: await this.#take(head.readUInt32BE(16)) };
  }

  /** @returns the error number, and what was read */
  async ask(ask: { command: number; offset?: number; length?: number; data?: Buffer; fua?: boolean }) {
    const head = Buffer.alloc(28);
    head.writeUInt32BE(0x25609513);
    head.writeUInt16BE(ask.fua ? 1 : 0, 4);
    head.writeUInt16BE(ask.command, 6);
    head.writeBigUInt64BE(this.#cookie++, 8);
    head.writeBigUInt64BE(BigInt(ask.offset ?? 0), 16);
    head.writeUInt32BE(ask.data?.length ?? ask.length ?? 0, 24);
    this.#socket.write(ask.data ? Buffer.concat([head, ask.data]) : head);
    const reply = await this.#take(16);
    assert.is(reply.readBigUInt64BE(8), this.#cookie - 1n);
    const failure = reply.readUInt32BE(4);
    const isRead = ask.command === Command.READ && failure === 0;
    return { failure, data: isRead ? await this.#take(ask.length!) : Buffer.alloc(0) };
  }

  write = (block: number, value: number, fua = false) =>
    this.ask({ command: Command.WRITE, offset: block * BLOCK, data: Buffer.alloc(BLOCK, value), fua });
  flush = () => this.ask({ command: Command.FLUSH });
  read = async (block: number) =>
    (await this.ask({ command: Command.READ, offset: block * BLOCK, length: BLOCK })).data;

  close(): void {
    this.#socket.destroy();
  }

  async #take(bytes: number): Promise<Buffer> {
    for (;;) {
      const found = (bytes ? this.#socket.read(bytes) : Buffer.alloc(0)) as Buffer | null;
      if (found?.length === bytes) return found;
      if (this.#socket.destroyed) throw new Error('no power');
      const readable = once(this.#socket, 'readable').catch(() => undefined);
      await Promise.race([readable, this.#closed]);
    }
  }
}

const firstBytes = (image: string) => {
  const all = readFileSync(image);
  return [0, 1, 2, 3].map((block) => all[block * BLOCK]);
};
const isGone = (error: unknown) => error instanceof Error && error.message === 'no power';

test('a client reads what it wrote; only what was flushed is in the image', async ({ image, socket }) => {
  const server = await NbdServer.start({ image, listen: { socket } });
  const client = await Client.open(socket);
  assert.is(client.sizeBytes, SIZE);
  await client.write(0, 1);
  await client.write(1, 2);
  assert.equal(firstBytes(image), [0, 0, 0, 0]);
  assert.ok((await client.read(1)).equals(Buffer.alloc(BLOCK, 2)));
  await client.flush();
  assert.equal(firstBytes(image), [1, 2, 0, 0]);
  await client.write(0, 9);
  await client.write(2, 3, true);
  assert.equal(firstBytes(image), [1, 2, 3, 0], 'forced unit access is of one write');
  assert.equal(server.counts, { writes: 4, flushes: 1, writtenBytes: 4 * BLOCK });
  client.close();
  await server.stop();
  assert.equal(firstBytes(image), [9, 2, 3, 0], 'switched off in good order');
});

test('over TCP, with the oldest way to ask for the disk', async ({ image }) => {
  const server = await NbdServer.start({ image, listen: { host: '127.0.0.1', port: 0 } });
  const client = await Client.open(server.port, true);
  assert.is(client.sizeBytes, SIZE);
  await client.write(3, 7);
  assert.ok((await client.read(3)).equals(Buffer.alloc(BLOCK, 7)));
  client.close();
  await server.stop();
});

test('nbd-client finds the disk', async ({ image }) => {
  const server = await NbdServer.start({ image, listen: { host: '127.0.0.1', port: 0 } });
  const list = ['nbd-client', '-l', '127.0.0.1', `${server.port}`];
  assert.match(await command(list, { from: 'nbd-client' }), /^Negotiation: \.\./);
  await server.stop();
});

test('a cut: the connection breaks, part of the cache is in the image, the same for the same seed', async ({
  image,
  socket,
}) => {
  const left: string[] = [];
  for (const seed of [3, 3, 4]) {
    writeFileSync(image, Buffer.alloc(SIZE));
    const server = await NbdServer.start({ image, listen: { socket } });
    const client = await Client.open(socket);
    await client.write(0, 1);
    await client.flush();
    for (const block of [1, 2, 3]) await client.write(block, block + 1);
    const waiting = client.flush().catch((error: unknown) => error); // the cut comes first
    const cut = server.cut(seed);
    assert.ok(isGone(await waiting));
    assert.equal([cut.cachedWrites, cut.cachedBytes], [3, 3 * BLOCK]);
    assert.ok(cut.keptBytes > 0 && cut.keptBytes < cut.cachedBytes, `${cut.keptBytes} bytes kept`);
    assert.is(firstBytes(image)[0], 1);
    assert.ok(isGone(await Client.open(socket).catch(() => new Error('no power'))));
    await server.stop();
    left.push(readFileSync(image).toString('hex'));
  }
  assert.is(left[0], left[1]);
  assert.is.not(left[0], left[2]);
});

test('a cut at the n-th write, at a flush, or when the boot environment is written', async ({
  image,
  socket,
}) => {
  const environment = { start: 2 * BLOCK, end: 3 * BLOCK };
  const cases = [
    { trigger: { on: 'write', nth: 2 }, writes: 2, flushes: 1 },
    { trigger: { on: 'flush', nth: 1 }, writes: 1, flushes: 1 },
    { trigger: { nth: 3 }, writes: 2, flushes: 1 },
    { trigger: { within: environment, nth: 1 }, writes: 3, flushes: 2 },
  ] as const;
  for (const { trigger, writes, flushes } of cases) {
    writeFileSync(image, Buffer.alloc(SIZE));
    const server = await NbdServer.start({ image, listen: { socket } });
    const cut = server.cutAt(trigger, 1, 'lost');
    const other = server.cutAt({ nth: 1000 }, 1);
    const client = await Client.open(socket);
    const run = async () => {
      for (const block of [0, 1, 2, 3]) {
        await client.write(block, block + 1);
        await client.flush();
      }
    };
    assert.ok(isGone(await run().catch((error: unknown) => error)), JSON.stringify(trigger));
    assert.is((await cut)!.keptBytes, 0);
    assert.is(await other, null);
    assert.equal([server.counts.writes, server.counts.flushes], [writes, flushes]);
    const durable = writes - 1; // each flush but the one that was cut had ended
    assert.equal(
      firstBytes(image),
      [1, 2, 3, 4].map((value, i) => (i < durable ? value : 0)),
    );
    await server.stop();
    assert.is(await server.cutAt(trigger, 1), null, 'no power to take');
  }
});

test('every mode keeps its promise in the image', async ({ image, socket }) => {
  for (const mode of CUT_MODES) {
    writeFileSync(image, Buffer.alloc(SIZE));
    const server = await NbdServer.start({ image, listen: { socket } });
    const client = await Client.open(socket);
    for (const block of [0, 1, 2, 3]) await client.write(block, block + 1);
    const { keptBytes } = server.cut(1, mode);
    if (mode === 'lost') assert.is(keptBytes, 0);
    if (mode === 'kept') assert.equal(firstBytes(image), [1, 2, 3, 4]);
    await server.stop();
  }
});

test('what is not of the disk is refused, and the connection goes on', async ({ image, socket }) => {
  const server = await NbdServer.start({ image, listen: { socket } });
  const client = await Client.open(socket);
  const data = Buffer.alloc(BLOCK);
  const cases = [
    [{ command: Command.READ, offset: SIZE, length: BLOCK }, Failure.EINVAL],
    [{ command: Command.READ, offset: 2 ** 62, length: BLOCK }, Failure.EINVAL],
    [{ command: Command.READ, offset: 100, length: 512 }, Failure.EINVAL],
    [{ command: Command.WRITE, offset: SIZE - 512, data }, Failure.ENOSPC],
    [{ command: 4, offset: 0, length: BLOCK }, Failure.EINVAL],
  ] as const;
  for (const [ask, failure] of cases) assert.is((await client.ask(ask)).failure, failure);
  assert.is((await client.write(0, 1)).failure, Failure.NONE);
  const broken = client.ask({ command: Command.READ, length: 2 ** 31 }).catch((error: unknown) => error);
  assert.ok(isGone(await broken), 'too much at once: that client is no longer served');
  await server.stop();
});

test('no disk, no server', async ({ image, socket, folder }) => {
  const refusal = (options: { image: string }) =>
    NbdServer.start({ ...options, listen: { socket } }).then(
      () => 'started',
      (error: Error) => error.message,
    );
  assert.match(await refusal({ image: join(folder, 'missing') }), /ENOENT/);
  writeFileSync(image, Buffer.alloc(100));
  assert.match(await refusal({ image }), /not whole sectors/);
});

test.run();
