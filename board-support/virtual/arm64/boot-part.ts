/** What a boot loader starts of an image: Debian's arm64 kernel and a small initial RAM file system, as one FIT image. */
import { createHash } from 'node:crypto';
import { readFile, readdir, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { debianCodename } from '../apt-sources.ts';
import { cached } from '../cache.ts';
import { command } from '../command.ts';
import { DebianPackages } from './debian-packages.ts';
import { initramfs, type InitramfsFile } from './initramfs.ts';
import { KernelModules } from './kernel-modules.ts';

/** Raised when this file makes something else of the same parts. */
const RECIPE_VERSION = 1;
const KERNEL_PACKAGE = 'linux-image-arm64';
const PACKAGES = ['busybox-static', 'dmsetup'];
/** With their parameters; in this order. The watchdog's time is for the first program alone, s. */
const MODULES: Record<string, string> = {
  ...{ virtio_pci: '', virtio_blk: '', virtio_net: '', virtio_rng: '' },
  ...{ crc32c_generic: '', ext4: '', squashfs: '' },
  ...{ sha2_ce: '', dm_verity: '' },
  i6300esb: 'heartbeat=60',
};
/** What dmsetup is linked with; folders as they are in the packages. */
const LIBRARIES = [
  ...['libdevmapper.so.1.02.1', 'libc.so.6', 'libselinux.so.1', 'libudev.so.1', 'libm.so.6'],
  ...['libpcre2-8.so.0', 'ld-linux-aarch64.so.1'],
];
/** Where the kernel is unpacked to: 4 MiB above the start of the machine's memory. */
const KERNEL_ADDRESS = '0x40400000';

/**
 * The path of the FIT image, made when its recipe is new: about a minute.
 * @param init the first program, such as ota/boot/initramfs/init
 */
export async function arm64BootPart(init: string, say: (line: string) => void): Promise<string> {
  const choices = [RECIPE_VERSION, await debianCodename(), PACKAGES, MODULES, LIBRARIES];
  const recipe = createHash('sha256')
    .update(JSON.stringify(choices))
    .update(await readFile(init));
  return cached(`bootpart-${recipe.digest('hex').slice(0, 12)}`, (work) => make(work, init, say));
}

async function make(work: string, init: string, say: (line: string) => void): Promise<string> {
  const at = (name: string) => join(work, name);
  say('fetching the arm64 kernel for the boot part: about a minute, once');
  const debian = new DebianPackages({ architecture: 'arm64', folder: at('apt') });
  await debian.update();
  await debian.unpackKernel(KERNEL_PACKAGE, at('kernel'));
  await debian.unpack(PACKAGES, at('tree'));
  const [kernel] = (await readdir(at('kernel/boot'))).filter((name) => name.startsWith('vmlinuz-'));
  const modules = await KernelModules.open(at('kernel'));
  const pack = promisify(gzip);
  await writeFile(
    at('kernel.gz'),
    await pack(await readFile(join(at('kernel/boot'), kernel!)), { level: 9 }),
  );
  const ram = await initialRam(modules, at('tree'), init);
  await writeFile(at('initramfs.gz'), await pack(ram, { level: 9 }));
  await writeFile(at('boot.its'), FIT);
  await command(['mkimage', '-q', '-f', 'boot.its', 'boot.fit'], {
    ...{ cwd: work, from: 'u-boot-tools' },
    env: { SOURCE_DATE_EPOCH: '0' },
  });
  return at('boot.fit');
}

const image = (name: string, file: string, more: string) =>
  `${name} { data = /incbin/("${file}"); arch = "arm64"; os = "linux"; ${more} hash { algo = "sha256"; }; };`;

/** The device tree is the boot loader's own. */
const FIT = `/dts-v1/;
/ {
  description = "Pupsentry";
  #address-cells = <1>;
  images {
    ${image('kernel', 'kernel.gz', `type = "kernel"; compression = "gzip"; load = <${KERNEL_ADDRESS}>; entry = <${KERNEL_ADDRESS}>;`)}
    ${image('ramdisk', 'initramfs.gz', 'type = "ramdisk"; compression = "none";')}
  };
  configurations { default = "conf"; conf { kernel = "kernel"; ramdisk = "ramdisk"; }; };
};
`;

async function initialRam(modules: KernelModules, tree: string, init: string): Promise<Buffer> {
  const names = Object.keys(MODULES);
  const files = modules.files(names);
  const folder = (path: string): InitramfsFile => ({ path, mode: 0o040755 });
  const program = async (path: string, from: string): Promise<InitramfsFile> => ({
    ...{ path, mode: 0o100755 },
    contents: await readFile(from),
  });
  const parameters = (file: string) =>
    MODULES[basename(file).replace(/\.ko$/, '').replaceAll('-', '_')] || undefined;
  const order = files.map((file) => [basename(file), parameters(file)].filter(Boolean).join(' '));
  const libraries = await findFiles(tree, LIBRARIES);
  return initramfs([
    ...['bin', 'sbin', 'lib', 'dev', 'proc', 'sys', 'root', 'modules'].map(folder),
    { path: 'dev/console', mode: 0o020600, device: [5, 1] },
    await program('init', init),
    await program('bin/busybox', join(tree, 'bin/busybox')),
    await program('sbin/dmsetup', join(tree, 'sbin/dmsetup')),
    ...(await Promise.all(libraries.map((file) => program(`lib/${basename(file)}`, file)))),
    { path: 'order', mode: 0o100644, contents: Buffer.from(order.map((line) => `${line}\n`).join('')) },
    ...(await Promise.all(files.map((file) => program(`modules/${basename(file)}`, file)))),
  ]);
}

/** @returns a path for each name, in their order */
async function findFiles(tree: string, names: readonly string[]): Promise<string[]> {
  const paths = (await readdir(tree, { recursive: true, encoding: 'utf8' })).sort();
  return names.map((name) => {
    const path = paths.find((one) => basename(one) === name);
    if (!path) throw new Error(`there is no ${name} in the packages ${PACKAGES.join(', ')}`);
    return join(tree, path);
  });
}
