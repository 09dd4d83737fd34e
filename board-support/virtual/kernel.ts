/** The virtual board's kernel: User-Mode Linux from Debian's source package, built once and kept. */
import { createHash } from 'node:crypto';
import { chmod, readFile, readdir, writeFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { PupsentryError } from '#kit/errors.ts';
import { cached, cachedEntry, cacheFolder } from './cache.ts';
import { command } from './command.ts';
import { canonicalFragment, missingOptions } from './kernel-config.ts';

const PROJECT = join(import.meta.dirname, '../..');
const FRAGMENT = join(import.meta.dirname, 'kernel.fragment');
const SOURCE_PACKAGE = 'linux-source-6.1';
const SOURCE_ARCHIVE = '/usr/src/linux-source-6.1.tar.xz';
/** A ready-built one that may stand beside the project. */
const READY_BUILT = join(PROJECT, '../shared/virtual-board');

/** Sound is refused to ARCH=um as a whole, although it has what the loopback card needs. */
const CHANGE = { file: 'sound/Kconfig', from: 'if !UML', to: 'if !UML || INDIRECT_IOMEM' };
/** What a make above us was told is not meant for this one. */
const OWN_MAKE = { MAKEFLAGS: '', MAKELEVEL: '' };
/** How many files the compiler is about to say it compiles; for the progress only. */
const ABOUT_FILES = 2060;
const SAY_EVERY_MS = 10_000;

export interface KernelOptions {
  /** Progress, for people. */
  say: (line: string) => void;
  /** Builds even though a ready-built one of the same configuration stands beside the project. */
  fromSource?: boolean;
}

/**
 * The path of the kernel program (`linux`). Takes one that is ready built with the same configuration, else one
 * that was built before, else builds it: about 10 CPU minutes and 2 GB of disk meanwhile.
 * @throws PupsentryError "kernel-host" on a machine that cannot run it; "kernel-build" when the source changed
 *   so that our options no longer hold
 */
export async function virtualBoardKernel({ say, fromSource = false }: KernelOptions): Promise<string> {
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    throw new PupsentryError(
      'kernel-host',
      `The virtual board runs on Linux on x86-64 only; this is ${process.platform} on ${process.arch}.`,
      'Everything else of the project works here.',
    );
  }
  const fragment = await readFile(FRAGMENT, 'utf8');
  const ready = fromSource ? null : await readyBuilt(fragment);
  if (ready) return ready;
  const hash = createHash('sha256')
    .update(canonicalFragment(fragment))
    .update(JSON.stringify(CHANGE))
    .digest('hex')
    .slice(0, 12);
  const version = await sourceVersion();
  const built = version ? await cachedEntry(`linux-${hash}-${version}`) : await anyBuilt(`linux-${hash}-`);
  if (built) return built;
  await command(['sh', join(PROJECT, 'tools/setup.sh'), 'kernel'], { onLine: say });
  return cached(`linux-${hash}-${await sourceVersion()}`, (work) => build(work, fragment, say));
}

async function readyBuilt(fragment: string): Promise<string | null> {
  const config = await readFile(join(READY_BUILT, 'uml.config'), 'utf8').catch(() => null);
  if (config === null || missingOptions(fragment, config).length > 0) return null;
  const program = join(READY_BUILT, 'linux-uml');
  return command([program, '--version']).then(
    () => program,
    () => null,
  );
}

/** Without the source package installed, what an earlier version of it gave is as good. */
async function anyBuilt(prefix: string): Promise<string | null> {
  const entries = await readdir(cacheFolder()).catch(() => []);
  const newest = entries.filter((name) => name.startsWith(prefix) && !name.endsWith('.lock')).sort();
  return newest.length > 0 ? cachedEntry(newest.at(-1)!) : null;
}

async function sourceVersion(): Promise<string | null> {
  const said = await command(['dpkg-query', '-W', '-f=${db:Status-Status} ${Version}', SOURCE_PACKAGE]).catch(
    () => '',
  );
  return /^installed (\S+)/.exec(said)?.[1] ?? null;
}

async function build(work: string, fragment: string, say: (line: string) => void): Promise<string> {
  say(`building the kernel from ${SOURCE_PACKAGE}: about 10 CPU minutes, once`);
  await command(['tar', '-xJf', SOURCE_ARCHIVE, '--strip-components=1', '-C', work], { from: 'xz-utils' });
  await changeKconfig(work);
  await writeFile(join(work, 'pupsentry.fragment'), fragment);
  const make = (...targets: string[]) => ['make', '-s', '-C', work, 'ARCH=um', ...targets];
  await command(make('defconfig'), { env: OWN_MAKE });
  await command(
    ['sh', 'scripts/kconfig/merge_config.sh', '-m', '-O', work, join(work, '.config'), 'pupsentry.fragment'],
    { cwd: work },
  );
  await command(make('olddefconfig'), { env: OWN_MAKE });
  const config = await readFile(join(work, '.config'), 'utf8');
  const missing = missingOptions(fragment, config);
  if (missing.length > 0) {
    throw new PupsentryError(
      'kernel-build',
      `The kernel of ${SOURCE_PACKAGE} cannot be configured as kernel.fragment asks: ${missing.join(', ')}.`,
      'Its options must be adapted to this version of the source.',
    );
  }
  let files = 0;
  let saidMs = Date.now();
  await command(['make', `-j${availableParallelism()}`, '-C', work, 'ARCH=um', 'linux'], {
    env: OWN_MAKE,
    onLine: (line) => {
      if (/^\s+(CC|AR|AS|LD)\s/.test(line)) files++;
      if (Date.now() - saidMs < SAY_EVERY_MS) return;
      saidMs = Date.now();
      say(`building the kernel: about ${Math.min(99, Math.round((files * 100) / ABOUT_FILES))} %`);
    },
  });
  const program = join(work, 'linux');
  await command(['strip', program]);
  await chmod(program, 0o755);
  return program;
}

async function changeKconfig(work: string): Promise<void> {
  const file = join(work, CHANGE.file);
  const text = await readFile(file, 'utf8');
  const lines = text.split('\n');
  const at = lines.indexOf(CHANGE.from);
  if (at < 0 || lines.lastIndexOf(CHANGE.from) !== at) {
    throw new PupsentryError(
      'kernel-build',
      `${CHANGE.file} of ${SOURCE_PACKAGE} has no single line "${CHANGE.from}" to change.`,
      'The change in kernel.ts must be adapted to this version of the source.',
    );
  }
  lines[at] = CHANGE.to;
  await writeFile(file, lines.join('\n'));
}
