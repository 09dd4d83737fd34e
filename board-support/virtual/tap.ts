/** The cable between this network name space and the virtual board. */
import { access, constants } from 'node:fs/promises';
import { PupsentryError } from '#kit/errors.ts';
import { command } from './command.ts';
import { isInOwnNetwork } from './network-namespace.ts';

export const TAP_NAME = 'pup0';
export const HOST_ADDRESS = '10.77.0.1';
export const GUEST_ADDRESS = '10.77.0.2';
export const PREFIX_BITS = 24;

/**
 * Makes the tap device and gives it the host's address; nothing to do when it is there.
 * @throws PupsentryError "no-own-network" outside a name space of its own, "no-tun" where the machine has no
 *   tap devices
 */
export async function plugIn(): Promise<void> {
  if (!isInOwnNetwork()) {
    throw new PupsentryError(
      'no-own-network',
      'The virtual board needs a network name space of its own.',
      'Await enterNetworkNamespace() first.',
    );
  }
  const there = await command(['ip', 'link', 'show', 'dev', TAP_NAME]).then(
    () => true,
    () => false,
  );
  if (there) return;
  await access('/dev/net/tun', constants.R_OK | constants.W_OK).catch((cause: unknown) => {
    throw new PupsentryError(
      'no-tun',
      'This machine offers no tap devices: /dev/net/tun is missing or not open to this user.',
      'Load it (modprobe tun) and open it (chmod 666 /dev/net/tun), or run as root; in a container, start it with --device /dev/net/tun --cap-add NET_ADMIN.',
      { cause },
    );
  });
  await command(['ip', 'tuntap', 'add', 'dev', TAP_NAME, 'mode', 'tap'], { from: 'iproute2' });
  await command(['ip', 'address', 'add', `${HOST_ADDRESS}/${PREFIX_BITS}`, 'dev', TAP_NAME]);
  await command(['ip', 'link', 'set', TAP_NAME, 'up']);
}
