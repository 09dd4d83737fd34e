/** The camera of a profile: there, free, and giving the pictures that the main stream wants. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { PupsentryError } from '#kit/errors.ts';
import type { Board } from '../board.ts';
import { findControl, requireSettable } from '../drivers/v4l2/controls.ts';
import type { CameraDevice } from '../drivers/v4l2/camera-device.ts';
import { findCamera, nameOf, type FoundNode } from '../drivers/v4l2/cameras.ts';
import { findPicture } from './find-picture.ts';
import { about, type Finding } from './finding.ts';
import { isOurs, nameUsers, usersOf, type Surroundings } from './surroundings.ts';

const camera = about('Camera');
const picture = about('Picture');
const controls = about('Controls');

export function checkCamera(
  board: Pick<Board, 'camera' | 'video' | 'nightSense'>,
  around: Surroundings,
): Finding[] {
  const named = /^v4l2:(.+)$/s.exec(board.camera)?.[1];
  if (named === undefined) return [checkOther(board.camera, around)];
  let node: FoundNode;
  let device: CameraDevice;
  try {
    node = findCamera(named, around.videoNodes());
    device = around.openCamera(node);
  } catch (error) {
    return [camera.error(markOf(error), error)];
  }
  try {
    return [
      checkUsers(node, around),
      checkPicture(device, board.video.main),
      ...checkControls(device, { ...board.video.controls }, board.nightSense),
    ];
  } finally {
    device.close();
  }
}

function markOf(error: unknown): 'in use' | 'unseen' | 'missing' {
  const code = error instanceof PupsentryError ? error.code : '';
  return code === 'camera-busy' ? 'in use' : code === 'camera-not-allowed' ? 'unseen' : 'missing';
}

function checkOther(name: string, { root }: Surroundings): Finding {
  if (name === 'scene') return camera.ok('the built-in scene');
  if (/^rtsps?:/i.test(name)) return camera.ok('a network camera: asked for when the device starts');
  return existsSync(join(root, name))
    ? camera.ok(name)
    : camera.missing(`There is no file ${name}.`, 'Copy it there, or name another one in the board profile.');
}

function checkUsers(node: FoundNode, around: Surroundings): Finding {
  const users = usersOf(around, node.path);
  const others = users.filter(({ name }) => !isOurs(name));
  const alike = node.alike.length > 0 ? `, the first of ${node.alike.length + 1} of this name` : '';
  if (others.length > 0)
    return camera['in use'](
      `${nameOf(node)} is in use by ${nameUsers(others)}.`,
      'End that program: a camera gives its pictures to one program at a time.',
    );
  return camera.ok(`${nameOf(node)}${alike}${users.length > 0 ? `, in use by ${nameUsers(users)}` : ''}`);
}

function checkPicture(device: CameraDevice, main: Board['video']['main']): Finding {
  const offer = findPicture(device, main);
  const wanted = `${main.width}x${main.height} at ${main.fps} fps`;
  switch (offer.kind) {
    case 'exact':
      return picture.ok(`${offer.fourcc} ${wanted}`);
    case 'other-rate':
      return picture.differs(
        `${offer.fourcc} ${main.width}x${main.height} comes at ${offer.rates} fps, not at ${main.fps}.`,
        'Set video.main.fps in the board profile to one of them; as it is, pictures are dropped or repeated.',
      );
    case 'other-size':
      return picture.differs(
        `The camera does not give ${main.width}x${main.height}.`,
        `Set video.main in the board profile to a size it gives, or every picture is scaled by the processor: ${offer.sizes}.`,
      );
    case 'unusable':
      return picture.missing(
        `The camera offers no usable format${offer.formats ? `, only ${offer.formats}` : ''}.`,
        device.node.needsMediaController
          ? 'Its driver gives what the sensor gives, for libcamera to work on: use a driver that gives finished pictures (docs/boards.md), or a USB camera.'
          : 'Use a camera that gives raw pictures or JPEG; "v4l2-ctl --list-formats-ext" lists what this one gives.',
      );
  }
}

function checkControls(
  device: CameraDevice,
  values: Record<string, number>,
  nightSense: Board['nightSense'],
): Finding[] {
  const read = nightSense.kind === 'gain' ? [nightSense.control] : [];
  const names = [...Object.keys(values), ...read];
  if (names.length === 0) return [];
  const known = device.controls();
  const complaints = names.flatMap((name): Finding[] => {
    try {
      const control = findControl(known, name);
      if (name in values) requireSettable(control, values[name]!);
      return [];
    } catch (error) {
      const isUnknown = error instanceof PupsentryError && error.code === 'control-unknown';
      return [controls.error(isUnknown ? 'missing' : 'differs', error)];
    }
  });
  return complaints.length > 0 ? complaints : [controls.ok([...new Set(names)].join(', '))];
}
