/** The whole device on the virtual board: its real daemon on a real kernel, with a real broker on this side of its cable. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { GuestProcess } from '#board/virtual/guest-process.ts';
import { VirtualBoard } from '#board/virtual/virtual-board.ts';
import { Broker } from '../broker.ts';
import { ObservedDevice } from '../observed-device.ts';

const SOCKET = '/data/control.sock';
const CONFIG = '/data/device.json';
const PID_FILE = '/run/pupsentryd.pid';
/** The camera and the broker at once on one emulated processor. */
const FIRST_PICTURE_MS = 60_000;

export interface GuestDeviceOptions {
  /** For the console and the log, under artifacts/. */
  artefacts: string;
  product?: 'doorbell' | 'camera';
  board?: string;
  append?: readonly string[];
}

export class GuestDevice extends ObservedDevice {
  readonly board: VirtualBoard;
  readonly #folder: string;
  readonly #options: GuestDeviceOptions;
  #daemon: GuestProcess | undefined;
  /** Seconds since the kernel started when the first picture was there; null before. */
  readyAtUptimeS: number | null = null;

  private constructor(board: VirtualBoard, broker: Broker, folder: string, options: GuestDeviceOptions) {
    super('virtual-bell', broker);
    this.board = board;
    this.#folder = folder;
    this.#options = options;
  }

  /** Boots, starts what the image's init starts, and resolves with the first picture, or with why there is none. */
  static async start(options: GuestDeviceOptions): Promise<GuestDevice> {
    const board = await VirtualBoard.start({ folder: options.artefacts, append: options.append });
    const folder = mkdtempSync(join(tmpdir(), 'pup-'));
    const broker = await Broker.start(folder, { address: board.hostAddress });
    const device = new GuestDevice(board, broker, folder, options);
    await device.subscribe();
    await device.#startSupplicant();
    await device.startDaemon();
    return device;
  }

  /** As init does on a device: started again whenever it asks for it (exit code 75). */
  async startDaemon(): Promise<void> {
    const { product = 'doorbell', board = 'virtual' } = this.#options;
    await this.board.writeFile(
      CONFIG,
      JSON.stringify({
        deviceId: this.deviceId,
        product,
        stateFolder: 'state',
        controlSocket: 'control.sock',
        camera: 'board',
        link: { url: this.broker.url },
      }),
    );
    const daemon = this.board.spawn(
      `while :; do pupsentryd --board ${board} --config ${CONFIG} --ready-fd 1 & echo $! >${PID_FILE}; ` +
        'wait $!; code=$?; echo "ended with $code"; [ $code = 75 ] || exit $code; done',
    );
    daemon.onLine((line) => this.logged(line));
    this.#daemon = daemon;
    await daemon.line(/^\{"problem":/, FIRST_PICTURE_MS);
    this.readyAtUptimeS = Number((await this.board.run('cat /proc/uptime')).stdout.split(' ')[0]);
  }

  async stopDaemon(): Promise<void> {
    await this.board.run(`kill -TERM $(cat ${PID_FILE})`);
    await this.#daemon?.exit;
  }

  /** pupsentryctl on the device. @returns what it prints with --json */
  async ctl(...words: string[]): Promise<unknown> {
    const argv = ['pupsentryctl', ...words, '--socket', SOCKET, '--json'];
    const { code, stdout, stderr } = await this.board.run(argv);
    if (code !== 0) throw new Error(`pupsentryctl ${words.join(' ')} ended with ${code}: ${stdout}${stderr}`);
    return JSON.parse(stdout) as unknown;
  }

  /** What the device last reported to the cloud. */
  get state() {
    return this.received.findLast((r) => r.name === 'state')?.envelope.state ?? null;
  }

  /** A finger on the bell button: it stays for a tenth of a second. */
  async press(): Promise<void> {
    const file = await this.board.gpio.pullFile('doorbell-button');
    await this.board.run(`echo pull-down >${file}; sleep 0.1; echo pull-up >${file}`);
  }

  async #startSupplicant(): Promise<void> {
    // Two channels instead of forty make a scan quick.
    await this.board.writeFile('/data/wpa.conf', 'update_config=1\nfreq_list=2412 2437\n');
    await this.board.run(
      'wpa_supplicant -B -i wlan0 -C /run/wpa_supplicant -c /data/wpa.conf -f /run/wpa_supplicant.log',
    );
  }

  /** The daemon's log stays beside the console's. */
  async stop(): Promise<void> {
    writeFileSync(join(this.#options.artefacts, 'daemon.log'), this.log.join('\n') + '\n');
    await this.board.stop();
    await this.unsubscribe();
    await this.broker.stop();
    rmSync(this.#folder, { recursive: true, force: true });
  }
}
