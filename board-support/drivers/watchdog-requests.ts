/** The structure, request numbers and flags of the watchdog API (linux/watchdog.h). */
import koffi from 'koffi';
import { _IOR, _IOWR } from './ioctl.ts';

export const WATCHDOG_INFO = koffi.struct({
  options: 'uint32_t',
  firmwareVersion: 'uint32_t',
  identity: koffi.array('char', 32, 'String'),
});

const INT = 4;
/** WDIOC_* */
export const REQUESTS = {
  getSupport: _IOR('W', 0, koffi.sizeof(WATCHDOG_INFO)),
  getBootStatus: _IOR('W', 2, INT),
  keepAlive: _IOR('W', 5, INT),
  setTimeout: _IOWR('W', 6, INT),
  getTimeout: _IOR('W', 7, INT),
};

/** WDIOF_* as bits of the boot status. */
export const BOOT_STATUS = { overheat: 0x1, powerUnder: 0x10, cardReset: 0x20 };
