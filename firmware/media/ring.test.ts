import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { AccessUnit, StreamName, VideoStream } from './media.ts';
import { Ring, type RingReader } from './ring.ts';

const MS = 1000;

function unit(stream: StreamName, ms: number, more: { key?: boolean; bytes?: number } = {}): AccessUnit {
  const key = more.key ?? stream === 'audio';
  const codec = stream === 'audio' ? 'opus' : 'h264';
  return { stream, codec, key, ptsUs: ms * MS, data: Buffer.alloc(more.bytes ?? 10) };
}

/** "M0" is a main key frame at 0 ms, "m40" another picture of it, "S"/"s" the sub stream, "a" sound. */
function name({ stream, key, ptsUs }: AccessUnit): string {
  const letter = stream[0]!;
  return `${key && stream !== 'audio' ? letter.toUpperCase() : letter}${ptsUs / MS}`;
}

function drain(reader: RingReader): string[] {
  const seen: string[] = [];
  for (let next = reader.read(); next; next = reader.read()) seen.push(name(next));
  return seen;
}

/** Pictures every 100 ms with a key frame each second, sub at half the rate, sound every 50 ms. */
function fill(ring: Ring, fromMs: number, toMs: number): void {
  for (let ms = fromMs; ms < toMs; ms += 50) {
    if (ms % 100 === 0) ring.push(unit('main', ms, { key: ms % 1000 === 0 }));
    if (ms % 200 === 0) ring.push(unit('sub', ms, { key: ms % 1000 === 0 }));
    ring.push(unit('audio', ms));
  }
}

const test = suite('ring');

test('a reader begins at the next key frame; sound comes at once', () => {
  const ring = new Ring();
  fill(ring, 0, 500);
  const reader = ring.reader({ video: 'main', audio: true });
  assert.ok(reader.needsKey);
  fill(ring, 800, 1150);
  assert.equal(drain(reader), ['a800', 'a850', 'a900', 'a950', 'M1000', 'a1000', 'a1050', 'm1100', 'a1100']);
  assert.not(reader.needsKey);
  assert.is(reader.read(), undefined);
});

test('many readers, each with its own streams and its own place', () => {
  const ring = new Ring();
  const readers = Array.from({ length: 8 }, () => ring.reader({ video: 'main', audio: false }));
  const sub = ring.reader({ video: 'sub', audio: false });
  const sound = ring.reader({ video: null, audio: true });
  fill(ring, 0, 1000);
  const main = drain(readers[0]!);
  assert.is(main.length, 10);
  readers[1]!.read();
  fill(ring, 1000, 1300);
  assert.equal(drain(readers[1]!), [...main.slice(1), 'M1000', 'm1100', 'm1200']);
  for (const reader of readers.slice(2)) assert.equal(drain(reader), [...main, 'M1000', 'm1100', 'm1200']);
  assert.equal(drain(sub), ['S0', 's200', 's400', 's600', 's800', 'S1000', 's1200']);
  assert.is(drain(sound).length, 26);
  assert.is(ring.readers, 10);
  for (const reader of [...readers, sub, sound]) reader.close();
  assert.is(ring.readers, 0);
});

test('the very units are shared, not copies', () => {
  const ring = new Ring();
  const [a, b] = [1, 2].map(() => ring.reader({ video: 'main', audio: false }));
  const pushed = unit('main', 0, { key: true });
  ring.push(pushed);
  assert.is(a!.read(), pushed);
  assert.is(b!.read(), pushed);
});

test('a slow reader skips to a key frame and harms nobody', () => {
  const ring = new Ring({ maxMs: 3000 });
  const slow = ring.reader({ video: 'main', audio: true });
  const quick = ring.reader({ video: 'main', audio: false });
  const seen: string[] = [];
  for (let ms = 0; ms < 10_000; ms += 50) {
    fill(ring, ms, ms + 50);
    seen.push(...drain(quick));
    if (ms === 500) slow.read();
  }
  assert.is(seen.length, 100);
  assert.is(quick.skips, 0);
  const [first] = drain(slow);
  assert.is(first, 'M7000');
  assert.is(slow.skips, 1);
});

test('pre-roll begins at the key frame that is old enough, else at the oldest', () => {
  const ring = new Ring();
  fill(ring, 0, 5000);
  const first = (backMs: number) => drain(ring.reader({ video: 'main', audio: false, backMs }))[0];
  assert.is(first(0), 'M4000');
  assert.is(first(950), 'M4000');
  assert.is(first(951), 'M3000');
  assert.is(first(4000), 'M0');
  assert.is(first(60_000), 'M0');
  const empty = new Ring().reader({ video: 'main', audio: true, backMs: 5000 });
  assert.is(empty.read(), undefined);
});

test('another stream is followed from its next key frame; until then the present one goes on', () => {
  const ring = new Ring();
  const reader = ring.reader({ video: 'main', audio: false });
  fill(ring, 0, 300);
  assert.equal(drain(reader), ['M0', 'm100', 'm200']);
  reader.follow('sub');
  assert.ok(reader.needsKey, 'a key frame should be asked for');
  fill(ring, 300, 1300);
  assert.equal(drain(reader).slice(-4), ['m900', 'M1000', 'S1000', 's1200']);
  assert.is(reader.video, 'sub');
  reader.follow('main');
  reader.follow('sub');
  fill(ring, 1300, 2300);
  assert.ok(drain(reader).every((unit) => /^[sS]/.test(unit)));
});

test('after a loss: pictures are dropped until the next key frame, sound is not', () => {
  const ring = new Ring();
  const reader = ring.reader({ video: 'main', audio: true });
  fill(ring, 0, 200);
  drain(reader);
  reader.restartAtKey();
  fill(ring, 900, 1150);
  assert.equal(drain(reader), ['a900', 'a950', 'M1000', 'a1000', 'a1050', 'm1100', 'a1100']);
});

test('bounded in time and in bytes; the newest always stays', () => {
  const ring = new Ring({ maxMs: 2000, maxBytes: 50_000 });
  for (let ms = 0; ms < 20_000; ms += 40) {
    ring.push(unit('main', ms, { key: ms % 1000 === 0, bytes: 100 }));
    assert.ok(ring.spanMs <= 2000);
  }
  assert.is(ring.spanMs, 2000);
  for (let ms = 20_000; ms < 30_000; ms += 40) {
    ring.push(unit('main', ms, { key: ms % 1000 === 0, bytes: 4000 }));
    assert.ok(ring.bytes <= 50_000);
  }
  assert.is(ring.bytes, 48_000);
  ring.push(unit('main', 31_000, { key: true, bytes: 1_000_000 }));
  assert.is(ring.end - ring.start, 1);
  assert.equal(ring.bytes, 1_000_000);
});

test('what is dropped gives its memory back at once, not in lumps', () => {
  const ring = new Ring({ maxMs: 1000 });
  ring.push(unit('main', 0, { key: true }));
  const first = ring.start;
  fill(ring, 50, 3000);
  assert.is(ring.at(first), undefined);
  assert.ok(ring.start > first);
});

test('cleared: nothing is left; readers go on with what comes', () => {
  const ring = new Ring();
  const waiting = ring.reader({ video: 'main', audio: true });
  const behind = ring.reader({ video: 'main', audio: false });
  fill(ring, 0, 1500);
  drain(waiting);
  ring.clear();
  assert.is(ring.bytes, 0);
  assert.is(ring.spanMs, 0);
  assert.is(ring.keyBefore('main', 0), undefined);
  assert.is(behind.read(), undefined);
  fill(ring, 5000, 5100);
  assert.equal(drain(waiting), ['M5000', 'a5000', 'a5050']);
  assert.equal(drain(behind), ['M5000']);
});

test('readers are told of what concerns them, and not after they closed', () => {
  const ring = new Ring();
  const told = { main: 0, sound: 0 };
  const main = ring.reader({ video: 'main', audio: false, onReadable: () => told.main++ });
  const sound = ring.reader({ video: null, audio: true, onReadable: () => told.sound++ });
  fill(ring, 0, 1000);
  assert.equal(told, { main: 10, sound: 20 });
  main.follow('sub');
  ring.push(unit('sub', 1000));
  assert.is(told.main, 11);
  main.close();
  sound.close();
  fill(ring, 1000, 2000);
  assert.equal(told, { main: 11, sound: 20 });
});

test('a reader that closes itself or opens another while it is told does no harm', () => {
  const ring = new Ring();
  const seen: string[] = [];
  const reader: RingReader = ring.reader({
    video: 'main',
    audio: false,
    onReadable: () => {
      seen.push(...drain(reader));
      reader.close();
      if (ring.readers < 5) ring.reader({ video: 'main', audio: false });
    },
  });
  fill(ring, 0, 300);
  assert.equal(seen, ['M0']);
});

test('any mix of pushes, reads, clears and changes keeps every promise', () => {
  for (let seed = 1; seed <= 60; seed++) scramble(seed);
});

/** Random traffic, long enough to cut the array many times, against the plain rules. */
function scramble(seed: number): void {
  let state = seed * 7919;
  const random = () => (state = (state * 48271) % 2147483647) / 2147483647;
  const ring = new Ring({ maxMs: 500 + random() * 5000, maxBytes: 20_000 + random() * 100_000 });
  const all: AccessUnit[] = []; // by absolute index
  let ms = 0;
  interface Following {
    reader: RingReader;
    audio: boolean;
    index: number;
    lastPicture: number;
    playing: VideoStream | null;
    skips: number;
    fresh: boolean;
  }
  const followers: Following[] = [];

  for (let step = 0; step < 3000; step++) {
    const dice = random();
    if (dice < 0.85) {
      ms += random() * 40;
      const stream = (['main', 'sub', 'audio'] as const)[Math.floor(random() * 3)]!;
      const next = unit(stream, Math.round(ms), {
        key: stream === 'audio' || random() < 0.05,
        bytes: Math.floor(random() * 2000),
      });
      assert.is(ring.end, all.length);
      all.push(next);
      ring.push(next);
    } else if (dice < 0.88 && followers.length < 8) {
      const video = ([null, 'main', 'sub'] as const)[Math.floor(random() * 3)]!;
      const audio = video === null || random() < 0.5;
      const backMs = random() < 0.5 ? random() * 3000 : undefined;
      const reader = ring.reader({ video, audio, ...(backMs !== undefined && { backMs }) });
      followers.push({ reader, audio, index: -1, lastPicture: -1, playing: null, skips: 0, fresh: true });
    } else if (dice < 0.882) {
      ring.clear();
      assert.is(ring.start, ring.end);
    } else if (followers.length > 0) {
      const follower = followers[Math.floor(random() * followers.length)]!;
      const what = random();
      if (what < 0.1) follower.reader.follow(random() < 0.5 ? 'main' : 'sub');
      else if (what < 0.15) {
        follower.reader.restartAtKey();
        follower.fresh = true;
      } else if (what < 0.2) {
        follower.reader.close();
        followers.splice(followers.indexOf(follower), 1);
      } else readSome(follower, Math.floor(random() * 100));
    }
    checkRing();
  }

  function readSome(follower: Following, count: number): void {
    for (let n = 0; n < count; n++) {
      const next = follower.reader.read();
      if (!next) return;
      const index = all.indexOf(next, Math.max(0, follower.index));
      assert.ok(index > follower.index, 'never twice, never back');
      assert.ok(index >= ring.start, 'never what was dropped');
      if (follower.reader.skips > follower.skips) follower.fresh = true;
      follower.skips = follower.reader.skips;
      if (next.stream === 'audio') assert.ok(follower.audio);
      else {
        assert.is(next.stream, follower.reader.video);
        if (follower.fresh || next.stream !== follower.playing)
          assert.ok(next.key, 'begins with a key frame');
        else {
          const between = all
            .slice(follower.lastPicture + 1, index)
            .filter(({ stream }) => stream === next.stream);
          assert.equal(between, [], 'no picture is left out in between');
        }
        follower.playing = next.stream;
        follower.lastPicture = index;
        follower.fresh = false;
      }
      follower.index = index;
    }
  }

  function checkRing(): void {
    const kept = all.slice(ring.start);
    assert.is(
      ring.bytes,
      kept.reduce((sum, { data }) => sum + data.length, 0),
    );
    if (kept.length > 1) {
      assert.ok(ring.bytes <= ring.maxBytes);
      assert.ok(ring.spanMs <= ring.maxMs);
    }
    for (const stream of ['main', 'sub'] as const) {
      const key = kept.findIndex((unit) => unit.stream === stream && unit.key);
      assert.is(ring.keyFrom(stream, ring.start), key < 0 ? undefined : ring.start + key);
    }
  }
}

test.run();
