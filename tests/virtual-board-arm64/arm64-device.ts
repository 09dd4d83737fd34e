/** The whole device on the arm64 virtual board, with a real broker on this machine's loopback. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { QemuBoard } from '#board/virtual/arm64/qemu-board.ts';
import type { GuestProcess } from '#board/virtual/guest-process.ts';
import { Broker } from '../broker.ts';
import { ObservedDevice } from '../observed-device.ts';

const BOARD = 'qemu-aarch64';
const SOCKET = '/data/control.sock';
const CONFIG = '/data/device.json';
/** Everything takes about twenty times as long as on a board. */
const FIRST_PICTURE_MS = 120_000;
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

  /** As init does on a device. Resolves with the first picture. @returns why there is none, or "" */
  async startDaemon(): Promise<string> {
    const url = `mqtt://${this.board.hostAddress}:${this.broker.port}`;
    const config = {
      ...{ deviceId: this.deviceId, product: 'camera', camera: 'board', link: { url } },
      ...{ stateFolder: 'state', controlSocket: SOCKET },
    };
    await this.board.writeFile(CONFIG, JSON.stringify(config));
    const daemon = this.board.spawn(`exec pupsentryd --board ${BOARD} --config ${CONFIG} --ready-fd 1`);
    daemon.onLine((line) => this.logged(line));
    this.#daemon = daemon;
    const line = await daemon.line(/^\{"problem":/, FIRST_PICTURE_MS);
    return (JSON.parse(line) as { problem: string }).problem;
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
    const argv = ['pupsentryctl', ...words, '--socket', SOCKET, '--json'];
    const { code, stdout, stderr } = await this.board.run(argv, { timeLimitMs: CTL_LIMIT_MS });
    try {
      return { code, said: JSON.parse(stdout) as unknown };
    } catch {
      throw new Error(`pupsentryctl ${words.join(' ')} ended with ${code}: ${stdout}${stderr}`);
    }
  }

  /** What the device last reported to the cloud, after a time of performance.now(). */
  stateAfter(ms: number) {
    return this.received.findLast((r) => r.name === 'state' && r.atMs > ms)?.envelope.state ?? null;
  }

  async stop(): Promise<void> {
    await this.board.stop();
    await this.unsubscribe();
    await this.broker.stop();
    rmSync(this.#folder, { recursive: true, force: true });
  }
}
