/** A measurement in a process of its own, such as one that enters a network of its own. */
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { basename } from 'node:path';

/** @param script it says its progress on standard error, and its figures as JSON on the last line of standard output */
export async function measuredBy<T>(script: string, progress: (line: string) => void): Promise<T> {
  const child = spawn(process.execPath, ['--import', 'tsx', script], { stdio: ['ignore', 'pipe', 'pipe'] });
  createInterface({ input: child.stderr }).on('line', progress);
  let last = '';
  createInterface({ input: child.stdout }).on('line', (line) => (last = line));
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve));
  if (code !== 0) throw new Error(`${basename(script)} ended with ${code}`);
  return JSON.parse(last) as T;
}
