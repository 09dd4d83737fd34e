/** A network of one's own for a test: nothing of it is seen outside, and it is gone with the process. */
import { spawn, spawnSync } from 'node:child_process';
import { constants } from 'node:os';
import { PupsentryError } from '#kit/errors.ts';
import { PATH_WITH_SBIN } from './command.ts';

const INSIDE = 'PUPSENTRY_OWN_NETWORK';

/** Whether this process runs in a network name space of its own that {@link enterNetworkNamespace} made. */
export function isInOwnNetwork(): boolean {
  return process.env[INSIDE] === '1';
}

/**
 * Call it first in a program, and await it. Outside, it runs the same program again in a network name space of
 * its own (loopback is up, nothing else is there) and ends this process as that one ends; it never returns.
 * Inside, it returns at once.
 * @throws PupsentryError "no-own-network" where the machine does not allow it
 */
export async function enterNetworkNamespace(): Promise<void> {
  if (isInOwnNetwork()) return;
  const own = [...(process.getuid?.() === 0 ? [] : ['--map-root-user']), '--net'];
  const probe = spawnSync('unshare', [...own, 'ip', 'link', 'set', 'lo', 'up'], {
    encoding: 'utf8',
    env: { ...process.env, PATH: PATH_WITH_SBIN },
  });
  if (probe.status !== 0) {
    const why = (probe.error?.message ?? probe.stderr).trim();
    throw new PupsentryError(
      'no-own-network',
      `This machine allows no network name space (unshare ${own.join(' ')}: ${why}).`,
      'Run as root, or allow user name spaces (sysctl kernel.unprivileged_userns_clone=1); in a container, start it with --privileged or --cap-add SYS_ADMIN --cap-add NET_ADMIN.',
    );
  }
  const child = spawn(
    'setpriv',
    ['--pdeathsig', 'KILL', 'unshare', ...own, 'sh', '-c', 'ip link set lo up && exec "$@"', 'sh'].concat(
      process.execPath,
      process.execArgv,
      process.argv.slice(1),
    ),
    { stdio: 'inherit', env: { ...process.env, PATH: PATH_WITH_SBIN, [INSIDE]: '1' } },
  );
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => child.kill(signal));
  const [code, signal] = await new Promise<[number | null, NodeJS.Signals | null]>((resolve) => {
    child.once('error', () => resolve([127, null]));
    child.once('close', (status, killed) => resolve([status, killed]));
  });
  process.exit(code ?? 128 + (signal ? constants.signals[signal] : 0));
}
