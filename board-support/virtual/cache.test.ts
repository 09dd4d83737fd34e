import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { cached } from './cache.ts';

const test = suite('cache');
let folder: string;

test.before.each(() => {
  folder = mkdtempSync(join(tmpdir(), 'pupsentry-cache-'));
});
test.after.each(() => rmSync(folder, { recursive: true, force: true }));

const made = (text: string) => async (work: string) => {
  await writeFile(join(work, 'it'), text);
  return join(work, 'it');
};

test('made once, also when two ask at once', async () => {
  let times = 0;
  const make = async (work: string) => {
    times++;
    return made('it')(work);
  };
  const paths = await Promise.all([1, 2, 3].map(() => cached('image-1', make, { folder })));
  assert.equal(paths, Array(3).fill(join(folder, 'image-1')));
  assert.is(await cached('image-1', make, { folder }), paths[0]);
  assert.is(times, 1);
  assert.equal(readdirSync(folder), ['image-1']);
});

test('what failed half-way is not there, and can be made again', async () => {
  const broken = async (work: string) => {
    await writeFile(join(work, 'it'), 'half');
    throw new Error('no room');
  };
  await cached('image-1', broken, { folder }).then(
    () => assert.unreachable(),
    (error: Error) => assert.is(error.message, 'no room'),
  );
  assert.equal(readdirSync(folder), []);
  assert.is(readFileSync(await cached('image-1', made('whole'), { folder }), 'utf8'), 'whole');
});

test('a lock whose owner is gone stops nobody', async () => {
  const gone = spawnSync(process.execPath, ['--version']).pid;
  writeFileSync(join(folder, 'image-1.lock'), String(gone));
  assert.is(readFileSync(await cached('image-1', made('it'), { folder }), 'utf8'), 'it');
});

test('use is noted without touching the time of change; the unused of the same kind go', async () => {
  const options = { folder, unusedMs: 60_000 };
  const long = new Date(Math.floor(Date.now() / 1000) * 1000 - 119_500);
  for (const name of ['image-1', 'image-2', 'other-1']) {
    await cached(name, made(name), { folder });
    utimesSync(join(folder, name), long, long);
  }
  await cached('image-2', made('again'), options);
  const seconds = (ms: number) => Math.floor(ms / 1000);
  assert.is(seconds(statSync(join(folder, 'image-2')).mtimeMs), seconds(long.getTime()));
  await cached('image-3', made('new'), options);
  assert.equal(readdirSync(folder).sort(), ['image-2', 'image-3', 'other-1']);
});

test.run();
