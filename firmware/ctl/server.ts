/** The daemon's control socket. */
import { once } from 'node:events';
import { chmod, lstat, rm } from 'node:fs/promises';
import { createServer, type Server, type Socket } from 'node:net';
import { dirname } from 'node:path';
import { ensureFolder } from '#kit/atomic-file.ts';
import { PupsentryError } from '#kit/errors.ts';
import type { Logger } from '#kit/log.ts';
import type { Service } from '#kit/service.ts';
import { serveConnection } from './connection.ts';
import type { MethodTable } from './method.ts';
import { answers } from './server-probe.ts';
import { MAX_SOCKET_PATH_BYTES } from './wire.ts';

const MAX_CONNECTIONS = 32;

export class ControlServer implements Service {
  readonly name = 'control socket';
  readonly #path: string;
  readonly #methods: MethodTable;
  readonly #log: Logger;
  #server: Server | null = null;
  #sockets = new Set<Socket>();

  /** @param options.socketPath readable and writable by the daemon's user alone */
  constructor(options: { socketPath: string; methods: MethodTable; log: Logger }) {
    this.#path = options.socketPath;
    this.#methods = options.methods;
    this.#log = options.log;
  }

  /**
   * @throws PupsentryError "already-running" when another daemon answers there, "socket-path" when the
   *   path is too long or something else is in its place
   */
  async start(): Promise<void> {
    if (Buffer.byteLength(this.#path) > MAX_SOCKET_PATH_BYTES)
      throw new PupsentryError(
        'socket-path',
        `The path of the control socket is longer than ${MAX_SOCKET_PATH_BYTES} bytes: ${this.#path}`,
        'Set controlSocket in the configuration to a shorter one, such as /run/pupsentry/control.sock.',
      );
    await ensureFolder(dirname(this.#path));
    await removeStaleSocket(this.#path);
    const server = createServer({ allowHalfOpen: true }, (socket) => this.#accept(socket));
    server.maxConnections = MAX_CONNECTIONS;
    server.on('drop', () => this.#log.warn(`more than ${MAX_CONNECTIONS} callers at the control socket`));
    this.#server = server;
    // Bound synchronously inside listen(): nobody else can connect before the mode is narrowed.
    const umask = process.umask(0o177);
    try {
      server.listen(this.#path);
    } finally {
      process.umask(umask);
    }
    await once(server, 'listening');
    server.on('error', (error) => this.#log.error({ err: error }, 'control socket'));
    await chmod(this.#path, 0o600);
  }

  async stop(): Promise<void> {
    const server = this.#server;
    this.#server = null;
    if (!server) return;
    const closed = new Promise<void>((resolve) => server.close(() => resolve())); // removes the file too
    for (const socket of this.#sockets) socket.destroy();
    await closed;
  }

  #accept(socket: Socket): void {
    this.#sockets.add(socket);
    void serveConnection(socket, { methods: this.#methods, log: this.#log }).finally(() =>
      this.#sockets.delete(socket),
    );
  }
}

async function removeStaleSocket(path: string): Promise<void> {
  const there = await lstat(path).catch(() => null);
  if (!there) return;
  if (!there.isSocket())
    throw new PupsentryError(
      'socket-path',
      `${path} is there and is not a socket.`,
      'Remove it, or set controlSocket in the configuration to another path.',
    );
  if (await answers(path))
    throw new PupsentryError(
      'already-running',
      `Another pupsentryd already serves ${path}.`,
      'Stop it first, or give this one a configuration of its own.',
    );
  await rm(path, { force: true });
}
