/**
 * The update engine by itself on the bench's device: trust, installer, boot control and agent as the daemon has them, with a
 * health gate that is quick. Its console is the machine's: what it does it says there, and it does what is typed.
 */
import { execFileSync } from 'node:child_process';
import { appendFileSync, readFileSync, writeFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { loadBoard } from '#board/board.ts';
import { openWatchdog } from '#board/drivers/watchdog.ts';
import { SystemClock, type Timer } from '#kit/clock.ts';
import { explain } from '#kit/errors.ts';
import { DiskFolder } from '#kit/journal-folder.ts';
import { createLogger } from '#kit/log.ts';
import { UpdateAgent } from '#ota/agent/agent.ts';
import type { HeldRelease, Sign } from '#ota/agent/parts.ts';
import { otherSlot, type SlotName } from '#ota/boot/boot-control.ts';
import { openBootControl, slotPaths } from '#ota/boot/open-boot-control.ts';
import { LABEL_BYTES, decodeLabel, type SlotLabel } from '#ota/boot/slot-label.ts';
import { FileDevice } from '#ota/install/file-device.ts';
import { RangeSource } from '#ota/install/range-source.ts';
import { SlotInstaller } from '#ota/install/slot-installer.ts';
import { Trust } from '#ota/trust/trust.ts';

const BOARD = 'qemu-aarch64';
const STATE = '/data/state';
const FEED_EVERY_MS = 1000;
/** Half an hour of watching the health of a new version is three minutes here. */
const CLOCK_FACTOR = 10;
/** It looks when it is told to. */
const NEVER = { least: 1e9, most: 1e9 };

interface Config {
  mirror: string;
  pinnedRoot: string;
}

const config = JSON.parse(readFileSync('/data/bench.json', 'utf8')) as Config;
const fault = readText('/etc/pupsentry-faulty') === null ? '' : (readText('/data/fault') ?? '').trim();
const log = createLogger({ level: 'info' });
const say = (line: string) => process.stdout.write(`update: ${line}\n`);

function readText(path: string): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return null;
  }
}

/** The machine's, and so much faster: what the agent waits for comes sooner. */
class FastClock extends SystemClock {
  override monotonicMs(): number {
    return super.monotonicMs() * CLOCK_FACTOR;
  }

  override after(ms: number, callback: () => void): Timer {
    return super.after(ms / CLOCK_FACTOR, callback);
  }

  override every(ms: number, callback: () => void): Timer {
    return super.every(ms / CLOCK_FACTOR, callback);
  }
}

const board = await loadBoard(BOARD, '/opt/pupsentry/boards');
const { boot: profile } = board;
if (profile.kind !== 'uboot') throw new Error(`${BOARD} has no U-Boot`);
const watchdog = openWatchdog(board.watchdog);
await watchdog?.start(new AbortController().signal);
setInterval(() => watchdog?.feed(), FEED_EVERY_MS);

const boot = (await openBootControl(profile, { stateFolder: STATE, log }))!;
const { booted } = boot;
const paths = slotPaths(profile, STATE);
const open = (slot: SlotName, write: boolean) => FileDevice.open(paths[slot][0]!, { write });

async function label(slot: SlotName): Promise<SlotLabel | null> {
  const device = await open(slot, false);
  try {
    const block = Buffer.alloc(LABEL_BYTES);
    await device.read(device.sizeBytes - LABEL_BYTES, block);
    return decodeLabel(block);
  } finally {
    await device.close();
  }
}

const held = (of: SlotLabel): HeldRelease => ({
  version: of.version,
  securityVersion: of.securityVersion,
  rootHash: of.image.rootHash,
});
const runningLabel = (await label(booted.slot))!;
const running = held(runningLabel);

const clock = new FastClock({ isSynced: () => true });
const folder = new DiskFolder(STATE);
const releases = await Trust.open({
  ...{ hardware: BOARD, pinnedRoot: config.pinnedRoot, folder, mirrors: [config.mirror] },
  ...{
    image: { builtMs: 0, securityVersion: running.securityVersion },
    clock: new SystemClock({ isSynced: () => true }),
    log,
  },
});
const installer = new SlotInstaller({
  targetSlot: () => open(otherSlot(booted.slot), true),
  runningSlot: async () => ({ device: await open(booted.slot, false), image: runningLabel.image }),
  source: new RangeSource({ mirrors: [`${config.mirror}/images`], clock: new SystemClock(), log }),
  clock: new SystemClock(),
  log,
});

const agent = new UpdateAgent({
  ...{ releases, installer, boot, folder, running, clock, log, hardware: BOARD },
  slots: {
    held: async (slot) => {
      const found = await label(slot);
      return found && held(found);
    },
  },
  host: {
    busy: () => '',
    wishes: () => ({ auto: true, isInWindow: true, isMetered: false }),
    onWishesChanged: () => () => undefined,
    report: (report) => {
      appendFileSync('/data/reports', `${JSON.stringify(report)}\n`, { flush: true });
      say(`report ${JSON.stringify(report)}`);
      return Promise.resolve();
    },
    reboot: () => {
      say('reboot');
      execFileSync('busybox', ['sync']);
      execFileSync('busybox', ['reboot', '-f']);
    },
  },
  signs: {
    picture: (): Sign => (fault === 'unhealthy' ? 'broken' : 'works'),
    recorder: () => Promise.resolve<Sign>('works'),
    cloud: (): Sign => 'works',
  },
  firstCheckMs: NEVER,
  checkEveryMs: NEVER,
});

let phase = '';
agent.onChanged(() => {
  const status = agent.status();
  if (status.phase === phase) return;
  phase = status.phase;
  say(`phase ${phase}`);
});
const { slot, isTrial, isFailsafe } = booted;
// Before the agent starts: the first that it says may be a report.
say(`up ${JSON.stringify({ slot, isTrial, isFailsafe, version: running.version })}`);
await agent.start();

/** What is typed on the console. */
createInterface({ input: process.stdin }).on('line', (line) => {
  const [word, argument = ''] = line.trim().split(' ');
  if (word === 'now') void agent.now().catch((error: unknown) => say(`refused ${explain(error)}`));
  if (word === 'state') void boot.read().then((state) => say(`state ${JSON.stringify(state)}`));
  if (word === 'fault') {
    writeFileSync('/data/fault', argument, { flush: true });
    say(`fault ${argument}`);
  }
});
