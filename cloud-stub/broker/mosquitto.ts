/** Mosquitto as a supervised child: own configuration, started again when it dies, gone when we are. */
import { spawn, type ChildProcess } from 'node:child_process';
import { accessSync, constants, readFileSync } from 'node:fs';
import { hostname, userInfo } from 'node:os';
import { delimiter, join } from 'node:path';
import { createInterface } from 'node:readline';
import { ensureFolder, readTextIfThere, writeFileAtomic } from '#kit/atomic-file.ts';
import { sleep, type Clock, type Timer } from '#kit/clock.ts';
import { PupsentryError, explain } from '#kit/errors.ts';
import type { Logger } from '#kit/log.ts';
import { Backoff } from '#kit/retry.ts';
import type { Service } from '#kit/service.ts';
import type { CertificateAuthority } from './ca.ts';
import { mosquittoAcl, mosquittoConfig } from './mosquitto-config.ts';
import { ownAddresses } from './own-addresses.ts';
import { portInUse } from './ports.ts';

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
  log: Logger;
  clock: Clock;
}

export class Mosquitto implements Service {
  readonly name = 'broker';
  readonly #options: MosquittoOptions;
  readonly #backoff = new Backoff({ firstMs: 200, maxMs: 10_000 });
  #child: ChildProcess | undefined;
  #respawn: Timer | undefined;
  #stopping = false;

  constructor(options: MosquittoOptions) {
    this.#options = options;
  }

  /** Process id of the present broker. */
  get pid(): number | undefined {
    return this.#child?.pid;
  }

  /** @throws PupsentryError "mosquitto-missing", "port-taken" or "broker-start" */
  async start(signal: AbortSignal): Promise<void> {
    this.#stopping = false;
    const { folder, host, port, ca } = this.#options;
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
    const at = (name: string) => join(folder, name);
    const files = { cert: at('broker.pem'), key: at('broker-key.pem') };
    const names = [...new Set(['localhost', '127.0.0.1', '::1', hostname(), ...ownAddresses(host)])];
    await ca.ensure(files, { commonName: 'Pupsentry Broker', use: 'server', names });
    await writeFileAtomic(at('acl'), mosquittoAcl());
    const all = { ...files, ca: ca.certificateFile, acl: at('acl'), folder };
    const text = mosquittoConfig({ host, port, files: all, user: userInfo().username });
    await writeFileAtomic(at('mosquitto.conf'), text);
    await this.#launch(binary, signal);
  }

  async stop(): Promise<void> {
    this.#stopping = true;
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

  get #configFile(): string {
    return join(this.#options.folder, 'mosquitto.conf');
  }

  get #pidFile(): string {
    return join(this.#options.folder, 'mosquitto.pid');
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
    if (child.pid) await writeFileAtomic(this.#pidFile, `${child.pid}\n`);
    log.info({ pid: child.pid }, 'broker started');
    child.once('exit', (code, by) => {
      if (this.#stopping) return;
      if (clock.monotonicMs() - bornMs > HEALTHY_MS) this.#backoff.succeeded();
      log.warn({ code, signal: by }, 'the broker died; it is started again');
      this.#relaunchLater(binary);
    });
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
      child.once('error', (error) => settle(error.message));
      child.once('exit', (code, by) => settle(lastError || `it ended with ${by ?? `code ${code}`}.`));
    });
  }

  #relaunchLater(binary: string): void {
    this.#respawn = this.#options.clock.after(this.#backoff.nextMs(), () => {
      if (this.#stopping) return;
      this.#launch(binary).catch((error: unknown) => {
        this.#options.log.error(`the broker does not come back: ${explain(error)}`);
        if (!this.#stopping) this.#relaunchLater(binary);
      });
    });
  }

  /** A stub that was killed may have left its broker behind, where there is no setpriv. */
  async #endOrphan(signal: AbortSignal): Promise<void> {
    const pid = Number(await readTextIfThere(this.#pidFile));
    const isOurs = () => {
      try {
        return pid > 0 && readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes(this.#configFile);
      } catch {
        return false;
      }
    };
    if (!isOurs()) return;
    process.kill(pid, 'SIGTERM');
    for (let waitedMs = 0; isOurs() && waitedMs < ORPHAN_LIMIT_MS; waitedMs += 50) {
      await sleep(this.#options.clock, 50, signal);
    }
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
