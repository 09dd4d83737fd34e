/** What was built in this checkout, as the disk that the virtual board mounts on /opt/pupsentry. */
import { createHash } from 'node:crypto';
import { chmod, cp, mkdir, readFile, readdir, stat, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';
import { PupsentryError } from '#kit/errors.ts';
import { cached } from './cache.ts';
import { command } from './command.ts';

const PROJECT = join(import.meta.dirname, '../..');
const DIST = join(PROJECT, 'dist');
const GUEST = join(import.meta.dirname, 'guest');
/** The programs that run on a device, and what stands beside them. */
const PROGRAMS = ['pupsentryd', 'pupsentry-media', 'pupsentryctl'];
const BESIDE = ['boards'];
/** Of npm packages, what no program loads. */
const LEFT_OUT = /\/(vendor|doc|docs|test|tests|types)$|\.(md|map|ts)$/;
/** A board that is still running keeps its disk by its open file. */
const UNUSED_MS = 2 * 3600_000;

interface Manifest {
  dependencies?: Record<string, string>;
  optionalDependencies?: Record<string, string>;
}

/**
 * The path of the image in a folder; made (in less than a second) when what it holds has changed.
 * @param foreign for a board of another architecture: its binary packages by name, and where they are unpacked
 * @throws PupsentryError "not-built" when dist/ lacks a program
 */
export async function bundleImage(
  folder: string,
  foreign: ReadonlyMap<string, string> = new Map(),
): Promise<string> {
  const packages = await nativePackages(foreign);
  const sources = [
    ...PROGRAMS.map((name) => join(DIST, `${name}.js`)),
    ...BESIDE.map((name) => join(DIST, name)),
    ...packages.values(),
    GUEST,
    import.meta.filename,
  ];
  const hash = createHash('sha256');
  for (const source of sources) await describe(source, hash);
  const name = `bundle-${hash.digest('hex').slice(0, 12)}`;
  return cached(name, (work) => make(work, packages), { folder, unusedMs: UNUSED_MS });
}

/** Names, sizes and times of change: reading everything would cost more than making the image. */
async function describe(path: string, hash: ReturnType<typeof createHash>): Promise<void> {
  const there = await stat(path);
  hash.update(`${path} ${there.isDirectory() ? '' : `${there.size} ${there.mtimeMs}`}\n`);
  if (!there.isDirectory()) return;
  for (const name of (await readdir(path)).sort()) await describe(join(path, name), hash);
}

/** Folders of the packages that the bundles leave outside, and of what those need. */
async function nativePackages(foreign: ReadonlyMap<string, string>): Promise<Map<string, string>> {
  const wanted = new Set<string>();
  for (const program of PROGRAMS) {
    const text = await readFile(join(DIST, `${program}.js`), 'utf8').catch((cause: unknown) => {
      throw new PupsentryError('not-built', `dist/${program}.js is missing.`, 'Run make build first.', {
        cause,
      });
    });
    for (const [, name] of text.matchAll(/^import [^;\n]* from "((?:@[\w.-]+\/)?[\w-][\w.-]*)";$/gm))
      wanted.add(name!);
  }
  const folders = new Map<string, string>();
  const queue = [...wanted].filter((name) => !isBuiltIn(name));
  for (let name = queue.shift(); name; name = queue.shift()) {
    const folder = foreign.get(name) ?? join(PROJECT, 'node_modules', name);
    const text = await readFile(join(folder, 'package.json'), 'utf8').catch(() => null);
    if (text === null || folders.has(name)) continue; // one of the other platforms' binaries
    folders.set(name, folder);
    const { dependencies = {}, optionalDependencies = {} } = JSON.parse(text) as Manifest;
    const binaries = Object.keys(optionalDependencies);
    queue.push(...Object.keys(dependencies));
    queue.push(...(foreign.size > 0 ? binaries.filter((binary) => foreign.has(binary)) : binaries));
  }
  return new Map([...folders].sort());
}

function isBuiltIn(name: string): boolean {
  return !createRequire(import.meta.url).resolve.paths(name);
}

async function make(work: string, packages: ReadonlyMap<string, string>): Promise<string> {
  const tree = join(work, 'tree');
  const bin = join(tree, 'bin');
  await mkdir(bin, { recursive: true });
  await writeFile(join(tree, 'package.json'), '{ "type": "module" }\n');
  for (const name of PROGRAMS) {
    await cp(join(DIST, `${name}.js`), join(tree, `${name}.js`));
    await writeFile(join(bin, name), `#!/bin/sh\nexec node /opt/pupsentry/${name}.js "$@"\n`, {
      mode: 0o755,
    });
  }
  for (const name of BESIDE) await cp(join(DIST, name), join(tree, name), { recursive: true });
  for (const [name, folder] of packages) {
    const to = join(tree, 'node_modules', name);
    await mkdir(dirname(to), { recursive: true });
    await cp(folder, to, {
      recursive: true,
      dereference: true,
      filter: (from) => !LEFT_OUT.test(from.slice(folder.length)),
    });
  }
  await mkdir(join(tree, 'guest'));
  for (const script of ['init', 'login', 'press']) {
    const to = join(script === 'press' ? bin : join(tree, 'guest'), basename(script));
    await cp(join(GUEST, script), to);
    await chmod(to, 0o755);
  }
  await command([
    join(PROJECT, 'node_modules/.bin/esbuild'),
    join(GUEST, 'agent.ts'),
    '--bundle',
    '--platform=node',
    '--target=node22',
    '--format=esm',
    '--log-level=warning',
    `--outfile=${join(tree, 'guest/agent.js')}`,
  ]);
  const image = join(work, 'bundle.squashfs');
  // Little of it is read at a start: what is stored as it is is made, and read, fastest.
  await command(
    ['mksquashfs', tree, image, '-quiet', '-no-progress', '-all-root', '-noI', '-noD', '-noF', '-noX'],
    { from: 'squashfs-tools' },
  );
  return image;
}
