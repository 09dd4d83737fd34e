/** The album through the real door: kept, shown, changed, shared, deleted; and what must not get in. */
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { readdirSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import sharp from 'sharp';
import { sql } from 'kysely';
import type { AlbumItem, AlbumLink, AlbumPage, Device, Problem } from '../api.ts';
import { UPLOAD_SILENCE_MS } from '../album/receive-upload.ts';
import type { SimulatedDevice } from '../simulated-device.ts';
import { ClockUnderTest } from '../testing/clock-under-test.ts';
import { CloudUnderTest } from '../testing/cloud-under-test.ts';
import { box, testJpeg, testMp4 } from '../testing/pictures.ts';

const DAY_MS = 24 * 3600 * 1000;
const ID = 'front-door-1';

interface Context {
  stub: CloudUnderTest;
  clock: ClockUnderTest;
  device: SimulatedDevice;
  jpeg: Buffer;
}
const test = suite<Context>('album');

test.before(async (context) => {
  context.clock = new ClockUnderTest(UPLOAD_SILENCE_MS);
  const albumLimits = { items: 12, bytes: 3 * 1024 ** 2, clipBytes: 2 * 1024 ** 2 };
  context.stub = await CloudUnderTest.start({ clock: context.clock, albumLimits });
  context.device = await context.stub.device(ID, { name: 'Front door' });
  const stream = await context.stub.stream();
  await context.device.connect();
  await stream.until('device', ({ online }) => online);
  context.jpeg = await testJpeg(1280, 720, { IFD0: { Make: 'Snooper' } });
});
test.after(({ stub }) => stub?.stop());
test.after.each(async ({ stub }) => {
  const { items } = await stub.get<AlbumPage>('/api/album?limit=200');
  if (items.length > 0) await stub.post('/api/album/delete', { ids: items.map(({ id }) => id) });
});

const problemOf = async (response: Response) => [response.status, ((await response.json()) as Problem).code];

function upload(stub: CloudUnderTest, body: Buffer, type: string, more = ''): Promise<Response> {
  const path = `/api/album?device=${ID}&takenMs=${Date.UTC(2026, 10, 20)}&source=playback${more}`;
  return stub.fetch(path, { method: 'POST', headers: { 'content-type': type }, body: new Uint8Array(body) });
}
async function kept(response: Promise<Response>): Promise<AlbumItem> {
  const got = await response;
  if (got.status !== 200) throw new Error(`${got.status} ${await got.text()}`);
  return (await got.json()) as AlbumItem;
}
const picture = ({ stub, jpeg }: Context, more?: string) => kept(upload(stub, jpeg, 'image/jpeg', more));
const bytesOf = async (response: Response) => Buffer.from(await response.arrayBuffer());
/** Every file of the album on disk. */
const onDisk = (stub: CloudUnderTest) =>
  readdirSync(join(stub.folder, 'album'), { recursive: true })
    .map(String)
    .filter((name) => /\.\w+$/.test(name))
    .sort();

test('a picture is kept with its thumbnail, without what it tells about its maker', async (context) => {
  const { stub, jpeg } = context;
  const item = await picture(context);
  assert.equal(
    { ...item, id: '', bytes: 0, keptMs: 0 },
    {
      ...{
        id: '',
        kind: 'picture',
        deviceId: ID,
        deviceName: 'Front door',
        source: 'playback',
        eventId: null,
      },
      ...{
        takenMs: Date.UTC(2026, 10, 20),
        keptMs: 0,
        keptBy: 'Owner',
        caption: '',
        favourite: false,
        bytes: 0,
      },
      ...{ width: 1280, height: 720, durationMs: null, thumbnail: true, links: 0 },
    },
  );
  const file = await stub.fetch(`/api/album/${item.id}/file`);
  assert.is(file.headers.get('content-type'), 'image/jpeg');
  assert.is(file.headers.get('cache-control'), 'private, max-age=86400');
  const bytes = await bytesOf(file);
  assert.not.ok(bytes.includes('Snooper'));
  assert.equal(await sharp(bytes).raw().toBuffer(), await sharp(jpeg).raw().toBuffer());
  const small = await sharp(await bytesOf(await stub.fetch(`/api/album/${item.id}/thumbnail`))).metadata();
  assert.equal([small.width, small.height, small.format, small.exif], [640, 360, 'jpeg', undefined]);
});

test('a clip is kept as it is, gets a frame as its thumbnail once, and comes in ranges', async ({
  stub,
  jpeg,
}) => {
  const mp4 = testMp4(5000);
  const item = await kept(upload(stub, mp4, 'video/mp4', '&width=1280&height=720&durationMs=12000'));
  assert.equal([item.kind, item.durationMs, item.thumbnail, item.bytes], ['clip', 12_000, false, mp4.length]);
  const whole = await stub.fetch(`/api/album/${item.id}/file`);
  assert.is(whole.headers.get('content-type'), 'video/mp4');
  assert.equal(await bytesOf(whole), mp4);
  const part = await stub.fetch(`/api/album/${item.id}/file`, { headers: { range: 'bytes=100-199' } });
  assert.equal([part.status, part.headers.get('content-range')], [206, `bytes 100-199/${mp4.length}`]);
  assert.equal(await bytesOf(part), mp4.subarray(100, 200));
  const beyond = await stub.fetch(`/api/album/${item.id}/file`, { headers: { range: 'bytes=999999-' } });
  assert.is(beyond.status, 416);
  assert.equal(await problemOf(await stub.fetch(`/api/album/${item.id}/thumbnail`)), [404, 'no-thumbnail']);
  const put = () =>
    stub.fetch(`/api/album/${item.id}/thumbnail`, {
      method: 'PUT',
      headers: { 'content-type': 'image/jpeg' },
      body: new Uint8Array(jpeg),
    });
  const with_ = await kept(put());
  assert.ok(with_.thumbnail && with_.bytes > mp4.length);
  assert.equal(await problemOf(await put()), [409, 'thumbnail-there']);
});

test('the snapshot of a device goes straight in; the same is kept once', async ({ stub, device }) => {
  const taken = await kept(stub.post('/api/album/keep', { deviceId: ID }));
  const { pictureMs } = await stub.get<Device>(`/api/devices/${ID}`);
  assert.equal([taken.source, taken.takenMs, taken.width], ['live', pictureMs, 32]);
  const again = await kept(stub.post('/api/album/keep', { deviceId: ID, pictureMs }));
  assert.is(again.id, taken.id);
  const old = await stub.post('/api/album/keep', { deviceId: ID, pictureMs: 12345 });
  assert.equal(await problemOf(old), [409, 'picture-gone']);
  const stream = await stub.stream();
  const eventId = await device.ring();
  await stream.until('event', (event) => event.id === eventId && event.snapshot);
  const ofEvent = await kept(stub.post('/api/album/keep', { eventId }));
  assert.equal([ofEvent.source, ofEvent.eventId], ['event', eventId]);
  assert.is((await kept(stub.post('/api/album/keep', { eventId }))).id, ofEvent.id);
  const none = await device.ring({ jpeg: null });
  await stream.until('event', (event) => event.id === none);
  assert.equal(await problemOf(await stub.post('/api/album/keep', { eventId: none })), [404, 'no-picture']);
  assert.is(onDisk(stub).length, 4, 'what was there already left nothing behind');
});

test('pages, favourites, kinds, captions; every phone is told', async (context) => {
  const { stub } = context;
  const stream = await stub.stream();
  const items: AlbumItem[] = [];
  for (let i = 0; i < 5; i++) items.push(await picture(context));
  const clip = await kept(upload(stub, testMp4(), 'video/mp4'));
  await stream.until('album', ({ items: [item] }) => item?.id === clip.id);
  const seen: string[] = [];
  for (let next: string | null = ''; next !== null;) {
    const page: AlbumPage = await stub.get(`/api/album?limit=2${next && `&before=${next}`}`);
    seen.push(...page.items.map(({ id }) => id));
    next = page.next;
  }
  assert.equal([...seen].sort(), [...items, clip].map(({ id }) => id).sort(), 'each once');
  const change = { favourite: true, caption: 'Biscuit <b>on</b> the porch' };
  const changed = await kept(stub.post(`/api/album/${items[2]!.id}`, change, 'PATCH'));
  assert.equal([changed.favourite, changed.caption], [true, change.caption]);
  await stream.until('album', ({ items: [item] }) => item?.favourite === true);
  const ids = async (query: string) =>
    (await stub.get<AlbumPage>(`/api/album?${query}`)).items.map(({ id }) => id);
  assert.equal(await ids('favourites=true'), [changed.id]);
  assert.equal(await ids('kind=clip'), [clip.id]);
  const { usage } = await stub.get<AlbumPage>('/api/album');
  assert.is(usage.items, 6);
  assert.is(
    usage.bytes,
    items.reduce((sum, { bytes }) => sum + bytes, clip.bytes),
  );
  for (const query of ['limit=0', 'limit=201', 'before=x', 'kind=song', 'more=1'])
    assert.equal(await problemOf(await stub.fetch(`/api/album?${query}`)), [400, 'invalid'], query);
  const gone = await stub.post('/api/album/delete', { ids: items.map(({ id }) => id) });
  assert.equal(await gone.json(), { deleted: 5 });
  await stream.until('album', ({ removed }) => removed.length === 5);
  assert.equal(
    onDisk(stub),
    onDisk(stub).filter((name) => name.includes(clip.id)),
    'files are gone too',
  );
  assert.equal(await problemOf(await stub.fetch(`/api/album/${items[0]!.id}`)), [404, 'no-such-item']);
  assert.is(
    (await stub.fetch(`/api/album/${items[0]!.id}`, { method: 'DELETE' })).status,
    204,
    'gone is gone',
  );
});

test('what is no picture and no clip is refused, and leaves nothing', async ({ stub, jpeg }) => {
  const html = Buffer.from('<!doctype html><script>alert(1)</script>');
  const cases: [string, Buffer, string][] = [
    ['a page called a picture', html, 'image/jpeg'],
    ['a picture called a clip', jpeg, 'video/mp4'],
    ['a clip called a picture', testMp4(), 'image/jpeg'],
    [
      'an AVIF in the same boxes',
      Buffer.concat([box('ftyp', 'avif\0\0\0\0'), box('moov'), box('mdat')]),
      'video/mp4',
    ],
    ['a clip with a page behind it', Buffer.concat([testMp4(), html]), 'video/mp4'],
    ['a clip without anything to play', box('ftyp', 'isom\0\0\0\0'), 'video/mp4'],
    ['a clip cut short', testMp4().subarray(0, -10), 'video/mp4'],
    [
      'a box that ends before it begins',
      Buffer.concat([testMp4(), Buffer.from([0, 0, 0, 3]), Buffer.from('free')]),
      'video/mp4',
    ],
    ['nothing', Buffer.alloc(0), 'image/jpeg'],
  ];
  for (const [what, body, type] of cases)
    assert.equal(await problemOf(await upload(stub, body, type)), [415, 'bad-media'], what);
  assert.is((await upload(stub, jpeg, 'image/svg+xml')).status, 415);
  assert.is((await upload(stub, html, 'text/html')).status, 415);
  assert.equal(await problemOf(await stub.post(`/api/album?device=${ID}&takenMs=1&source=live`, {})), [
    415,
    'bad-media',
  ]);
  const bad = '/api/album?takenMs=1&source=live&device=';
  const post = { method: 'POST', headers: { 'content-type': 'image/jpeg' }, body: new Uint8Array(jpeg) };
  assert.equal(
    await problemOf(await stub.fetch(`${bad}..%2F..%2Fetc`, post)),
    [400, 'invalid'],
    'tricks with paths',
  );
  assert.equal(await problemOf(await stub.fetch(`${bad}nobodys-device`, post)), [404, 'no-such-device']);
  for (const path of ['..%2F..%2Fcloud.db', 'x'])
    assert.equal(await problemOf(await stub.fetch(`/api/album/${path}/file`)), [400, 'invalid'], path);
  assert.equal(onDisk(stub), []);
});

test('too large is refused at once, and also when nobody said how large', async ({ stub }) => {
  const large = Buffer.alloc(9 * 1024 ** 2, 1);
  assert.equal(await problemOf(await upload(stub, large, 'image/jpeg')), [413, 'too-large']);
  const pieces = new ReadableStream<Uint8Array>({
    pull: (controller) => controller.enqueue(new Uint8Array(64 * 1024)),
  });
  const path = `/api/album?device=${ID}&takenMs=1&source=live`;
  const sent = { method: 'POST', headers: { 'content-type': 'video/mp4' }, body: pieces, duplex: 'half' };
  const answer = await stub.fetch(path, sent as RequestInit).catch(() => null);
  if (answer) assert.equal(await problemOf(answer), [413, 'too-large']);
  assert.equal(onDisk(stub), []);
});

test('an upload that falls silent ends, and its place is free again', async ({ stub, clock, jpeg }) => {
  const { port } = new URL(stub.url);
  const slow = Array.from({ length: 4 }, () => {
    const socket = connect(Number(port), '127.0.0.1');
    const head = [`POST /api/album?device=${ID}&takenMs=1&source=live HTTP/1.1`, 'Host: localhost'];
    head.push(
      'X-Requested-With: pupsentry',
      `Cookie: ${stub.cookie}`,
      'Content-Type: image/jpeg',
      'Content-Length: 9999',
    );
    socket.write(`${head.join('\r\n')}\r\n\r\nabc`);
    return socket;
  });
  const answers = slow.map(
    (socket) => new Promise<string>((resolve) => socket.once('data', (data) => resolve(String(data)))),
  );
  while (onDisk(stub).length < 4) await new Promise((resolve) => setImmediate(resolve));
  assert.equal(await problemOf(await upload(stub, jpeg, 'image/jpeg')), [429, 'busy'], 'four at a time');
  clock.expire();
  for (const answer of await Promise.all(answers)) assert.match(answer, /^HTTP\/1.1 408 [^]*too-slow/);
  for (const socket of slow) socket.destroy();
  assert.equal(onDisk(stub), []);
  await kept(upload(stub, jpeg, 'image/jpeg'));
});

test('the album has an end, and says so', async (context) => {
  const { stub, jpeg } = context;
  const big = Buffer.concat([testMp4(), box('free', Buffer.alloc(1.9 * 1024 ** 2))]);
  await kept(upload(stub, big, 'video/mp4'));
  assert.equal(await problemOf(await upload(stub, big, 'video/mp4')), [409, 'album-full'], 'by bytes');
  const many = await Promise.all(Array.from({ length: 3 }, () => upload(stub, jpeg, 'image/jpeg')));
  assert.ok(many.every(({ status }) => status === 200));
  for (let i = 0; i < 8; i++) await picture(context);
  assert.equal(await problemOf(await upload(stub, jpeg, 'image/jpeg')), [409, 'album-full'], 'by number');
  assert.is(onDisk(stub).length, 1 + 11 * 2, 'nothing of what was refused stays');
});

test('a link shows one item to anybody, until it ends or is taken back', async (context) => {
  const { stub, clock } = context;
  const item = await picture(context);
  const other = await picture(context);
  await stub.post(`/api/album/${item.id}`, { caption: '<img src=x onerror=alert(1)>' }, 'PATCH');
  const made = (await (await stub.post(`/api/album/${item.id}/links`, { days: 2 })).json()) as {
    link: AlbumLink;
    path: string;
  };
  assert.match(made.path, /^\/s\/[A-Za-z0-9_-]{43}$/);
  assert.is(made.link.expiresMs - made.link.createdMs, 2 * DAY_MS);
  const page = await fetch(stub.url + made.path);
  assert.is(page.status, 200);
  assert.equal(
    ['cache-control', 'x-robots-tag', 'referrer-policy'].map((name) => page.headers.get(name)),
    ['no-store', 'noindex, nofollow, noarchive', 'no-referrer'],
  );
  const html = await page.text();
  assert.ok(html.includes('&lt;img src=x onerror') && !html.includes('<img src=x'));
  assert.not.ok(
    html.includes(item.id) || html.includes(other.id) || html.includes(ID),
    'tells no names of ours',
  );
  const file = await fetch(`${stub.url}${made.path}/file`);
  assert.equal([file.status, file.headers.get('cache-control')], [200, 'no-store']);
  assert.equal(await bytesOf(file), await bytesOf(await stub.fetch(`/api/album/${item.id}/file`)));
  const { links } = await stub.get<{ links: AlbumLink[] }>(`/api/album/${item.id}/links`);
  assert.equal([links.length, links[0]?.opened, links[0]?.by], [1, 1, 'Owner']);
  assert.is((await stub.get<AlbumItem>(`/api/album/${item.id}`)).links, 1);
  const stored = await sql<{ hash: string }>`select * from album_links`.execute(stub.cloud.database.db);
  assert.not.ok(JSON.stringify(stored.rows).includes(made.path.slice(3)), 'only a hash is kept');

  clock.aheadMs = 2 * DAY_MS + 1;
  const ended = await fetch(stub.url + made.path);
  assert.is(ended.status, 410);
  assert.match(await ended.text(), /This link has ended/);
  assert.is((await fetch(`${stub.url}${made.path}/file`)).status, 410);
  clock.aheadMs = 0;

  assert.is((await fetch(stub.url + made.path)).status, 200);
  const back = await stub.fetch(`/api/album/${item.id}/links/${made.link.id}`, { method: 'DELETE' });
  assert.is(back.status, 204);
  assert.is((await fetch(stub.url + made.path)).status, 404);
  const second = (await (await stub.post(`/api/album/${item.id}/links`, {})).json()) as {
    link: AlbumLink;
    path: string;
  };
  assert.is(second.link.expiresMs - second.link.createdMs, 7 * DAY_MS);
  await stub.fetch(`/api/album/${item.id}`, { method: 'DELETE' });
  assert.is((await fetch(stub.url + second.path)).status, 404, 'deleted with what it showed');
  for (const days of [0, 31, 1.5, '7'])
    assert.equal(await problemOf(await stub.post(`/api/album/${other.id}/links`, { days })), [
      400,
      'invalid',
    ]);
  for (let i = 0; i < 20; i++) assert.is((await stub.post(`/api/album/${other.id}/links`, {})).status, 200);
  assert.equal(await problemOf(await stub.post(`/api/album/${other.id}/links`, {})), [409, 'too-many-links']);
});

test('guessing at links is held up', async ({ stub }) => {
  const codes: number[] = [];
  for (let i = 0; i < 15; i++) {
    const guess = Buffer.alloc(32, i).toString('base64url');
    codes.push((await fetch(`${stub.url}/s/${guess}`)).status);
  }
  assert.ok(codes.includes(429), `one more is let in every few seconds: ${codes.join()}`);
});

test('what a crash left between file and row is gone after the next start; what was kept stays', async (context) => {
  const { stub } = context;
  const item = await picture(context);
  const household = onDisk(stub)[0]!.split('/')[0]!;
  const at = (name: string) => join(stub.folder, 'album', name);
  writeFileSync(at(`${household}/00000000-0000-4000-8000-000000000000.jpg`), 'orphan');
  writeFileSync(at(`${household}/${item.id}.jpg.tmp`), 'half');
  writeFileSync(at('incoming/half.part'), 'half');
  await stub.stopStub();
  await stub.startAgain();
  assert.equal(onDisk(stub), [`${household}/${item.id}.jpg`, `${household}/${item.id}.thumb.jpg`]);
  assert.is((await stub.fetch(`/api/album/${item.id}/file`)).status, 200);
});

test('guests do not see the album', async (context) => {
  const { stub } = context;
  const item = await picture(context);
  await sql`update users set role = 'guest'`.execute(stub.cloud.database.db);
  for (const path of [
    '/api/album',
    `/api/album/${item.id}`,
    `/api/album/${item.id}/file`,
    `/api/album/${item.id}/links`,
  ])
    assert.equal(await problemOf(await stub.fetch(path)), [403, 'owner-only'], path);
  await sql`update users set role = 'owner'`.execute(stub.cloud.database.db);
});

test.run();
