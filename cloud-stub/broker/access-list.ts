/** Who may read and write what at our own broker, on disk. */
import { join } from 'node:path';
import { readTextIfThere, writeFileAtomic } from '#kit/atomic-file.ts';
import { mosquittoAcl } from './mosquitto-config.ts';
import { runningBroker } from './running-broker.ts';

export const accessListFile = (folder: string) => join(folder, 'acl');
const subscribersFile = (folder: string) => join(folder, 'subscribers');

export async function writeAccessList(folder: string): Promise<void> {
  await writeFileAtomic(accessListFile(folder), mosquittoAcl(await readSubscribers(folder)));
}

/** Lets one more user read what devices write; a broker that runs knows it at once. */
export async function admitSubscriber(folder: string, user: string): Promise<void> {
  const subscribers = await readSubscribers(folder);
  if (!subscribers.includes(user))
    await writeFileAtomic(subscribersFile(folder), [...subscribers, user, ''].join('\n'));
  await writeAccessList(folder);
  const pid = await runningBroker(folder);
  if (pid !== null) process.kill(pid, 'SIGHUP'); // mosquitto(8): reads its lists again
}

async function readSubscribers(folder: string): Promise<string[]> {
  return ((await readTextIfThere(subscribersFile(folder))) ?? '').split('\n').filter(Boolean);
}
