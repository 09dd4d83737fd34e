/** Which process is the broker of a data folder, for those who are not its parent. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { readTextIfThere, writeFileAtomic } from '#kit/atomic-file.ts';

const pidFile = (folder: string) => join(folder, 'mosquitto.pid');

export async function noteBroker(folder: string, pid: number): Promise<void> {
  await writeFileAtomic(pidFile(folder), `${pid}\n`);
}

/** @returns its process id, or null when none runs: a number in a file may long belong to somebody else */
export async function runningBroker(folder: string): Promise<number | null> {
  const pid = Number(await readTextIfThere(pidFile(folder)));
  if (!(pid > 0)) return null;
  const commandLine = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '');
  return commandLine.includes(join(folder, 'mosquitto.conf')) ? pid : null;
}
