/** An open camera as the rest of the firmware sees it: what it offers, and its controls by name. It takes no pictures. */
import { DeviceError, openDevice } from '../ioctl.ts';
import { cannotBeOpened, describe, type VideoNode } from './cameras.ts';
import {
  findControl,
  listControls,
  readControl,
  requireSettable,
  writeControl,
  type Control,
} from './controls.ts';
import {
  listFormats,
  listRates,
  listSizes,
  type FrameRates,
  type FrameSizes,
  type PixelFormat,
  type Size,
} from './formats.ts';

export interface CameraDevice {
  readonly node: VideoNode;
  formats(): PixelFormat[];
  /** @returns null when the driver does not say */
  sizes(format: PixelFormat): FrameSizes | null;
  /** @returns null when the driver does not say */
  rates(format: PixelFormat, size: Size): FrameRates | null;
  /** Asked anew each time: flags and ranges change with other controls. */
  controls(): Control[];
  /** @throws PupsentryError "control-unknown", "control-unreadable" */
  get(control: string): number;
  /** @throws PupsentryError "control-unknown", "control-range", "control-read-only", "control-refused" */
  set(control: string, value: number): void;
  /** Idempotent. */
  close(): void;
}

/**
 * Opens a camera beside whoever streams from it: V4L2 lets many look and set controls.
 * @throws PupsentryError "camera-busy", "camera-not-allowed", "camera-missing"
 */
export function openCameraDevice(node: Pick<VideoNode, 'path'> & Partial<VideoNode>): CameraDevice {
  const { path } = node;
  try {
    const file = openDevice(path, { write: true });
    try {
      return new KernelCamera(describe(path, file), file);
    } catch (error) {
      file.close();
      throw error;
    }
  } catch (error) {
    if (!(error instanceof DeviceError)) throw error;
    throw cannotBeOpened({ ...UNKNOWN, ...node, path, problem: error.code });
  }
}

const UNKNOWN: Omit<VideoNode, 'path' | 'problem'> = {
  driver: '',
  card: '',
  bus: '',
  kind: 'other',
  codes: [],
  captureBuffers: 0,
  needsMediaController: false,
};

class KernelCamera implements CameraDevice {
  /** Names and kinds do not change, so that reading a value again and again is one request each. */
  #known: Control[] | null = null;

  constructor(
    readonly node: VideoNode,
    private readonly file: ReturnType<typeof openDevice>,
  ) {}

  formats(): PixelFormat[] {
    return listFormats(this.file, this.node.captureBuffers);
  }

  sizes(format: PixelFormat): FrameSizes | null {
    return listSizes(this.file, format);
  }

  rates(format: PixelFormat, size: Size): FrameRates | null {
    return listRates(this.file, format, size);
  }

  controls(): Control[] {
    return listControls(this.file);
  }

  get(name: string): number {
    return readControl(this.file, findControl((this.#known ??= this.controls()), name));
  }

  set(name: string, value: number): void {
    writeControl(this.file, findControl(this.controls(), name), value);
  }

  close(): void {
    this.file.close();
  }
}

/**
 * Sets several controls, in this order: one that switches an automatic off stands before what it sets free.
 * None is set when one of them is unknown or out of range.
 * @throws PupsentryError "control-unknown", "control-range", "control-read-only", "control-refused"
 */
export function setControls(camera: CameraDevice, values: Readonly<Record<string, number>>): void {
  const known = camera.controls();
  for (const [name, value] of Object.entries(values)) requireSettable(findControl(known, name), value);
  for (const [name, value] of Object.entries(values)) camera.set(name, value);
}
