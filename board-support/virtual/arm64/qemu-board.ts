/** The aarch64 virtual board: QEMU's machine with a watchdog that resets it, booted for a test and gone afterwards. */
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { PupsentryError } from '#kit/errors.ts';
import { BoardConsole } from '../board-console.ts';
import { command } from '../command.ts';
import { makeDataDisk } from '../data-disk.ts';
import { GuestBoard } from '../guest-board.ts';
import { GuestLink } from '../guest-link.ts';
import { within } from '../within.ts';
import { arm64Bundle } from './bundle.ts';
import { arm64Image } from './image.ts';
import { GUEST_ADDRESS, HOST_ADDRESS, PREFIX_BITS, startQemu, type Qemu } from './qemu.ts';

/** Emulation is slow, and other programs may want the processor meanwhile. */
const BOOT_LIMIT_MS = 180_000;
const STOP_LIMIT_MS = 20_000;

export interface QemuBoardOptions {
  /** For console.log and what the board needs while it runs; made when it is not there. */
  folder: string;
  /** More words for the kernel's command line. */
  append?: readonly string[];
  /** Every line of the console. */
  onConsole?: (line: string) => void;
}

/** The machine started anew; what runs on it had no say. */
export interface Reset {
  /** performance.now() when it happened. */
  atMs: number;
  /** The watchdog's time had run out; else the board was restarted from inside. */
  byWatchdog: boolean;
}

export class QemuBoard extends GuestBoard {
  readonly address = GUEST_ADDRESS;
  /** This machine's loopback as the board sees it: brokers and receivers listen there. */
  readonly hostAddress = HOST_ADDRESS;
  /** Resolves when the board is off. */
  readonly exited: Promise<void>;
  readonly console: BoardConsole;
  readonly #qemu: Qemu;
  #hasBarked = false;
  #onReset: ((reset: Reset) => void)[] = [];
  #stopped: Promise<void> | undefined;

  private constructor(parts: {
    link: GuestLink;
    console: BoardConsole;
    start: (onEvent: (event: string) => void) => Qemu;
    cleanUp: () => Promise<void>;
  }) {
    super(parts.link);
    this.console = parts.console;
    this.#qemu = parts.start((event) => this.#happened(event));
    this.exited = this.#qemu.exited.then(parts.cleanUp);
  }

  /**
   * Makes what is missing, boots, and resolves when the board's agent has called. /data is empty; it outlives
   * resets and goes with the board.
   * @throws PupsentryError "command-missing" without QEMU, "boot-failed" with the end of the console; or what was
   *   wrong with the preparations
   */
  static async start({ folder, append = [], onConsole }: QemuBoardOptions): Promise<QemuBoard> {
    await command(['qemu-system-aarch64', '--version'], { from: 'qemu-system-arm' });
    const image = await arm64Image((line) => process.stderr.write(`arm64 virtual board: ${line}\n`));
    const bundle = await arm64Bundle();
    await mkdir(folder, { recursive: true });
    const run = await mkdtemp(join(folder, 'run-'));
    const link = new GuestLink();
    const cleanUp = async () => {
      link.close();
      await rm(run, { recursive: true, force: true });
    };
    try {
      const port = await link.listen('127.0.0.1');
      const data = join(run, 'data.ext4');
      await makeDataDisk(data);
      const kernelArgs = [
        `pupsentry.address=${GUEST_ADDRESS}/${PREFIX_BITS}`,
        `pupsentry.gateway=${HOST_ADDRESS}`,
        `pupsentry.agent=${HOST_ADDRESS}:${port}`,
        ...append,
      ];
      const console = new BoardConsole(join(folder, 'console.log'), onConsole);
      const onLine = (line: string) => console.write(line);
      const start = (onEvent: (event: string) => void) =>
        startQemu({ image, bundle, data, kernelArgs, onLine, onEvent });
      const board = new QemuBoard({ link, console, start, cleanUp });
      await board.up(1);
      return board;
    } catch (error) {
      await cleanUp();
      throw error;
    }
  }

  /** How often its agent has called: once for each boot. */
  get boots(): number {
    return this.link.dialled;
  }

  /**
   * Resolves when the board has booted so many times, counting the first.
   * @throws PupsentryError "boot-failed"; the board is off then
   */
  async up(boots: number): Promise<void> {
    const isUp = await within(
      BOOT_LIMIT_MS,
      this.link.up(boots).then(() => true),
      this.#qemu.exited.then(() => false),
    );
    if (isUp) return;
    await this.cutPower();
    throw new PupsentryError(
      'boot-failed',
      `The arm64 virtual board did not come up. The end of its console:\n${this.console.lines.slice(-30).join('\n')}`,
    );
  }

  /**
   * The next time that the machine starts anew.
   * @throws PupsentryError "no-reset" when it has not after the limit
   */
  async nextReset(limitMs: number): Promise<Reset> {
    const next = new Promise<Reset>((resolve) => this.#onReset.push(resolve));
    const reset = await within(
      limitMs,
      next,
      this.#qemu.exited.then(() => undefined),
    );
    if (reset) return reset;
    throw new PupsentryError('no-reset', `The arm64 virtual board was not reset within ${limitMs / 1000} s.`);
  }

  /** Switches the board off as its own "power off" does, insists if need be; idempotent. */
  stop(): Promise<void> {
    this.#stopped ??= (async () => {
      const timer = setTimeout(() => this.#qemu.kill(), STOP_LIMIT_MS);
      await this.link.request({ do: 'power-off' }).last.catch(() => this.#qemu.kill());
      await this.exited.finally(() => clearTimeout(timer));
    })();
    return this.#stopped;
  }

  /** Pulls the plug: nothing on the board gets to say goodbye. */
  async cutPower(): Promise<void> {
    this.#qemu.kill();
    await this.exited;
  }

  #happened(event: string): void {
    if (event === 'WATCHDOG') this.#hasBarked = true;
    if (event !== 'RESET') return;
    this.link.hangUp(); // the guest's end of the connection is no more, and cannot say so
    const reset = { atMs: performance.now(), byWatchdog: this.#hasBarked };
    this.#hasBarked = false;
    for (const wake of this.#onReset.splice(0)) wake(reset);
  }
}
