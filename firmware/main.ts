/** `pupsentryd`: arguments, signals, exit code; nothing else. The product is in compose.ts. */
import { writeSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { knownBoards, loadBoard } from '#board/board.ts';
import { PupsentryError, asError, explain } from '#kit/errors.ts';
import { createLogger } from '#kit/log.ts';
import { VERSION } from '#kit/programs.ts';
import { startServices } from '#kit/service.ts';
import { LogBuffer } from './care/log-buffer.ts';
import { compose } from './compose.ts';
import { loadDeviceConfig } from './settings/config.ts';

const USAGE = `pupsentryd: the daemon of a camera or doorbell

  pupsentryd --board NAME --config FILE

  --board NAME         the board's profile, such as host (any Linux PC)
  --config FILE        what provisioning wrote: device.json
  --ready-fd N         write one JSON line to descriptor N when the first picture is there, or why not
  --exit-with-parent   stop when standard input ends
  --help, --version

Examples
  npx pupsentry-cloud provision --id front-door --name "Front door" --out var/devices/front-door
  npx pupsentryd --board host --config var/devices/front-door/device.json

Exit codes: 0 stopped, 1 could not start or failed, 2 wrong arguments, 75 restart wanted.
`;

/** EX_TEMPFAIL of sysexits.h: whoever supervises the daemon starts it again. */
const EXIT_RESTART = 75;

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      board: { type: 'string' },
      config: { type: 'string' },
      'ready-fd': { type: 'string' },
      'exit-with-parent': { type: 'boolean' },
      help: { type: 'boolean', short: 'h' },
      version: { type: 'boolean' },
    },
  });
  if (values.help) return print(USAGE);
  if (values.version) return print(`pupsentryd ${VERSION}\n`);
  if (!values.board || !values.config) {
    const boards = (await knownBoards()).join(', ');
    process.stderr.write(`pupsentryd needs --board (one of: ${boards}) and --config FILE. See --help.\n`);
    return 2;
  }

  const board = await loadBoard(values.board);
  const config = await loadDeviceConfig(values.config);
  const logBuffer = new LogBuffer();
  const log = createLogger({
    write: (line) => {
      logBuffer.write(line);
      process.stderr.write(line);
    },
  });

  const end = new AbortController();
  let code = 0;
  const finish = (exitCode: number) => {
    code = exitCode;
    end.abort(new Error('the daemon stops'));
  };
  process.on('SIGTERM', () => finish(0));
  process.on('SIGINT', () => finish(0));
  process.on('SIGHUP', () => finish(0));
  if (values['exit-with-parent']) process.stdin.on('end', () => finish(0)).resume();
  // A bug must not leave half a daemon behind: say what it was, and let the supervisor start a whole one.
  process.on('uncaughtException', (error) => {
    log.error({ err: error }, 'a bug: uncaught exception');
    process.exit(1);
  });
  process.on('unhandledRejection', (reason) => {
    log.error({ err: asError(reason) }, 'a bug: unhandled rejection');
    process.exit(1);
  });

  const device = await compose({ board, config, log, logBuffer, restart: () => finish(EXIT_RESTART) });
  let stop: () => Promise<void>;
  try {
    stop = await startServices(device.services, { log, signal: end.signal });
  } catch (error) {
    if (end.signal.aborted) return code;
    throw error;
  }
  log.info({ version: VERSION, board: board.name, device: config.deviceId }, 'started');
  const readyFd = values['ready-fd'];
  if (readyFd)
    void device.ready.then((problem) => writeSync(Number(readyFd), JSON.stringify({ problem }) + '\n'));

  if (!end.signal.aborted)
    await new Promise<void>((resolve) => {
      const alive = setInterval(() => undefined, 2 ** 30); // timers of the clock do not keep the process alive
      end.signal.addEventListener('abort', () => (clearInterval(alive), resolve()), { once: true });
    });
  await stop();
  await device.afterStop();
  log.info('stopped');
  return code;
}

function print(text: string): number {
  process.stdout.write(text);
  return 0;
}

main().then(
  (code) => process.exit(code),
  (error: unknown) => {
    const isUsage = (error as NodeJS.ErrnoException)?.code?.startsWith('ERR_PARSE_ARGS');
    const isForPeople = isUsage || error instanceof PupsentryError;
    process.stderr.write(`${isForPeople ? explain(error) : (asError(error).stack ?? String(error))}\n`);
    process.exit(isUsage ? 2 : 1);
  },
);
