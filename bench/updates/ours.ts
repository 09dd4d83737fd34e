/**
 * Our installer as the daemon has it, alone in a process: `ours.js URL DESCRIPTION`, where URL is the image's and DESCRIPTION a JSON
 * file with both releases. Says on /run/ready when it is idle, begins on a word from /run/go, and says when it has finished.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { pino } from 'pino';
import { SystemClock } from '#kit/clock.ts';
import { FileDevice } from '../../ota/install/file-device.ts';
import { RangeSource } from '../../ota/install/range-source.ts';
import { SlotInstaller } from '../../ota/install/slot-installer.ts';
import type { Release } from '../../ota/trust/release.ts';

const [url = '', description = ''] = process.argv.slice(2);
const { running, next } = JSON.parse(readFileSync(description, 'utf8')) as {
  running: Release;
  next: Release;
};
const clock = new SystemClock({ isSynced: () => true, floorMs: 0 });
const log = pino({ level: 'warn' });
const installer = new SlotInstaller({
  targetSlot: () => FileDevice.open('/dev/ubdb', { write: true }),
  runningSlot: async () => ({
    device: await FileDevice.open('/dev/ubda', { write: false }),
    image: running.image,
  }),
  source: new RangeSource({ mirrors: [new URL('.', url).href], clock, log }),
  ...{ clock, log },
});

writeFileSync('/run/ready', 'idle\n');
readFileSync('/run/go');
const figures = await installer.install(next, {
  signal: new AbortController().signal,
  onProgress: () => undefined,
});
console.log(JSON.stringify(figures));
writeFileSync('/run/ready', 'finished\n');
process.stdin.resume(); // its memory is still to be read
setInterval(() => undefined, 1000);
