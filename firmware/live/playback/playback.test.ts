import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import {
  LAST_LUMP,
  LUMP_HEAD_BYTES,
  MAX_LUMP_BYTES,
  type PlaybackMessage,
  type PlaybackRequest,
} from '#protocol/playback.ts';
import { FakeClock } from '#kit/clock.ts';
import { silentLogger } from '#kit/log.ts';
import { FakeRecordings } from './fake-recordings.ts';
import { Playback } from './playback.ts';

const T = 1_790_000_000_000;

function house() {
  const clock = new FakeClock();
  const recordings = new FakeRecordings([
    { startMs: T, endMs: T + 10_000 },
    { startMs: T + 60_000, endMs: T + 65_000 },
  ]);
  const said: (string | Buffer)[] = [];
  const link = { waiting: 0, alive: true };
  const switched: boolean[] = [];
  let pictures = 0;
  const playback = new Playback({
    ...{ recordings, clock },
    log: silentLogger(),
    send: () => pictures++,
    say(message) {
      if (link.alive) said.push(message);
      return link.alive;
    },
    waiting: () => link.waiting,
    onSwitched: (isActive) => switched.push(isActive),
  });
  const texts = () =>
    said.filter((m) => typeof m === 'string').map((m) => JSON.parse(m) as PlaybackMessage & { id?: number });
  return {
    ...{ clock, recordings, said, link, switched, playback, texts },
    ask: (request: PlaybackRequest) => playback.take(JSON.stringify(request)),
    reply: (id: number) => texts().find((message) => message.id === id),
    lumps: () =>
      said
        .filter((m) => typeof m !== 'string')
        .map((lump) => ({
          id: lump.readUInt32LE(0),
          last: lump.readUInt32LE(4) === LAST_LUMP,
          atMs: lump.readDoubleLE(8),
          bytes: lump.length - LUMP_HEAD_BYTES,
        })),
    pictures: () => pictures,
  };
}

const test = suite('playback requests');

test('spans: what is recorded', async () => {
  const h = house();
  await h.ask({ id: 7, ask: 'spans', fromMs: T - 1000, toMs: T + 100_000 });
  assert.equal(h.reply(7), {
    id: 7,
    spans: [
      { fromMs: T, toMs: T + 10_000 },
      { fromMs: T + 60_000, toMs: T + 65_000 },
    ],
    nextMs: null,
  });
});

test('keys: a key frame for each time, as bytes', async () => {
  const h = house();
  await h.ask({ id: 8, ask: 'keys', atMs: [T + 1500, T + 61_999] });
  assert.equal(h.lumps(), [
    { id: 8, last: true, atMs: T + 1000, bytes: 8 },
    { id: 8, last: true, atMs: T + 61_000, bytes: 8 },
  ]);
  assert.equal(h.reply(8), { id: 8, done: true, bytes: 16 });
  assert.is(h.recordings.open, 0);
});

test('play is answered at once; who sees what is told at every switch, once', async () => {
  const h = house();
  const playing = h.ask({ id: 1, ask: 'play', atMs: T, speed: 1 });
  assert.equal(h.switched, [true]);
  assert.equal(h.reply(1), { id: 1, done: true, bytes: 0 });
  await h.clock.advance(1000);
  await h.ask({ id: 2, ask: 'pause' });
  await playing;
  await h.ask({ id: 3, ask: 'step', by: 1 });
  await h.ask({ id: 4, ask: 'show', atMs: T + 3000 });
  assert.equal(h.switched, [true]);
  await h.ask({ id: 5, ask: 'live' });
  assert.equal(h.switched, [true, false]);
  assert.ok([2, 3, 4, 5].every((id) => h.reply(id)));
  await h.ask({ id: 6, ask: 'show', atMs: T + 900_000 });
  assert.match(JSON.stringify(h.reply(6)), /nothing-recorded/);
});

test('a clip comes in lumps that fit, and waits for a narrow link', async () => {
  const h = house();
  h.link.waiting = 1e6;
  const clip = h.ask({ id: 9, ask: 'clip', fromMs: T, toMs: T + 5000 });
  await h.clock.advance(1000);
  assert.equal(h.lumps(), [], 'nothing is heaped up');
  h.link.waiting = 0;
  h.playback.drained();
  await clip;
  assert.is(
    h.lumps().reduce((sum, { bytes }) => sum + bytes, 0),
    300_000,
  );
  assert.ok(h.lumps().every(({ bytes }) => bytes + LUMP_HEAD_BYTES <= MAX_LUMP_BYTES));
  assert.equal(h.reply(9), { id: 9, done: true, bytes: 300_000 });
});

test('a clip that is not wanted any more ends, also while it waits', async () => {
  const h = house();
  h.link.waiting = 1e6;
  const clip = h.ask({ id: 9, ask: 'clip', fromMs: T, toMs: T + 5000 });
  await h.clock.advance(10);
  h.link.waiting = 0;
  await h.ask({ id: 10, ask: 'end-clip' });
  await clip;
  assert.ok(h.lumps().length <= 2);
  assert.match(JSON.stringify(h.reply(9)), /"ended"/);
});

test('clips that cannot be are refused with the reason', async () => {
  const h = house();
  await h.ask({ id: 1, ask: 'clip', fromMs: T, toMs: T });
  await h.ask({ id: 2, ask: 'clip', fromMs: T, toMs: T + 3 * 3_600_000 });
  h.recordings.clipLumps = 0;
  await h.ask({ id: 3, ask: 'clip', fromMs: T, toMs: T + 1000 });
  assert.match(JSON.stringify(h.reply(1)), /ends before it begins/);
  assert.match(JSON.stringify(h.reply(2)), /at most 60 minutes/);
  assert.match(JSON.stringify(h.reply(3)), /nothing-recorded/);
});

test('a recording that cannot be read is told, and the next request is answered', async () => {
  const h = house();
  h.recordings.failure = new Error('EIO: i/o error');
  await h.ask({ id: 1, ask: 'show', atMs: T });
  assert.match(JSON.stringify(h.reply(1)), /"failed".*EIO/);
  h.recordings.failure = null;
  await h.ask({ id: 2, ask: 'show', atMs: T });
  assert.equal(h.reply(2), { id: 2, done: true, bytes: 0 });
});

test('too much at once is refused', async () => {
  const h = house();
  h.link.waiting = 1e6;
  const asked = Array.from({ length: 12 }, (_, id) => h.ask({ id, ask: 'keys', atMs: [T, T + 1000] }));
  await h.clock.advance(1);
  const busy = h.texts().filter((message) => 'problem' in message && message.problem.code === 'busy');
  assert.is(busy.length, 4);
  h.link.waiting = 0;
  h.playback.drained();
  await Promise.all(asked);
});

test('what is no request is answered and harms nothing', async () => {
  const h = house();
  const sound = JSON.stringify({ id: 1, ask: 'play', atMs: T, speed: 1 });
  const hostile = [
    ...['', '{', 'null', '[]', '{"id":1}', '{"id":-1,"ask":"pause"}', '{"id":1,"ask":"format"}'],
    ...['{"id":1,"ask":"play","atMs":1e400,"speed":1}', '{"id":1,"ask":"play","atMs":1,"speed":99}'],
    JSON.stringify({ id: 1, ask: 'keys', atMs: Array(33).fill(T) }),
    JSON.stringify({ id: 1, ask: 'keys', atMs: [] }),
    JSON.stringify({ id: 1, ask: 'pause', more: true }),
    `{"id":1,"ask":"pause","x":"${'y'.repeat(5000)}"}`,
    ...Array.from({ length: 40 }, (_, i) => sound.slice(0, i)),
  ];
  for (const message of [...hostile, Buffer.from(sound)]) await h.playback.take(message);
  assert.is(h.texts().length, hostile.length + 1);
  assert.ok(h.texts().every((message) => 'problem' in message && message.problem.code === 'bad-request'));
  assert.equal(h.switched, []);
});

test('a viewer that is gone is not sent to, and nothing stays open', async () => {
  const h = house();
  h.link.waiting = 1e6;
  const clip = h.ask({ id: 9, ask: 'clip', fromMs: T, toMs: T + 5000 });
  void h.ask({ id: 1, ask: 'play', atMs: T, speed: 1 });
  await h.clock.advance(100);
  h.playback.close();
  await clip;
  const [{ length }, pictures] = [h.said, h.pictures()];
  await h.clock.advance(10_000);
  assert.equal([h.said.length, h.pictures()], [length, pictures]);
  assert.is(h.recordings.open, 0);
});

test.run();
