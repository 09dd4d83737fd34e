/**
 * Raspberry Pi: the flags that the firmware keeps for the next start, through the property mailbox (/dev/vcio). The kernel's
 * driver (drivers/firmware/raspberrypi.c of Raspberry Pi's Linux) does the same for `reboot "0 tryboot"`, and leaves them alone
 * at an ordinary reboot.
 */
import { PupsentryError, explain } from '#kit/errors.ts';
import { _IOWR, openDevice, type DeviceFile } from './ioctl.ts';

const MAILBOX = '/dev/vcio';
/** IOCTL_MBOX_PROPERTY: a pointer, of 8 bytes where the firmware is 64-bit. */
const PROPERTY = _IOWR(100, 0, 8);
/** RPI_FIRMWARE_SET_REBOOT_FLAGS */
const SET_REBOOT_FLAGS = 0x0003_8064;
const TRYBOOT = 1;
const RESPONSE_OK = 0x8000_0000;
const WORD_BYTES = 4;

type OpenMailbox = (path: string, options: { write: boolean }) => Pick<DeviceFile, 'ioctl' | 'close'>;

/**
 * Whether the next start alone takes the [tryboot] part of autoboot.txt.
 * @param open another mailbox, for tests
 * @throws PupsentryError "reboot-flags-failed"
 */
export function setTryboot(wanted: boolean, open: OpenMailbox = openDevice): void {
  const message = rebootFlagsMessage(wanted ? TRYBOOT : 0);
  try {
    const mailbox = open(MAILBOX, { write: true });
    try {
      mailbox.ioctl(PROPERTY, message);
    } finally {
      mailbox.close();
    }
  } catch (cause) {
    throw failed(explain(cause), cause);
  }
  if (message.readUInt32LE(WORD_BYTES) !== RESPONSE_OK)
    throw failed('the firmware does not know the request, or refuses it');
}

/** Total size, code (0: a request), tag, size of the value, its length (0: a request), value, end. */
export function rebootFlagsMessage(flags: number): Buffer {
  const words = [7 * WORD_BYTES, 0, SET_REBOOT_FLAGS, WORD_BYTES, 0, flags, 0];
  return Buffer.from(Uint32Array.from(words).buffer);
}

const failed = (why: string, cause?: unknown) =>
  new PupsentryError(
    'reboot-flags-failed',
    `The Raspberry Pi’s firmware cannot be told what to start next: ${why}.`,
    'The kernel has to be Raspberry Pi’s, with /dev/vcio; the firmware from 2022 or newer.',
    { cause },
  );
