/** User-Mode Linux as a process of ours, which never outlives us. */
import { spawn, type ChildProcess } from 'node:child_process';
import { readFile, statfs } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { stableMappings } from './stable-mappings.ts';

export interface UmlOptions {
  /** The kernel program. */
  kernel: string;
  memoryMb: number;
  /** The kernel's command line, disks and network included. */
  args: readonly string[];
  /** For the file that is the memory, when shared memory has no room. */
  folder: string;
  /** "inherit" gives the console this process's terminal. */
  terminal?: 'inherit';
  /** A line of the console. */
  onLine?: (line: string) => void;
}

/** A running kernel. */
export interface Uml {
  /** Resolves when every process of it is gone, with how the kernel ended. Never rejects. */
  readonly exited: Promise<{ code: number | null; signal: NodeJS.Signals | null }>;
  /** Ends it at once, as pulling the plug does. */
  kill(): void;
}

/**
 * Starts a kernel. All its processes (it has one for each of the guest's) live in a PID name space, so they end
 * with its first; that one ends when `unshare` does, and `unshare` when this process does, however it ends.
 */
export async function startUml(options: UmlOptions): Promise<Uml> {
  const { kernel, memoryMb, args } = options;
  const preload = await stableMappings();
  const asRoot = process.getuid?.() === 0 ? [] : ['--map-root-user'];
  const held = ['--pdeathsig', 'KILL', 'unshare', ...asRoot, '--pid', '--fork', '--kill-child=KILL'];
  const child: ChildProcess = spawn(
    'setpriv',
    // The shell stays: the first process of a name space has no default signals, which the kernel relies on.
    [...held, 'sh', '-c', 'LD_PRELOAD=$0 "$@"; exit $?', preload, kernel, `mem=${memoryMb}M`, ...args],
    {
      stdio: options.terminal ? 'inherit' : ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, TMPDIR: await memoryFolder(memoryMb, options.folder) },
    },
  );
  for (const output of [child.stdout, child.stderr]) {
    if (output) createInterface({ input: output }).on('line', (line) => options.onLine?.(line));
  }
  return {
    exited: new Promise((resolve) => {
      child.once('close', (code, signal) => resolve({ code, signal }));
      child.once('error', (error) => {
        options.onLine?.(`cannot run setpriv: ${error.message}`);
        resolve({ code: null, signal: null });
      });
    }),
    kill: () => void child.kill('SIGKILL'),
  };
}

/** Shared memory when it is large enough and programs may be mapped from it, else the given folder. */
async function memoryFolder(memoryMb: number, folder: string): Promise<string> {
  const shared = '/dev/shm';
  const room = await statfs(shared).catch(() => null);
  const mounts = await readFile('/proc/mounts', 'utf8').catch(() => '');
  const noexec = mounts
    .split('\n')
    .some((line) => line.split(' ')[1] === shared && line.split(' ')[3]!.split(',').includes('noexec'));
  const enough = room !== null && room.bavail * room.bsize > (memoryMb + 64) * 1024 * 1024;
  return enough && !noexec ? shared : folder;
}
