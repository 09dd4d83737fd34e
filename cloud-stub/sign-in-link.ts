/** Makes a one-time link to the console, whether the stub runs or not. */
import type { Clock } from '#kit/clock.ts';
import { Accounts } from './accounts/accounts.ts';
import type { LinkArguments } from './arguments.ts';
import { Database, getMeta } from './database/database.ts';
import { consoleUrl, signInLink } from './urls.ts';

export async function newSignInLink({ data, url }: LinkArguments, clock: Clock): Promise<string> {
  const database = new Database({ folder: data });
  await database.start();
  try {
    const db = () => database.db;
    const token = await new Accounts({ db, clock }).newSignInToken();
    const known = url ? undefined : await getMeta(db(), 'console-url');
    const { publicUrl, host, port } = url ?? { publicUrl: known, host: '127.0.0.1', port: 8080 };
    return signInLink(publicUrl ?? consoleUrl(host, port), token);
  } finally {
    await database.stop();
  }
}
