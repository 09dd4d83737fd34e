/** Where a camera stands now: one that was unplugged may come back under another number. */
import { stat } from 'node:fs/promises';
import { findCamera } from '#board/drivers/v4l2/cameras.ts';
import { PupsentryError } from '#kit/errors.ts';
import type { CameraPlan } from './camera.ts';
import { MediaFaultError } from './media-fault.ts';

const AGAIN = 'It is tried again by itself.';

/**
 * @returns the path of its device file
 * @throws MediaFaultError "camera-missing", "camera-busy", "camera-not-allowed"
 */
export async function locateCamera(plan: Extract<CameraPlan, { kind: 'device' }>): Promise<string> {
  if ('path' in plan.find) {
    await requireFile(plan.find.path, plan.name);
    return plan.find.path;
  }
  try {
    return findCamera(plan.find.called).path;
  } catch (error) {
    if (!(error instanceof PupsentryError)) throw error;
    throw new MediaFaultError(
      'camera',
      error.code === 'camera-busy' || error.code === 'camera-not-allowed' ? error.code : 'camera-missing',
      error.message,
      `${error.remedy} ${AGAIN}`.trim(),
      { cause: error },
    );
  }
}

/** @throws MediaFaultError "camera-missing" */
export async function requireFile(path: string, name: string): Promise<void> {
  try {
    await stat(path);
  } catch {
    throw new MediaFaultError(
      'camera',
      'camera-missing',
      `There is no camera or file ${name}.`,
      path.startsWith('/dev/')
        ? 'Check that it is connected; it is tried again by itself.'
        : 'Check the path; it is tried again by itself.',
    );
  }
}
