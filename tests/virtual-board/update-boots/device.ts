/** What runs in a slot: the real boot control and installer, told by the test outside what to do next. */
import { spawn } from 'node:child_process';
import { open, readFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { createInterface } from 'node:readline';
import { loadBoard } from '#board/board.ts';
import { SystemClock } from '#kit/clock.ts';
import { PupsentryError } from '#kit/errors.ts';
import { createLogger } from '#kit/log.ts';
import { otherSlot, type BootControl } from '#ota/boot/boot-control.ts';
import { openBootControl, slotPaths } from '#ota/boot/open-boot-control.ts';
import { decodeLabel, LABEL_BYTES } from '#ota/boot/slot-label.ts';
import { FileDevice } from '#ota/install/file-device.ts';
import { RangeSource } from '#ota/install/range-source.ts';
import { SlotInstaller, type RunningSlot } from '#ota/install/slot-installer.ts';
import type { Answer, Hello, Order } from './messages.ts';

const STATE = '/run/pupsentry';
const log = createLogger({ write: (line) => void process.stdout.write(line) });
const [host = '', port = ''] = (process.argv[2] ?? '').split(':');
const { boot } = await loadBoard('virtual', '/opt/pupsentry/boards');
if (boot.kind !== 'uboot') throw new Error('the virtual board is started as by U-Boot');
const control: BootControl = (await openBootControl(boot, { stateFolder: STATE, log }))!;
const { slot } = control.booted;
const paths = slotPaths(boot, STATE);

const text = async (path: string) => (await readFile(path, 'utf8')).trim();
const hello: Hello = {
  booted: control.booted,
  state: await control.read(),
  version: await text('/etc/version'),
  health: (await text('/etc/behaviour')) === 'sick' ? 'sick' : 'ok',
};

/** The slot lends its blocks, whichever image stands in it. */
async function runningSlot(): Promise<RunningSlot | null> {
  const device = await FileDevice.open(paths[slot][0]!, { write: false });
  const block = Buffer.alloc(LABEL_BYTES);
  await device.read(device.sizeBytes - LABEL_BYTES, block);
  const label = decodeLabel(block);
  if (!label) await device.close();
  return label && { device, image: label.image };
}

async function readRoot(): Promise<void> {
  const root = await open(`/dev/mapper/pupsentry-root-${slot}`);
  try {
    const into = Buffer.alloc(1024 * 1024);
    while ((await root.read(into, 0, into.length)).bytesRead > 0);
  } finally {
    await root.close();
  }
}

async function carryOut(order: Order): Promise<Answer> {
  switch (order.do) {
    case 'install': {
      const installer = new SlotInstaller({
        targetSlot: () => FileDevice.open(paths[otherSlot(slot)][0]!, { write: true }),
        runningSlot,
        source: new RangeSource({ mirrors: [order.mirror], clock: new SystemClock(), log }),
        clock: new SystemClock(),
        log,
      });
      const options = { signal: new AbortController().signal, onProgress: () => undefined };
      const { fetchedBytes } = await installer.install(order.release, options);
      return { is: 'done', fetchedBytes };
    }
    case 'read-root':
      await readRoot();
      return { is: 'done' };
    case 'restart':
      spawn('/bin/busybox', ['reboot', '-f']);
      return { is: 'done' };
    case 'invalidate':
    case 'stage':
      await control[order.do](otherSlot(slot));
      return { is: 'done' };
    default:
      await control[order.do]();
      return { is: 'done' };
  }
}

const socket = connect(Number(port), host, () => socket.write(`${JSON.stringify(hello)}\n`));
for await (const line of createInterface({ input: socket })) {
  const answer = await carryOut(JSON.parse(line) as Order).catch((error: unknown): Answer => {
    log.error({ err: error }, 'failed');
    return { is: 'failed', code: error instanceof PupsentryError ? error.code : String(error) };
  });
  socket.write(`${JSON.stringify(answer)}\n`);
}
