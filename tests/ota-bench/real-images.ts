/**
 * Images as a vendor ships them: the arm64 board's packages with Node, our bundle, its kernel. The newer ones have another
 * release of one npm package and one changed source file, as releases mostly do.
 */
import { cp, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { build as bundle, type Plugin } from 'esbuild';
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
const OLD = { version: '1.0.0', builtMs: Date.UTC(2026, 0, 1) };
const NEW = { version: '1.0.1', builtMs: Date.UTC(2026, 1, 1) };

/**
 * Makes `old.img` and `new.img` in the folder when they are not there: some minutes. `make build` has to come first.
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

/** Makes NAME.img, and NAME.json beside it: its release. */
export async function realImage(
  folder: string,
  name: string,
  build: { version: string; builtMs: number },
  options: OneImageOptions = {},
): Promise<RealImage> {
  await mkdir(folder, { recursive: true });
  const file = join(folder, `${name}.img`);
  const described = join(folder, `${name}.json`);
  const there = await readFile(described, 'utf8').catch(() => null);
  if (there) return { file, release: JSON.parse(there) as Release };
  const { say = () => undefined } = options;
  const bootFile = await arm64BootPart(INIT, say);
  const work = join(folder, `.${name}`);
  await rm(work, { recursive: true, force: true });
  const root = await makeTree(work, build, { ...options, say });
  say(`making ${name}.img`);
  const release = await makeImage({
    ...{ root, bootFile, out: file, path: `${HARDWARE}/${build.version}.img`, level: options.level },
    ...{ version: build.version, securityVersion: 1, hardware: [HARDWARE], minAgent: 1 },
  });
  await rm(work, { recursive: true });
  await writeFile(described, `${JSON.stringify(release, null, 2)}\n`);
  return { file, release };
}

/** @returns the root as a folder */
async function makeTree(
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
  await addUpdateProgram(join(programs, 'bench/update-program.mjs'));
  await rm(join(root, 'sbin/init'), { force: true });
  await cp(DEVICE_INIT, join(root, 'sbin/init'));
  await writeFile(join(root, 'etc/pupsentry-version'), `${version}\n`);
  if (isFaulty) await writeFile(join(root, 'etc/pupsentry-faulty'), '');
  return root;
}

/** The update engine by itself: the bench’s own program. */
async function addUpdateProgram(outfile: string): Promise<void> {
  await bundle({
    ...{ entryPoints: [join(import.meta.dirname, 'update-program.ts')], outfile, bundle: true },
    ...{ platform: 'node', target: 'node22', format: 'esm', logLevel: 'warning', external: ['koffi'] },
    banner: {
      js: "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);",
    },
  });
}
