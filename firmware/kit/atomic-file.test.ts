import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { ensureFolder, readTextIfThere, syncFolder, writeFileAtomic } from './atomic-file.ts';

const test = suite<{ folder: string }>('atomic file');
test.before.each((context) => {
  context.folder = mkdtempSync(join(tmpdir(), 'atomic-'));
});
test.after.each(({ folder }) => rmSync(folder, { recursive: true }));

const code = (work: Promise<unknown>) =>
  work.then(
    () => 'done',
    (error: NodeJS.ErrnoException) => error.code,
  );

test('writes and replaces, for the owner alone, and leaves nothing beside it', async ({ folder }) => {
  const path = join(folder, 'a.json');
  await writeFileAtomic(path, 'old');
  await writeFileAtomic(path, Buffer.from('new'));
  assert.is(readFileSync(path, 'utf8'), 'new');
  assert.is(statSync(path).mode & 0o777, 0o600);
  await writeFileAtomic(join(folder, 'public'), '', 0o644);
  assert.is(statSync(join(folder, 'public')).mode & 0o777, 0o644);
  assert.equal(readdirSync(folder).sort(), ['a.json', 'public']);
});

test('a failure leaves the old version and no rubbish', async ({ folder }) => {
  const path = join(folder, 'target');
  mkdirSync(path); // a folder cannot be replaced by a file: the rename fails, after all was written
  writeFileSync(join(path, 'precious'), 'x');
  assert.is(await code(writeFileAtomic(path, 'new')), 'EISDIR');
  assert.equal(readdirSync(folder), ['target']);
  assert.equal(readdirSync(path), ['precious']);

  const file = join(folder, 'a.json');
  writeFileSync(file, 'old');
  mkdirSync(`${file}.tmp`); // the temporary file cannot be opened
  assert.is(await code(writeFileAtomic(file, 'new')), 'EISDIR');
  assert.is(readFileSync(file, 'utf8'), 'old');
  assert.is(await code(writeFileAtomic(join(folder, 'no/where'), 'x')), 'ENOENT');
});

test('what a dead process left beside it does not harm', async ({ folder }) => {
  const path = join(folder, 'a.json');
  writeFileSync(`${path}.tmp`, 'half of something much longer');
  await writeFileAtomic(path, 'whole');
  assert.is(readFileSync(path, 'utf8'), 'whole');
  assert.equal(readdirSync(folder), ['a.json']);
});

test('reads what is there, null for nothing, and throws for everything else', async ({ folder }) => {
  assert.is(await readTextIfThere(join(folder, 'none')), null);
  writeFileSync(join(folder, 'a'), 'text');
  assert.is(await readTextIfThere(join(folder, 'a')), 'text');
  assert.is(await code(readTextIfThere(folder)), 'EISDIR');
});

test('folders are made once, private, and synced', async ({ folder }) => {
  const path = join(folder, 'a/b');
  await ensureFolder(path);
  await ensureFolder(path);
  await syncFolder(path);
  assert.is(statSync(path).mode & 0o777, 0o700);
  assert.is(await code(syncFolder(join(folder, 'none'))), 'ENOENT');
});

test.run();
