/** Which daemon is meant when nobody says. */
import { existsSync, readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { PupsentryError } from '#kit/errors.ts';
import { answers } from './server-probe.ts';

/** Where the image puts it. */
export const SYSTEM_SOCKET = '/run/pupsentry/control.sock';

export interface SocketWishes {
  /** --socket */
  socket?: string;
  /** --device: one of `make run`. */
  device?: string;
  env: Record<string, string | undefined>;
  /** Where `make run` was called. */
  folder: string;
  systemSocket?: string;
}

/**
 * In this order: --socket; --device among the devices of `make run`; PUPSENTRY_SOCKET; the system's; the
 * only device of `make run` that runs.
 * @throws PupsentryError "no-such-device", "many-devices", "not-running"
 */
export async function findSocket(wishes: SocketWishes): Promise<string> {
  const { socket, device, env, folder, systemSocket = SYSTEM_SOCKET } = wishes;
  if (socket) return resolve(folder, socket);
  const local = localDevices(folder);
  if (device) {
    const found = local.find(({ id }) => id === device);
    if (found) return found.socket;
    throw new PupsentryError(
      'no-such-device',
      `There is no device "${device}" in ${join(folder, 'var/devices')}.`,
      local.length > 0 ? `There are ${local.map(({ id }) => id).join(', ')}.` : 'None runs there.',
    );
  }
  if (env.PUPSENTRY_SOCKET) return resolve(folder, env.PUPSENTRY_SOCKET);
  if (existsSync(systemSocket)) return systemSocket;

  const alive: typeof local = [];
  for (const one of local) if (local.length === 1 || (await answers(one.socket))) alive.push(one);
  if (alive.length === 1) return alive[0]!.socket;
  if (alive.length > 1)
    throw new PupsentryError(
      'many-devices',
      `${alive.length} devices run here: ${alive.map(({ id }) => id).join(', ')}.`,
      'Say which one with --device ID.',
    );
  throw new PupsentryError(
    'not-running',
    `No daemon is running: there is neither ${systemSocket} nor a socket in ${join(folder, 'var/devices')}.`,
    'Start one with "make run" (PC) or "pupsentryd --board NAME --config FILE" (device), or name its socket with --socket.',
  );
}

/** The sockets of `make run` below a folder. */
function localDevices(folder: string): { id: string; socket: string }[] {
  const devices = join(folder, 'var/devices');
  let ids: string[];
  try {
    ids = readdirSync(devices).sort();
  } catch {
    return [];
  }
  return ids
    .map((id) => ({ id, socket: join(devices, id, 'control.sock') }))
    .filter((d) => existsSync(d.socket));
}
