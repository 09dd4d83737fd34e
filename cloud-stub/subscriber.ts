/** Credentials for a service of others that reads what devices say. */
import { join, resolve } from 'node:path';
import { ensureFolder, writeFileAtomic } from '#kit/atomic-file.ts';
import type { Clock } from '#kit/clock.ts';
import { upFilter } from '#protocol/topics.ts';
import type { SubscriberArguments } from './arguments.ts';
import { admitSubscriber } from './broker/access-list.ts';
import { CertificateAuthority } from './broker/ca.ts';
import { Database, getMeta } from './database/database.ts';

/** The capital keeps it apart from all device ids. */
const userOf = (name: string) => `Subscriber-${name}`;

/**
 * Makes a key and certificate, and lets its owner read the topics of all devices. Idempotent.
 * @returns a command line that shows what comes
 */
export async function admit({ data, name, out }: SubscriberArguments, clock: Clock): Promise<string> {
  const database = new Database({ folder: data });
  await database.start();
  try {
    const ca = new CertificateAuthority({ folder: join(data, 'ca'), clock });
    await ca.open();
    await ensureFolder(out);
    const at = (file: string) => resolve(out, file);
    const files = { cert: at('subscriber.pem'), key: at('subscriber-key.pem') };
    await ca.ensure(files, { commonName: userOf(name), use: 'client' });
    await writeFileAtomic(at('ca.pem'), ca.pem, 0o644);
    const broker = join(data, 'broker');
    await ensureFolder(broker);
    await admitSubscriber(broker, userOf(name));
    const url = new URL((await getMeta(database.db, 'broker-url')) ?? 'mqtts://127.0.0.1:8883');
    const keys = `--cafile ${at('ca.pem')} --cert ${files.cert} --key ${files.key}`;
    return `mosquitto_sub -h ${url.hostname} -p ${url.port || '8883'} ${keys} -t '${upFilter()}' -F '%t %l bytes'`;
  } finally {
    await database.stop();
  }
}
