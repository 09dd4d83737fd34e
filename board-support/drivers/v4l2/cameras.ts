/** Which video devices this machine has (/dev/video*), and how one of them is found by the name of its driver or card. */
import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { basename, join } from 'node:path';
import { PupsentryError } from '#kit/errors.ts';
import { codeOf, openDevice } from '../ioctl.ts';
import { listFormats, type VideoPort } from './formats.ts';
import { BUFFERS, CAPS, REQUESTS, decode, structure } from './structures.ts';

/** capture: gives pictures. encoder, decoder, converter: memory to memory. other: metadata, radio, outputs. */
export type VideoKind = 'capture' | 'encoder' | 'decoder' | 'converter' | 'other';

/** One /dev/video*, as the kernel describes it (VIDIOC_QUERYCAP). */
export interface VideoNode {
  path: string;
  /** Such as "uvcvideo"; of a node that cannot be opened it comes from /sys, as its card does. */
  driver: string;
  /** Such as "HD Pro Webcam C920". */
  card: string;
  bus: string;
  kind: VideoKind;
  /** Formats that an encoder gives or a decoder takes, such as "H264"; empty for others. */
  codes: string[];
  /** V4L2_BUF_TYPE_* on which its pictures come; 0 when it gives none. */
  captureBuffers: number;
  /** Its pictures come only after somebody has set up a media pipeline (V4L2_CAP_IO_MC; media-ctl, libcamera). */
  needsMediaController: boolean;
  /** Why it could not be asked, such as "EBUSY" or "EACCES"; null when it could. */
  problem: string | null;
}

export interface FoundNode extends VideoNode {
  /** Further devices of the same name; this one is the first of them by bus and number. */
  alike: VideoNode[];
}

export interface VideoPlaces {
  dev: string;
  sys: string;
}

const PLACES: VideoPlaces = { dev: '/dev', sys: '/sys/class/video4linux' };
/** The kernel has at most 256 (VIDEO_NUM_DEVICES, v4l2-dev.c). */
const MAX_NODES = 256;

/** @returns every video device, by number; those that cannot be opened too, with what /sys tells of them */
export function listVideoNodes(places: Partial<VideoPlaces> = {}): VideoNode[] {
  const { dev, sys } = { ...PLACES, ...places };
  let names: string[];
  try {
    names = readdirSync(dev);
  } catch {
    return [];
  }
  return names
    .filter((name) => /^video\d{1,5}$/.test(name))
    .sort((a, b) => numberOf(a) - numberOf(b))
    .slice(0, MAX_NODES)
    .map((name) => lookAt(join(dev, name), join(sys, name)));
}

function lookAt(path: string, sysFolder: string): VideoNode {
  try {
    const file = openDevice(path, { write: true });
    try {
      return describe(path, file);
    } finally {
      file.close();
    }
  } catch (error) {
    const problem = codeOf(error);
    if (!problem) throw error;
    return { path, ...fromSys(sysFolder), bus: '', ...classify(0, null), problem };
  }
}

/** @throws DeviceError when it does not answer */
export function describe(path: string, port: VideoPort): VideoNode {
  const answer = structure('capability');
  port.ioctl(REQUESTS.queryCapability, answer);
  const { driver, card, busInfo, capabilities, deviceCaps } = decode('capability', answer);
  const caps = capabilities & CAPS.deviceCaps ? deviceCaps : capabilities;
  return { path, driver, card, bus: busInfo, ...classify(caps, port), problem: null };
}

type Classified = Pick<VideoNode, 'kind' | 'codes' | 'captureBuffers' | 'needsMediaController'>;

function classify(caps: number, port: VideoPort | null): Classified {
  const needsMediaController = (caps & CAPS.ioMc) !== 0;
  if (port && caps & (CAPS.videoM2m | CAPS.videoM2mMplane)) {
    const multi = (caps & CAPS.videoM2mMplane) !== 0;
    const captureBuffers = multi ? BUFFERS.captureMplane : BUFFERS.capture;
    const takes = codesOf(port, multi ? BUFFERS.outputMplane : BUFFERS.output);
    const gives = codesOf(port, captureBuffers);
    const kind = gives.length > 0 ? 'encoder' : takes.length > 0 ? 'decoder' : 'converter';
    return { kind, codes: gives.length > 0 ? gives : takes, captureBuffers, needsMediaController };
  }
  const isCapture = caps & (CAPS.videoCapture | CAPS.videoCaptureMplane) && caps & CAPS.streaming;
  const single = (caps & CAPS.videoCapture) !== 0;
  return {
    kind: isCapture ? 'capture' : 'other',
    codes: [],
    captureBuffers: !isCapture ? 0 : single ? BUFFERS.capture : BUFFERS.captureMplane,
    needsMediaController,
  };
}

function codesOf(port: VideoPort, buffers: number): string[] {
  return listFormats(port, buffers)
    .filter((format) => format.compressed)
    .map((format) => format.fourcc);
}

/**
 * Finds a camera by the name of its driver or card; upper and lower case are the same, and a card may be named by a
 * part of its name when nothing bears it whole.
 * @throws PupsentryError "camera-missing" listing the cameras there are, "camera-busy", "camera-not-allowed"
 */
export function findCamera(name: string, nodes: readonly VideoNode[] = listVideoNodes()): FoundNode {
  const found = choose(name, nodes, (node) => node.kind === 'capture');
  if (found) return found;
  const closed = choose(name, nodes, (node) => node.problem !== null);
  if (closed) throw cannotBeOpened(closed);
  const cameras = nodes.filter((node) => node.kind === 'capture' || node.problem !== null);
  const instead = nodes.find((node) => matches(node, name));
  throw new PupsentryError(
    'camera-missing',
    `There is no camera "${name}"${instead ? `: ${instead.path} of that name is no camera (${instead.kind})` : ''}.`,
    cameras.length === 0
      ? 'This machine has no camera: check that it is connected and that its driver is loaded (dmesg).'
      : `Cameras here: ${cameras.map(nameOf).join('; ')}.`,
  );
}

/**
 * @param wanted.name driver or card; left out, any
 * @param wanted.code format it gives, such as "H264"; left out, any
 * @returns the memory-to-memory encoder, or null
 */
export function findEncoder(
  wanted: { name?: string; code?: string },
  nodes: readonly VideoNode[] = listVideoNodes(),
): FoundNode | null {
  const { name = '', code } = wanted;
  return choose(name, nodes, ({ kind, codes }) => kind === 'encoder' && (!code || codes.includes(code)));
}

/** @returns "HD Pro Webcam C920 (driver uvcvideo, /dev/video0)" */
export function nameOf({ driver, card, path }: VideoNode): string {
  return `${card || 'unknown'} (driver ${driver || 'unknown'}, ${path})`;
}

function choose(
  name: string,
  nodes: readonly VideoNode[],
  fits: (node: VideoNode) => boolean,
): FoundNode | null {
  const fitting = nodes.filter(fits);
  const named = fitting.filter((node) => matches(node, name));
  const inPart = fitting.filter((node) => node.card.toLowerCase().includes(name.toLowerCase()));
  const [first, ...alike] = (named.length > 0 ? named : inPart).sort(byBus);
  return first ? { ...first, alike } : null;
}

const matches = ({ driver, card }: VideoNode, name: string) =>
  [driver, card].some((one) => one.toLowerCase() === name.toLowerCase());

const byBus = (a: VideoNode, b: VideoNode) =>
  a.bus < b.bus ? -1 : a.bus > b.bus ? 1 : numberOf(a.path) - numberOf(b.path);

const numberOf = (path: string) => Number(/\d+$/.exec(path)?.[0] ?? 0);

/** @param node with a `problem` */
export function cannotBeOpened(node: VideoNode): PupsentryError {
  const { path, problem } = node;
  if (problem === 'EACCES' || problem === 'EPERM')
    return new PupsentryError(
      'camera-not-allowed',
      `The camera ${nameOf(node)} may not be opened by this user.`,
      `Add the user to the group that owns ${path} (usually "video"), or try with sudo.`,
    );
  if (problem === 'EBUSY')
    return new PupsentryError(
      'camera-busy',
      `The camera ${nameOf(node)} is used by another program.`,
      `See who with "fuser -v ${path}", and end it.`,
    );
  return new PupsentryError(
    'camera-missing',
    `The camera ${nameOf(node)} cannot be opened (${problem}).`,
    'Unplug it and plug it in again, or look for its driver in the kernel log (dmesg).',
  );
}

function fromSys(folder: string): { driver: string; card: string } {
  const card = attempt(() => readFileSync(join(folder, 'name'), 'utf8').trim());
  const driver = attempt(() => basename(readlinkSync(join(folder, 'device/driver'))));
  return { driver, card };
}

function attempt(read: () => string): string {
  try {
    return read();
  } catch {
    return '';
  }
}
