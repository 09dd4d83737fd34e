/** Addresses for people. */
import { isIPv6 } from 'node:net';
import { networkInterfaces } from 'node:os';

/** @param host what the server binds to; for all addresses, the one others reach this machine by */
export function consoleUrl(host: string, port: number): string {
  const name = host === '0.0.0.0' || host === '::' ? (lanAddress() ?? '127.0.0.1') : host;
  return `http://${isIPv6(name) ? `[${name}]` : name}:${port}`;
}

/** The token is in the fragment, which no browser sends anywhere. */
export function signInLink(url: string, token: string): string {
  return `${url}/#signin/${token}`;
}

function lanAddress(): string | undefined {
  return Object.values(networkInterfaces())
    .flatMap((addresses) => addresses ?? [])
    .find(({ internal, family }) => !internal && family === 'IPv4')?.address;
}
