/** Mosquitto as a supervised child: own configuration, started again when it dies, gone when we are. */
import { spawn, type ChildProcess } from 'node:child_process';
import { accessSync, constants, existsSync } from 'node:fs';
import { hostname, userInfo } from 'node:os';
import { delimiter, join } from 'node:path';
import { createInterface } from 'node:readline';
import { ensureFolder, writeFileAtomic } from '#kit/atomic-file.ts';
import { sleep, type Clock, type Timer } from '#kit/clock.ts';
import { PupsentryError, explain } from '#kit/errors.ts';
import type { Logger } from '#kit/log.ts';
import { freePort, portInUse } from '#kit/ports.ts';
import { Backoff } from '#kit/retry.ts';
import type { Service } from '#kit/service.ts';
import type { CertificateAuthority } from './ca.ts';
import { accessListFile, writeAccessList } from './access-list.ts';
import { mosquittoConfig } from './mosquitto-config.ts';
import { ownAddresses } from './own-addresses.ts';
import { noteBroker, runningBroker } from './running-broker.ts';

const MEMORY_FILE = 'mosquitto.db';
const READY_LIMIT_MS = 10_000;
const STOP_LIMIT_MS = 1000;
/** How long the broker of a stub that was killed may take to leave the port. */
const ORPHAN_LIMIT_MS = 3000;
/** A broker that lived this long starts its back-off anew. */
const HEALTHY_MS = 30_000;

export interface MosquittoOptions {
  /** Gets the configuration, the queue and the broker's key. */
  folder: string;
  host: string;
  port: number;
  ca: CertificateAuthority;
  /**
   * Called with the address of a broker that no device knows of yet, when this one has no memory: the stub
   * subscribes there. Otherwise a device that is quicker than the stub would have its first events
   * acknowledged by a broker that keeps them for nobody.
   */
  introduce?: (url: string) => Promise<void>;
  log: Logger;
  clock: Clock;
}

export class Mosquitto implements Service {
  readonly name = 'broker';
  readonly #options: MosquittoOptions;
  readonly #backoff = new Backoff({ firstMs: 200, maxMs: 10_000 });
  #child: ChildProcess | undefined;
  #respawn: Timer | undefined;
  /** Whether a broker that ends is to be started again. */
  #wanted = false;

  constructor(options: MosquittoOptions) {
    this.#options = options;
  }

  /** Process id of the present broker. */
  get pid(): number | undefined {
    return this.#child?.pid;
  }

  /** @throws PupsentryError "mosquitto-missing", "port-taken" or "broker-start" */
  async start(signal: AbortSignal): Promise<void> {
    const { folder, host, port, introduce } = this.#options;
    const binary = findProgram('mosquitto');
    if (!binary) {
      throw new PupsentryError(
        'mosquitto-missing',
        'Mosquitto, the MQTT broker, is not installed.',
        'Install it (apt install mosquitto), or use a broker of your own with --broker mqtts://…',
      );
    }
    await ensureFolder(folder);
    await this.#endOrphan(signal);
    if (await portInUse(port, host)) {
      throw new PupsentryError(
        'port-taken',
        `Port ${port} for the broker is taken by another program.`,
        'Stop that one (a Mosquitto of the system: systemctl stop mosquitto), or choose another with --broker-port.',
      );
    }
    if (introduce && !existsSync(join(folder, MEMORY_FILE))) {
      const hidden = { host: '127.0.0.1', port: await freePort() };
      await this.#configure(hidden);
      await this.#launch(binary, signal);
      await introduce(`mqtts://${hidden.host}:${hidden.port}`);
      await this.stop(); // saves its memory
    }
    await this.#configure({ host, port });
    await this.#launch(binary, signal);
  }

  async stop(): Promise<void> {
    this.#wanted = false;
    this.#respawn?.cancel();
    const child = this.#child;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    await new Promise<void>((resolve) => {
      const insist = this.#options.clock.after(STOP_LIMIT_MS, () => child.kill('SIGKILL'));
      child.once('exit', () => {
        insist.cancel();
        resolve();
      });
      child.kill('SIGTERM');
    });
  }

  async #configure({ host, port }: { host: string; port: number }): Promise<void> {
    const { folder, ca } = this.#options;
    const at = (name: string) => join(folder, name);
    const own = { cert: at('broker.pem'), key: at('broker-key.pem') };
    const names = [...new Set(['localhost', '127.0.0.1', '::1', hostname(), ...ownAddresses(host)])];
    await ca.ensure(own, { commonName: 'Pupsentry Broker', use: 'server', names });
    await writeAccessList(folder);
    const files = {
      ...own,
      ca: ca.certificateFile,
      acl: accessListFile(folder),
      folder,
      memory: MEMORY_FILE,
    };
    await writeFileAtomic(
      this.#configFile,
      mosquittoConfig({ host, port, files, user: userInfo().username }),
    );
  }

  get #configFile(): string {
    return join(this.#options.folder, 'mosquitto.conf');
  }

  /** Resolves when the broker listens. */
  async #launch(binary: string, signal?: AbortSignal): Promise<void> {
    const { log, clock } = this.#options;
    const command = [binary, '-c', this.#configFile];
    // The kernel ends the broker with us, also when we are killed: a queue has one keeper.
    const setpriv = findProgram('setpriv');
    if (setpriv) command.unshift(setpriv, '--pdeathsig', 'TERM', '--');
    const child = spawn(command[0]!, command.slice(1), { stdio: ['ignore', 'ignore', 'pipe'] });
    this.#child = child;
    const bornMs = clock.monotonicMs();
    await this.#ready(child, signal);
    this.#wanted = true;
    child.once('exit', (code, by) => {
      if (!this.#wanted) return;
      if (clock.monotonicMs() - bornMs > HEALTHY_MS) this.#backoff.succeeded();
      log.warn({ code, signal: by }, 'the broker died; it is started again');
      this.#relaunchLater(binary);
    });
    log.info({ pid: child.pid }, 'broker started');
    await noteBroker(this.#options.folder, child.pid!);
  }

  #ready(child: ChildProcess, signal?: AbortSignal): Promise<void> {
    const { log, clock } = this.#options;
    return new Promise((resolve, reject) => {
      let lastError = '';
      const kill = () => child.kill('SIGKILL');
      const limit = clock.after(READY_LIMIT_MS, kill);
      signal?.addEventListener('abort', kill, { once: true });
      const settle = (problem?: string) => {
        limit.cancel();
        signal?.removeEventListener('abort', kill);
        if (problem === undefined) return resolve();
        reject(
          new PupsentryError(
            'broker-start',
            `The broker did not start: ${problem}`,
            `See ${this.#configFile}.`,
          ),
        );
      };
      createInterface({ input: child.stderr! }).on('line', (line) => {
        if (/^error/i.test(line)) lastError = line;
        log[/^(error|warning)/i.test(line) ? 'warn' : 'debug'](`broker: ${line}`);
        if (/^mosquitto version .* running/.test(line)) settle();
      });
      child.on('error', (error) => settle(error.message));
      child.once('exit', (code, by) => settle(lastError || `it ended with ${by ?? `code ${code}`}.`));
    });
  }

  #relaunchLater(binary: string): void {
    this.#respawn = this.#options.clock.after(this.#backoff.nextMs(), () => {
      if (!this.#wanted) return;
      this.#launch(binary).catch((error: unknown) => {
        this.#options.log.error(`the broker does not come back: ${explain(error)}`);
        if (this.#wanted) this.#relaunchLater(binary);
      });
    });
  }

  /** A stub that was killed may have left its broker behind, where there is no setpriv. */
  async #endOrphan(signal: AbortSignal): Promise<void> {
    const { folder, clock } = this.#options;
    const pid = await runningBroker(folder);
    if (pid === null) return;
    process.kill(pid, 'SIGTERM');
    for (
      let waitedMs = 0;
      (await runningBroker(folder)) !== null && waitedMs < ORPHAN_LIMIT_MS;
      waitedMs += 50
    )
      await sleep(clock, 50, signal);
  }
}

/** Debian keeps daemons in sbin, which is not on the PATH of ordinary accounts. */
function findProgram(name: string): string | undefined {
  const folders = [...(process.env.PATH ?? '').split(delimiter), '/usr/local/sbin', '/usr/sbin', '/usr/bin'];
  return folders
    .filter(Boolean)
    .map((folder) => join(folder, name))
    .find((path) => {
      try {
        accessSync(path, constants.X_OK);
        return true;
      } catch {
        return false;
      }
    });
}
