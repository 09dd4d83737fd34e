/** The life of the parts of a program: started in order, stopped in reverse. */
import type { Logger } from './log.ts';
import { explain } from './errors.ts';

/** A part with a life. The constructor does nothing; `start` acquires, `stop` releases everything. */
export interface Service {
  readonly name: string;
  /** Resolves when the service is ready. Gives up with the signal's reason when it aborts. */
  start(signal: AbortSignal): Promise<void>;
  /** Idempotent. Called also after a start that failed. */
  stop(): Promise<void>;
}

/** Longest a single service may take to stop, ms; after that it is logged and left behind. */
const STOP_LIMIT_MS = 1500;

/**
 * Starts services one after the other.
 * @returns a function that stops them in reverse order; it never throws: a failing stop is logged and
 *   the rest still stops
 * @throws what a failing start threw, after stopping what had been started
 */
export async function startServices(
  services: readonly Service[],
  options: { log: Logger; signal: AbortSignal },
): Promise<() => Promise<void>> {
  const begun: Service[] = [];
  let stopping: Promise<void> | undefined;
  const stop = () => (stopping ??= stopAll());
  async function stopAll() {
    for (const service of begun.reverse()) {
      try {
        await withLimit(service.stop(), STOP_LIMIT_MS);
      } catch (error) {
        options.log.error({ service: service.name, err: error }, 'service did not stop cleanly');
      }
    }
  }
  try {
    for (const service of services) {
      options.signal.throwIfAborted();
      begun.push(service);
      const startedMs = performance.now();
      await service.start(options.signal);
      options.log.debug({ service: service.name, ms: Math.round(performance.now() - startedMs) }, 'started');
    }
    options.signal.throwIfAborted();
  } catch (error) {
    options.log.debug({ service: begun.at(-1)?.name }, `start failed: ${explain(error)}`);
    await stop();
    throw error;
  }
  return stop;
}

async function withLimit(work: Promise<void>, limitMs: number): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`not stopped after ${limitMs} ms`)), limitMs);
  });
  try {
    await Promise.race([work, limit]);
  } finally {
    clearTimeout(timer);
  }
}
