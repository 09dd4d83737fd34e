/** Why this daemon has started: the machine has (and why that), or the daemon alone. */
import { join } from 'node:path';
import type { BootReason } from '#board/drivers/boot-reason.ts';
import { readTextIfThere, writeFileAtomic } from '#kit/atomic-file.ts';
import { explain } from '#kit/errors.ts';
import type { Logger } from '#kit/log.ts';
import type { Service } from '#kit/service.ts';

export interface StartReason {
  /** "daemon": the machine has been running since the daemon's last life. Else why the machine started. */
  reason: BootReason['reason'] | 'daemon';
  /** What it was told by, for people. */
  evidence: string;
}

export interface StartReasonOptions {
  stateFolder: string;
  /** The kernel's id of this boot. */
  bootId: () => Promise<string>;
  bootReason: () => Promise<BootReason>;
  /** Removes the kernel's last words, once they have been told. */
  forgetPanic: () => Promise<void>;
  log: Logger;
}

export class StartReasonReader implements Service {
  readonly name = 'start reason';
  readonly #options: StartReasonOptions;
  #reason: StartReason | null = null;

  constructor(options: StartReasonOptions) {
    this.#options = options;
  }

  /** Null before it has been read. */
  get reason(): StartReason | null {
    return this.#reason;
  }

  /** Reads, logs and remembers this boot. Never fails. */
  async start(): Promise<void> {
    const { log } = this.#options;
    try {
      this.#reason = await this.#read();
      log.info(this.#reason, 'why it started');
    } catch (error) {
      log.warn(`why it started is not known: ${explain(error)}`);
    }
  }

  stop(): Promise<void> {
    return Promise.resolve();
  }

  async #read(): Promise<StartReason> {
    const { stateFolder, bootId, bootReason, forgetPanic, log } = this.#options;
    const file = join(stateFolder, 'last-boot');
    const id = await bootId();
    const last = await readTextIfThere(file).catch(() => null);
    if (last?.trim() === id)
      return { reason: 'daemon', evidence: 'the machine has been running since its last life' };
    const { reason, evidence } = await bootReason();
    try {
      await writeFileAtomic(file, `${id}\n`);
      if (reason === 'panic') await forgetPanic();
    } catch (error) {
      log.warn(`this boot cannot be remembered: ${explain(error)}`);
    }
    return { reason, evidence };
  }
}
