/** The machine that is looked at: the running one, or one of files and simulated devices in a test. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { listChips, type GpioChip } from '../drivers/gpio/chips.ts';
import { openedBy, type ProcessName } from '../drivers/process-name.ts';
import { openCameraDevice, type CameraDevice } from '../drivers/v4l2/camera-device.ts';
import { listVideoNodes, type VideoNode } from '../drivers/v4l2/cameras.ts';

export interface Surroundings {
  /** Of /proc, /sys, /dev and /run. */
  root: string;
  /** In Node's words, such as "arm64". */
  arch: string;
  videoNodes(): VideoNode[];
  /** @throws PupsentryError "camera-busy", "camera-not-allowed", "camera-missing" */
  openCamera(node: VideoNode): CameraDevice;
  /** @throws PupsentryError "gpio-not-allowed" */
  gpioChips(): GpioChip[];
  /** Whether GStreamer has an element of this name. @throws PupsentryError "gstreamer-missing" */
  hasElement(name: string): boolean;
}

/** @param hasElement GStreamer's answer: it belongs to the media process and its room */
export function thisMachine(hasElement: Surroundings['hasElement']): Surroundings {
  return {
    root: '/',
    arch: process.arch,
    videoNodes: () => listVideoNodes(),
    openCamera: (node) => openCameraDevice(node),
    gpioChips: () => listChips(),
    hasElement,
  };
}

/** @returns a file's text, trimmed; null when there is none or it cannot be read */
export function textOf({ root }: Pick<Surroundings, 'root'>, ...path: string[]): string | null {
  try {
    return readFileSync(join(root, ...path), 'utf8').trim();
  } catch {
    return null;
  }
}

/** @returns the names in a folder, sorted; none when there is no such folder */
export function namesIn({ root }: Pick<Surroundings, 'root'>, ...path: string[]): string[] {
  try {
    return readdirSync(join(root, ...path)).sort();
  } catch {
    return [];
  }
}

/** Our own programs are called pupsentryd and pupsentry-media. */
export const isOurs = (name: string) => name.startsWith('pupsentry');

/** Who has a device file open. */
export function usersOf({ root }: Pick<Surroundings, 'root'>, device: string): ProcessName[] {
  return openedBy(device, join(root, 'proc'));
}

/** @returns "gpioset (process 812)" */
export function nameUsers(users: readonly ProcessName[]): string {
  return users.map(({ name, pid }) => `${name} (process ${pid})`).join(', ');
}
