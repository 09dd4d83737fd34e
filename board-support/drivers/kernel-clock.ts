/** Whether the kernel's clock has been set by a trusted source (NTP, chrony), as the kernel itself says. */
import koffi from 'koffi';

/** adjtimex(2): the clock is not synchronised. */
const TIME_ERROR = 5;
/** struct timex is 208 bytes on 64-bit and 128 on 32-bit kernels (linux/timex.h); all zero means "read only". */
const TIMEX_BYTES = 256;
/** An answer is good for this long, ms. */
const FRESH_MS = 30_000;

let adjtimex: ((timex: Buffer) => number) | null = null;
let answer = { atMs: -Infinity, synced: false };

/** Cheap: asks the kernel at most twice a minute. False where the question cannot be asked. */
export function isClockSynced(): boolean {
  const nowMs = performance.now();
  if (nowMs - answer.atMs < FRESH_MS) return answer.synced;
  answer = { atMs: nowMs, synced: ask() };
  return answer.synced;
}

function ask(): boolean {
  try {
    adjtimex ??= koffi.load('libc.so.6').func('int adjtimex(_Inout_ void *timex)') as (
      timex: Buffer,
    ) => number;
    const state = adjtimex(Buffer.alloc(TIMEX_BYTES));
    return state >= 0 && state !== TIME_ERROR;
  } catch {
    return false; // another C library: no claim
  }
}
