/**
 * Images as a vendor ships them: the arm64 board's packages with Node, our bundle, its kernel. The newer ones have another
 * release of one npm package and one changed source file, as releases mostly do.
 */
import { createHash } from 'node:crypto';
import { cp, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import type { Plugin } from 'esbuild';
import { arm64BootPart } from '#board/virtual/arm64/boot-part.ts';
import { arm64Bundle } from '#board/virtual/arm64/bundle.ts';
import { arm64Image } from '#board/virtual/arm64/image.ts';
import { command } from '#board/virtual/command.ts';
import { unpackNpmPackage } from '#board/virtual/npm-package.ts';
import { makeImage } from '#ota/release/make-image.ts';
import type { Release } from '#ota/trust/release.ts';
import { bundleProgram } from '../../tools/bundle-program.ts';

const PROJECT = join(import.meta.dirname, '../..');
const INIT = join(PROJECT, 'ota/boot/initramfs/init');
const LOCK_FILE = join(PROJECT, 'package-lock.json');
const DEVICE_INIT = join(import.meta.dirname, 'device-init');
export const HARDWARE = 'qemu-aarch64';

/** The npm package of the older image; the newer ones have what package-lock.json pins. */
const OLDER_PACKAGE = {
  name: 'protobufjs',
  version: '8.8.0',
  integrity:
    'sha512-N3xhQ5yyBx3vQq4gubBfASzYhJGNzeDbjqBpu61g7UVylsN/qyffU96TKWD3GbbLOKF82VGNRNvv1+BFgE31Eg==',
};
/** One changed source file: the older one has a line more. */
const olderSource: Plugin = {
  name: 'older source',
  setup({ onLoad }) {
    onLoad({ filter: /firmware\/doorbell\/doorbell\.ts$/ }, async ({ path }) => ({
      loader: 'ts',
      contents: `${await readFile(path, 'utf8')}\nObject.freeze(Doorbell);\n`,
    }));
  },
};

export interface RealImage {
  file: string;
  release: Release;
}

export interface RealImageOptions {
  /** zstd's, 1 to 22; what is quick to make is larger. */
  level?: number;
  /** Progress, for people. */
  say?: (line: string) => void;
}

/** Versions and when they were built, ms since 1970. */
export const OLD = { version: '1.0.0', builtMs: Date.UTC(2026, 0, 1) };
export const NEW = { version: '1.0.1', builtMs: Date.UTC(2026, 1, 1) };

/**
 * Makes `old.img` and `new.img` in the folder when they are not there, or are of other parts: some minutes. `make build` has to come first.
 * @throws PupsentryError "not-built", or what a program that failed said
 */
export async function realImages(
  folder: string,
  options: RealImageOptions = {},
): Promise<{ old: RealImage; new: RealImage }> {
  return {
    old: await realImage(folder, 'old', OLD, { ...options, isOlder: true }),
    new: await realImage(folder, 'new', NEW, options),
  };
}

export interface OneImageOptions extends RealImageOptions {
  /** With the older npm package and source file. */
  isOlder?: boolean;
  /** It does what /data/fault says (device-init). */
  isFaulty?: boolean;
}

/** Makes NAME.img, and NAME.json beside it: its release, and what it was made of. */
export async function realImage(
  folder: string,
  name: string,
  build: { version: string; builtMs: number },
  options: OneImageOptions = {},
): Promise<RealImage> {
  await mkdir(folder, { recursive: true });
  const file = join(folder, `${name}.img`);
  const described = join(folder, `${name}.json`);
  const { say = () => undefined } = options;
  const bootFile = await arm64BootPart(INIT, say);
  const { root: packages } = await arm64Image(say);
  const recipe = await recipeOf([basename(bootFile), basename(dirname(packages)), build, options]);
  const there = await readFile(described, 'utf8').catch(() => '{}');
  const made = JSON.parse(there) as { recipe?: string; release: Release };
  if (made.recipe === recipe) return { file, release: made.release };
  await rm(described, { force: true });
  const work = resolve(folder, `.${name}`); // esbuild looks for packages from elsewhere
  await rm(work, { recursive: true, force: true });
  const root = await realTree(work, build, { ...options, say });
  say(`making ${name}.img`);
  const release = await makeImage({
    ...{ root, bootFile, out: file, path: `${HARDWARE}/${build.version}.img`, level: options.level },
    ...{ version: build.version, securityVersion: 1, hardware: [HARDWARE], minAgent: 1 },
  });
  await rm(work, { recursive: true });
  await writeFile(described, `${JSON.stringify({ recipe, release }, null, 2)}\n`);
  return { file, release };
}

/** What an image is made of, but for the source of our programs: they alone do not make it anew. */
async function recipeOf(choices: unknown): Promise<string> {
  const recipe = createHash('sha256').update(JSON.stringify([choices, OLDER_PACKAGE]));
  for (const file of [DEVICE_INIT, LOCK_FILE]) recipe.update(await readFile(file));
  return recipe.digest('hex');
}

/** @returns the root as a folder, in `work` */
export async function realTree(
  work: string,
  { version, builtMs }: { version: string; builtMs: number },
  { isOlder, isFaulty, say }: OneImageOptions & { say: (line: string) => void },
): Promise<string> {
  const root = join(work, 'root');
  await mkdir(root, { recursive: true });
  const image = await arm64Image(say);
  await command(['debugfs', '-R', `rdump / ${root}`, image.root], { from: 'e2fsprogs' });
  await rm(join(root, 'lost+found'), { recursive: true, force: true });
  const programs = join(root, 'opt/pupsentry');
  await rm(programs, { recursive: true, force: true });
  await command(['unsquashfs', '-quiet', '-no-progress', '-d', programs, await arm64Bundle()], {
    from: 'squashfs-tools',
  });
  const alias = isOlder ? { [OLDER_PACKAGE.name]: join(work, 'package') } : undefined;
  if (isOlder) await unpackNpmPackage(OLDER_PACKAGE, join(work, 'package'));
  for (const name of ['pupsentryd', 'pupsentry-media', 'pupsentryctl'] as const) {
    const outfile = join(programs, `${name}.js`);
    const plugins = isOlder ? [olderSource] : [];
    await bundleProgram({ name, outfile, version, builtMs, alias, plugins });
    await rm(`${outfile}.map`);
  }
  await rm(join(root, 'sbin/init'), { force: true });
  await cp(DEVICE_INIT, join(root, 'sbin/init'));
  await writeFile(join(root, 'etc/pupsentry-version'), `${version}\n`);
  if (isFaulty) await writeFile(join(root, 'etc/pupsentry-faulty'), '');
  return root;
}
