// time limit: 300 s
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { SystemClock, type Timer } from '#kit/clock.ts';
import { PupsentryError } from '#kit/errors.ts';
import { MediaUnderTest, MEDIA_COMMAND, nalTypes } from './media-under-test.ts';
import type { AccessUnit } from './media.ts';
import { clockAgeMs, readClock } from './scene/scene-clock.ts';

const test = suite('media process and its client, on the scene');
const IDR = 5;
const SPS = 7;
const PPS = 8;
const B_SLICE = (type: number) => type % 5 === 1;

/** Of a machine that stands still now and then. */
class HaltingClock extends SystemClock {
  #haltedMs = 0;
  readonly #callbacks: (() => void)[] = [];

  override monotonicMs(): number {
    return super.monotonicMs() + this.#haltedMs;
  }

  override every(ms: number, callback: () => void): Timer {
    this.#callbacks.push(callback);
    return super.every(ms, callback);
  }

  /** After it timers come first, then what has arrived meanwhile. */
  halt(ms: number): void {
    this.#haltedMs += ms;
    for (const callback of this.#callbacks) callback();
  }
}

let under: MediaUnderTest;
const clock = new HaltingClock();
test.before(async () => {
  under = await MediaUnderTest.start({ clock });
  await under.running();
});
test.after(() => under.stop());

const nowUs = () => Number(process.hrtime.bigint()) / 1000;

/** The median: a busy machine leaves out a picture now and then. */
const usualGap = (times: number[]) =>
  times
    .slice(1)
    .map((time, i) => time - times[i]!)
    .sort((a, b) => a - b)[(times.length - 1) >> 1]!;

/** slice_type of the first slice (ITU-T H.264, 7.3.3): two Exp-Golomb numbers after the NAL header. */
function sliceType(unit: Buffer): number {
  let at = unit.indexOf('000001', 0, 'hex');
  while (![1, IDR].includes(unit[at + 3]! & 0x1f)) at = unit.indexOf('000001', at + 3, 'hex');
  let bit = (at + 4) * 8;
  const next = () => (unit[bit >> 3]! >> (7 - (bit++ & 7))) & 1;
  const number = () => {
    let zeros = 0;
    while (next() === 0) zeros++;
    let value = 1;
    for (; zeros > 0; zeros--) value = value * 2 + next();
    return value - 1;
  };
  number(); // first_mb_in_slice
  return number();
}

test('tells what it runs and why', () => {
  const info = under.media.info();
  assert.is(info.camera, 'scene');
  assert.match(info.gstreamer, /^1\./);
  assert.is(info.encoders.main!.width, 1280);
  assert.is(info.encoders.sub!.height, 360);
  assert.ok(info.encoders.main!.reason.length > 5);
  assert.equal(info.faults, []);
  assert.is(info.restarts, 0);
  assert.type(under.media.pid, 'number');
});

test('main: constrained baseline, an IDR with SPS and PPS each second, no B pictures', async () => {
  const units = await under.units('main', 70);
  const keys = units.flatMap((unit, i) => (unit.key ? [i] : []));
  assert.ok(keys.length >= 2);
  for (const [i, key] of keys.entries()) {
    if (i > 0) assert.is(key - keys[i - 1]!, 30, 'one key frame a second');
    const types = nalTypes(units[key]!.data);
    assert.ok(types.indexOf(SPS) >= 0 && types.indexOf(SPS) < types.indexOf(PPS), `NAL types ${types}`);
    assert.ok(types.indexOf(PPS) < types.indexOf(IDR));
    const data = units[key]!.data;
    const sps = data.indexOf('000001', 0, 'hex') + 3;
    assert.is(data[sps]! & 0x1f, SPS);
    assert.is(data[sps + 1], 66, 'profile_idc: baseline');
    assert.ok(data[sps + 2]! & 0x40, 'constraint_set1_flag: constrained');
  }
  for (const unit of units) {
    assert.is(nalTypes(unit.data).includes(IDR), unit.key);
    assert.not(B_SLICE(sliceType(unit.data)));
    assert.is(unit.data.buffer.byteLength, unit.data.length, 'holds on to nothing else');
  }
});

test('times rise and are those of CLOCK_MONOTONIC, for pictures and sound', async () => {
  for (const [stream, gapUs] of [
    ['main', 1e6 / 30],
    ['sub', 1e6 / 15],
    ['audio', 20_000],
  ] as const) {
    const units = await under.units(stream, 30);
    const ageUs = nowUs() - units.at(-1)!.ptsUs;
    assert.ok(ageUs > 0 && ageUs < 5e6, `${stream} is ${ageUs / 1000} ms old`);
    const usualUs = usualGap(units.map(({ ptsUs }) => ptsUs));
    for (let i = 1; i < units.length; i++) assert.ok(units[i]!.ptsUs > units[i - 1]!.ptsUs);
    assert.ok(Math.abs(usualUs / gapUs - 1) < 0.25, `${stream}: ${usualUs} µs apart`);
  }
});

test('grey pictures of the size and rate that were asked for', async () => {
  const times: number[] = [];
  await new Promise<void>((resolve) => {
    const end = under.media.onGreyFrame((frame) => {
      assert.is(frame.width, 320);
      assert.is(frame.height, 180);
      assert.is(frame.pixels.length, 320 * 180);
      if (times.push(frame.ptsUs) < 13) return;
      end();
      resolve();
    });
  });
  const fps = 1e6 / usualGap(times);
  assert.ok(fps > 6.5 && fps < 10, `${fps} a second`);
});

test('the clock in a decoded picture is the time at which it was made', async () => {
  const unit = await under.unit((u) => u.stream === 'main' && u.key);
  const luma = execFileSync(
    'ffmpeg',
    ['-v', 'error', '-f', 'h264', '-i', '-', '-frames:v', '1', '-f', 'rawvideo', '-pix_fmt', 'gray', '-'],
    { input: unit.data, maxBuffer: 1 << 24, stdio: ['pipe', 'pipe', 'ignore'] },
  );
  const madeMs = Date.now() - (nowUs() - unit.ptsUs) / 1000;
  const reading = readClock({ data: luma, width: 1280, height: 720 });
  assert.is.not(reading, null);
  assert.ok(Math.abs(clockAgeMs(reading!, madeMs)) <= 5, `${clockAgeMs(reading!, madeMs)} ms apart`);
});

test('a key frame on request comes soon; requests are coalesced', async () => {
  await under.unit((u) => u.stream === 'main' && u.key);
  await under.units('main', 4);
  const askedUs = nowUs();
  for (let i = 0; i < 50; i++) under.media.requestKeyFrame('main');
  const units: AccessUnit[] = [];
  // Pictures from before are on their way to a daemon that is busy: those taken since then count.
  const since = ({ ptsUs }: AccessUnit) => ptsUs > askedUs;
  await under.unit((u) => {
    if (u.stream === 'main') units.push(u);
    return units.filter(since).length === 16;
  });
  const first = units.findIndex(({ key }) => key);
  const early = units.slice(0, first).filter(since).length;
  assert.ok(first >= 0 && early <= 4, `key frame after ${early} pictures`);
  const count = units.filter((u) => u.key && since(u)).length;
  assert.ok(count <= 2, `${count} key frames in half a second`);
});

test('the bitrate follows within seconds, and the owner sets its ceiling', async () => {
  /** Resolves when one second of pictures is below so many kbit. */
  const secondBelow = (kbit: number) => {
    let bytes = 0;
    return under.unit((u) => {
      if (u.stream !== 'main') return false;
      if (!u.key) bytes += u.data.length;
      else {
        if (bytes > 0 && (bytes * 8) / 1000 < kbit) return true;
        bytes = u.data.length;
      }
      return false;
    });
  };
  under.media.setBitrate('main', 500);
  assert.is(under.media.info().encoders.main!.bitrateKbps, 500);
  await secondBelow(700);
  under.media.setBitrate('main', 1);
  assert.is(under.media.info().encoders.main!.bitrateKbps, 300, 'not below what the board can use');
  under.media.setBitrate('main', 90_000);
  assert.is(under.media.info().encoders.main!.bitrateKbps, 2000);
  await under.settings.set({ 'video.bitrateKbps': 900 });
  assert.is(under.media.info().encoders.main!.bitrateKbps, 900);
  await under.settings.set({ 'video.bitrateKbps': 2000 });
});

test('a snapshot is a fresh JPEG, quickly, in the width asked for', async () => {
  await under.media.snapshot();
  const times: number[] = [];
  for (const width of [0, 640, 320, 9999]) {
    const { ptsUs } = await under.unit(({ stream }) => stream === 'main');
    const streamMs = Date.now() - (nowUs() - ptsUs) / 1000;
    const startedMs = performance.now();
    const picture = await under.media.snapshot({ width });
    times.push(performance.now() - startedMs);
    assert.ok(picture.takenMs > streamMs - 500 && picture.takenMs <= Date.now(), 'as fresh as the stream');
    const seen = execFileSync(
      'ffprobe',
      ['-v', 'error', '-f', 'mjpeg', '-show_entries', 'stream=width,height,pix_fmt', '-of', 'csv=p=0', '-'],
      { input: picture.jpeg, encoding: 'utf8' },
    ).trim();
    assert.is(seen, `${picture.width},${picture.height},yuvj420p`);
    assert.is(picture.width, width === 0 ? 1280 : Math.min(1280, width));
  }
  // Where the machine has time for it.
  assert.ok(Math.min(...times) < 1000, `snapshots took ${times.map((t) => t.toFixed(0)).join(', ')} ms`);
});

test('without sound on request: no packet more, the picture goes on; and back', async () => {
  await under.settings.set({ 'microphone.on': false });
  await under.info((info) => info.microphone === 'none');
  let packets = 0;
  let pictures = 0;
  await under.unit((u) => {
    if (u.stream === 'audio') packets++;
    if (u.stream === 'main') pictures++;
    return pictures === 20;
  });
  assert.is(packets, 0);
  await under.settings.set({ 'microphone.on': true });
  await under.units('audio', 3);
  assert.is(under.media.info().restarts, 0);
});

test('what is ordered while it starts counts: no sound is ever heard, and the bitrate is kept', async () => {
  const early = await MediaUnderTest.start({});
  try {
    let packets = 0;
    void early.unit(({ stream }) => stream === 'audio' && ++packets < 0);
    await early.settings.set({ 'microphone.on': false, 'video.bitrateKbps': 900 });
    await early.units('main', 20);
    assert.is(packets, 0);
    assert.is(early.media.info().encoders.main!.bitrateKbps, 900);
  } finally {
    await early.stop();
  }
});

test('killed: the picture is back, several times in a row', async () => {
  const backMs: number[] = [];
  for (let i = 0; i < 3; i++) {
    const restarts = under.media.info().restarts;
    const pid = under.media.pid!;
    const key = under.unit((u) => u.stream === 'main' && u.key && under.media.pid !== pid);
    const killedMs = performance.now();
    process.kill(pid, 'SIGKILL');
    await key;
    backMs.push(performance.now() - killedMs);
    assert.is(under.media.info().restarts, restarts + 1);
    assert.is(under.media.info().phase, 'running');
    assert.equal(under.media.info().faults, []);
    await under.units('main', 20);
  }
  // Within 3 s (F21) where the machine has time for it.
  console.log(`picture back after ${backMs.map(Math.round).join(', ')} ms`);
  assert.ok(Math.min(...backMs) < 15_000);
});

test('hanging: ended and started anew', async () => {
  const pid = under.media.pid!;
  process.kill(pid, 'SIGSTOP');
  await under.unit((u) => u.stream === 'main' && u.key && under.media.pid !== pid);
  assert.not(existsSync(`/proc/${pid}/stat`));
});

test('a machine that stood still for a minute: nobody has been silent', async () => {
  const { pid } = under.media;
  clock.halt(60_000);
  await under.units('main', 20);
  assert.is(under.media.pid, pid);
});

test('privacy ends the process and forgets what it has seen; afterwards it sees again', async () => {
  const pid = under.media.pid!;
  await under.settings.set({ 'privacy.on': true });
  assert.is(under.media.info().phase, 'off');
  assert.is(under.media.ring.bytes, 0);
  assert.is(under.media.pid, null);
  const refused = await under.media.snapshot().then(
    () => null,
    (error: unknown) => error,
  );
  assert.instance(refused, PupsentryError);
  assert.is((refused as PupsentryError).code, 'no-picture');
  await under.settings.set({ 'privacy.on': false });
  await under.running();
  assert.not(existsSync(`/proc/${pid}/stat`));
});

test('a listener that throws harms neither the stream nor the others', async () => {
  const pid = under.media.pid;
  const end = under.media.onGreyFrame(() => {
    throw new Error('a bug in a listener');
  });
  await new Promise<void>((resolve) => {
    let frames = 0;
    const endMine = under.media.onGreyFrame(() => {
      if (++frames < 3) return;
      endMine();
      resolve();
    });
  });
  end();
  await under.units('main', 5);
  assert.is(under.media.pid, pid);
});

test('a program that cannot be started is a fault, tried again with a back-off', async () => {
  const broken = await MediaUnderTest.start({}, {}, { file: '/nowhere/media', args: [] });
  const info = await broken.info(({ restarts }) => restarts >= 2);
  assert.is(info.phase, 'starting');
  assert.is(info.faults[0]!.code, 'media-restarting');
  await broken.stop();
});

test('the process ends by itself when the daemon is gone', async () => {
  const child = spawn(MEDIA_COMMAND.file, MEDIA_COMMAND.args, {
    stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
  });
  child.stdio[3]!.destroy();
  assert.equal(await once(child, 'exit'), [0, null]);
});

test('a word that is not of the protocol ends it, with an error in its log', async () => {
  const child = spawn(MEDIA_COMMAND.file, MEDIA_COMMAND.args, {
    stdio: ['ignore', 'ignore', 'pipe', 'pipe'],
  });
  let said = '';
  child.stderr!.on('data', (chunk: Buffer) => (said += chunk.toString()));
  child.stdio[3]!.on('error', () => undefined);
  (child.stdio[3] as NodeJS.WritableStream).write('GET / HTTP/1.1\r\n\r\n');
  assert.equal(await once(child, 'close'), [1, null]);
  assert.match(said, /does not speak our protocol/);
});

test.run();
