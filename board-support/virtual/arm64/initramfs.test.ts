import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { initramfs } from './initramfs.ts';

const test = suite('initramfs');

/** Reads what the kernel would, by the letter of buffer-format.rst. */
function read(archive: Buffer): { name: string; mode: number; rdev: number[]; contents: string }[] {
  const found = [];
  for (let at = 0; ;) {
    assert.is(archive.toString('latin1', at, at + 6), '070701');
    const field = (n: number) => parseInt(archive.toString('latin1', at + 6 + 8 * n, at + 14 + 8 * n), 16);
    const [size, nameSize] = [field(6), field(11)];
    const name = archive.toString('utf8', at + 110, at + 110 + nameSize - 1);
    assert.is(archive[at + 110 + nameSize - 1], 0, 'a name ends with a zero');
    const start = (at + 110 + nameSize + 3) & ~3;
    if (name === 'TRAILER!!!') return found;
    found.push({
      name,
      mode: field(1),
      rdev: [field(9), field(10)],
      contents: archive.toString('utf8', start, start + size),
    });
    at = (start + size + 3) & ~3;
  }
}

test('folders, files of every length, links and devices come back as they were', () => {
  const files = ['', 'a', 'ab', 'abc', 'abcd', 'abcde'].map((text, i) => ({
    ...{ path: `bin/${'x'.repeat(i + 1)}`, mode: 0o100755 },
    contents: Buffer.from(text),
  }));
  const archive = initramfs([
    { path: 'bin', mode: 0o040755 },
    ...files,
    { path: 'bin/sh', mode: 0o120777, contents: Buffer.from('busybox') },
    { path: 'console', mode: 0o020600, device: [5, 1] },
  ]);
  const entries = read(archive);
  assert.equal(
    entries.map(({ name }) => name),
    ['bin', ...files.map(({ path }) => path), 'bin/sh', 'console'],
  );
  assert.equal(
    entries.slice(1, 7).map(({ contents }) => contents),
    ['', 'a', 'ab', 'abc', 'abcd', 'abcde'],
  );
  assert.equal(
    entries.map(({ mode }) => mode >> 12),
    [0o04, 0o10, 0o10, 0o10, 0o10, 0o10, 0o10, 0o12, 0o02],
  );
  assert.equal(entries.at(-1)!.rdev, [5, 1]);
  assert.is(archive.length % 4, 0);
});

test.run();
