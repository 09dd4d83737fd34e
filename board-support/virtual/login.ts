/** `make virtual-board SHELL=1`: boots the virtual board and gives the terminal to a shell on it. */
import { spawnSync } from 'node:child_process';
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { explain } from '#kit/errors.ts';
import { enterNetworkNamespace } from './network-namespace.ts';
import { ARTIFACTS, bootArguments, prepareBoard } from './prepared-board.ts';
import { runFolder } from './run-folder.ts';
import { plugIn } from './tap.ts';
import { startUml } from './uml.ts';

const KEPT = join(import.meta.dirname, '../../var/virtual-board');
const MEMORY_MB = 768;

async function logIn(): Promise<void> {
  await enterNetworkNamespace();
  await plugIn();
  const prepared = await prepareBoard((line) => process.stderr.write(`virtual board: ${line}\n`));
  await mkdir(KEPT, { recursive: true });
  const run = await runFolder(join(ARTIFACTS, 'login'));
  const terminal = askTerminal('-g');
  try {
    const uml = await startUml({
      kernel: prepared.kernel,
      memoryMb: MEMORY_MB,
      folder: run,
      args: [
        ...(await bootArguments(prepared, { run, data: join(KEPT, 'data.ext4') })),
        'con0=fd:0,fd:1',
        `pupsentry.login=${askTerminal('size')?.replace(' ', 'x') ?? ''}`,
      ],
      terminal: 'inherit',
    });
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => uml.kill());
    await uml.exited;
  } finally {
    // The kernel makes the terminal raw, and may not have put it back.
    if (terminal) spawnSync('stty', [terminal], { stdio: 'inherit' });
    await rm(run, { recursive: true, force: true });
  }
}

/** @returns what `stty` says about the terminal, or null where there is none */
function askTerminal(what: string): string | null {
  const asked = spawnSync('stty', [what], { stdio: ['inherit', 'pipe', 'ignore'], encoding: 'utf8' });
  return asked.status === 0 ? asked.stdout.trim() : null;
}

try {
  await logIn();
} catch (error) {
  process.stderr.write(`virtual board: ${explain(error)}\n`);
  process.exitCode = 1;
}
