/** Whether clips may go at all: the household’s word, and the cloud’s orders. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { makeHouseholdKey } from '#protocol/sealed/household-key.ts';
import { signKeyList } from '#protocol/sealed/key-list.ts';
import { PupsentryError } from '#kit/errors.ts';
import { Room, SEGMENT, withHousehold, type UploadContext } from './testing/upload-room.ts';
import type { Uploads } from './uploads.ts';

const test = suite<UploadContext>('uploads and consent');
withHousehold(test);

test('consent withdrawn: what is on its way stops at once, what waits is erased, nothing new is kept', async (context) => {
  const room = await Room.started(context);
  const jobs = [room.clips.make('ring', 3 * SEGMENT), room.clips.make('motion', 1)];
  room.door.hangs = true;
  for (const job of jobs) await room.uploads.add(job);
  await room.until(() => room.door.asked.length === 1);
  assert.ok(room.files().some((name) => name.endsWith('.sealed')));
  room.consent = false;
  await room.uploads.consentChanged();
  room.door.hangs = false;
  assert.equal([room.uploads.status().hindrance, room.uploads.status().waiting], ['no-consent', 0]);
  assert.is(await room.uploads.add(room.clips.make('ring', 1)), false);
  assert.equal(room.files(), []);
  await room.uploads.stop(); // joins the step that was stopped
  assert.equal(room.files(), []);
  assert.is(room.door.asked.length, 1);

  // Withdrawn while the device was off: gone at the next start.
  writeFileSync(join(room.folder, 'queue', `${jobs[0]!.clipId}.job`), JSON.stringify(jobs[0]));
  const again = new Room(context, { from: room, folder: room.folder });
  again.consent = false;
  await again.uploads.start();
  assert.equal(again.files(), []);
  await again.uploads.stop();
});

test('without an order, without keys, or switched off by the cloud nothing is taken', async (context) => {
  const room = new Room(context);
  await room.uploads.start();
  assert.is(await room.uploads.add(room.clips.make('ring', 1)), false);
  await room.uploads.take({
    on: true,
    uploadUrl: 'https://cloud.example/c',
    uploadToken: 'x',
    expiresMs: 9e15,
  });
  assert.is(room.uploads.status().hindrance, 'off', 'no keys');
  await room.order();
  assert.is(room.uploads.status().hindrance, null);
  await room.order({ on: false });
  assert.is(await room.uploads.add(room.clips.make('ring', 1)), false);
  await room.uploads.stop();
});

test('orders: the door must be safe, the keys the household’s own', async (context) => {
  const room = await Room.started(context);
  const refusal = (order: Parameters<Uploads['take']>[0]) =>
    room.uploads.take(order).then(
      () => 'taken',
      (error: unknown) => (error instanceof PupsentryError ? error.code : String(error)),
    );
  const at = (uploadUrl: string) => refusal({ on: true, uploadUrl, uploadToken: 'x', expiresMs: 9e15 });
  for (const url of [
    'https://cloud.example/c',
    'http://127.0.0.1:8080/c',
    'http://192.168.1.5/c',
    'http://nas.local/c',
    'http://[fd00::1]/c',
  ])
    assert.is(await at(url), 'taken', url);
  for (const url of [
    'http://cloud.example/c',
    'http://8.8.8.8/c',
    'http://172.32.0.1/c',
    'http://[2001:db8::1]/c',
    'ftp://127.0.0.1/c',
  ])
    assert.is(await at(url), 'upload-insecure', url);
  for (const url of [
    '',
    'x',
    'https://u:p@cloud.example/c',
    'https://cloud.example/c/',
    'https://cloud.example/c?x=1',
  ])
    assert.is(await at(url), 'cloud-recording-malformed', url);
  assert.is(await refusal({ on: false, uploadToken: 'a b' }), 'cloud-recording-malformed');

  const cloud = await makeHouseholdKey({ name: 'Cloud', kind: 'browser' });
  const foreign = await signKeyList({ household: 'home', revision: 2, keys: [context.phone, cloud] }, cloud);
  assert.is(
    await refusal({ on: true, uploadUrl: 'https://cloud.example/c', keys: foreign }),
    'keys-not-trusted',
  );
  const own = await signKeyList(
    { household: 'home', revision: 2, keys: [context.phone, cloud] },
    context.phone,
  );
  await room.order({ keys: own });
  await room.uploads.stop();
  // Trust outlives a restart.
  const again = new Room(context, { from: room, folder: room.folder });
  await again.uploads.start();
  const failure = await again.order({ keys: context.list }).catch((error: unknown) => error);
  assert.is((failure as PupsentryError).code, 'keys-not-trusted', 'an old list');
  await again.uploads.stop();
});

test('withdrawn while a clip is being sealed: what was half made goes, too', async (context) => {
  const room = await Room.started(context);
  const opening = room.clips.hold();
  await room.uploads.add(room.clips.make('ring', SEGMENT), Buffer.from('a picture'));
  const release = await opening;
  room.consent = false;
  const withdrawn = room.uploads.consentChanged();
  release();
  await withdrawn;
  assert.equal([room.files(), room.door.asked], [[], []]);
  await room.uploads.stop();
});

test.run();
