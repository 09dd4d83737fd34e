/** A board that is a program: a real kernel with simulated hardware, booted for a test and gone afterwards. */
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { PupsentryError } from '#kit/errors.ts';
import { BoardConsole } from './board-console.ts';
import { GpioFromOutside } from './gpio-from-outside.ts';
import { GuestBoard } from './guest-board.ts';
import { GuestLink } from './guest-link.ts';
import { bootArguments, prepareBoard } from './prepared-board.ts';
import { GUEST_ADDRESS, HOST_ADDRESS, plugIn } from './tap.ts';
import { runFolder } from './run-folder.ts';
import { startUml, type Uml } from './uml.ts';
import { within } from './within.ts';

const BOOT_LIMIT_MS = 60_000;
const STOP_LIMIT_MS = 10_000;
const MEMORY_MB = 512;

export interface VirtualBoardOptions {
  /** For console.log and what the board needs while it runs; made when it is not there. */
  folder: string;
  /** An ext4 image for /data; made when it is not there, and kept. By default /data starts empty and goes. */
  dataFile?: string;
  /** 512 by default. */
  memoryMb?: number;
  /** More words for the kernel's command line. */
  append?: readonly string[];
  /** Every line of the console. */
  onConsole?: (line: string) => void;
}

export class VirtualBoard extends GuestBoard {
  readonly address = GUEST_ADDRESS;
  /** This side of the cable: brokers and receivers listen here. */
  readonly hostAddress = HOST_ADDRESS;
  /** Buttons and outputs from outside. */
  readonly gpio = new GpioFromOutside(this);
  /** Resolves when the board is off: switched off, cut off, or after a kernel panic. */
  readonly exited: Promise<void>;
  #stopped: Promise<void> | undefined;

  private constructor(
    private readonly uml: Uml,
    link: GuestLink,
    /** What it wrote on its console. */
    readonly console: BoardConsole,
    cleanUp: () => Promise<void>,
  ) {
    super(link);
    this.exited = uml.exited.then(cleanUp);
  }

  /**
   * Makes what is missing (see `prepareBoard`), boots, and resolves when the board's agent has called.
   * @throws PupsentryError "no-own-network" unless `enterNetworkNamespace()` was awaited first; "boot-failed"
   *   with the end of the console; or what was wrong with the preparations
   */
  static async start(options: VirtualBoardOptions): Promise<VirtualBoard> {
    const { folder } = options;
    await plugIn();
    const prepared = await prepareBoard((line) => process.stderr.write(`virtual board: ${line}\n`));
    const run = await runFolder(folder);
    const link = new GuestLink();
    const cleanUp = async () => {
      link.close();
      await rm(run, { recursive: true, force: true });
    };
    try {
      const port = await link.listen(HOST_ADDRESS);
      const data = options.dataFile ?? join(run, 'data.ext4');
      const console = new BoardConsole(join(folder, 'console.log'), options.onConsole);
      const uml = await startUml({
        kernel: prepared.kernel,
        memoryMb: options.memoryMb ?? MEMORY_MB,
        folder: run,
        args: [
          ...(await bootArguments(prepared, { run, data })),
          'con0=null,fd:1',
          `pupsentry.agent=${HOST_ADDRESS}:${port}`,
          ...(options.append ?? []),
        ],
        onLine: (line) => console.write(line),
      });
      const board = new VirtualBoard(uml, link, console, cleanUp);
      await board.#called(1, BOOT_LIMIT_MS);
      return board;
    } catch (error) {
      await cleanUp();
      throw error;
    }
  }

  /** Restarts the board from inside, as `reboot` does, and resolves when it is back with what its disks hold. */
  async reboot(): Promise<void> {
    const times = this.link.dialled;
    await this.writeFile('/run/pupsentry-reboot', '');
    await this.link.request({ do: 'power-off' }).last;
    await this.#called(times + 1, BOOT_LIMIT_MS);
  }

  /** Switches the board off as its own "power off" does, insists if need be; idempotent. */
  stop(): Promise<void> {
    this.#stopped ??= (async () => {
      const timer = setTimeout(() => this.uml.kill(), STOP_LIMIT_MS);
      await this.link.request({ do: 'power-off' }).last.catch(() => this.uml.kill());
      await this.exited.finally(() => clearTimeout(timer));
    })();
    return this.#stopped;
  }

  /** Pulls the plug: nothing on the board gets to say goodbye. */
  async cutPower(): Promise<void> {
    this.uml.kill();
    await this.exited;
  }

  async #called(times: number, limitMs: number): Promise<void> {
    const outcome = await within(
      limitMs,
      this.link.up(times).then(() => 'up'),
      this.uml.exited.then(() => 'ended while it started'),
    );
    if (outcome === 'up') return;
    await this.cutPower();
    const why = outcome ?? `did not come up within ${limitMs / 1000} s`;
    throw new PupsentryError(
      'boot-failed',
      `The virtual board ${why}. The end of its console:\n${this.console.lines.slice(-60).join('\n')}`,
    );
  }
}
