/** The message to the Raspberry Pi's firmware, against its mailbox as the kernel hands it on. */
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { PupsentryError } from '#kit/errors.ts';
import { IoctlError } from './ioctl.ts';
import { setTryboot } from './reboot-flags.ts';

const test = suite('reboot flags');

/** @param response the firmware's word; null: the kernel does not let the request through */
function mailbox(response: number | null) {
  const asked: { request: number; words: number[] }[] = [];
  let isOpen = false;
  const open = (path: string, options: { write: boolean }) => {
    assert.equal([path, options], ['/dev/vcio', { write: true }]);
    isOpen = true;
    return {
      ioctl: (request: number, message: Buffer) => {
        const words = Array.from({ length: message.length / 4 }, (_, i) => message.readUInt32LE(i * 4));
        asked.push({ request, words });
        if (response === null) throw new IoctlError(path, 25, request);
        message.writeUInt32LE(response, 4);
        return 0;
      },
      close: () => void (isOpen = false),
    };
  };
  return { open, asked, isOpen: () => isOpen };
}

function failureOf(work: () => void): PupsentryError {
  try {
    work();
  } catch (error) {
    return error as PupsentryError;
  }
  throw new Error('it worked');
}

test('one property, in the words of the mailbox; the device is closed', () => {
  for (const wanted of [true, false]) {
    const { open, asked, isOpen } = mailbox(0x8000_0000);
    setTryboot(wanted, open);
    // IOCTL_MBOX_PROPERTY of a 64-bit kernel; size, request, tag, size of the value, request, value, end.
    const words = [28, 0, 0x0003_8064, 4, 0, wanted ? 1 : 0, 0];
    assert.equal(asked, [{ request: 0xc008_6400, words }]);
    assert.not(isOpen());
  }
});

test('a firmware that does not know it, and one that says nothing: an error, never a silent success', () => {
  for (const response of [0x8000_0001, 0]) {
    const { open, isOpen } = mailbox(response);
    const { code, message } = failureOf(() => setTryboot(true, open));
    assert.is(code, 'reboot-flags-failed');
    assert.match(message, /does not know the request, or refuses it/);
    assert.not(isOpen());
  }
});

test('a kernel without the mailbox: says which kernel is needed', () => {
  const { open, isOpen } = mailbox(null);
  const { code, remedy } = failureOf(() => setTryboot(true, open));
  assert.is(code, 'reboot-flags-failed');
  assert.match(remedy, /Raspberry Pi’s, with \/dev\/vcio/);
  assert.not(isOpen());
  assert.is(
    failureOf(() =>
      setTryboot(true, () => {
        throw new Error('it is not there');
      }),
    ).code,
    'reboot-flags-failed',
  );
});

test.run();
