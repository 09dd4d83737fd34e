import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { PATH_WITH_SBIN } from '#board/virtual/command.ts';
import { PupsentryError } from '#kit/errors.ts';
import { BLOCK_BYTES } from '../install/block-device.ts';
import { makeImage, type ImageOptions } from './make-image.ts';

const test = suite('image');
const work = mkdtempSync(join(tmpdir(), 'pup-image-'));
test.after(() => rmSync(work, { recursive: true }));

const RELEASE = { version: '1.4.0', securityVersion: 3, hardware: ['virtual'], minAgent: 1 };
const env = { ...process.env, PATH: PATH_WITH_SBIN };

/** A small root; made anew at another time it is the same. */
function folder(name: string, timeS: number): string {
  const root = join(work, name);
  mkdirSync(join(root, 'opt/pupsentry'), { recursive: true });
  mkdirSync(join(root, 'usr/lib'), { recursive: true });
  for (let i = 0; i < 40; i++) writeFileSync(join(root, `usr/lib/file${i}`), `${i} is small\n`);
  writeFileSync(join(root, 'usr/lib/large'), noise(1, 300_000));
  writeFileSync(join(root, 'opt/pupsentry/program.js'), noise(2, 200_000));
  utimesSync(join(root, 'usr/lib/large'), timeS, timeS);
  return root;
}

/** Bytes that do not compress. */
function noise(seed: number, length: number): Buffer {
  const bytes = Buffer.alloc(length);
  for (let i = 0, n = seed; i < length; i++) {
    n = (Math.imul(n, 1664525) + 1013904223) >>> 0;
    bytes[i] = n >>> 24;
  }
  return bytes;
}

const make = (options: Partial<ImageOptions> & { root: string; out: string }) =>
  makeImage({ ...RELEASE, ...options });

async function refused(code: string, options: Partial<ImageOptions> & { root: string; out: string }) {
  const thrown = await make(options).catch((error: unknown) => error);
  assert.instance(thrown, PupsentryError);
  assert.is((thrown as PupsentryError).code, code);
}

test('the same input makes the same bytes, whenever it is made', async () => {
  const [a, b] = [join(work, 'a.img'), join(work, 'b.img')];
  const first = await make({ root: folder('a', 1_000_000), out: a });
  const second = await make({ root: folder('b', 2_000_000), out: b });
  assert.ok(readFileSync(a).equals(readFileSync(b)));
  assert.equal(first, { ...second, path: 'a.img' });
  assert.equal(first, { ...RELEASE, path: 'a.img', image: first.image });
});

test('root, boot part and tree stand where a slot has them', async () => {
  const bootFile = join(work, 'fit');
  writeFileSync(bootFile, noise(3, 3 * BLOCK_BYTES - 100));
  const out = join(work, 'whole/1.4.0.img');
  const salt = '00ff10';
  const { image, path } = await make({
    root: folder('c', 0),
    out,
    bootFile,
    salt,
    path: 'virtual/1.4.0.img',
  });
  assert.is(path, 'virtual/1.4.0.img');
  assert.is(image.bootBlocks, 3);
  const bytes = readFileSync(out);
  const bootAt = (image.dataBlocks - 3) * BLOCK_BYTES;
  assert.ok(bytes.subarray(bootAt, bootAt + 3 * BLOCK_BYTES - 100).equals(readFileSync(bootFile)));
  assert.is(bytes.subarray(0, 4).toString(), 'hsqs');
  const verify = ['verify', '--no-superblock', '--format=1', '--hash=sha256', `--salt=${salt}`];
  const layout = [`--data-blocks=${image.dataBlocks}`, `--hash-offset=${image.dataBlocks * BLOCK_BYTES}`];
  execFileSync('veritysetup', [...verify, ...layout, out, out, image.rootHash], { env });
});

test('the files are the folder’s', async () => {
  const out = join(work, 'd.img');
  const root = folder('d', 0);
  await make({ root, out });
  execFileSync('unsquashfs', ['-quiet', '-no-progress', '-d', join(work, 'unpacked'), out], { env });
  execFileSync('diff', ['-r', root, join(work, 'unpacked')]);
});

test('a salt that is none, and a root that is not there, are refused', async () => {
  const root = folder('e', 0);
  const out = join(work, 'e.img');
  for (const salt of ['0', 'xy', '00'.repeat(33)]) await refused('image-salt', { root, out, salt });
  await refused('image-root', { root: join(work, 'none'), out });
});

test.run();
