/**
 * A watchdog of the kernel (Documentation/watchdog/watchdog-api.rst). Opening arms it. A program that dies leaves it
 * armed, and the machine is reset: that is what it is for. An orderly stop disarms it, unless the kernel was told
 * never to ("nowayout").
 */
import type { BoardParts } from '../board-schema.ts';
import { codeOf, type DeviceFile } from './ioctl.ts';
import type { Watchdog } from './watchdog.ts';
import { REQUESTS } from './watchdog-requests.ts';
import { failed, MAGIC_CLOSE, openWatchdogDevice } from './watchdogs.ts';

type DeviceProfile = Extract<BoardParts['watchdog'], { kind: 'device' }>;

/** What drivers say that do not know a request. */
const NOT_SUPPORTED = ['EOPNOTSUPP', 'ENOTSUP', 'ENOTTY'];

export class WatchdogDevice implements Watchdog {
  readonly name = 'watchdog';
  readonly #profile: DeviceProfile;
  readonly #open: (identity: string) => DeviceFile;
  #file: DeviceFile | null = null;
  #timeoutSeconds: number;
  #bootStatus = 0;

  /** @param options.open another device for tests */
  constructor(profile: DeviceProfile, options: { open?: (identity: string) => DeviceFile } = {}) {
    this.#profile = profile;
    this.#open = options.open ?? openWatchdogDevice;
    this.#timeoutSeconds = profile.timeoutSeconds;
  }

  get timeoutSeconds(): number {
    return this.#timeoutSeconds;
  }

  /** WDIOF_* of the last start of the machine, as the hardware told when it was opened; for `readBootReason`. */
  get bootStatus(): number {
    return this.#bootStatus;
  }

  async start(): Promise<void> {
    this.#file = this.#open(this.#profile.identity);
    try {
      const status = Buffer.alloc(4);
      this.#file.ioctl(REQUESTS.getBootStatus, status);
      this.#bootStatus = status.readInt32LE();
      this.#timeoutSeconds = this.#setTimeout(this.#file);
    } catch (cause) {
      this.#disarm();
      throw failed(this.#profile.identity, cause);
    }
  }

  async stop(): Promise<void> {
    this.#disarm();
  }

  feed(): void {
    try {
      if (!this.#file) throw new Error('it is not started');
      this.#keepAlive(this.#file);
    } catch (cause) {
      throw failed(this.#profile.identity, cause);
    }
  }

  /** @returns what the hardware made of it */
  #setTimeout(file: DeviceFile): number {
    const seconds = Buffer.alloc(4);
    seconds.writeInt32LE(this.#profile.timeoutSeconds);
    try {
      file.ioctl(REQUESTS.setTimeout, seconds);
    } catch (error) {
      // A fixed time, or one out of its range: it stays what it was.
      if (codeOf(error) !== 'EINVAL' && !NOT_SUPPORTED.includes(codeOf(error))) throw error;
    }
    file.ioctl(REQUESTS.getTimeout, seconds);
    return seconds.readInt32LE();
  }

  #keepAlive(file: DeviceFile): void {
    try {
      file.ioctl(REQUESTS.keepAlive, Buffer.alloc(4));
    } catch (error) {
      if (!NOT_SUPPORTED.includes(codeOf(error))) throw error;
      file.write('\0'); // every driver takes any byte for a sign of life
    }
  }

  #disarm(): void {
    try {
      this.#file?.write(MAGIC_CLOSE);
    } catch {
      // Gone, or broken: closing is all that is left.
    }
    this.#file?.close();
    this.#file = null;
  }
}
