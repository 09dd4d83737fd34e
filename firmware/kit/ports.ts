/** Asking the system about TCP ports before a child is given one. */
import { randomInt } from 'node:crypto';
import { createServer } from 'node:net';

/**
 * Where `freePort` looks: below the ports that Linux itself gives to connections and to listeners without a wish
 * (ip_local_port_range, 32768 to 60999), so that nobody takes one by chance before its owner listens on it.
 */
const FREE_PORTS = { from: 20_000, to: 32_768 };
const TRIES = 100;

/** @returns whether somebody listens on this port already */
export function portInUse(port: number, host: string): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', (error: NodeJS.ErrnoException) =>
      error.code === 'EADDRINUSE' ? resolve(true) : reject(error),
    );
    probe.listen({ port, host, exclusive: true }, () => probe.close(() => resolve(false)));
  });
}

/** @returns a port nobody listens on at the moment */
export async function freePort(host = '127.0.0.1'): Promise<number> {
  for (let i = 0; i < TRIES; i++) {
    const port = randomInt(FREE_PORTS.from, FREE_PORTS.to);
    if (!(await portInUse(port, host))) return port;
  }
  throw new Error(`${TRIES} ports of ${host} were tried, and all are in use`);
}
