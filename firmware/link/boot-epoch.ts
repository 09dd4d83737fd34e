/** Counts the starts of the daemon, so that (device, epoch, sequence number) never names two messages. */
import { readTextIfThere, writeFileAtomic } from '#kit/atomic-file.ts';
import type { Clock } from '#kit/clock.ts';
import { crc32 } from '#kit/crc32.ts';
import { asError } from '#kit/errors.ts';

export interface BootEpoch {
  epoch: number;
  /** Why it could not be stored; the next start then relies on the wall clock. */
  problem?: Error;
}

/**
 * Takes the next epoch and stores it. Without a readable file (first start, damage, new storage) it
 * begins at the wall clock's seconds, which is beyond what any earlier life of this device counted to.
 * @param options.above the epoch is greater than this: the highest one still in the outbox
 */
export async function takeBootEpoch(options: {
  file: string;
  clock: Clock;
  above: number;
}): Promise<BootEpoch> {
  const last = decode(await readTextIfThere(options.file).catch(() => null));
  const seconds = Math.floor(options.clock.nowMs() / 1000);
  const epoch = Math.max(last === null ? seconds : last + 1, options.above + 1, 1);
  try {
    await writeFileAtomic(options.file, encode(epoch));
    return { epoch };
  } catch (error) {
    // A counter that cannot be stored would give the same number at the next start.
    return { epoch: Math.max(epoch, seconds), problem: asError(error) };
  }
}

function encode(epoch: number): string {
  return `${epoch} ${check(String(epoch))}\n`;
}

function decode(text: string | null): number | null {
  const [, digits, sum] = /^(\d{1,15}) ([0-9a-f]{8})\n$/.exec(text ?? '') ?? [];
  return digits && sum === check(digits) ? Number(digits) : null;
}

function check(digits: string): string {
  return crc32(Buffer.from(digits)).toString(16).padStart(8, '0');
}
