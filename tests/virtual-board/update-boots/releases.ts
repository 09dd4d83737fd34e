/** Releases that are good and bad, as images that a device fetches. */
import { chmod, copyFile, mkdir, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { command } from '#board/virtual/command.ts';
import { seededRandom } from '#kit/seeded-random.ts';
import { makeImage } from '#ota/release/make-image.ts';
import type { Release } from '#ota/trust/release.ts';
import { bundledProgram } from '../guest-program.ts';

/** "broken": its kernel panics, its first program ends, it hangs, in turn from start to start. */
export type Behaviour = 'ok' | 'sick' | 'broken';

const PAYLOAD_BYTES = 1024 * 1024;

/** @param root the prepared root image, which has busybox @param folder images and what they are made of stand there */
export async function releaseMaker({ root, folder }: { root: string; folder: string }) {
  await mkdir(folder, { recursive: true });
  const busybox = join(folder, 'busybox');
  await command(['debugfs', '-R', `dump /bin/busybox ${busybox}`, root], { from: 'e2fsprogs' });
  const device = join(folder, 'device.mjs');
  await writeFile(device, await bundledProgram(join(import.meta.dirname, 'device.ts')));
  return async (version: string, behaviour: Behaviour): Promise<Release> => {
    const tree = join(folder, `root-${version}`);
    await fillRoot(tree, { busybox, device, version, behaviour });
    const out = join(folder, `${version}.img`);
    return makeImage({ root: tree, out, version, securityVersion: 1, hardware: ['virtual'], minAgent: 1 });
  };
}

interface Contents {
  busybox: string;
  device: string;
  version: string;
  behaviour: Behaviour;
}

async function fillRoot(tree: string, { busybox, device, version, behaviour }: Contents): Promise<void> {
  const folders = [
    'bin',
    'sbin',
    'etc',
    'dev',
    'proc',
    'sys',
    'run',
    'tmp',
    'tools',
    'opt/pupsentry',
    'opt/device',
  ];
  for (const folder of folders) await mkdir(join(tree, folder), { recursive: true });
  for (const [from, to] of [
    [busybox, 'bin/busybox'],
    [join(import.meta.dirname, 'slot-init'), 'sbin/init'],
    [device, 'opt/device/device.mjs'],
  ] as const) {
    await copyFile(from, join(tree, to));
    await chmod(join(tree, to), 0o755);
  }
  await symlink('/opt/pupsentry/node_modules', join(tree, 'opt/device/node_modules'));
  await writeFile(join(tree, 'etc/version'), `${version}\n`);
  await writeFile(join(tree, 'etc/behaviour'), `${behaviour}\n`);
  // What stays from release to release, and what does not; neither can be compressed.
  await writeFile(join(tree, 'opt/device/kept'), noise(1));
  await writeFile(join(tree, 'opt/device/new'), noise(Number(version.replaceAll('.', ''))));
}

function noise(seed: number): Buffer {
  const random = seededRandom(seed);
  const bytes = Buffer.alloc(PAYLOAD_BYTES);
  for (let at = 0; at < bytes.length; at += 4) bytes.writeUInt32LE(Math.floor(random() * 2 ** 32), at);
  return bytes;
}
