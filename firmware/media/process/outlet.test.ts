import { Writable } from 'node:stream';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { AccessUnit } from '../media.ts';
import { WireDecoder, type WireMessage } from '../wire.ts';
import { Outlet } from './outlet.ts';

const test = suite('outlet');

/** A socket whose other side reads only when told to. */
function stuckSocket() {
  const got: WireMessage[] = [];
  const decoder = new WireDecoder((message) => got.push(message));
  let held: { chunks: Buffer[]; done: () => void } | undefined;
  let open = false;
  const take = (chunks: Buffer[], done: () => void) => {
    if (!open) return void (held = { chunks, done });
    for (const chunk of chunks) decoder.push(chunk);
    done();
  };
  const socket = new Writable({
    write: (chunk: Buffer, _, done) => take([chunk], done),
    writev: (chunks, done) =>
      take(
        chunks.map(({ chunk }) => chunk as Buffer),
        done,
      ),
  });
  const read = async () => {
    open = true;
    const drained = new Promise((resolve) => socket.once('drain', resolve));
    if (held) take(held.chunks, held.done);
    held = undefined;
    if (socket.writableLength > 0) await drained;
  };
  return { socket, got, read };
}

const unit = (stream: 'main' | 'sub' | 'audio', key: boolean, bytes = 100_000, ptsUs = 0): AccessUnit => ({
  stream,
  codec: stream === 'audio' ? 'opus' : 'h264',
  key,
  ptsUs,
  data: Buffer.alloc(bytes, 1),
});
const pcm = { ptsUs: 0, rateHz: 16_000, samples: new Int16Array(1600) };
const grey = { width: 320, height: 180, ptsUs: 0, pixels: Buffer.alloc(320 * 180) };

test('a daemon that does not read: what is for detection goes first, then whole GOPs; memory stays bounded', async () => {
  const { socket, got, read } = stuckSocket();
  const wantsKey: string[] = [];
  let nowMs = 0;
  const nowLater = () => (nowMs += 2000);
  const outlet = new Outlet({ socket, onSkipped: (stream) => wantsKey.push(stream), nowMs: nowLater });
  let greyRefused = -1;
  for (let i = 0; i < 200; i++) {
    const before = socket.writableLength;
    outlet.grey(grey);
    if (socket.writableLength === before && greyRefused < 0) greyRefused = i;
    outlet.pcm(pcm);
    outlet.unit(unit('main', i % 30 === 0, 100_000, i));
    outlet.unit(unit('audio', true, 80, i));
  }
  assert.ok(greyRefused > 0 && greyRefused < 10, `first grey dropped at ${greyRefused}`);
  assert.ok(socket.writableLength < 3 * 1024 * 1024, `${socket.writableLength} bytes wait`);
  assert.equal(wantsKey, [], 'no key frame is asked for while there is no room');

  await read();
  outlet.unit(unit('main', false, 100, 1000));
  assert.equal(wantsKey, ['main'], 'the rest of a broken GOP is not sent, a key frame is asked for');
  outlet.unit(unit('main', true, 100, 1001));
  outlet.unit(unit('main', false, 100, 1002));
  const main = got.flatMap((m) => (m.kind === 'unit' && m.unit.stream === 'main' ? [m.unit.ptsUs] : []));
  assert.equal(main.slice(-2), [1001, 1002]);
  const gap = main.findIndex((pts, i) => i > 0 && pts !== main[i - 1]! + 1);
  assert.is(main[gap], 1001, 'one gap, up to the key frame');

  const told = got.flatMap((m) =>
    m.kind === 'control' ? [m.control as { units: number; grey: number; pcm: number }] : [],
  );
  const sum = (key: 'units' | 'grey' | 'pcm') => told.reduce((total, report) => total + report[key], 0);
  const sent = (kind: string) => got.filter((m) => m.kind === kind).length;
  assert.is(sum('units') + sent('unit'), 403, 'what was dropped is counted');
  assert.is(sum('grey') + sent('grey'), 200);
  assert.is(sum('pcm') + sent('pcm'), 200);
  assert.ok(sent('pcm') < 10, `${sent('pcm')} blocks of sound went while nobody read`);
});

test('a daemon that reads gets everything, in order', async () => {
  const { socket, got, read } = stuckSocket();
  await read();
  const outlet = new Outlet({ socket, onSkipped: () => assert.unreachable() });
  for (let i = 0; i < 100; i++) {
    outlet.unit(unit('main', i === 0, 10_000, i));
    outlet.unit(unit('sub', i === 0, 1000, i));
    outlet.grey(grey);
    outlet.pcm(pcm);
  }
  assert.is(got.length, 400);
});

test('after the socket is gone nothing is written', () => {
  const { socket } = stuckSocket();
  socket.destroy();
  new Outlet({ socket, onSkipped: () => undefined }).unit(unit('main', true));
  assert.is(socket.writableLength, 0);
});

test.run();
