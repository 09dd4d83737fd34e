/** The virtual board's root file system: Debian packages, unpacked, with Node, as an ext4 image. */
import { createHash } from 'node:crypto';
import { mkdir, readFile, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { PupsentryError } from '#kit/errors.ts';
import { debianCodename, machineSources, sourcesOf } from './apt-sources.ts';
import { cached } from './cache.ts';
import { command } from './command.ts';
import { NODE_VERSION, nodeRuntime } from './node-runtime.ts';
import { startUml } from './uml.ts';

const RECIPE = join(import.meta.dirname, 'root-image');
const DEVICES_FOR_REGISTRY = 'vivid.n_devs=1';
const REGISTRY_LIMIT_MS = 120_000;
const REGISTRY_MEMORY_MB = 512;

export interface RootImageOptions {
  kernel: string;
  /** Progress, for people. */
  say: (line: string) => void;
}

/**
 * The path of the image, made when its recipe is new: about two minutes. It is never written to: boards use it
 * below a copy-on-write disk.
 * @throws PupsentryError "no-debian", "root-image", or what a program that failed said
 */
export async function rootImage({ kernel, say }: RootImageOptions): Promise<string> {
  const codename = await debianCodename();
  const recipe = createHash('sha256').update(`${codename} ${NODE_VERSION}`);
  for (const name of (await readdir(RECIPE)).sort())
    recipe.update(name).update(await readFile(join(RECIPE, name)));
  return cached(`root-${recipe.digest('hex').slice(0, 12)}`, async (work) => {
    const node = await nodeRuntime('x64', say);
    const archive = await packages(work, codename, say);
    say('making the root image');
    const image = join(work, 'root.ext4');
    // Without root rights, whoever unpacks is root in a name space of its own: all files are root's either way.
    const asRoot = process.getuid?.() === 0 ? [] : ['unshare', '--map-root-user'];
    await command([...asRoot, 'sh', join(RECIPE, 'assemble.sh'), archive, node, image], {
      from: 'e2fsprogs',
    });
    await makeRegistry(kernel, image, work, say);
    return image;
  });
}

/** @returns an archive of the unpacked packages */
async function packages(work: string, codename: string, say: (line: string) => void): Promise<string> {
  const list = await readFile(join(RECIPE, 'packages.list'), 'utf8');
  const names = list
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('#'));
  const sources = sourcesOf(codename, await machineSources());
  if (sources.length === 0) {
    throw new PupsentryError(
      'root-image',
      `apt knows no archive of Debian "${codename}" here (/etc/apt/sources.list and sources.list.d).`,
      'Add one, then run this again.',
    );
  }
  await mkdir(join(work, 'sources'));
  const files = await Promise.all(
    sources.map(async ({ name, text }, at) => {
      const file = join(work, 'sources', `${at}${name.endsWith('.sources') ? '.sources' : '.list'}`);
      await writeFile(file, text);
      return file;
    }),
  );
  const archive = join(work, 'packages.tar');
  say('fetching and unpacking the root file system: about 100 s, once');
  // A mount name space of its own: what is mounted while it works is never seen, nor left, outside. Without root
  // rights mmdebstrap makes one, as users who may look into /tmp but not into this user's folders.
  const isRoot = process.getuid?.() === 0;
  const ownMounts = isRoot ? ['unshare', '--mount'] : [];
  await command(
    [
      ...ownMounts,
      'mmdebstrap',
      '--variant=extract',
      '--format=tar',
      `--include=${names.join(',')}`,
      '--aptopt=Acquire::Languages "none"',
      '--aptopt=APT::Install-Recommends "false"',
      codename,
      archive,
      ...files,
    ],
    { env: isRoot ? { TMPDIR: work } : {}, from: 'mmdebstrap' },
  );
  return archive;
}

/** GStreamer looks at every plug-in once: 5 s that are spent here and not at every start. */
async function makeRegistry(
  kernel: string,
  image: string,
  folder: string,
  say: (line: string) => void,
): Promise<void> {
  say('letting GStreamer look at its plug-ins, in the board');
  const lines: string[] = [];
  const uml = await startUml({
    kernel,
    memoryMb: REGISTRY_MEMORY_MB,
    folder,
    args: [
      `ubd0=${image}`,
      'root=/dev/ubda',
      'rw',
      'init=/sbin/pupsentry-init',
      'con=null',
      'con0=null,fd:1',
      'quiet',
      'panic=-1',
      DEVICES_FOR_REGISTRY,
      'pupsentry.make-registry',
    ],
    onLine: (line) => {
      lines.push(line);
      if (lines.length > 30) lines.shift();
    },
  });
  const timer = setTimeout(() => uml.kill(), REGISTRY_LIMIT_MS);
  await uml.exited;
  clearTimeout(timer);
  if (!lines.some((line) => line.includes('registry made'))) {
    throw new PupsentryError('root-image', `The new root image does not work:\n${lines.join('\n')}`);
  }
}
