/** A machine made of files and simulated devices: the virtual board when all is well, to be spoiled by a test. */
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { GpioChip } from '../drivers/gpio/chips.ts';
import type { VideoNode } from '../drivers/v4l2/cameras.ts';
import { SimulatedCameraDevice } from '../drivers/v4l2/simulated-camera-device.ts';
import type { Surroundings } from './surroundings.ts';

const LINES = [
  'doorbell-button',
  'ir-led',
  'status-led',
  'ir-cut-day',
  'ir-cut-night',
  'reset-button',
  'chime',
  'indicator-led',
];

const FILES: Record<string, string> = {
  'proc/device-tree/compatible': 'pupsentry,virtual-board\0',
  'proc/asound/cards': ' 1 [Loopback       ]: Loopback - Loopback\n                      Loopback 1\n',
  'proc/asound/card1/pcm1c/info': 'name: Loopback PCM\n',
  'proc/asound/card1/pcm1c/sub0/status': 'closed\n',
  'proc/asound/card1/pcm0p/info': 'name: Loopback PCM\n',
  'proc/asound/card1/pcm0p/sub1/status': 'closed\n',
  // Key 408 is bit 24 of the seventh word of 64.
  'proc/bus/input/devices':
    'I: Bus=0019 Vendor=0001\nN: Name="cam-keys"\nH: Handlers=event0 \nB: EV=3\nB: KEY=1000000 0 0 0 0 0 0\n\n',
  'sys/class/leds/status/brightness': '0\n',
  'sys/class/leds/ir/brightness': '0\n',
  'sys/class/watchdog/watchdog1/identity': 'Software Watchdog\n',
  'sys/class/thermal/thermal_zone0/type': 'cpu-thermal\n',
  'sys/class/thermal/thermal_zone0/temp': '48312\n',
  'sys/class/net/wlan0/phy80211/name': 'phy0\n',
  'sys/class/net/wlan0/device/uevent': '',
  'sys/class/block/ubdd1/uevent': 'DEVNAME=ubdd1\nPARTNAME=pupsentry-env\n',
  'sys/class/block/ubdd1/size': '2048\n',
  'sys/class/block/ubdd2/uevent': 'DEVNAME=ubdd2\nPARTNAME=pupsentry-a\n',
  'sys/class/block/ubdd2/size': '131072\n',
  'sys/class/block/ubdd3/uevent': 'DEVNAME=ubdd3\nPARTNAME=pupsentry-b\n',
  'sys/class/block/ubdd3/size': '131072\n',
  'dev/watchdog1': '',
  'dev/video7': '',
};

const VIVID: VideoNode = {
  path: '/dev/video7',
  driver: 'vivid',
  card: 'vivid',
  bus: 'platform:vivid-000',
  kind: 'capture',
  codes: [],
  captureBuffers: 1,
  needsMediaController: false,
  problem: null,
};

export class SimulatedMachine implements Surroundings {
  readonly root = mkdtempSync(join(tmpdir(), 'pupsentry-machine-'));
  arch = 'x64';
  nodes: VideoNode[] = [
    { ...VIVID, path: '/dev/video0', driver: 'vicodec', card: 'vicodec', kind: 'encoder', codes: ['FWHT'] },
    VIVID,
  ];
  camera = new SimulatedCameraDevice({
    node: VIVID,
    formats: [
      {
        fourcc: 'NV12',
        sizes: {
          kind: 'stepwise',
          least: { width: 160, height: 90 },
          most: { width: 3840, height: 2160 },
          step: { width: 2, height: 2 },
        },
        rates: { kind: 'range', leastFps: 1, mostFps: 60 },
      },
    ],
    controls: ['horizontal_flip', 'vertical_flip'].map((name, i) => ({
      name,
      label: name,
      id: 0x980914 + i,
      kind: 'boolean' as const,
      minimum: 0,
      maximum: 1,
      step: 1,
      default: 0,
      items: [],
      readOnly: false,
      writeOnly: false,
      inactive: false,
      volatile: false,
      grabbed: false,
    })),
  });
  chips: GpioChip[] = [
    {
      name: 'gpiochip0',
      label: 'cam-gpio',
      lines: LINES.map((name, offset) => ({ offset, name, consumer: '', isUsed: false, isOutput: false })),
    },
  ];
  elements = ['v4l2fwhtenc', 'x264enc'];
  #supplicant: Server | undefined;

  constructor() {
    for (const [path, text] of Object.entries(FILES)) this.write(path, text);
    mkdirSync(join(this.root, 'sys/drivers/mac80211_hwsim'), { recursive: true });
    symlinkSync(
      join(this.root, 'sys/drivers/mac80211_hwsim'),
      join(this.root, 'sys/class/net/wlan0/device/driver'),
    );
  }

  /** With wpa_supplicant's socket, which is the only thing here that lives. */
  async start(): Promise<this> {
    const socket = join(this.root, 'run/wpa_supplicant/wlan0');
    mkdirSync(dirname(socket), { recursive: true });
    this.#supplicant = createServer();
    await new Promise<void>((resolve) => this.#supplicant!.listen(socket, resolve));
    return this;
  }

  /** Idempotent. */
  async stop(): Promise<void> {
    await new Promise((resolve) => (this.#supplicant ? this.#supplicant.close(resolve) : resolve(undefined)));
    this.#supplicant = undefined;
    rmSync(this.root, { recursive: true, force: true });
  }

  write(path: string, text: string): void {
    mkdirSync(dirname(join(this.root, path)), { recursive: true });
    writeFileSync(join(this.root, path), text);
  }

  remove(path: string): void {
    rmSync(join(this.root, path), { recursive: true });
  }

  /** A program that has a device file open. */
  addProcess(pid: number, name: string, device?: string): void {
    this.write(`proc/${pid}/cmdline`, `/usr/bin/${name}\0--quiet\0`);
    this.write(`proc/${pid}/comm`, `${name}\n`);
    this.write(`proc/${pid}/status`, `Name:\t${name}\nTgid:\t${pid}\n`);
    mkdirSync(join(this.root, `proc/${pid}/fd`), { recursive: true });
    if (device) symlinkSync(device, join(this.root, `proc/${pid}/fd/3`));
  }

  /** A line in use. */
  hold(line: string, consumer: string): void {
    Object.assign(
      this.chips[0]!.lines.find(({ name }) => name === line)!,
      { consumer, isUsed: true },
    );
  }

  videoNodes = () => this.nodes;
  openCamera = () => this.camera;
  gpioChips = () => this.chips;
  hasElement = (name: string) => this.elements.includes(name);
}
