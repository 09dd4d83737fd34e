/** The boot script as U-Boot takes it. */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { command } from '#board/virtual/command.ts';

export const BOOT_SCRIPT = join(import.meta.dirname, '../../ota/boot/uboot/boot.cmd');

/** Where the script has the copies of the environment, bytes from their partition's start; as in qemu-aarch64's profile. */
export const ENVIRONMENT = { first: 0, second: 0x400 * 512, sizeBytes: 8192 };

/** @returns what "source" runs */
export async function bootScript(text: string, work: string): Promise<Buffer> {
  const [source, compiled] = [join(work, 'boot.cmd'), join(work, 'boot.scr')];
  await writeFile(source, text);
  await command(['mkimage', '-q', '-A', 'arm64', '-T', 'script', '-C', 'none', '-d', source, compiled], {
    from: 'u-boot-tools',
  });
  return readFile(compiled);
}
