/** pupsentry-cloud: arguments, signals, exit code. */
import { writeSync } from 'node:fs';
import { SystemClock } from '#kit/clock.ts';
import { PupsentryError, explain } from '#kit/errors.ts';
import { createLogger } from '#kit/log.ts';
import { VERSION } from '#kit/programs.ts';
import { startServices } from '#kit/service.ts';
import { SIGN_IN_LINK_MINUTES } from './accounts/accounts.ts';
import { HELP, readArguments, type ServeArguments } from './arguments.ts';
import { lookAtClip } from './clips/look-at-clip.ts';
import { compose } from './compose.ts';
import { readCatalogue } from './packages/catalogue.ts';
import { TestPayment } from './packages/test-payment.ts';
import { provision } from './provision.ts';
import { admit } from './subscriber.ts';
import { newSignInLink } from './sign-in-link.ts';
import { signInLink } from './urls.ts';

const clock = new SystemClock();
const say = (text: string) => process.stdout.write(`${text}\n`);

async function main(): Promise<void> {
  const args = readArguments(process.argv.slice(2));
  switch (args.command) {
    case 'help':
      return void say(HELP.trimEnd());
    case 'version':
      return void say(VERSION);
    case 'sign-in-link':
      return void say(await newSignInLink(args, clock));
    case 'provision': {
      const { configFile, newKeys } = await provision(args, clock);
      say(`${configFile} is ready${newKeys ? ', with new keys' : ''}.`);
      return void say(`Start the device with: pupsentryd --board host --config ${configFile}`);
    }
    case 'subscriber':
      say('It may read what every device sends. To see it:');
      return void say(`  ${await admit(args, clock)}`);
    case 'look-at-clip':
      return void say((await lookAtClip(args)).join('\n'));
    case 'serve':
      return serve(args);
  }
}

async function serve(args: ServeArguments): Promise<void> {
  const log = createLogger({ level: args.logLevel ?? (process.stderr.isTTY ? 'warn' : 'info') });
  const abort = new AbortController();
  const { data: dataFolder, packages, payment, ...more } = args;
  const cloud = compose({
    ...{ ...more, dataFolder, log, clock },
    ...(packages && { catalogue: readCatalogue(packages) }),
    ...(payment === 'test' && { payment: new TestPayment() }),
  });
  if (payment === 'test') log.warn('--payment test: packages are ordered without any money');
  let leaving = false;
  const leave = (code: number) => {
    if (leaving) process.exit(1); // asked twice: at once
    leaving = true;
    process.exitCode = code;
    abort.abort(new PupsentryError('stopped', 'Stopped before it was ready.'));
    void starting
      .then((stop) => stop())
      .then(
        () => process.exit(),
        () => undefined, // the start gave up: told below
      );
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => leave(0));
  if (args.exitWithParent) process.stdin.on('end', () => leave(0)).resume();
  // A bug: the state is unknown, so nothing but a new start helps. What is acknowledged is on disk.
  const crash = (error: unknown) => {
    log.error({ err: error }, 'unexpected error');
    process.exit(1);
  };
  process.on('uncaughtException', crash);
  process.on('unhandledRejection', crash);

  const starting = startServices(cloud.services, { log, signal: abort.signal });
  await starting;
  const ready = {
    url: cloud.url(),
    brokerUrl: cloud.brokerUrl,
    signInLink: signInLink(cloud.url(), await cloud.accounts.newSignInToken()),
  };
  if (args.readyFd !== undefined) return void writeSync(args.readyFd, JSON.stringify(ready) + '\n');
  say('Pupsentry cloud is ready.');
  say(`  Console  ${ready.url}`);
  say(`  Sign in  ${ready.signInLink}`);
  say(
    `           works once, within ${SIGN_IN_LINK_MINUTES} minutes; pupsentry-cloud sign-in-link makes another`,
  );
  say(`  Broker   ${ready.brokerUrl}`);
  say('Ctrl-C stops it.');
}

main().catch((error: unknown) => {
  // A sentence for what people can mend; a stack for what only we can.
  const text = error instanceof PupsentryError ? explain(error) : ((error as Error)?.stack ?? String(error));
  process.stderr.write(`${text}\n`);
  process.exit(error instanceof PupsentryError && error.code === 'usage' ? 2 : (process.exitCode ?? 1));
});
