/**
 * What the aarch64 virtual board boots from: Debian's own kernel, a small initial RAM file system, and the same
 * packages as the other virtual board in an ext4 image.
 */
import { createHash } from 'node:crypto';
import { copyFile, mkdir, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { PupsentryError } from '#kit/errors.ts';
import { debianCodename } from '../apt-sources.ts';
import { cached } from '../cache.ts';
import { command } from '../command.ts';
import { NODE_VERSION, nodeRuntime } from '../node-runtime.ts';
import { DebianPackages } from './debian-packages.ts';
import { initramfs, type InitramfsFile } from './initramfs.ts';
import { KernelModules } from './kernel-modules.ts';
import { startQemu } from './qemu.ts';

/** Raised when this file makes another image out of the same parts. */
const RECIPE_VERSION = 1;
const RECIPE = join(import.meta.dirname, '../root-image');
const INIT = join(import.meta.dirname, 'initramfs-init');

const KERNEL_PACKAGE = 'linux-image-arm64';
/** Beside those of the other board, whose kernel has no modules. */
const MORE_PACKAGES = ['kmod'];
/** Large, and nothing but desktops needs them; assemble.sh leaves out single files of others. */
const WITHOUT = [
  ...['libllvm15', 'libgl1-mesa-dri', 'libz3-4', 'libperl5.36', 'perl', 'perl-modules-5.36', 'perl-base'],
  ...['libgtk-3-0', 'libgtk-3-common', 'adwaita-icon-theme', 'iso-codes', 'systemd', 'udev', 'xkb-data'],
];
/** What is there from the start: disks, network, random numbers, watchdog. */
const BOOT_MODULES = [
  ...['virtio_pci', 'virtio_blk', 'crc32c_generic', 'ext4', 'loop', 'squashfs'],
  ...['virtio_net', 'virtio_rng', 'i6300esb'],
];
/** For modprobe on the board. */
const MORE_MODULES = ['vivid', 'snd-aloop', 'overlay'];

const REGISTRY_LIMIT_MS = 240_000;

export interface Arm64Image {
  kernel: string;
  initialRam: string;
  /** Never written to: boards use it with `snapshot=on`. */
  root: string;
}

/**
 * Makes the image when its recipe is new, which takes about two minutes.
 * @param say progress, for people
 * @throws PupsentryError "no-debian", "packages-unreachable", "kernel-modules", "root-image", or what a program that failed said
 */
export async function arm64Image(say: (line: string) => void): Promise<Arm64Image> {
  const choices = { KERNEL_PACKAGE, MORE_PACKAGES, WITHOUT, BOOT_MODULES, MORE_MODULES };
  const release = [RECIPE_VERSION, await debianCodename(), NODE_VERSION];
  const recipe = createHash('sha256').update(JSON.stringify([release, choices]));
  const parts = (await readdir(RECIPE)).sort().map((name) => join(RECIPE, name));
  for (const file of [...parts, INIT]) recipe.update(basename(file)).update(await readFile(file));
  const folder = await cached(`arm64-${recipe.digest('hex').slice(0, 12)}`, (work) => make(work, say));
  return filesIn(folder);
}

function filesIn(folder: string): Arm64Image {
  return {
    kernel: join(folder, 'kernel'),
    initialRam: join(folder, 'initramfs'),
    root: join(folder, 'root.ext4'),
  };
}

/** @returns the folder with the files of an image */
async function make(work: string, say: (line: string) => void): Promise<string> {
  const finished = join(work, 'finished');
  const at = (name: string) => join(work, name);
  for (const folder of ['finished', 'apt']) await mkdir(at(folder));
  const image = filesIn(finished);

  say('fetching the arm64 kernel and packages: about a minute, once');
  const debian = new DebianPackages({ architecture: 'arm64', folder: at('apt') });
  await debian.update();
  await debian.unpackKernel(KERNEL_PACKAGE, at('kernel'));
  await debian.unpack([...(await sharedPackages()), ...MORE_PACKAGES], at('tree'), WITHOUT);
  const node = await nodeRuntime('arm64', say);

  say('making the arm64 image');
  const [kernel] = (await readdir(at('kernel/boot'))).filter((name) => name.startsWith('vmlinuz-'));
  await copyFile(join(at('kernel/boot'), kernel!), image.kernel);
  const modules = await KernelModules.open(at('kernel'));
  await modules.install([...BOOT_MODULES, ...MORE_MODULES], at('tree'));
  await writeFile(image.initialRam, await initialRam(modules, join(at('tree'), 'bin/busybox')));
  await command(['tar', '-cf', at('packages.tar'), '-C', at('tree'), '.']);
  await rm(at('tree'), { recursive: true });
  const asRoot = process.getuid?.() === 0 ? [] : ['unshare', '--map-root-user'];
  const assemble = ['sh', join(RECIPE, 'assemble.sh'), at('packages.tar'), node, image.root];
  await command([...asRoot, ...assemble] as [string, ...string[]], { from: 'e2fsprogs' });

  await makeRegistry(image, say);
  return finished;
}

async function sharedPackages(): Promise<string[]> {
  const lines = (await readFile(join(RECIPE, 'packages.list'), 'utf8'))
    .split('\n')
    .map((line) => line.trim());
  return lines.filter((line) => line !== '' && !line.startsWith('#'));
}

async function initialRam(modules: KernelModules, busybox: string): Promise<Buffer> {
  const files = modules.files(BOOT_MODULES);
  const folder = (path: string): InitramfsFile => ({ path, mode: 0o040755 });
  const program = async (path: string, from: string): Promise<InitramfsFile> => ({
    ...{ path, mode: 0o100755 },
    contents: await readFile(from),
  });
  const order = files.map((file) => `${basename(file)}\n`).join('');
  return initramfs([
    ...['bin', 'dev', 'proc', 'sys', 'root', 'modules'].map(folder),
    { path: 'dev/console', mode: 0o020600, device: [5, 1] },
    await program('bin/busybox', busybox),
    await program('init', INIT),
    { path: 'order', mode: 0o100644, contents: Buffer.from(order) },
    ...(await Promise.all(files.map((file) => program(`modules/${basename(file)}`, file)))),
  ]);
}

/** GStreamer looks at every plug-in once: half a minute here, and not at every start. */
async function makeRegistry(image: Arm64Image, say: (line: string) => void): Promise<void> {
  say('letting GStreamer look at its plug-ins, in the board');
  const lines: string[] = [];
  const qemu = startQemu({
    ...{ image, kernelArgs: ['pupsentry.make-registry'], keepsRootChanges: true },
    onLine: (line) => {
      lines.push(line);
      if (lines.length > 30) lines.shift();
    },
  });
  const timer = setTimeout(() => qemu.kill(), REGISTRY_LIMIT_MS);
  await qemu.exited;
  clearTimeout(timer);
  // Debian's kernel has no vicodec; whether its element is found says that the look is over.
  if (!lines.some((line) => /registry made|no v4l2fwhtenc/.test(line))) {
    throw new PupsentryError('root-image', `The new arm64 image does not work:\n${lines.join('\n')}`);
  }
}
