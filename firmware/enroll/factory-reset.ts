/**
 * Factory reset: everything of the household leaves the state folder, whenever the power goes.
 *
 * A marker is stored first; then what gives access to the household is overwritten and goes, so that whatever becomes of
 * the rest, nobody gets into it; then everything else is erased; then the marker goes. A reset that was cut is finished at
 * the next start, before anything of the folder is read.
 *
 * Kept: the boot epoch, which counts the daemon's starts so that no two messages bear one number, and says nothing of
 * anybody; and what is known of updates, or else a reset would be a way to an older version with its security holes.
 *
 * Wi-Fi networks are not in this folder: a second marker has them forgotten as soon as the radio is there.
 * What provisioning wrote (device.json, certificates) stays: the device still belongs to its cloud.
 */
import { open, readdir, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { UPDATE_FOLDER } from '../care/updates.ts';
import { UPLOAD_ORDERS } from '../record/upload/make-uploads.ts';
import { ensureFolder, readTextIfThere, syncFolder, writeFileAtomic } from '#kit/atomic-file.ts';

const MARKER = 'factory-reset';
/** Networks are kept by the Wi-Fi service, not here: forgotten when the radio is there, at this word. */
export const FORGET_WIFI = 'forget-wifi';
const KEPT = new Set([MARKER, FORGET_WIFI, 'boot-epoch', UPDATE_FOLDER]);
/** Goes first: passes to the household's cloud and its keys. */
const KEYS = [UPLOAD_ORDERS, `${UPLOAD_ORDERS}.tmp`];

/** What a reset does to the disk; tests cut it off in the middle. */
export interface ResetDisk {
  /** @returns the file's text, or null when there is none */
  read(path: string): Promise<string | null>;
  list(folder: string): Promise<string[]>;
  /** Writes zeros over what is in a file, and syncs it; one that is not there is fine. */
  overwrite(path: string): Promise<void>;
  remove(path: string): Promise<void>;
  sync(folder: string): Promise<void>;
  write(path: string, text: string): Promise<void>;
}

const DISK: ResetDisk = {
  read: readTextIfThere,
  list: (folder) => readdir(folder),
  overwrite,
  remove: (path) => rm(path, { recursive: true, force: true }),
  sync: (folder) => syncFolder(folder),
  write: async (path, text) => {
    await ensureFolder(dirname(path));
    await writeFileAtomic(path, text);
  },
};

/** From here on it will happen. @throws the file system's error; nothing has happened then */
export async function markFactoryReset(stateFolder: string, disk = DISK): Promise<void> {
  await disk.write(join(stateFolder, MARKER), 'Everything in this folder is to be erased.\n');
}

/**
 * Carries out a reset that has been marked; without one it does nothing. While nothing of the folder is open.
 * @param options.also folders elsewhere that are the household's, too, such as recordings on a card
 * @returns whether there was one
 * @throws the file system's error; the marker then stays, and the next start tries again
 */
export async function finishFactoryReset(
  stateFolder: string,
  options: { hasWifi?: boolean; also?: readonly string[]; disk?: ResetDisk } = {},
): Promise<boolean> {
  const { hasWifi = false, also = [], disk = DISK } = options;
  if ((await disk.read(join(stateFolder, MARKER))) === null) return false;
  for (const name of KEYS) {
    await disk.overwrite(join(stateFolder, name));
    await disk.remove(join(stateFolder, name));
  }
  await disk.sync(stateFolder); // the keys must be gone before anything else goes
  for (const name of await disk.list(stateFolder)) {
    if (!KEPT.has(name)) await disk.remove(join(stateFolder, name));
  }
  for (const folder of also) await disk.remove(folder);
  if (hasWifi) await disk.write(join(stateFolder, FORGET_WIFI), 'All Wi-Fi networks are to be forgotten.\n');
  await disk.sync(stateFolder); // the marker must not go before the rest is gone for good
  await disk.remove(join(stateFolder, MARKER));
  await disk.sync(stateFolder);
  return true;
}

/** A flash card may keep the old blocks for a while; whoever asks it by its own means does not see them any more. */
async function overwrite(path: string): Promise<void> {
  const file = await open(path, 'r+').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return null;
    throw error;
  });
  if (!file) return;
  try {
    const { size } = await file.stat();
    const zeros = Buffer.alloc(64 * 1024);
    for (let at = 0; at < size; at += zeros.length)
      await file.write(zeros, 0, Math.min(zeros.length, size - at), at);
    await file.sync();
  } finally {
    await file.close();
  }
}
