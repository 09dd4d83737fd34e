/** Which boot of the machine this is: monotonic times compare within one boot only. */
import { randomUUID } from 'node:crypto';
import { readTextIfThere } from '#kit/atomic-file.ts';

/** @returns the kernel's UUID of this boot; a fresh one, as if just booted, where the kernel has none */
export async function readBootId(): Promise<string> {
  const text = await readTextIfThere('/proc/sys/kernel/random/boot_id').catch(() => null);
  return text?.trim() || randomUUID();
}
