/** A machine with a boot loader, two slots on a disk that loses power, and a kernel that is real: User-Mode Linux. */
import { once } from 'node:events';
import { mkdir, rm } from 'node:fs/promises';
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { join } from 'node:path';
import { BoardConsole } from '#board/virtual/board-console.ts';
import { NbdServer, type CutTrigger } from '#board/virtual/power-cut/nbd-server.ts';
import type { Prepared } from '#board/virtual/prepared-board.ts';
import { GUEST_ADDRESS, HOST_ADDRESS, PREFIX_BITS, TAP_NAME } from '#board/virtual/tap.ts';
import { startUml } from '#board/virtual/uml.ts';
import { within } from '#board/virtual/within.ts';
import type { CutMode } from '#kit/write-cache.ts';
import type { Booted } from '#ota/boot/boot-control.ts';
import type { BootLoader } from './boot-loader.ts';
import { DeviceCall } from './device-call.ts';
import type { Answer, Hello, Order } from './messages.ts';

const MEMORY_MB = 192;
/** Neither a word nor an end for so long: the test has failed, the machine has not. */
const LIMIT_MS = 60_000;

/** How a time of power ended. */
export type End = 'restarted' | 'panicked' | 'hung' | 'cut off';

export interface MachineOptions {
  prepared: Prepared;
  /** The disk's image. */
  image: string;
  initialRam: string;
  bootLoader: BootLoader;
  folder: string;
}

/** One time of power. */
interface Run {
  disk: NbdServer;
  /** Resolves when it is off and the image holds what is left. */
  ended: Promise<End>;
  end(how: End): void;
}

export class Machine {
  boots = 0;
  cuts = 0;
  /** How every time of power ended. */
  readonly ends: End[] = [];
  /** What the boot loader chose last. */
  chosen: Booted | null = null;
  readonly #options: MachineOptions;
  readonly #server: Server;
  readonly #console: BoardConsole;
  #run: Run | null = null;
  #call: DeviceCall | null = null;
  #onCall: (socket: Socket) => void = () => undefined;

  private constructor(options: MachineOptions, server: Server) {
    this.#options = options;
    this.#server = server;
    this.#console = new BoardConsole(join(options.folder, 'console.log'));
    server.on('connection', (socket) => this.#onCall(socket));
  }

  static async create(options: MachineOptions): Promise<Machine> {
    const server = createServer();
    server.listen(0, HOST_ADDRESS);
    await once(server, 'listening');
    return new Machine(options, server);
  }

  /**
   * Boot loader, kernel, first programs, until the device in the slot calls.
   * @returns its first words, or how the start came to nothing; the machine is off then
   */
  async start(): Promise<Hello | End> {
    const started = this.#options.bootLoader.start();
    if (!started) throw new Error('bricked: no slot can start');
    this.chosen = started.booted;
    this.boots++;
    this.#console.write(`--- start ${this.boots}: ${started.words.join(' ')}`);
    const called = new Promise<Socket>((resolve) => (this.#onCall = resolve));
    const run = await this.#power(started.words);
    const socket = await this.#inTime<Socket | End>(called, run.ended);
    if (typeof socket === 'string') return socket;
    this.#call = new DeviceCall(socket, run.ended);
    return (await this.#inTime(this.#call.hello())) ?? run.ended;
  }

  /** @returns the running device's answer, or how the machine ended before it; it is off then */
  async order(order: Order): Promise<Answer | End> {
    const { ended } = this.#run!;
    return (await this.#inTime(this.#call!.order(order))) ?? ended;
  }

  /** Resolves when the machine is off, by itself. */
  off(): Promise<End> {
    return this.#inTime(this.#run!.ended);
  }

  /** The power will be cut at an operation of the disk. */
  cutAt(trigger: CutTrigger, seed: number, mode: CutMode): void {
    const { disk, end } = this.#run!;
    void disk.cutAt(trigger, seed, mode).then((cut) => {
      if (!cut) return;
      this.cuts++;
      end('cut off');
    });
  }

  async stop(): Promise<void> {
    this.#run?.end('cut off');
    await this.#run?.ended;
    this.#server.close();
  }

  async #power(words: readonly string[]): Promise<Run> {
    const { prepared, image, initialRam, folder } = this.#options;
    const memory = join(folder, 'memory');
    await mkdir(memory, { recursive: true });
    const disk = await NbdServer.start({ image, listen: { host: HOST_ADDRESS, port: 0 } });
    let how: End = 'panicked'; // what ends the kernel without a word
    const end = (why: End) => {
      how = why;
      uml.kill();
    };
    const uml = await startUml({
      kernel: prepared.kernel,
      memoryMb: MEMORY_MB,
      folder: memory,
      args: [
        `initrd=${initialRam}`,
        `ubd0r=${prepared.root}`,
        `ubd1r=${prepared.bundle}`,
        ...['con=null', 'con0=null,fd:1', 'quiet', 'panic=-1', 'random.trust_cpu=on'],
        ...['nbd.max_part=8', 'nbd.nbds_max=1', `eth0=tuntap,${TAP_NAME}`],
        `pupsentry.address=${GUEST_ADDRESS}/${PREFIX_BITS}`,
        `pupsentry.disk=${HOST_ADDRESS}:${disk.port}`,
        `pupsentry.start=${this.boots}`,
        `pupsentry.agent=${HOST_ADDRESS}:${(this.#server.address() as AddressInfo).port}`,
        ...words,
      ],
      onLine: (line) => {
        this.#console.write(line);
        // The kernel would start again with the same words: our boot loader is to have its say.
        if (line.includes('reboot: Restarting system')) end('restarted');
        if (line === 'hangs from here on') end('hung'); // what a watchdog does
      },
    });
    const ended = uml.exited.then(async () => {
      await disk.stop();
      await rm(memory, { recursive: true, force: true });
      this.#run = null;
      this.#console.write(`--- ${how}`);
      this.ends.push(how);
      return how;
    });
    this.#run = { disk, ended, end };
    return this.#run;
  }

  async #inTime<T>(...outcomes: Promise<T>[]): Promise<T> {
    const outcome = await within(LIMIT_MS, ...outcomes.map((one) => one.then((value) => ({ value }))));
    if (outcome) return outcome.value;
    await this.stop();
    const end = this.#console.lines.slice(-40).join('\n');
    throw new Error(`the machine says nothing; its console ends:\n${end}`);
  }
}
