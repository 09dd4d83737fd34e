/** Both stores, held to one promise: a folder, and a server of S3. */
import { randomBytes, randomUUID } from 'node:crypto';
import { chmodSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { PupsentryError } from '#kit/errors.ts';
import { S3Server } from '../testing/s3-server.ts';
import type { ClipStore } from './clip-store.ts';
import { DiskClipStore } from './disk-clip-store.ts';
import { S3ClipStore } from './s3-clip-store.ts';

interface Place {
  store: ClipStore;
  /** Makes it fail. */
  break: () => Promise<void> | void;
  remove: () => Promise<void> | void;
}

const DEVICE = 'front-door-1';
const codeOf = (work: Promise<unknown>) =>
  work.then(
    () => 'done',
    (error: unknown) => (error instanceof PupsentryError ? error.code : String(error)),
  );

const PLACES: Record<string, () => Promise<Place>> = {
  async disk() {
    const folder = mkdtempSync(join(tmpdir(), 'pupsentry-clips-'));
    return {
      store: new DiskClipStore({ folder: join(folder, 'clips') }),
      break: () => {
        rmSync(join(folder, 'clips'), { recursive: true });
        writeFileSync(join(folder, 'clips'), 'a file in its place');
        chmodSync(folder, 0o500);
      },
      remove: () => {
        chmodSync(folder, 0o700);
        rmSync(folder, { recursive: true, force: true });
      },
    };
  },
  async S3() {
    const server = await S3Server.start();
    return {
      store: new S3ClipStore(server.options),
      break: () => server.halt(),
      remove: () => server.stop(),
    };
  },
};

for (const [name, make] of Object.entries(PLACES)) {
  const test = suite<Place>(`clips on ${name}`);
  test.before(async (context) => void Object.assign(context, await make()));
  test.after(({ remove }) => remove());

  test('what was put is there, also empty, also replaced; what was not is null', async ({ store }) => {
    await store.check();
    const clip = randomUUID();
    const head = randomBytes(900);
    const segment = randomBytes(256 * 1024 + 16);
    await store.put(`${DEVICE}/${clip}/head`, head);
    await store.put(`${DEVICE}/${clip}/0`, segment);
    await store.put(`${DEVICE}/${clip}/1`, new Uint8Array(0));
    assert.equal(await store.get(`${DEVICE}/${clip}/head`), head);
    assert.equal(await store.get(`${DEVICE}/${clip}/0`), segment);
    assert.equal(await store.get(`${DEVICE}/${clip}/1`), Buffer.alloc(0));
    assert.is(await store.get(`${DEVICE}/${clip}/2`), null);
    const other = randomBytes(1000);
    // Part of a larger buffer, as it comes from the wire.
    await store.put(`${DEVICE}/${clip}/0`, Buffer.concat([head, other]).subarray(head.length));
    assert.equal(await store.get(`${DEVICE}/${clip}/0`), other);
  });

  test('what was deleted is gone, the rest stays; twice does no harm', async ({ store }) => {
    const [a, b] = [randomUUID(), randomUUID()];
    const keys = (clip: string) => ['head', '0', '1'].map((piece) => `${DEVICE}/${clip}/${piece}`);
    for (const key of [...keys(a), ...keys(b)]) await store.put(key, randomBytes(10));
    await store.delete(keys(a));
    await store.delete(keys(a));
    await store.delete([]);
    for (const key of keys(a)) assert.is(await store.get(key), null);
    for (const key of keys(b)) assert.is((await store.get(key))!.length, 10);
  });

  test('a key that is none of ours reaches nothing', async ({ store }) => {
    for (const key of [
      '../../etc/passwd',
      `${DEVICE}/../x/head`,
      `${DEVICE}/${randomUUID()}/../head`,
      '',
      'a/b/c',
    ]) {
      for (const call of [
        () => store.get(key),
        () => store.put(key, randomBytes(1)),
        () => store.delete([key]),
      ]) {
        let failure: unknown;
        try {
          await call();
        } catch (error) {
          failure = error;
        }
        assert.instance(failure, RangeError, key);
      }
    }
  });

  test('a store that does not work says so', async ({ store, break: breakIt }) => {
    const key = `${DEVICE}/${randomUUID()}/head`;
    await store.put(key, randomBytes(10));
    await breakIt();
    assert.is(await codeOf(store.put(key, randomBytes(10))), 'store-down');
    assert.is(await codeOf(store.get(key)), 'store-down');
    assert.is(await codeOf(store.check()), 'store-down');
  });

  test.run();
}

const s3 = suite('clips on S3, the account');
s3('a wrong account or bucket is refused by the server, and told', async () => {
  const server = await S3Server.start();
  try {
    const key = `${DEVICE}/${randomUUID()}/head`;
    const stranger = new S3ClipStore({ ...server.options, accessKeyId: 'GUESS' });
    assert.is(await codeOf(stranger.put(key, randomBytes(1))), 'store-down');
    const nowhere = new S3ClipStore({ ...server.options, endpoint: server.options.endpoint + 'x' });
    assert.is(await codeOf(nowhere.check()), 'store-down');
    assert.equal(readdirSync(join(server.folder, 'clips')), []);
  } finally {
    await server.stop();
  }
});
s3.run();
