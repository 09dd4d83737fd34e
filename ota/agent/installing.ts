/** The installer at work, and what it costs. */
import { PupsentryError, asError, explain } from '#kit/errors.ts';
import type { Work } from './desk.ts';
import type { InstallProgress } from './parts.ts';
import type { Job, JobFigures } from './state.ts';

/** What an installation has written is stored in steps of so many bytes: no power cut takes back more of the count. */
export const WEAR_STEP_BYTES = 16 * 1024 * 1024;

/** Reconcile and read-back are one walk of the installer; cut off in either, it begins anew and finds what is there. */
export const install: Work = async ({ desk, state, signal, tell, changed }) => {
  const { installer, clock, random } = desk.options;
  const job = state.job!;
  let told: Promise<void> | null = null;
  let countedBytes = 0;
  const onProgress = (progress: InstallProgress) => {
    desk.progress = progress;
    if (progress.writtenBytes - countedBytes >= WEAR_STEP_BYTES) {
      countedBytes = progress.writtenBytes;
      void tell({ type: 'wrote', figures: figuresOf(job, progress) }).catch(() => undefined);
    }
    // Not stored: no matter. It says that the slot is read back, which is done again anyhow.
    if (progress.step === 'read-back' && state.phase === 'reconcile')
      told ??= tell({ type: 'written', figures: figuresOf(job, progress) }).catch(() => undefined);
    changed();
  };
  try {
    const done = await installer.install(job.release, { signal, onProgress });
    await told;
    return { type: 'installed', figures: figuresOf(job, done) };
  } catch (error) {
    signal.throwIfAborted();
    await told;
    const figures = desk.progress ? figuresOf(job, desk.progress) : undefined;
    return {
      ...{ type: 'failed', ...whyOf(error), atMs: clock.nowMs(), random: random() },
      ...(figures && { figures }),
    };
  } finally {
    desk.progress = null;
  }
};

/** @returns what all tries of the job have cost together */
function figuresOf(job: Job, progress: InstallProgress): JobFigures {
  const { blocksKept, blocksCopied, blocksFetched, fetchedBytes, writtenBytes } = progress;
  return {
    ...{ blocksKept, blocksCopied, blocksFetched },
    fetchedBytes: job.fetchedBytes + fetchedBytes,
    writtenBytes: job.writtenBytes + writtenBytes,
  };
}

/** @returns the reason of a failure, as it is remembered and told */
export function whyOf(error: unknown): { code: string; reason: string } {
  if (error instanceof PupsentryError) return { code: error.code, reason: explain(error) };
  const { code } = asError(error) as NodeJS.ErrnoException;
  return { code: code?.toLowerCase() ?? 'internal', reason: explain(error) };
}
