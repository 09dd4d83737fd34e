import { join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { PupsentryError } from '#kit/errors.ts';
import { BINARIES } from './arm64/bundle.ts';
import { lockedPackage } from './npm-package.ts';

const test = suite('npm packages of another architecture');
const lockFile = join(import.meta.dirname, '../../package-lock.json');

test('the lock file pins what the arm64 board gets', async () => {
  for (const name of BINARIES) {
    const pinned = await lockedPackage(lockFile, name);
    assert.match(pinned.version, /^\d+\.\d+\.\d+$/);
    assert.match(pinned.integrity, /^sha512-[\w+/]{86}==$/);
  }
});

test('a package that is not in it is named', async () => {
  await lockedPackage(lockFile, 'no-such-package').then(
    () => assert.unreachable(),
    (error: unknown) => assert.ok(error instanceof PupsentryError && /no-such-package/.test(error.message)),
  );
});

test.run();
