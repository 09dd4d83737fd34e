/** What the sound detector is given: the real media process and its real pipeline. */
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { MediaUnderTest } from './media-under-test.ts';
import type { PcmBlock } from './media.ts';

const test = suite('uncompressed sound from the media process');

let under: MediaUnderTest;
test.before(async () => {
  under = await MediaUnderTest.start({ microphone: 'tone' });
  await under.running();
});
test.after(() => under.stop());

/** The next `count` blocks. */
function blocks(count: number, media = under.media): Promise<PcmBlock[]> {
  const got: PcmBlock[] = [];
  return new Promise((resolve) => {
    const end = media.onSound((block) => {
      if (got.push(block) < count) return;
      end();
      resolve(got);
    });
  });
}

const rms = (samples: Int16Array) =>
  Math.sqrt(samples.reduce((sum, value) => sum + (value / 32768) ** 2, 0) / samples.length);

/** Upward crossings of zero. */
const cycles = (samples: Int16Array) =>
  samples.reduce((n, value, i) => n + Number(i > 0 && value >= 0 && samples[i - 1]! < 0), 0);

const nowUs = () => Number(process.hrtime.bigint()) / 1000;

test('the tone of the microphone: its pitch, its level, 100 ms a block', async () => {
  const got = await blocks(12);
  for (const { rateHz, samples } of got) {
    assert.is(rateHz, 16_000);
    assert.is(samples.length, 1600);
  }
  const { samples } = got.at(-1)!;
  assert.ok(Math.abs(cycles(samples) - 88) <= 1, `${cycles(samples) * 10} Hz`);
  // An amplitude of 0.2.
  assert.ok(Math.abs(rms(samples) - 0.2 / Math.SQRT2) < 0.005, `RMS ${rms(samples)}`);
});

test('times are those of CLOCK_MONOTONIC and go on without a gap, in step with the coded sound', async () => {
  const got = await blocks(12);
  const ageUs = nowUs() - got.at(-1)!.ptsUs;
  assert.ok(ageUs > 90_000 && ageUs < 5e6, `a block is ${ageUs / 1000} ms old when it has come`);
  for (let i = 1; i < got.length; i++) {
    const gapUs = got[i]!.ptsUs - got[i - 1]!.ptsUs;
    assert.ok(Math.abs(gapUs - 100_000) < 20_001, `${gapUs} µs apart`);
  }
  const [packet] = await under.units('audio', 1);
  const [block] = await blocks(1);
  assert.ok(Math.abs(block!.ptsUs - packet!.ptsUs) < 1_000_000);
});

test('nobody listens: nothing is made; the next listener hears what is new', async () => {
  const packets = await under.units('audio', 30);
  const [first] = await blocks(1);
  assert.ok(first!.ptsUs > packets[0]!.ptsUs, 'of the time in which nobody listened, at the oldest');
});

test('two listeners, one of which throws: the other hears', async () => {
  const end = under.media.onSound(() => {
    throw new Error('a bug in a listener');
  });
  await blocks(3);
  end();
  await blocks(1);
});

test('with the microphone off there is no sound, with it on again there is', async () => {
  let heard = 0;
  const end = under.media.onSound(() => heard++);
  await blocks(1);
  await under.settings.set({ 'microphone.on': false });
  await under.info((info) => info.microphone === 'none');
  heard = 0;
  await under.units('main', 20);
  assert.is(heard, 0);
  await under.settings.set({ 'microphone.on': true });
  await blocks(2);
  end();
});

test('in privacy mode there is none; a new process is told at once that somebody listens', async () => {
  let heard = 0;
  const end = under.media.onSound(() => heard++);
  await blocks(1);
  await under.settings.set({ 'privacy.on': true });
  assert.is(under.media.info().phase, 'off');
  heard = 0;
  await under.settings.set({ 'privacy.on': false });
  await blocks(1);
  const { pid } = under.media;
  const back = new Promise<void>((resolve) => {
    const stop = under.media.onSound(() => {
      if (under.media.pid === pid) return;
      stop();
      resolve();
    });
  });
  process.kill(pid!, 'SIGKILL');
  await back;
  assert.ok(heard > 0);
  end();
});

test("the scene's sound: a short tone each second in a quiet room", async () => {
  const scene = await MediaUnderTest.start({});
  await scene.running();
  const got = await blocks(25, scene.media);
  await scene.stop();
  const levels = got.map(({ samples }) => rms(samples));
  const loud = levels.filter((level) => level > 0.05).length;
  assert.ok(loud >= 2 && loud <= 10, `${loud} of 25 blocks have the tone in them`);
  assert.ok(levels.filter((level) => level > 0 && level < 0.01).length >= 12);
});

test.run();
