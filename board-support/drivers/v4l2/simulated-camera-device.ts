/** A camera without hardware: a small webcam with the controls of one. */
import type { CameraDevice } from './camera-device.ts';
import type { VideoNode } from './cameras.ts';
import { findControl, requireSettable, type Control } from './controls.ts';
import type { FrameRates, FrameSizes, PixelFormat, Size } from './formats.ts';

export interface SimulatedFormat {
  fourcc: string;
  compressed?: boolean;
  sizes: FrameSizes;
  rates: FrameRates;
}

const NODE: VideoNode = {
  path: '/dev/video0',
  driver: 'simulated',
  card: 'Simulated camera',
  bus: 'simulated',
  kind: 'capture',
  codes: [],
  captureBuffers: 1,
  needsMediaController: false,
  problem: null,
};

const FORMATS: SimulatedFormat[] = [
  {
    fourcc: 'YUYV',
    sizes: {
      kind: 'discrete',
      sizes: [
        { width: 640, height: 360 },
        { width: 1280, height: 720 },
      ],
    },
    rates: { kind: 'discrete', fps: [30, 15] },
  },
];

const control = (name: string, more: Partial<Control>): Control => ({
  name,
  label: name,
  id: 0,
  kind: 'integer',
  minimum: 0,
  maximum: 255,
  step: 1,
  default: 128,
  items: [],
  readOnly: false,
  writeOnly: false,
  inactive: false,
  volatile: false,
  grabbed: false,
  ...more,
});

const CONTROLS: Control[] = [
  control('brightness', {}),
  control('gain_automatic', { kind: 'boolean', maximum: 1, default: 1 }),
  control('gain', { default: 100, inactive: true, volatile: true }),
  control('horizontal_flip', { kind: 'boolean', maximum: 1, default: 0 }),
  control('power_line_frequency', {
    kind: 'menu',
    maximum: 2,
    default: 1,
    items: [
      { value: 0, label: 'Disabled' },
      { value: 1, label: '50 Hz' },
      { value: 2, label: '60 Hz' },
    ],
  }),
];

export class SimulatedCameraDevice implements CameraDevice {
  readonly node: VideoNode;
  /** The values of the controls: a test or a simulation turns them too. */
  readonly values = new Map<string, number>();
  readonly #formats: readonly SimulatedFormat[];
  readonly #controls: Control[];

  constructor(
    options: { node?: Partial<VideoNode>; formats?: SimulatedFormat[]; controls?: Control[] } = {},
  ) {
    this.node = { ...NODE, ...options.node };
    this.#formats = options.formats ?? FORMATS;
    this.#controls = options.controls ?? CONTROLS;
    for (const { name, default: usual } of this.#controls) this.values.set(name, usual);
  }

  formats(): PixelFormat[] {
    return this.#formats.map(({ fourcc, compressed = false }) => ({
      fourcc,
      code: Buffer.from(fourcc, 'latin1').readUInt32LE(),
      description: fourcc,
      compressed,
      emulated: false,
    }));
  }

  sizes(format: PixelFormat): FrameSizes | null {
    return this.#formats.find(({ fourcc }) => fourcc === format.fourcc)?.sizes ?? null;
  }

  rates(format: PixelFormat, _size: Size): FrameRates | null {
    return this.#formats.find(({ fourcc }) => fourcc === format.fourcc)?.rates ?? null;
  }

  /** Gain is in effect only while gain_automatic is off. */
  controls(): Control[] {
    const automatic = this.values.get('gain_automatic') === 1;
    return this.#controls.map((one) => (one.name === 'gain' ? { ...one, inactive: automatic } : one));
  }

  get(name: string): number {
    return this.values.get(findControl(this.controls(), name).name)!;
  }

  set(name: string, value: number): void {
    const found = findControl(this.controls(), name);
    requireSettable(found, value);
    this.values.set(found.name, value);
  }

  close(): void {}
}
