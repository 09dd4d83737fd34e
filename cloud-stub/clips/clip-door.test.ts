/** The door for devices and what browsers get of the clips, on a whole stub; once with a disk, once with S3. */
import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { makeHouseholdKey, type HouseholdKey } from '#protocol/sealed/household-key.ts';
import { signKeyList } from '#protocol/sealed/key-list.ts';
import { seal } from '#protocol/sealed/seal.ts';
import type { ClipPage, HouseholdKeyList, Problem } from '../api.ts';
import { ClockUnderTest } from '../testing/clock-under-test.ts';
import { CloudUnderTest } from '../testing/cloud-under-test.ts';
import { S3Server } from '../testing/s3-server.ts';
import { lookAtClip } from './look-at-clip.ts';
import { CLIP_LIMITS } from './clip-shelf.ts';
import { UploadPasses } from './upload-passes.ts';
import type { UploadPolicy } from './upload-policy.ts';

const ID = 'front-door-1';
const SEGMENT = 1024;
const DAY_MS = 24 * 3600 * 1000;

interface Context {
  stub: CloudUnderTest;
  clock: ClockUnderTest;
  server: S3Server | undefined;
  key: HouseholdKey;
  refusal: Awaited<ReturnType<UploadPolicy['refusal']>>;
  door: Door;
}

interface SealedClip {
  id: string;
  head: Buffer;
  segments: Buffer[];
  whole: Buffer;
}

/** A device's side of the door, by hand. */
class Door {
  constructor(
    readonly stub: CloudUnderTest,
    readonly token: string,
  ) {}

  put(path: string, body: Buffer, headers: Record<string, string> = {}): Promise<Response> {
    const digest = createHash('sha256').update(body).digest('base64');
    return fetch(`${this.stub.url}/device/clips/${path}`, {
      method: 'PUT',
      body: new Uint8Array(body),
      headers: {
        authorization: `Bearer ${this.token}`,
        'content-type': 'application/octet-stream',
        'content-digest': `sha-256=:${digest}:`,
        ...headers,
      },
    });
  }

  begin(clip: SealedClip): Promise<Response> {
    return this.put(`${clip.id}?bytes=${clip.whole.length}`, clip.head);
  }

  async upload(clip: SealedClip): Promise<void> {
    assert.is((await this.begin(clip)).status, 200);
    for (const [n, segment] of clip.segments.entries())
      assert.is((await this.put(`${clip.id}/segments/${n}`, segment)).status, 200);
  }
}

const problemOf = async (response: Response) => [response.status, ((await response.json()) as Problem).code];

async function sealedClip(key: HouseholdKey, bytes: number, more: { id?: string; createdMs?: number } = {}) {
  const id = more.id ?? randomUUID();
  const parts: Buffer[] = [];
  for await (const part of seal({
    ...{
      clipId: id,
      eventId: randomUUID(),
      deviceId: ID,
      createdMs: more.createdMs ?? Date.now(),
      keys: [key],
    },
    ...{
      about: randomBytes(50),
      thumbnail: randomBytes(200),
      media: [randomBytes(bytes)],
      segmentBytes: SEGMENT,
    },
  }))
    parts.push(Buffer.from(part));
  const [head, ...segments] = parts as [Buffer, ...Buffer[]];
  return { id, head, segments, whole: Buffer.concat(parts) };
}

for (const place of ['disk', 'S3'] as const) {
  const test = suite<Context>(`the door for clips, ${place}`);
  test.before(async (context) => {
    context.refusal = null;
    context.clock = new ClockUnderTest();
    context.server = place === 'S3' ? await S3Server.start() : undefined;
    context.stub = await CloudUnderTest.start({
      clock: context.clock,
      ...(context.server && { clipsS3: context.server.options }),
      uploadPolicy: { refusal: () => Promise.resolve(context.refusal), maxKbps: () => Promise.resolve(777) },
    });
    context.key = await makeHouseholdKey({ name: 'Phone', kind: 'browser' });
    const device = await context.stub.device(ID);
    await device.connect();
    const { household } = await context.stub.get<HouseholdKeyList>('/api/keys');
    // The pass comes by MQTT, as soon as there are keys to seal for.
    const token = new Promise<string>((resolve) => {
      device.onReceived(({ envelope }) => {
        const order = envelope.command?.cloudRecording;
        if (!order) return;
        assert.equal([order.on, order.maxKbps], [true, 777]);
        assert.is(order.uploadUrl, `${context.stub.url}/device/clips`);
        resolve(order.uploadToken!);
      });
    });
    const list = await signKeyList({ household, revision: 1, keys: [context.key] }, context.key);
    assert.equal(await (await context.stub.post('/api/keys', list, 'PUT')).json(), { revision: 1 });
    context.door = new Door(context.stub, await token);
  });
  test.after(async ({ stub, server }) => {
    await stub?.stop();
    await server?.stop();
  });

  test('a clip comes in piece by piece, is listed, and read back by ranges', async ({ stub, door, key }) => {
    const clip = await sealedClip(key, 3 * SEGMENT + 9);
    assert.equal(await (await door.begin(clip)).json(), { received: 0, segments: 4, isComplete: false });
    assert.equal(await problemOf(await door.put(`${clip.id}/segments/1`, clip.segments[1]!)), [
      409,
      'out-of-order',
    ]);
    await door.put(`${clip.id}/segments/0`, clip.segments[0]!);
    // A device that lost the answer, or its power, asks again.
    assert.is(
      ((await (await door.put(`${clip.id}/segments/0`, clip.segments[0]!)).json()) as { received: number })
        .received,
      1,
    );
    assert.is(((await (await door.begin(clip)).json()) as { received: number }).received, 1);
    const listed = () => stub.get<ClipPage>(`/api/devices/${ID}/clips`).then(({ clips }) => clips[0]!);
    assert.equal([(await listed()).state, (await listed()).headBytes], ['receiving', clip.head.length]);
    const early = await stub.fetch(`/api/clips/${clip.id}`, {
      headers: { range: `bytes=0-${clip.head.length - 1}` },
    });
    assert.equal(Buffer.from(await early.arrayBuffer()), clip.head, 'the thumbnail is there before the rest');
    await door.upload(clip);
    assert.is((await listed()).state, 'complete');

    const whole = await stub.fetch(`/api/clips/${clip.id}`);
    assert.equal(Buffer.from(await whole.arrayBuffer()), clip.whole);
    assert.is(whole.headers.get('content-length'), String(clip.whole.length));
    const size = clip.whole.length;
    for (const [range, from, to] of [
      ['bytes=0-0', 0, 1],
      [`bytes=${clip.head.length - 3}-${clip.head.length + 2}`, clip.head.length - 3, clip.head.length + 3],
      [`bytes=${clip.head.length}-`, clip.head.length, size],
      ['bytes=-10', size - 10, size],
      [`bytes=5-${size + 500}`, 5, size],
    ] as const) {
      const part = await stub.fetch(`/api/clips/${clip.id}`, { headers: { range } });
      assert.is(part.status, 206, range);
      assert.is(part.headers.get('content-range'), `bytes ${from}-${to - 1}/${size}`);
      assert.equal(Buffer.from(await part.arrayBuffer()), clip.whole.subarray(from, to), range);
    }
    const beyond = await stub.fetch(`/api/clips/${clip.id}`, { headers: { range: `bytes=${size}-` } });
    assert.equal([beyond.status, beyond.headers.get('content-range')], [416, `bytes */${size}`]);
  });

  test('what the stub can see of a clip is shown: the head, no marks, no key that opens it', async ({
    stub,
    server,
  }) => {
    const clipsS3 = server && { clipsS3: server.options };
    const lines = await lookAtClip({
      command: 'look-at-clip',
      data: stub.folder,
      clipId: undefined,
      ...clipsS3,
    });
    const text = lines.join('\n');
    assert.match(text, `device ${ID}`);
    assert.match(text, /private keys of P-256 found in \S+: [1-9]\d*; of these open the clip: 0/);
    assert.match(text, 'Nothing that lies here opens it.');
  });

  test('what is wrong is refused and leaves nothing', async ({ stub, door, key }) => {
    const clip = await sealedClip(key, 2 * SEGMENT);
    const other = await sealedClip(key, 10);
    const bytes = clip.whole.length;
    const wrongDigest = { 'content-digest': `sha-256=:${createHash('sha256').digest('base64')}:` };
    const cases: [Promise<Response>, number, string][] = [
      [door.put(`${clip.id}?bytes=${bytes}`, other.head), 400, 'bad-clip'],
      [door.put(`${clip.id}?bytes=${bytes}`, clip.head.subarray(0, -1)), 400, 'bad-clip'],
      [door.put(`${clip.id}?bytes=${bytes}`, randomBytes(500)), 400, 'bad-clip'],
      [door.put(`${clip.id}?bytes=${clip.head.length}`, clip.head), 400, 'bad-clip'],
      [door.put(`${clip.id}?bytes=${CLIP_LIMITS.clipBytes + 1}`, clip.head), 413, 'clip-too-large'],
      [door.put(`${clip.id}?bytes=0`, clip.head), 400, 'invalid'],
      [door.put(`${clip.id}`, clip.head), 400, 'invalid'],
      [door.put(`${clip.id}?bytes=${bytes}`, clip.head, wrongDigest), 422, 'digest-mismatch'],
      [door.put(`${clip.id}?bytes=${bytes}`, clip.head, { 'content-digest': '' }), 400, 'invalid'],
      [door.put(`${clip.id}?bytes=${bytes}`, randomBytes(400_000)), 413, 'too-large'],
      [door.put(`${clip.id}/segments/0`, clip.segments[0]!), 404, 'no-such-clip'],
      [door.put(`..%2f..%2fx?bytes=${bytes}`, clip.head), 400, 'invalid'],
      [new Door(stub, `${door.token}x`).begin(clip), 401, 'bad-pass'],
      [new Door(stub, door.token.replace(ID, 'back-door-1')).begin(clip), 401, 'bad-pass'],
      [new Door(stub, '').begin(clip), 401, 'bad-pass'],
    ];
    for (const [answer, status, code] of cases) assert.equal(await problemOf(await answer), [status, code]);
    assert.is((await stub.fetch(`/api/clips/${clip.id}`)).status, 404);
    await door.begin(clip);
    for (const [n, bad] of [clip.segments[0]!.subarray(1), randomBytes(1_100_000)].entries())
      assert.equal(
        await problemOf(await door.put(`${clip.id}/segments/0`, bad)),
        n ? [413, 'too-large'] : [400, 'bad-clip'],
      );
    await stub.fetch(`/api/clips/${clip.id}`, { method: 'DELETE' });
  });

  test('a device brings its own clips, and no other touches them', async ({ stub, door, key }) => {
    const passes = new UploadPasses({ db: () => stub.cloud.database.db, clock: stub.clock });
    const neighbour = new Door(stub, (await passes.issue('back-door-1')).token);
    const clip = await sealedClip(key, 2 * SEGMENT);
    await door.begin(clip);
    assert.equal(await problemOf(await neighbour.begin(clip)), [400, 'bad-clip']);
    assert.equal(await problemOf(await neighbour.put(`${clip.id}/segments/0`, clip.segments[0]!)), [
      400,
      'bad-clip',
    ]);
    // Sealed anew after the device lost what it had sealed: begun anew. Once complete it stays as it is.
    const anew = await sealedClip(key, SEGMENT, { id: clip.id });
    await door.put(`${clip.id}/segments/0`, clip.segments[0]!);
    assert.equal(await (await door.begin(anew)).json(), { received: 0, segments: 1, isComplete: false });
    await door.upload(anew);
    assert.is(((await (await door.begin(clip)).json()) as { isComplete: boolean }).isComplete, true);
    assert.equal(Buffer.from(await (await stub.fetch(`/api/clips/${clip.id}`)).arrayBuffer()), anew.whole);
  });

  test('passes expire; a package that lapsed or is full is said with its own status', async (context) => {
    const { door, clock, key } = context;
    const clip = await sealedClip(key, 10);
    clock.aheadMs = DAY_MS + 1;
    assert.equal(await problemOf(await door.begin(clip)), [401, 'bad-pass']);
    clock.aheadMs = 0;
    context.refusal = { code: 'lapsed', message: 'The package has lapsed.' };
    assert.equal(await problemOf(await door.begin(clip)), [402, 'lapsed']);
    context.refusal = { code: 'full', message: 'The package is full.' };
    assert.equal(await problemOf(await door.begin(clip)), [507, 'store-full']);
    context.refusal = null;
  });

  test('a list in pages; deleting one, those before a time, all; nothing stays in the store', async ({
    stub,
    door,
    key,
    clock,
  }) => {
    const shelf = stub.cloud.clips;
    await shelf.deleteAll(ID);
    const clips: SealedClip[] = [];
    for (let i = 0; i < 7; i++) clips.push(await sealedClip(key, 10, { createdMs: 1000 + 10 * (i >> 1) }));
    for (const clip of clips) await door.upload(clip);
    const seen: string[] = [];
    for (let before: string | null = ''; before !== null;) {
      const page: ClipPage = await stub.get<ClipPage>(
        `/api/devices/${ID}/clips?limit=2${before && `&before=${before}`}`,
      );
      seen.push(...page.clips.map(({ id }) => id));
      before = page.next;
    }
    assert.equal([...seen].sort(), clips.map(({ id }) => id).sort(), 'each once');
    assert.is((await stub.fetch(`/api/devices/${ID}/clips?before=x`)).status, 400);
    assert.is((await stub.fetch(`/api/devices/${ID}/clips?limit=101`)).status, 400);

    assert.is((await stub.fetch(`/api/clips/${seen[0]}`, { method: 'DELETE' })).status, 204);
    assert.is((await stub.fetch(`/api/clips/${seen[0]}`, { method: 'DELETE' })).status, 404);
    assert.equal(await shelf.deleteBefore(ID, 1020, 3), {
      clips: 3,
      bytes: clips.slice(0, 3).reduce((n, c) => n + c.whole.length, 0),
    });
    assert.is((await shelf.deleteBefore(ID, 1020, 100)).clips, 1);
    assert.is((await shelf.usage(ID)).clips, 2);
    const begun = await sealedClip(key, 2 * SEGMENT);
    await door.begin(begun);
    assert.is(await shelf.sweep(), 0);
    clock.aheadMs = CLIP_LIMITS.receivingMs + 1;
    assert.is(await shelf.sweep(), 1, 'what stopped arriving');
    clock.aheadMs = 0;
    assert.is((await shelf.deleteAll(ID)).clips, 2);
    assert.equal((await stub.get<ClipPage>(`/api/devices/${ID}/clips`)).clips, []);
    if (place === 'disk') assert.equal(readdirSync(join(stub.folder, 'clips', ID)), []);
  });

  test('keys: only the household’s own list, from hand to hand', async ({ stub, key }) => {
    const { household, list } = await stub.get<HouseholdKeyList>('/api/keys');
    assert.is(list!.signedBy, key.id);
    const [phone, stranger] = await Promise.all(
      ['Second phone', 'Stranger'].map((name) => makeHouseholdKey({ name, kind: 'browser' })),
    );
    const put = async (revision: number, by: HouseholdKey, of = household) => {
      const next = await signKeyList({ household: of, revision, keys: [key, phone!] }, by);
      return stub.post('/api/keys', next, 'PUT');
    };
    assert.equal(await problemOf(await put(2, stranger!)), [400, 'bad-key-list']);
    assert.equal(await problemOf(await put(1, key)), [400, 'bad-key-list']);
    assert.equal(await problemOf(await put(2, key, 'other')), [400, 'bad-key-list']);
    assert.is((await put(2, key)).status, 200);
    assert.is((await put(3, phone!)).status, 200);
  });

  test.run();
}
