import {
  closeSync,
  existsSync,
  openSync,
  readSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { readTextIfThere, syncFolder, writeFileAtomic } from '#kit/atomic-file.ts';
import { finishFactoryReset, markFactoryReset, type ResetDisk } from './factory-reset.ts';

const test = suite<{ folder: string }>('factory reset');
test.before.each((context) => {
  context.folder = mkdtempSync(join(tmpdir(), 'reset-'));
});
test.after.each(({ folder }) => rmSync(folder, { recursive: true, force: true }));

const HOUSEHOLD = ['settings.json', 'events.jsonl', 'outbox', 'last-boot', 'wifi.json', 'uploads'];
const FOLDERS = ['outbox', 'uploads'];
const PASS = 'uploads/orders.json';
/** Not the household's. */
const KEPT = ['boot-epoch', 'update', 'update/agent.0', 'update/trust.1'];
/** With three files in each folder, and the pass to the cloud. */
const FILES = HOUSEHOLD.length + 3 * FOLDERS.length + 1 + KEPT.length;

function live(folder: string): void {
  for (const name of FOLDERS) mkdirSync(join(folder, name), { recursive: true });
  for (const name of HOUSEHOLD) {
    if (FOLDERS.includes(name))
      for (const n of [1, 2, 3]) writeFileSync(join(folder, name, `${n}.log`), 'a ring');
    else writeFileSync(join(folder, name), 'the Smiths');
  }
  writeFileSync(join(folder, PASS), 'a secret');
  mkdirSync(join(folder, 'update'), { recursive: true });
  for (const name of KEPT.slice(2)) writeFileSync(join(folder, name), 'floor 3');
  writeFileSync(join(folder, 'boot-epoch'), '42 00000000\n');
}

const filesIn = (folder: string) => readdirSync(folder, { recursive: true, encoding: 'utf8' }).sort();

class PowerCut extends Error {}

/** Loses power before its nth step, or in the middle of it. */
function cutDisk(at: number, how: 'before' | 'within'): ResetDisk & { steps: number } {
  const disk = { steps: 0 };
  const step = async (work: () => Promise<unknown>, half: () => Promise<unknown> = work) => {
    if (++disk.steps === at) {
      if (how === 'within') await half();
      throw new PowerCut();
    }
    await work();
  };
  return Object.assign(disk, {
    read: readTextIfThere,
    list: (path: string) => readdir(path),
    remove: (path: string) =>
      step(
        () => rm(path, { recursive: true, force: true }),
        async () => {
          // A folder is erased file by file: one of them is gone.
          const [first] = await readdir(path).catch(() => [] as string[]);
          if (first) await rm(join(path, first));
        },
      ),
    overwrite: (path: string) =>
      step(async () => {
        if (existsSync(path)) writeFileSync(path, '\0'.repeat(8));
      }),
    sync: (path: string) => step(() => syncFolder(path)),
    write: (path: string, text: string) =>
      step(
        () => writeFileAtomic(path, text),
        () => Promise.resolve(writeFileSync(`${path}.tmp`, text.slice(0, 5))),
      ),
  });
}

test('everything of the household goes, the boot epoch stays', async ({ folder }) => {
  live(folder);
  assert.is(await finishFactoryReset(folder), false, 'not without a marker');
  assert.is(filesIn(folder).length, FILES);
  await markFactoryReset(folder);
  assert.is(await finishFactoryReset(folder), true);
  assert.equal(filesIn(folder), KEPT);
  assert.is(readFileSync(join(folder, 'boot-epoch'), 'utf8'), '42 00000000\n');
  assert.is(await finishFactoryReset(folder), false);
});

test('what gives access is overwritten, not only removed', async ({ folder }) => {
  live(folder);
  const file = openSync(join(folder, PASS), 'r'); // as whoever reads the flash itself
  await markFactoryReset(folder);
  await finishFactoryReset(folder);
  const bytes = Buffer.alloc(8);
  readSync(file, bytes, 0, 8, 0);
  closeSync(file);
  assert.equal(bytes, Buffer.alloc(8));
});

test('a device that has nothing yet', async ({ folder }) => {
  const none = join(folder, 'state');
  assert.is(await finishFactoryReset(none), false);
  await markFactoryReset(none);
  assert.is(await finishFactoryReset(none), true);
  assert.equal(filesIn(none), []);
});

for (const how of ['before', 'within'] as const) {
  test(`power cut ${how} every step: everything is there, or the next start finishes it`, async ({
    folder,
  }) => {
    let cuts = 0;
    for (let at = 1; ; at++) {
      const state = join(folder, `${at}`);
      live(state);
      const before = filesIn(state);
      const disk = cutDisk(at, how);
      try {
        await markFactoryReset(state, disk);
        await finishFactoryReset(state, { disk, hasWifi: true });
        assert.ok(disk.steps < at);
        break;
      } catch (error) {
        assert.instance(error, PowerCut);
        cuts++;
      }
      const isMarked = existsSync(join(state, 'factory-reset'));
      if (!isMarked && !existsSync(join(state, 'forget-wifi')))
        assert.equal(
          filesIn(state).filter((name) => !name.endsWith('.tmp')),
          before,
          `step ${at}`,
        );
      if (
        filesIn(state).filter((name) => !name.endsWith('.tmp') && name !== 'factory-reset').length < FILES
      ) {
        const pass = existsSync(join(state, PASS)) ? readFileSync(join(state, PASS), 'utf8') : '';
        assert.not.match(pass, 'secret', `step ${at}: nothing else goes before the pass`);
      }
      // And cut again in the middle of finishing it, at every step.
      for (let again = 1; existsSync(join(state, 'factory-reset')) && again < 20; again++)
        await finishFactoryReset(state, { disk: cutDisk(again, how), hasWifi: true }).catch(() => undefined);
      await finishFactoryReset(state, { hasWifi: true });
      const left = filesIn(state).filter((name) => !name.endsWith('.tmp'));
      if (isMarked) assert.equal(left, [...KEPT, 'forget-wifi'].sort(), `step ${at}`);
    }
    assert.ok(cuts >= 12, `${cuts} cuts`);
  });
}

test('a disk that refuses: nothing is lost, or the marker stays', async ({ folder }) => {
  live(folder);
  const refusal = () => Promise.reject(new Error('EROFS: read-only file system'));
  const disk: ResetDisk = {
    read: readTextIfThere,
    list: (path) => readdir(path),
    remove: refusal,
    sync: refusal,
    write: refusal,
    overwrite: refusal,
  };
  const thrown = await markFactoryReset(folder, disk).catch((error: Error) => error);
  assert.match((thrown as Error).message, /EROFS/);
  assert.is(filesIn(folder).length, FILES);
  await markFactoryReset(folder);
  const second = await finishFactoryReset(folder, { disk }).catch((error: Error) => error);
  assert.match((second as Error).message, /EROFS/);
  assert.is(await finishFactoryReset(folder), true);
  assert.equal(filesIn(folder), KEPT);
});

test.run();
