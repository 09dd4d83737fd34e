/** The whole device on the arm64 virtual board, with a real broker on this machine's loopback. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { v1 } from '#protocol/messages.ts';
import { QemuBoard } from '#board/virtual/arm64/qemu-board.ts';
import type { GuestProcess } from '#board/virtual/guest-process.ts';
import { Broker } from '../broker.ts';
import { ObservedDevice } from '../observed-device.ts';

const BOARD = 'qemu-aarch64';
const SOCKET = '/data/control.sock';
const CONFIG = '/data/device.json';
/** Everything takes about twenty times as long as on a board. */
const FIRST_PICTURE_MS = 300_000;
const CTL_LIMIT_MS = 60_000;

export class Arm64Device extends ObservedDevice {
  readonly board: QemuBoard;
  readonly #folder: string;
  #daemon: GuestProcess | undefined;

  private constructor(board: QemuBoard, broker: Broker, folder: string) {
    super('arm64-camera', broker);
    this.board = board;
    this.#folder = folder;
  }

  /** Boots, and resolves when the agent answers; the daemon is not started. */
  static async start(artefacts: string): Promise<Arm64Device> {
    const board = await QemuBoard.start({ folder: artefacts });
    const folder = mkdtempSync(join(tmpdir(), 'pup-'));
    const broker = await Broker.start(folder);
    const device = new Arm64Device(board, broker, folder);
    await device.subscribe();
    return device;
  }

  /**
   * As init does on a device. Resolves with the first picture, and with what it said of itself then: a machine that
   * is busy with other things may need a second try of the media process.
   */
  async startDaemon(): Promise<v1.IState> {
    const url = `mqtt://${this.board.hostAddress}:${this.broker.port}`;
    const config = {
      ...{ deviceId: this.deviceId, product: 'camera', camera: 'board', link: { url } },
      ...{ stateFolder: 'state', controlSocket: SOCKET },
    };
    await this.board.writeFile(CONFIG, JSON.stringify(config));
    const startedMs = performance.now();
    this.#daemon = this.board.spawn(`exec pupsentryd --board ${BOARD} --config ${CONFIG}`);
    this.#daemon.onLine((line) => this.logged(line));
    return this.waitFor('the first picture', () => this.#pictured(startedMs), FIRST_PICTURE_MS);
  }

  #pictured(afterMs: number): v1.IState | false {
    const { envelope } = this.received.findLast((r) => r.name === 'state' && r.atMs > afterMs) ?? {};
    const state = envelope?.state;
    return state?.video && state.faults?.length === 0 ? state : false;
  }

  /** Every program of the device stops where it is, as after a fault that nothing survives. */
  async freezeDaemon(): Promise<void> {
    await this.#daemon!.signal('SIGSTOP');
  }

  async stopDaemon(): Promise<void> {
    await this.#daemon!.stop(CTL_LIMIT_MS);
  }

  /** pupsentryctl on the device. @returns its exit code and what it prints with --json */
  async ctl(...words: string[]): Promise<{ code: number | null; said: unknown }> {
    const argv = ['pupsentryctl', ...words, '--json'];
    const { code, stdout, stderr } = await this.board.run(argv, {
      env: { PUPSENTRY_SOCKET: SOCKET },
      timeLimitMs: CTL_LIMIT_MS,
    });
    try {
      return { code, said: JSON.parse(stdout) as unknown };
    } catch {
      throw new Error(`pupsentryctl ${words.join(' ')} ended with ${code}: ${stdout}${stderr}`);
    }
  }

  async stop(): Promise<void> {
    await this.board.stop();
    await this.unsubscribe();
    await this.broker.stop();
    rmSync(this.#folder, { recursive: true, force: true });
  }
}
