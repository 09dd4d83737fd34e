/**
 * A process with nothing but a link, to be killed by tests: sends rings and says which were accepted. With "online" it
 * begins when it is connected.
 */
import { SystemClock } from '#kit/clock.ts';
import { silentLogger } from '#kit/log.ts';
import { testCommands } from './commands.ts';
import { whenConnected } from './link-bench.ts';
import { LinkService } from '../link-service.ts';

const [deviceId, url, stateFolder, prefix, count, when] = process.argv.slice(2) as [
  string,
  string,
  string,
  string,
  string,
  'online' | 'at-once',
];

const link = new LinkService({
  deviceId,
  broker: { url },
  stateFolder,
  commands: testCommands(),
  onSettings: () => Promise.resolve(),
  clock: new SystemClock(),
  log: silentLogger(),
  backoff: { firstMs: 10, maxMs: 100 },
});
await link.start();
if (when === 'online') await whenConnected(link);
for (let i = 0; i < Number(count); i++) {
  await link.sendEvent({ id: `${prefix}${i}`, kind: 1, phase: 1, startedMs: Date.now() });
  process.stdout.write(`${prefix}${i}\n`);
}
setInterval(() => undefined, 60_000); // until it is killed
