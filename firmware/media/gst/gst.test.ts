import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { GstError, hasElement, initGStreamer, quoted } from './gstreamer.ts';
import { Pipeline } from './pipeline.ts';

const test = suite('gstreamer binding');

interface Seen {
  units: { key: boolean; timeNs: bigint | null; data: Buffer }[];
  errors: GstError[];
}

/** Plays a description until its sink "out" has ended, it breaks, or `enough` says so. */
async function run(description: string, enough: (seen: Seen) => boolean = () => false): Promise<Seen> {
  const seen: Seen = { units: [], errors: [] };
  let finish: () => void = () => undefined;
  const finished = new Promise<void>((resolve) => (finish = resolve));
  // The bus tells errors before the end, the sink may see its end first: both have to have spoken.
  let ends = 0;
  const end = () => ++ends === 2 && finish();
  const pipeline = new Pipeline(description, { onError: (error) => seen.errors.push(error), onEnded: end });
  pipeline.sink('out').listen({
    onSample: (sample) => {
      seen.units.push({ key: sample.key, timeNs: sample.runningTimeNs, data: sample.copy() });
      if (enough(seen)) finish();
    },
    onEnded: end,
  });
  try {
    await Promise.all([pipeline.play().catch(() => finish()), finished]);
  } finally {
    await pipeline.close();
  }
  return seen;
}

test('tells its version and which elements there are', () => {
  assert.match(initGStreamer(), /^1\.\d+\.\d+$/);
  assert.ok(hasElement('videotestsrc'));
  assert.not(hasElement('nosuchencoder'));
});

for (const [what, description, said] of [
  ['nonsense', 'foo ! ! bar', /syntax|no element/],
  ['a missing element', 'nosuchelement ! fakesink', /no element "nosuchelement"/],
  ['bad caps', 'videotestsrc ! video/x-raw,width=(bad ! fakesink', /./],
  ['a bad value', 'videotestsrc pattern=nosuch ! fakesink', /could not set property "pattern"/],
  ['what does not fit together', 'audiotestsrc ! x264enc ! fakesink', /could not link/],
  ['a single element', 'fakesrc', /not a pipeline/],
  ['nothing', '', /./],
] as const) {
  test(`refuses ${what} with GStreamer's words`, () => {
    assert.throws(
      () => new Pipeline(description),
      (error: unknown) => error instanceof GstError && said.test(error.message),
    );
  });
}

test('brings every unit with its time, key flag and bytes', async () => {
  const { units } = await run(
    'videotestsrc num-buffers=40 ! video/x-raw,width=320,height=180,framerate=30/1 ! ' +
      'x264enc tune=zerolatency speed-preset=ultrafast key-int-max=10 ! h264parse ! ' +
      'video/x-h264,stream-format=byte-stream,alignment=au ! appsink name=out sync=false',
  );
  assert.is(units.length, 40);
  assert.equal(
    units.flatMap((unit, i) => (unit.key ? [i] : [])),
    [0, 10, 20, 30],
  );
  for (const [i, unit] of units.entries()) {
    assert.is(unit.data.readUInt32BE(0) & 0xffffff00, 0, 'starts with a start code');
    const dueNs = (BigInt(i) * 1_000_000_000n) / 30n;
    assert.ok(unit.timeNs !== null && unit.timeNs - dueNs <= 1n && dueNs - unit.timeNs <= 1n);
  }
});

test('reports an error in mid stream once, with its element', async () => {
  const { errors, units } = await run(
    'videotestsrc num-buffers=10 ! identity name=broken error-after=5 ! appsink name=out sync=false',
  );
  assert.ok(units.length < 10);
  assert.is(errors.length, 1);
  assert.match(errors[0]!.source, /:broken$/);
});

test('a device that is not there fails the start with the reason', async () => {
  const pipeline = new Pipeline('v4l2src name=camera device=/dev/video93 ! fakesink');
  const error = await pipeline.play().then(
    () => null,
    (thrown: unknown) => thrown,
  );
  assert.instance(error, GstError);
  assert.is((error as GstError).domain, 'gst-resource-error-quark');
  assert.match((error as GstError).source, /:camera$/);
  await pipeline.close();
});

test('properties: set, read, refused when there is none', async () => {
  const pipeline = new Pipeline('videotestsrc name=source ! appsink name=out');
  const source = pipeline.element('source');
  source.set('pattern', 'ball');
  assert.is(source.get('pattern'), 'ball');
  source.set('num-buffers', 7);
  assert.is(source.get('num-buffers'), '7');
  source.set('is-live', true);
  assert.is(source.get('is-live'), 'true');
  assert.ok(source.has('pattern'));
  assert.throws(() => source.set('nosuch', 1), /no property "nosuch"/);
  assert.throws(() => source.get('nosuch'), /no property "nosuch"/);
  assert.throws(() => pipeline.element('nobody'), /no element "nobody"/);
  assert.throws(() => pipeline.sink('source'), /in use as something else/);
  await pipeline.close();
  assert.throws(() => source.get('pattern'), /closed/);
});

test('what a pad could carry', async () => {
  const pipeline = new Pipeline('videotestsrc name=source ! fakesink');
  const source = pipeline.element('source');
  assert.ok(source.canCarry('src', 'video/x-raw,format=I420,width=640'));
  assert.not(source.canCarry('src', 'image/jpeg'));
  assert.not(source.canCarry('src', 'not caps ('));
  assert.not(source.canCarry('nosuchpad', 'image/jpeg'));
  await pipeline.close();
});

test('a key frame on demand', async () => {
  let pipeline: Pipeline | undefined;
  let askedNs = 0n;
  const keysNs: bigint[] = [];
  await new Promise<void>((resolve) => {
    let n = 0;
    pipeline = new Pipeline(
      'videotestsrc is-live=true ! video/x-raw,width=320,height=180,framerate=30/1 ! ' +
        'x264enc tune=zerolatency speed-preset=ultrafast key-int-max=1000 ! appsink name=out sync=false',
    );
    pipeline.sink('out').listen({
      onSample: (sample) => {
        if (sample.key) keysNs.push(sample.runningTimeNs!);
        if (n++ === 5) {
          assert.ok(pipeline!.sink('out').forceKeyUnit());
          askedNs = process.hrtime.bigint() - pipeline!.baseTimeNs;
        }
        if (keysNs.length === 2) resolve();
      },
    });
    void pipeline.play();
  });
  await pipeline!.close();
  // Of the next picture: those that wait to be read when it is asked for are older.
  assert.ok(
    keysNs[1]! < askedNs + 100_000_000n,
    `asked for at ${askedNs} ns, key frames at ${keysNs.join(', ')}`,
  );
});

test('bytes pushed in come out, also into a second pipeline without a copy', async () => {
  const second = new Pipeline(
    'appsrc name=in format=time is-live=true caps=application/x-thing ! appsink name=out sync=false',
  );
  const first = new Pipeline(
    'appsrc name=in format=time caps=application/x-thing ! appsink name=out sync=false',
  );
  const got: { data: string; timeNs: bigint | null }[] = [];
  const done = new Promise<void>((resolve) => {
    second.sink('out').listen({
      onSample: (sample) => {
        got.push({ data: sample.copy().toString(), timeNs: sample.runningTimeNs });
      },
      onEnded: resolve,
    });
  });
  first.sink('out').listen({
    onSample: (sample) => void second.source('in').forward(sample, sample.runningTimeNs! + 1000n),
    onEnded: () => second.source('in').end(),
  });
  await Promise.all([first.play(), second.play()]);
  for (const [i, word] of ['one', 'two', 'three'].entries()) {
    assert.ok(first.source('in').push(Buffer.from(word), BigInt(i) * 1_000_000n));
  }
  first.source('in').end();
  await done;
  assert.equal(got, [
    { data: 'one', timeNs: 1000n },
    { data: 'two', timeNs: 1_001_000n },
    { data: 'three', timeNs: 2_001_000n },
  ]);
  await Promise.all([first.close(), second.close()]);
});

test('time is CLOCK_MONOTONIC', async () => {
  const pipeline = new Pipeline(
    'audiotestsrc is-live=true samplesperbuffer=480 ! appsink name=out sync=false',
  );
  const ageMs = await new Promise<number>((resolve) => {
    pipeline.sink('out').listen({
      onSample: (sample) => {
        const atNs = pipeline.baseTimeNs + sample.runningTimeNs!;
        resolve(Number(process.hrtime.bigint() - atNs) / 1e6);
      },
    });
    void pipeline.play();
  });
  await pipeline.close();
  assert.ok(ageMs >= 0 && ageMs < 5000, `the first sample is ${ageMs} ms old`);
});

test('file names with blanks, quotes and exclamation marks', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'pupsentry-gst-'));
  const file = join(folder, `a "b' ! \\ c = d.bin`);
  writeFileSync(file, 'found');
  const { units } = await run(`filesrc location=${quoted(file)} ! appsink name=out sync=false`);
  rmSync(folder, { recursive: true });
  assert.is(Buffer.concat(units.map((unit) => unit.data)).toString(), 'found');
});

test('made and closed 30 times: no descriptor is left open', async () => {
  const cycle = () =>
    run(
      'videotestsrc is-live=true ! video/x-raw,width=320,height=180,framerate=30/1 ! appsink name=out sync=false',
      (seen) => seen.units.length === 2,
    );
  await cycle(); // GStreamer and the pool open their own at first
  const open = () => readdirSync('/proc/self/fd').length;
  const before = open();
  for (let i = 0; i < 30; i++) await cycle();
  assert.ok(open() <= before + 2, `${before} descriptors before, ${open()} after`);
});

test('closed while playing, opening or never started; closing twice is closing once', async () => {
  const make = () => new Pipeline('videotestsrc is-live=true ! appsink name=out');
  const playing = make();
  await playing.play();
  const opening = make();
  const opened = opening.play().catch(() => undefined);
  const idle = make();
  await Promise.all([playing.close(), playing.close(), opening.close(), idle.close()]);
  await opened;
  const late = await idle.play().then(
    () => null,
    (error: unknown) => error,
  );
  assert.instance(late, GstError);
});

test.run();
