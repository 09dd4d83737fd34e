/** The initial RAM file system of a virtual board that starts from a slot: busybox, dmsetup, nbd-client, and what is given. */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { initramfs, type InitramfsFile } from './arm64/initramfs.ts';
import { command } from './command.ts';

/** Of this machine, with their libraries. */
const PROGRAMS = ['dmsetup', 'nbd-client'];
const FOLDERS = ['bin', 'sbin', 'dev', 'proc', 'sys', 'root'];

export interface InitialRamOptions {
  /** The prepared root image, which has busybox. */
  root: string;
  /** More programs and scripts by their path, "init" among them. */
  programs: Readonly<Record<string, Buffer>>;
  /** Replaced when it is there. */
  out: string;
}

/** @throws PupsentryError "command-missing", "command-failed" */
export async function makeInitialRam({ root, programs, out }: InitialRamOptions): Promise<void> {
  const files = new Map([['bin/busybox', await fileInImage(root, '/bin/busybox')]]);
  for (const name of PROGRAMS) {
    const path = (await command(['sh', '-c', `command -v ${name}`], { from: name })).trim();
    files.set(`sbin/${name}`, await readFile(path));
    for (const file of await librariesOf(path)) files.set(file.slice(1), await readFile(file));
  }
  for (const [path, contents] of Object.entries(programs)) files.set(path, contents);
  const archive: InitramfsFile[] = [
    ...foldersOf([...files.keys()]).map((path) => ({ path, mode: 0o040755 })),
    { path: 'dev/console', mode: 0o020600, device: [5, 1] },
    ...[...files].map(([path, contents]) => ({ path, mode: 0o100755, contents })),
  ];
  await writeFile(out, initramfs(archive));
}

/** @returns every folder that is needed, those above before those below */
function foldersOf(paths: readonly string[]): string[] {
  const folders = new Set(FOLDERS);
  for (const path of paths)
    for (let folder = dirname(path); folder !== '.'; folder = dirname(folder)) folders.add(folder);
  return [...folders].sort();
}

async function librariesOf(program: string): Promise<string[]> {
  const said = await command(['ldd', program]);
  return [...said.matchAll(/(\/\S+) \(0x/g)].map(([, path]) => path!);
}

async function fileInImage(image: string, path: string): Promise<Buffer> {
  const work = await mkdtemp(join(tmpdir(), 'pupsentry-'));
  try {
    const file = join(work, 'file');
    await command(['debugfs', '-R', `dump ${path} ${file}`, image], { from: 'e2fsprogs' });
    return await readFile(file);
  } finally {
    await rm(work, { recursive: true });
  }
}
