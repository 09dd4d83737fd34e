import { chmodSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { readFlashLife } from '#board/drivers/flash-life.ts';
import { dropFromCache } from '#board/drivers/page-cache.ts';
import { open } from 'node:fs/promises';
import { formatFileName, indexPath, isDayFolder, parseFileName } from './file-name.ts';
import { DiskStorage } from './storage.ts';
import { storageFault } from './storage-fault.ts';

const test = suite<{ folder: string }>('storage of recordings');
test.before.each((context) => void (context.folder = mkdtempSync(join(tmpdir(), 'pupsentry-storage-'))));
test.after.each(({ folder }) => rmSync(folder, { recursive: true }));

const code = (error: unknown) => (error as { code: string }).code;

test('files, days and what stands in them', async ({ folder }) => {
  const storage = new DiskStorage({ folder: join(folder, 'recordings') });
  await storage.prepare();
  const file = await storage.create('2026-11-26/a.mp4');
  await file.write(Buffer.from('hello world'), 0);
  await file.truncate(5);
  await file.sync();
  await storage.sync('2026-11-26');
  assert.is(await file.size(), 5);
  assert.is((await storage.readBack('2026-11-26/a.mp4', 1, 100)).toString(), 'ello');
  await file.close();
  assert.is(await storage.create('2026-11-26/a.mp4').catch(code), 'EEXIST');
  assert.equal(await storage.list(''), ['2026-11-26']);
  assert.ok((await storage.freeBytes()) > 0);
  await storage.remove('2026-11-26');
  assert.equal(await storage.list('2026-11-26'), ['a.mp4'], 'a day with recordings stays');
  await storage.remove('2026-11-26/a.mp4');
  await storage.remove('2026-11-26/a.mp4');
  await storage.remove('2026-11-26');
  assert.equal(await storage.list(''), []);
});

test('without a card nothing is stored, and no folder is made where it should be', async ({ folder }) => {
  const card = join(folder, 'card');
  mkdirSync(card);
  const storage = new DiskStorage({ folder: join(card, 'recordings'), mountPoint: card });
  const error = await storage.prepare().catch((thrown: unknown) => thrown);
  assert.is(code(error), 'storage-missing');
  assert.is(storageFault(error).code, 'storage-missing');
  assert.is(await storage.create('2026-11-26/a.mp4').catch(code), 'ENOENT');
  assert.equal(readdirSync(card), []);
  // /proc is mounted, and takes no folder.
  const mounted = new DiskStorage({ folder: '/proc/recordings', mountPoint: '/proc' });
  assert.is.not(await mounted.prepare().catch(code), 'storage-missing');
});

test('what may not be written is told as that', async ({ folder }) => {
  if (process.getuid?.() === 0) return; // root may write everywhere
  chmodSync(folder, 0o500);
  const storage = new DiskStorage({ folder: join(folder, 'recordings') });
  const error = await storage.prepare().catch((thrown: unknown) => thrown);
  chmodSync(folder, 0o700);
  assert.is(storageFault(error).code, 'storage-denied');
});

test('the kernel forgets a file when it is told to', async ({ folder }) => {
  const path = join(folder, 'file');
  writeFileSync(path, 'bytes');
  const handle = await open(path);
  assert.is(await dropFromCache(handle.fd), true);
  assert.is((await handle.readFile()).toString(), 'bytes');
  await handle.close();
});

test('names tell the start, the stream and the salt, and sort by time', () => {
  const name = { startMs: Date.UTC(2026, 10, 26, 20, 15, 3, 123), stream: 'main' as const, salt: 0x1a2b3c };
  const path = formatFileName(name);
  assert.is(path, '2026-11-26/20261126T201503123Z-main-001a2b3c.mp4');
  assert.equal(parseFileName(path.split('/')[1]!), name);
  assert.is(indexPath(path), '2026-11-26/20261126T201503123Z-main-001a2b3c.idx');
  assert.ok(isDayFolder('2026-11-26') && !isDayFolder('lost+found'));
  for (const other of [
    'x.mp4',
    '20261126T201503123Z-main-001a2b3c.idx',
    'a20261126T201503123Z-main-001a2b3c.mp4',
  ])
    assert.is(parseFileName(other), null);
  const times = [0, 1, Date.UTC(1999, 11, 31), Date.UTC(2038, 0, 20), 9e15];
  const paths = times.map((startMs) => formatFileName({ ...name, startMs }));
  assert.equal([...paths].sort(), paths);
});

test('the life of an eMMC is told, that of a card is not', async ({ folder }) => {
  const device = (name: string, files: Record<string, string>) => {
    const path = join(folder, 'block', name, 'device');
    mkdirSync(path, { recursive: true });
    for (const [file, text] of Object.entries(files)) writeFileSync(join(path, file), text);
  };
  device('mmcblk0', { life_time: '0x02 0x0b\n', pre_eol_info: '0x02\n' });
  device('mmcblk1', { name: 'SD64G\n' });
  device('mmcblk2', { life_time: '0x00 0x00\n', pre_eol_info: '0x00\n' });
  device('sda', { life_time: '0x01 0x01\n' });
  assert.equal(await readFlashLife(folder), [
    { device: 'mmcblk0', usedPercent: 110, reserve: 'warning' },
    { device: 'mmcblk2', usedPercent: null, reserve: 'unknown' },
  ]);
  assert.equal(await readFlashLife(join(folder, 'nothing')), []);
  assert.not.ok(existsSync(join(folder, 'nothing')));
});

test.run();
