/** The bench's device: QEMU with U-Boot and a disk that loses what was not flushed when its power goes. */
import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { BoardConsole } from '#board/virtual/board-console.ts';
import { spawnQemu, type Qemu } from '#board/virtual/arm64/qemu.ts';
import { NbdServer, type CutTrigger, type PowerCut } from '#board/virtual/power-cut/nbd-server.ts';
import { within } from '#board/virtual/within.ts';
import type { BootState } from '#ota/boot/boot-control.ts';
import type { OtaDisk } from './ota-disk.ts';
import { U_BOOT } from './u-boot.ts';

/** Lines that nobody waits for; the oldest are dropped. */
const SEEN_LIMIT = 5000;

/** What the update program says of the system that it runs in. */
export interface Up {
  slot: 'A' | 'B';
  isTrial: boolean;
  isFailsafe: boolean;
  version: string;
}

interface Power {
  qemu: Qemu;
  nbd: NbdServer;
  /** QEMU has ended. */
  isGone: boolean;
}

export class OtaMachine {
  readonly disk: OtaDisk;
  /** Starts of a slot by the boot loader, such as "A, order". */
  readonly starts: string[] = [];
  /** Times that the watchdog has reset it. */
  barks = 0;
  readonly #folder: string;
  readonly #console: BoardConsole;
  #power: Power | null = null;
  /** Lines that nobody has waited for yet. */
  #seen: string[] = [];
  #wake: () => void = () => undefined;

  constructor(disk: OtaDisk, folder: string) {
    mkdirSync(folder, { recursive: true });
    this.disk = disk;
    this.#folder = folder;
    this.#console = new BoardConsole(join(folder, 'console.log'));
  }

  async powerOn(): Promise<void> {
    const socket = join(this.#folder, 'disk.sock');
    rmSync(socket, { force: true });
    const nbd = await NbdServer.start({ image: this.disk.file, listen: { socket } });
    this.#seen = [];
    const qemu = spawnQemu(
      [
        // By the time of this machine's clock: U-Boot's own waits would take ten times as long when instructions are counted.
        ...['-accel', 'tcg', '-bios', U_BOOT],
        ...['-drive', `if=none,id=disk,format=raw,cache=writeback,file=nbd:unix:${socket}`],
        ...['-device', 'virtio-blk-pci,drive=disk,serial=disk'],
      ],
      {
        onLine: (line) => this.#line(line),
        onEvent: (event) => {
          if (event === 'WATCHDOG') this.barks++;
        },
      },
    );
    const power: Power = { qemu, nbd, isGone: false };
    this.#power = power;
    void qemu.exited.then(() => {
      power.isGone = true;
      this.#wake();
    });
  }

  /** The plug is pulled: part of what was not flushed is lost. */
  async pullPlug(seed: number): Promise<PowerCut> {
    const cut = this.#on.nbd.cut(seed);
    await this.powerOff();
    return cut;
  }

  /**
   * The plug will be pulled at an operation of the disk; armed when it returns.
   * @throws Error with the end of the console when there is none within the limit
   */
  async pullPlugAt(trigger: CutTrigger, seed: number, limitMs: number): Promise<PowerCut> {
    const cut = await within(limitMs, this.#on.nbd.cutAt(trigger, seed));
    if (!cut) throw this.#problem(`the disk did not come to ${JSON.stringify(trigger)}`);
    await this.powerOff();
    return cut;
  }

  /** Off, with all that was written unless the plug was pulled before. May be off already. */
  async powerOff(): Promise<void> {
    const power = this.#power;
    this.#power = null;
    power?.qemu.kill();
    await power?.qemu.exited;
    await power?.nbd.stop();
  }

  /**
   * The next line that matches; those before it are forgotten.
   * @throws Error with the end of the console when there is none within the limit, or the machine is gone
   */
  async line(pattern: RegExp, limitMs: number): Promise<RegExpExecArray> {
    const power = this.#on;
    const untilMs = performance.now() + limitMs;
    for (;;) {
      for (let line = this.#seen.shift(); line !== undefined; line = this.#seen.shift()) {
        const match = pattern.exec(line);
        if (match) return match;
      }
      if (power.isGone) throw this.#problem(`QEMU ended before there was a line ${pattern}`);
      const news = new Promise<true>((resolve) => (this.#wake = () => resolve(true)));
      if (!(await within(untilMs - performance.now(), news)))
        throw this.#problem(`no line ${pattern} within ${limitMs / 1000} s`);
    }
  }

  /** What the update program says when it has started. */
  async up(limitMs = 300_000): Promise<Up> {
    return JSON.parse((await this.line(/update: up (\{.*\})/, limitMs))[1]!) as Up;
  }

  /** Types a line for the update program: now, state, fault WORD. */
  tell(command: string): void {
    this.#on.qemu.type(`${command}\n`);
  }

  async bootState(): Promise<BootState> {
    this.tell('state');
    return JSON.parse((await this.line(/update: state (\{.*\})/, 60_000))[1]!) as BootState;
  }

  /** Leaves a line of ours between those of the console. */
  note(line: string): void {
    this.#console.write(`--- ${line}`);
  }

  get #on(): Power {
    if (!this.#power) throw new Error('The machine is off.');
    return this.#power;
  }

  #problem(what: string): Error {
    return new Error(`${what}; the end of the console:\n${this.#console.lines.slice(-40).join('\n')}`);
  }

  #line(line: string): void {
    this.#console.write(line);
    const start = /pupsentry: slot ([AB], \w+)/.exec(line);
    if (start) this.starts.push(start[1]!);
    this.#seen.push(line);
    if (this.#seen.length > SEEN_LIMIT) this.#seen.shift();
    this.#wake();
  }
}
