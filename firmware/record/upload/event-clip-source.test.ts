/** Clips of events out of real recordings. */
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { FakeClock } from '#kit/clock.ts';
import type { HistoryEvent } from '../../care/event-history.ts';
import { Catalogue } from '../catalogue.ts';
import { FakeStorage } from '../fake-storage.ts';
import { readBoxes } from '../fmp4/box.ts';
import { RecordingReader } from '../reader.ts';
import { makeScene, sceneUnits } from '../testing/scene-units.ts';
import { START_MS, writeRecording } from '../testing/write-recording.ts';
import { EventClipSource } from './event-clip-source.ts';

const test = suite('clips of events for the cloud');

const storage = new FakeStorage();
await writeRecording(storage, sceneUnits(makeScene(), { seconds: 20 }));
const catalogue = new Catalogue(storage);
await catalogue.load();

function house({ startMs = START_MS, isReadable = true } = {}) {
  const event: HistoryEvent = {
    ...{ id: 'ring-1', kind: 'ring', startedMs: startMs + 8000, endedMs: startMs + 9000, presses: 1 },
    ...{ labels: ['ring'], zones: ['Path'], peak: 1, quiet: false, snapshot: true, accepted: true },
    clip: { fromMs: startMs, toMs: startMs + 12_000 },
  };
  const clock = new FakeClock();
  clock.setWall(startMs + 9000);
  const source = new EventClipSource({
    history: { byId: (id) => (id === event.id ? event : null) },
    reader: new RecordingReader({ storage, catalogue, settle: () => Promise.resolve() }),
    isReadable: () => isReadable,
    clock,
  });
  return { clock, event, source };
}

const { signal } = new AbortController();

test('what it shows, and all of it as one file, when its last second is recorded', async () => {
  const { source, clock, event } = house();
  let isOpen = false;
  const opening = source.open('ring-1', signal).then((clip) => ((isOpen = true), clip));
  await clock.advance(4900);
  assert.is(isOpen, false, 'its end and the key frame after it are waited for');
  await clock.advance(200);
  const clip = (await opening)!;
  const { mime, ...about } = clip.about;
  assert.equal(about, {
    ...{ kinds: ['ring'], zones: ['Path'], startedMs: event.startedMs, durationMs: 12_000 },
    ...{ width: 160, height: 96 },
  });
  assert.match(mime, /^video\/mp4; codecs="avc1\.42[0-9a-f]{4}, opus"$/);
  const parts: Uint8Array[] = [];
  for await (const part of clip.media) parts.push(part);
  const boxes = readBoxes(Buffer.concat(parts)).map(({ type }) => type);
  assert.equal(boxes.slice(0, 2), ['ftyp', 'moov']);
  assert.is(boxes.filter((type) => type === 'moof').length, 3, '12 s in fragments of 4 s');
});

test('an event nobody knows, or one without a recording, is no clip', async () => {
  const { source } = house();
  assert.is(await source.open('ring-2', signal), null);
  const before = house({ startMs: START_MS - 3_600_000 });
  before.clock.setWall(START_MS);
  assert.is(await before.source.open('ring-1', signal), null);
});

test('what cannot be found while the storage is away is not given up', async () => {
  const away = house({ startMs: START_MS - 3_600_000, isReadable: false });
  away.clock.setWall(START_MS);
  const failure = await away.source.open('ring-1', signal).catch((error: unknown) => error);
  assert.is((failure as { code: string }).code, 'storage-not-ready');
});

test('waiting ends with the signal', async () => {
  const { source } = house();
  const end = new AbortController();
  const opening = source.open('ring-1', end.signal).catch((error: unknown) => error);
  end.abort(new Error('consent withdrawn'));
  assert.is(((await opening) as Error).message, 'consent withdrawn');
});

test.run();
