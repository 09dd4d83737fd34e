/** Sealed clips: what went in comes out; what was touched does not. */
import { randomBytes } from 'node:crypto';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { encodeAbout, parseAbout } from './about.ts';
import { join } from './bytes.ts';
import { MAX_HEAD_BYTES, encodeHeader, parseHeader } from './header.ts';
import { makeHouseholdKey, type HouseholdKey } from './household-key.ts';
import { sealedLayout } from './layout.ts';
import { openClip } from './open.ts';
import { seal, type SealOptions } from './seal.ts';
import { SealError, type SealProblem } from './seal-error.ts';

interface Context {
  phone: HouseholdKey;
  tablet: HouseholdKey;
  stranger: HouseholdKey;
}

const test = suite<Context>('sealed clips');
const SEGMENT = 1024;
const TAG = 16;
const ABOUT = encodeAbout({
  ...{ kinds: ['ring'], zones: ['path'], startedMs: 1_790_000_000_000, durationMs: 12_000 },
  ...{ width: 1280, height: 720, mime: 'video/mp4' },
});
const random = (bytes: number) => Uint8Array.from(randomBytes(bytes));
const ROUNDS = Number(process.env.ROUNDS ?? 250);

test.before(async (context) => {
  const key = (name: string) => makeHouseholdKey({ name, kind: 'browser' });
  [context.phone, context.tablet, context.stranger] = await Promise.all([
    key('Phone'),
    key('Tablet'),
    key('Stranger'),
  ]);
});

async function sealed(media: Uint8Array, keys: HouseholdKey[], more: Partial<SealOptions> = {}) {
  const parts: Uint8Array[] = [];
  const options = {
    ...{ clipId: crypto.randomUUID(), eventId: crypto.randomUUID(), deviceId: 'front-door-1' },
    ...{ createdMs: 1_790_000_000_000, about: ABOUT, thumbnail: random(300), media: [media], keys },
    segmentBytes: SEGMENT,
    ...more,
  };
  for await (const part of seal(options)) parts.push(part);
  return { options, parts, whole: join(parts) };
}

/** @returns what came out of it, and with which error it ended */
async function opened(whole: Uint8Array, keys: HouseholdKey[]) {
  const given: Uint8Array[] = [];
  try {
    const clip = await openClip(whole, keys);
    for await (const piece of clip.media([whole.subarray(clip.headBytes)])) given.push(piece);
    return { clip, media: join(given), error: null };
  } catch (error) {
    if (!(error instanceof SealError)) throw error;
    return { clip: null, media: join(given), error: error.code };
  }
}

test('opens for every key it was sealed for, and for no other', async ({ phone, tablet, stranger }) => {
  const media = random(5 * SEGMENT + 77);
  const { whole, options } = await sealed(media, [phone, tablet]);
  for (const key of [phone, tablet]) {
    const { clip, media: out } = await opened(whole, [stranger, key]);
    assert.equal(out, media);
    assert.equal(clip!.thumbnail, options.thumbnail);
    assert.equal(parseAbout(clip!.about).zones, ['path']);
    assert.is(clip!.header.eventId, options.eventId);
  }
  assert.is((await opened(whole, [stranger])).error, 'no-key');
  assert.is((await opened(whole, [])).error, 'no-key');
  // Somebody who claims the id of a key without having it.
  assert.is((await opened(whole, [{ ...stranger, id: phone.id }])).error, 'wrong-key');
});

test('lengths around the segments, in pieces of any size', async ({ phone }) => {
  for (const bytes of [0, 1, SEGMENT - 1, SEGMENT, SEGMENT + 1, 2 * SEGMENT, 3 * SEGMENT + 5]) {
    for (const chunk of [1 + (bytes >> 1), 100, SEGMENT, 10 * SEGMENT]) {
      const media = random(bytes);
      const chunks: Uint8Array[] = [];
      for (let at = 0; at < bytes; at += chunk) chunks.push(media.subarray(at, at + chunk));
      const { whole, parts } = await sealed(media, [phone], { media: chunks, thumbnail: null });
      const layout = sealedLayout(parseHeader(whole), whole.length)!;
      assert.is(layout.segments, Math.max(1, Math.ceil(bytes / SEGMENT)));
      assert.equal(
        parts.slice(1).map(({ length }) => length),
        Array.from({ length: layout.segments }, (_, n) => layout.segmentLength(n)),
      );
      assert.equal((await opened(whole, [phone])).media, media, `${bytes} bytes in chunks of ${chunk}`);
    }
  }
});

test('the same clip sealed twice has nothing in common but what is plain', async ({ phone }) => {
  const media = new Uint8Array(3 * SEGMENT);
  const clipId = crypto.randomUUID();
  const [a, b] = await Promise.all([sealed(media, [phone], { clipId }), sealed(media, [phone], { clipId })]);
  for (let n = 1; n < a.parts.length; n++) assert.not.equal(a.parts[n], b.parts[n]);
  for (let n = 2; n < a.parts.length; n++) assert.not.equal(a.parts[n], a.parts[n - 1], 'nor within');
});

test('reordered, doubled, dropped, mixed or cut: found, and what came before is all that is given', async ({
  phone,
}) => {
  const media = random(6 * SEGMENT);
  const { parts } = await sealed(media, [phone]);
  const other = await sealed(media, [phone]);
  const twin = await sealed(media, [phone], { clipId: parseHeader(parts[0]!).header.clipId });
  const [head, a, b, c, d, e, f] = parts as [Uint8Array, ...Uint8Array[]];
  const cases: [string, Uint8Array[], SealProblem, number][] = [
    ['two exchanged', [head, a!, c!, b!, d!, e!, f!], 'damaged', 1],
    ['one doubled', [head, a!, b!, b!, c!, d!, e!, f!], 'damaged', 2],
    ['one dropped', [head, a!, b!, d!, e!, f!], 'damaged', 2],
    ['the last dropped', [head, a!, b!, c!, d!, e!], 'truncated', 4],
    ['all dropped', [head], 'truncated', 0],
    ['the last one twice', [head, a!, b!, c!, d!, e!, f!, f!], 'damaged', 5],
    ['something behind the end', [head, a!, b!, c!, d!, e!, f!, random(9)], 'damaged', 5],
    ['cut within a segment', [head, a!, b!, c!.subarray(0, 500)], 'damaged', 2],
    ['cut within a tag', [head, a!, b!.subarray(0, 8)], 'truncated', 1],
    ['a segment of another clip', [head, a!, other.parts[2]!, c!, d!, e!, f!], 'damaged', 1],
    ['the head of another sealing', [twin.parts[0]!, a!, b!, c!, d!, e!, f!], 'damaged', 0],
  ];
  for (const [what, bent, code, sound] of cases) {
    const { error, media: given } = await opened(join(bent), [phone]);
    assert.is(error, code, what);
    assert.equal(given, media.subarray(0, sound * SEGMENT), what);
  }
});

test('the plain header is bound: every change of it is found', async ({ phone, tablet }) => {
  const media = random(2 * SEGMENT);
  const { parts } = await sealed(media, [phone, tablet]);
  const { header, raw } = parseHeader(parts[0]!);
  const behind = parts[0]!.subarray(raw.length);
  const changes: [string, Parameters<typeof encodeHeader>[0]][] = [
    ['clip', { ...header, clipId: crypto.randomUUID() }],
    ['event', { ...header, eventId: crypto.randomUUID() }],
    ['device', { ...header, deviceId: 'back-door-1' }],
    ['time', { ...header, createdMs: header.createdMs + 1 }],
    ['commitment', { ...header, commitment: random(32) }],
    ['a key taken away', { ...header, keys: header.keys.slice(0, 1) }],
    ['a key added', { ...header, keys: [...header.keys, { ...header.keys[0]!, keyId: tablet.id }] }],
    ['segments larger', { ...header, segmentBytes: 2 * SEGMENT }],
    ['no thumbnail', { ...header, thumbnailBytes: 0 }],
  ];
  for (const [what, changed] of changes) {
    const { error, media: given } = await opened(join([encodeHeader(changed), behind, ...parts.slice(1)]), [
      phone,
    ]);
    assert.ok(error === 'damaged' || error === 'wrong-key', `${what}: ${error}`);
    assert.is(given.length, 0, what);
  }
});

test('any flipped bit and any cut: a clear error, never another text', async ({ phone }) => {
  const media = random(3 * SEGMENT + 5);
  const { whole } = await sealed(media, [phone]);
  const isBeginning = (given: Uint8Array) =>
    Buffer.compare(given, media.subarray(0, given.length)) === 0 && given.length % SEGMENT === 0;
  for (let round = 0; round < ROUNDS; round++) {
    const at = Math.floor(Math.random() * whole.length);
    const bent = Uint8Array.from(whole);
    bent[at]! ^= 1 << Math.floor(Math.random() * 8);
    const flipped = await opened(bent, [phone]);
    assert.ok(flipped.error, `byte ${at} flipped`);
    assert.ok(isBeginning(flipped.media), `byte ${at} flipped`);
    const cut = await opened(whole.subarray(0, at), [phone]);
    assert.ok(cut.error, `cut at ${at}`);
    assert.ok(isBeginning(cut.media), `cut at ${at}`);
  }
});

test('garbage in the place of a clip is told as what it is', async ({ phone }) => {
  const text = (s: string) => new TextEncoder().encode(s);
  const framed = (json: string) => {
    const length = new Uint8Array(4);
    new DataView(length.buffer).setUint32(0, json.length);
    return join([text('pupseal1'), length, text(json)]);
  };
  const cases: [Uint8Array, SealProblem][] = [
    [new Uint8Array(0), 'not-sealed'],
    [text('....ftypiso5'), 'not-sealed'],
    [text('pupseal2....'), 'version'],
    [text('pupseal1'), 'malformed'],
    [join([text('pupseal1'), new Uint8Array([0xff, 0xff, 0xff, 0xff])]), 'malformed'],
    ...['', 'null', '[]', '{}', '{"keys":[]}', '{"keys":[null]}', '"x"', '{'].map(
      (json): [Uint8Array, SealProblem] => [framed(json), 'malformed'],
    ),
  ];
  for (const [bytes, code] of cases)
    assert.is((await opened(bytes, [phone])).error, code, Buffer.from(bytes).toString());
  for (let round = 0; round < 2000; round++) {
    const junk = join([text('pupseal1'), new Uint8Array([0, 0, 0, round % 90]), random(100)]);
    assert.is((await opened(junk, [phone])).error, 'malformed');
  }
});

test('what is larger than it may be is not sealed', async ({ phone }) => {
  for (const more of [
    { about: random(64 * 1024 + 1) },
    { thumbnail: random(256 * 1024 + 1) },
    { keys: [] },
    { segmentBytes: 1 },
  ]) {
    const failure = await sealed(random(1), [phone], more).then(
      () => null,
      (error: unknown) => error,
    );
    assert.is((failure as SealError)?.code, 'malformed', Object.keys(more).join());
  }
  const largest = await sealed(random(1), [phone], {
    about: random(64 * 1024),
    thumbnail: random(256 * 1024),
    keys: Array.from({ length: 32 }, () => phone),
  });
  assert.ok(largest.parts[0]!.length <= MAX_HEAD_BYTES);
});

test('a layout that cannot be is none', async ({ phone }) => {
  const { whole } = await sealed(random(2 * SEGMENT), [phone]);
  const parsed = parseHeader(whole);
  const full = SEGMENT + TAG;
  for (const media of [0, TAG - 1, full + 1, full + TAG, NaN, -1])
    assert.is(sealedLayout(parsed, parsed.headBytes + media), null, `${media} bytes of media`);
  const layout = sealedLayout(parsed, whole.length)!;
  assert.equal(
    [layout.segments, layout.segmentStart(1), layout.segmentLength(1)],
    [2, parsed.headBytes + full, full],
  );
});

test.run();
