/** The addresses under which this machine answers. */
import { networkInterfaces } from 'node:os';

/** @param host what a server binds to: one address, or all of them (0.0.0.0 and ::) */
export function ownAddresses(host: string): string[] {
  if (host !== '0.0.0.0' && host !== '::') return [host];
  return Object.values(networkInterfaces())
    .flatMap((addresses) => addresses ?? [])
    .map(({ address }) => address.split('%')[0]!);
}
