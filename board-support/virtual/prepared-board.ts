/** Everything a board is started with: kernel, images, wiring. Made here when it is missing or has changed. */
import { mkdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { bundleImage } from './bundle-image.ts';
import { command } from './command.ts';
import { makeDataDisk } from './data-disk.ts';
import { virtualBoardKernel } from './kernel.ts';
import { rootImage } from './root-image.ts';
import { GUEST_ADDRESS, HOST_ADDRESS, PREFIX_BITS, TAP_NAME } from './tap.ts';
import { makeUpdateDisk } from './update-disk.ts';

/** Where images of this checkout and the folders of boards stand. */
export const ARTIFACTS = join(import.meta.dirname, '../../artifacts/virtual-board');

/** The hardware that is no wiring: one webcam, two radios in the same air. */
const DEVICES = [
  'vivid.n_devs=1',
  'vivid.node_types=0x1', // video capture only
  'vivid.num_inputs=1',
  'vivid.input_types=0', // webcam
  'mac80211_hwsim.radios=2',
];

export interface Prepared {
  kernel: string;
  root: string;
  bundle: string;
}

/** Says nothing and is quick when all is there. */
export async function prepareBoard(say: (line: string) => void): Promise<Prepared> {
  await mkdir(ARTIFACTS, { recursive: true });
  const kernel = await virtualBoardKernel({ say });
  return { kernel, root: await rootImage({ kernel, say }), bundle: await bundleImage(ARTIFACTS) };
}

export interface Disks {
  /** A folder for the root's changes, the compiled wiring and empty slots for updates; gone with the board. */
  run: string;
  /** An ext4 image, made when it is not there. */
  data: string;
}

/** The kernel's words for disks, wiring, devices and network; the console's are the caller's. */
export async function bootArguments({ root, bundle }: Prepared, { run, data }: Disks): Promise<string[]> {
  const wiring = join(run, 'board.dtb');
  await command(['dtc', '-q', '-O', 'dtb', '-o', wiring, join(import.meta.dirname, 'board.dts')], {
    from: 'device-tree-compiler',
  });
  if (!(await stat(data).catch(() => null))) await makeDataDisk(data);
  const updates = join(run, 'updates.img');
  await makeUpdateDisk(updates);
  return [
    `ubd0=${join(run, 'root.cow')},${root}`,
    `ubd1r=${bundle}`,
    `ubd2=${data}`,
    `ubd3=${updates}`,
    'root=/dev/ubda',
    'rw',
    'init=/sbin/pupsentry-init',
    `dtb=${wiring}`,
    'con=null',
    'quiet',
    'panic=-1', // a panic ends the program
    'random.trust_cpu=on',
    ...DEVICES,
    `eth0=tuntap,${TAP_NAME}`,
    `pupsentry.address=${GUEST_ADDRESS}/${PREFIX_BITS}`,
    `pupsentry.gateway=${HOST_ADDRESS}`,
  ];
}
