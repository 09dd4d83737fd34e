/** What tells how bright it is besides the picture: the sensor's gain, or a light sensor of the kernel's IIO class. */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { PupsentryError } from '#kit/errors.ts';
import type { Service } from '#kit/service.ts';
import type { BoardParts } from '../board-schema.ts';
import { openCameraDevice, type CameraDevice } from './v4l2/camera-device.ts';
import { findCamera } from './v4l2/cameras.ts';

export interface LightSensor extends Service {
  /** @returns the gain in the control's own units, or lux. @throws PupsentryError naming the sensor */
  read(): Promise<number>;
}

/** The camera of this device: v4l2:NAME or /dev/videoN; others have no controls. */
export interface LightSensorPlaces {
  camera: string;
  /** Root of the file system; another one for tests. */
  root?: string;
  openCamera?: (path: string) => CameraDevice;
}

/** @returns null where the pictures alone tell */
export function openLightSensor(
  profile: BoardParts['nightSense'],
  places: LightSensorPlaces,
): LightSensor | null {
  if (profile.kind === 'iio') return new IioLightSensor(profile.name, places.root ?? '/');
  if (profile.kind === 'gain' && /^(v4l2:|\/dev\/video)/.test(places.camera))
    return new CameraGain(profile.control, places);
  return null;
}

/** Open only between start and stop: an open camera may hold its power. */
class CameraGain implements LightSensor {
  readonly name = 'camera gain';
  readonly #control: string;
  readonly #places: LightSensorPlaces;
  #camera: CameraDevice | null = null;

  constructor(control: string, places: LightSensorPlaces) {
    this.#control = control;
    this.#places = places;
  }

  async start(): Promise<void> {
    const { camera, openCamera = (path: string) => openCameraDevice({ path }) } = this.#places;
    const path = camera.startsWith('v4l2:') ? findCamera(camera.slice('v4l2:'.length)).path : camera;
    this.#camera = openCamera(path);
    this.#camera.get(this.#control);
  }

  async stop(): Promise<void> {
    this.#camera?.close();
    this.#camera = null;
  }

  async read(): Promise<number> {
    if (!this.#camera) throw new PupsentryError('camera-missing', 'The camera is not open.');
    return this.#camera.get(this.#control);
  }
}

/** Documentation/ABI/testing/sysfs-bus-iio: in_illuminance*_input is lux; raw is (raw + offset) * scale. */
class IioLightSensor implements LightSensor {
  readonly name = 'light sensor';
  readonly #sensor: string;
  readonly #devices: string;
  #folder = '';
  /** Of its files, such as "in_illuminance0". */
  #channel = '';

  constructor(sensor: string, root: string) {
    this.#sensor = sensor;
    this.#devices = join(root, 'sys/bus/iio/devices');
  }

  async start(): Promise<void> {
    const names: string[] = [];
    for (const entry of (await readdir(this.#devices).catch(() => [])).sort()) {
      const name = await textOf(join(this.#devices, entry, 'name'));
      if (name === null) continue;
      names.push(name);
      if (name !== this.#sensor) continue;
      const files = await readdir(join(this.#devices, entry));
      const channel = files.map((file) => /^(in_illuminance\d*)_(input|raw)$/.exec(file)?.[1]).find(Boolean);
      if (!channel) continue;
      this.#folder = join(this.#devices, entry);
      this.#channel = channel;
      return;
    }
    throw new PupsentryError(
      'light-sensor-missing',
      `There is no light sensor "${this.#sensor}" in ${this.#devices}.`,
      names.length > 0
        ? `There are ${names.slice(0, 8).join(', ')}: change "nightSense" in the board's profile.`
        : 'Check its driver in the kernel log (dmesg), or set "nightSense" to "luma" in the board\'s profile.',
    );
  }

  stop(): Promise<void> {
    this.#channel = '';
    return Promise.resolve();
  }

  async read(): Promise<number> {
    const input = await this.#number('input');
    const lux =
      input ??
      this.#scaled(await this.#number('raw'), await this.#number('offset'), await this.#number('scale'));
    if (lux !== null && Number.isFinite(lux)) return lux;
    throw new PupsentryError(
      'light-sensor-unreadable',
      `The light sensor "${this.#sensor}" gives no value (${this.#folder}).`,
      'Check its driver in the kernel log (dmesg).',
    );
  }

  #scaled(raw: number | null, offset: number | null, scale: number | null): number | null {
    return raw === null ? null : (raw + (offset ?? 0)) * (scale ?? 1);
  }

  async #number(what: 'input' | 'raw' | 'offset' | 'scale'): Promise<number | null> {
    const text = await textOf(join(this.#folder, `${this.#channel}_${what}`));
    return text === null || text === '' ? null : Number(text);
  }
}

async function textOf(path: string): Promise<string | null> {
  return (await readFile(path, 'utf8').catch(() => null))?.trim() ?? null;
}
