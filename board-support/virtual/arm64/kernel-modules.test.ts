import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { PupsentryError } from '#kit/errors.ts';
import { inLoadOrder, parseDependencies } from './kernel-modules.ts';

const test = suite('kernel modules');

const DEPENDENCIES = parseDependencies(`kernel/lib/crc16.ko:
kernel/fs/mbcache.ko:
kernel/fs/jbd2/jbd2.ko: kernel/lib/crc16.ko
kernel/fs/ext4/ext4.ko: kernel/fs/jbd2/jbd2.ko kernel/lib/crc16.ko kernel/fs/mbcache.ko
kernel/drivers/char/hw_random/virtio-rng.ko:
`);

test('what a module needs is loaded before it, and once', () => {
  assert.equal(inLoadOrder(DEPENDENCIES, ['ext4', 'jbd2']), [
    'kernel/fs/mbcache.ko',
    'kernel/lib/crc16.ko',
    'kernel/fs/jbd2/jbd2.ko',
    'kernel/fs/ext4/ext4.ko',
  ]);
});

test('names are taken as modprobe takes them', () => {
  for (const name of ['virtio_rng', 'virtio-rng'])
    assert.equal(inLoadOrder(DEPENDENCIES, [name]), ['kernel/drivers/char/hw_random/virtio-rng.ko']);
});

test('a module that this kernel does not have is named', () => {
  assert.throws(
    () => inLoadOrder(DEPENDENCIES, ['ext4', 'vicodec']),
    (error: unknown) => error instanceof PupsentryError && /vicodec/.test(error.message),
  );
});

test.run();
