import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { PositionNotice } from '#protocol/playback.ts';
import { FakeClock } from '#kit/clock.ts';
import type { AccessUnit } from '../../media/media.ts';
import { FakeRecordings } from './fake-recordings.ts';
import { Player } from './player.ts';

const T = 1_790_000_000_000;

function house() {
  const clock = new FakeClock();
  const recordings = new FakeRecordings([
    { startMs: T, endMs: T + 10_000 },
    { startMs: T + 60_000, endMs: T + 65_000 },
  ]);
  const sent: (AccessUnit & { atMs: number; sentMs: number })[] = [];
  const said: PositionNotice['position'][] = [];
  const player = new Player({
    ...{ recordings, clock },
    send: (unit) => sent.push({ ...(unit as AccessUnit & { atMs: number }), sentMs: clock.monotonicMs() }),
    say: ({ position }) => said.push(position),
  });
  const pictures = () => sent.filter(({ stream }) => stream !== 'audio');
  return { clock, recordings, sent, said, player, pictures };
}

const test = suite('player');

test('plays at the pace of the recording, picture and sound, from the key frame before', async () => {
  const h = house();
  const startMs = h.clock.monotonicMs();
  void h.player.play(T + 2500, 1);
  await h.clock.advance(4000);
  const [first] = h.sent;
  assert.is(first!.atMs, T + 2000);
  assert.ok(first!.key);
  for (const { atMs, sentMs, ptsUs } of h.sent) {
    assert.is(sentMs - startMs, atMs - T - 2000);
    assert.is(ptsUs, sentMs * 1000);
  }
  assert.is(h.pictures().length, 101);
  assert.is(h.sent.length, 101 + 201);
  assert.is(h.said.at(-1)!.state, 'playing');
  assert.ok(h.said.length >= 15 && h.said.length <= 18, `${h.said.length} notices in 4 s`);
  h.player.close();
});

test('a gap is skipped and told; the end is told', async () => {
  const h = house();
  const done = h.player.play(T + 9000, 1);
  await h.clock.advance(6100);
  await done;
  assert.equal(
    h.said.filter(({ gapMs }) => gapMs > 0).map(({ gapMs, atMs }) => [gapMs, atMs]),
    [[50_000, T + 60_000]],
  );
  assert.equal(h.said.at(-1), { state: 'ended', atMs: T + 64_960, speed: 1, gapMs: 0 });
  assert.is(h.recordings.open, 0);
});

test('twice as fast: all pictures and no sound; eight times: key frames alone', async () => {
  const h = house();
  void h.player.play(T, 2);
  await h.clock.advance(2000);
  assert.is(h.sent.length, 101);
  assert.is(h.player.atMs, T + 4000);
  h.sent.length = 0;
  void h.player.play(T, 8);
  await h.clock.advance(1000);
  assert.equal(
    h.sent.map(({ atMs }) => atMs - T),
    [0, 1000, 2000, 3000, 4000, 5000, 6000, 7000, 8000],
  );
  h.player.close();
});

test('pause stays where it is, and play goes on from there', async () => {
  const h = house();
  void h.player.play(T, 1);
  await h.clock.advance(1500);
  h.player.pause();
  const { length } = h.sent;
  await h.clock.advance(5000);
  assert.is(h.sent.length, length);
  assert.equal(h.said.at(-1), { state: 'paused', atMs: T + 1480, speed: 1, gapMs: 0 });
  assert.is(h.recordings.open, 0, 'the file is let go');
  h.player.close();
});

test('a picture is shown with all that it needs, and time goes on for the browser', async () => {
  const h = house();
  assert.ok(await h.player.show(T + 3500));
  const shown = h.pictures();
  assert.equal([shown[0]!.atMs, shown.at(-1)!.atMs], [T + 3000, T + 3480]);
  assert.equal(
    shown.map(({ key }) => key),
    [true, ...Array<boolean>(12).fill(false)],
  );
  shown.slice(1).forEach(({ ptsUs }, i) => assert.ok(ptsUs - shown[i]!.ptsUs >= 1000));
  assert.is(h.said.at(-1)!.atMs, T + 3480);
  await h.player.show(T + 200);
  assert.is(h.said.at(-1)!.atMs, T + 200);
  const later = h.pictures().slice(shown.length);
  assert.ok(later[0]!.ptsUs > shown.at(-1)!.ptsUs, 'back in the recording is on in time');
  assert.not(await h.player.show(T + 1_000_000), 'nothing is recorded there');
});

test('steps: on and back, over a key frame and over a gap', async () => {
  const h = house();
  await h.player.show(T + 3960);
  const at = async (by: 1 | -1) => {
    await h.player.step(by);
    return h.player.atMs - T;
  };
  assert.is(await at(1), 4000);
  assert.is(await at(1), 4040);
  assert.is(await at(-1), 4000);
  assert.is(await at(-1), 3960);
  await h.player.show(T + 9960);
  assert.is(await at(1), 60_000);
  assert.is(await at(-1), 60_000, 'the picture before is not looked for in another recording');
  assert.is(h.said.at(-1)!.state, 'paused');
});

test('whatever is asked last counts, and nothing is left open', async () => {
  const h = house();
  for (let i = 0; i < 50; i++) {
    void h.player.play(T + i * 100, 1 + (i % 8));
    if (i % 3 === 0) void h.player.show(T + i);
    if (i % 7 === 0) h.player.pause();
    if (i % 5 === 0) await h.clock.advance(10);
  }
  const last = h.player.show(T + 5000);
  await h.clock.advance(5000);
  await last;
  assert.is(h.player.atMs, T + 5000);
  assert.is(h.recordings.open, 0);
});

/** Does a thing at every moment of what was begun before it. */
async function atEveryMoment(first: (player: Player) => Promise<unknown>, then: (player: Player) => unknown) {
  for (let moments = 0; moments < 80; moments++) {
    const h = house();
    await h.player.show(T + 40);
    const begun = first(h.player);
    for (let i = 0; i < moments; i++) await Promise.resolve();
    await Promise.all([begun, then(h.player)]);
    assert.is(h.player.atMs - T, 160, `after ${moments} moments`);
    assert.is(h.said.at(-1)!.atMs - T, 160);
    assert.is(h.sent.at(-1)!.atMs - T, 160);
    assert.is(h.recordings.open, 0);
  }
}

test('a step or a picture on its way never undoes what is asked after it', async () => {
  const show = (player: Player) => player.show(T + 160);
  await atEveryMoment((player) => player.step(1), show);
  await atEveryMoment((player) => player.step(-1), show);
  await atEveryMoment((player) => player.show(T + 80), show);
});

test('a picture lost while another one is on its way: the other one stays asked for', async () => {
  await atEveryMoment(
    (player) => player.show(T + 160),
    (player) => player.repeat(),
  );
  const h = house();
  await h.player.show(T + 9960);
  void h.player.play(T + 5000, 1);
  void h.player.repeat();
  await h.clock.advance(400);
  assert.is(h.player.atMs - T, 5400);
  h.player.close();
});

test('a lost picture is sent again from its key frame', async () => {
  const h = house();
  void h.player.play(T, 1);
  await h.clock.advance(2300);
  h.sent.length = 0;
  void h.player.repeat();
  await h.clock.advance(0);
  assert.equal([h.sent[0]!.atMs, h.sent[0]!.key], [T + 2000, true]);
  h.player.close();
  await h.player.repeat();
});

test('back to live: said, and nothing more is sent', async () => {
  const h = house();
  void h.player.play(T, 1);
  await h.clock.advance(500);
  assert.ok(h.player.isActive);
  h.player.live();
  const { length } = h.sent;
  await h.clock.advance(5000);
  assert.is(h.sent.length, length);
  assert.not(h.player.isActive);
  assert.equal(h.said.at(-1), { state: 'live', atMs: 0, speed: 1, gapMs: 0 });
});

test('a recording that cannot be read is an error of who asked', async () => {
  const h = house();
  h.recordings.failure = new Error('EIO');
  for (const asked of [() => h.player.play(T, 1), () => h.player.show(T), () => h.player.step(1)]) {
    const error = await asked().then(
      () => null,
      (thrown: Error) => thrown,
    );
    assert.is(error?.message, 'EIO');
  }
  assert.is(h.recordings.open, 0);
});

test.run();
