/** Runs on the board: says why the machine last started, then feeds its watchdog for as long as it is alive. */
import { readBootReason } from '#board/drivers/boot-reason.ts';
import { openWatchdog } from '#board/drivers/watchdog.ts';

const FEED_EVERY_MS = 1000;

const [identity = '', timeoutSeconds = ''] = process.argv.slice(2);
const watchdog = openWatchdog({ kind: 'device', identity, timeoutSeconds: Number(timeoutSeconds) })!;
process.on('SIGTERM', () => void watchdog.stop().then(() => process.exit(0)));

const before = await readBootReason();
await watchdog.start(new AbortController().signal);
process.stdout.write(`${JSON.stringify({ ...before, timeoutSeconds: watchdog.timeoutSeconds })}\n`);
setInterval(() => {
  watchdog.feed();
  process.stdout.write('fed\n');
}, FEED_EVERY_MS);
