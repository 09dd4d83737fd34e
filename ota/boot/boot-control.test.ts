/** Boot control by each kind of boot loader: what is changed, what is refused, what power cuts leave. */
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { FakeDisk } from '#kit/fake-disk.ts';
import { DiskFolder } from '#kit/journal-folder.ts';
import { silentLogger } from '#kit/log.ts';
import { seededRandom } from '#kit/seeded-random.ts';
import { CUT_MODES } from '#kit/write-cache.ts';
import type { BlockDevice } from '../install/block-device.ts';
import { VolatileDisk } from '../install/volatile-disk.ts';
import type { Booted } from './boot-control.ts';
import { bootedFromFirmware, bootedFromKernel } from './booted.ts';
import { encodeRedundant } from './environment.ts';
import { FileBootStore } from './file-boot.ts';
import { RedundantEnvironment } from './redundant-environment.ts';
import { encodeLabel } from './slot-label.ts';
import { StoredBootControl } from './stored-boot-control.ts';
import { TrybootStore } from './tryboot.ts';
import { UBootStore } from './uboot.ts';

const SIZE = 8192;
const SECOND = 16_384;
const running = (slot: 'A' | 'B', isTrial = false): Booted => ({ slot, isTrial, isFailsafe: false });

const test = suite<{ folder: string }>('boot control');
test.before.each((context) => void (context.folder = mkdtempSync(join(tmpdir(), 'boot-'))));
test.after.each(({ folder }) => rmSync(folder, { recursive: true, force: true }));

function environmentOn(device: BlockDevice): RedundantEnvironment {
  const copies = [
    { device, offset: 0 },
    { device, offset: SECOND },
  ] as const;
  return new RedundantEnvironment({ copies, sizeBytes: SIZE, log: silentLogger() });
}

function uboot(device: BlockDevice, booted: Booted) {
  const environment = environmentOn(device);
  return { environment, control: new StoredBootControl({ store: new UBootStore(environment), booted }) };
}

const codeOf = (promise: Promise<unknown>) =>
  promise.then(
    () => 'no error',
    (error: { code?: string }) => error.code,
  );

test('an update in U-Boot’s environment: invalidate, stage, trial, confirm; other variables stay', async () => {
  const disk = new VolatileDisk({ sizeBytes: 32_768 });
  await disk.write(0, encodeRedundant({ flags: 255, variables: new Map([['ethaddr', '02:00']]) }, SIZE));
  const { control, environment } = uboot(disk, running('A'));
  assert.equal(await control.read(), { order: ['A', 'B'], trial: null, failed: null });
  await control.invalidate('B');
  await control.stage('B');
  assert.equal(
    [...(await environment.read())!],
    [
      ['ethaddr', '02:00'],
      ['boot_order', 'A'],
      ['boot_trial', 'B'],
      ['boot_tries', '3'],
    ],
  );
  assert.is(control.writtenBytes, 2 * SIZE, 'one copy a change');
  assert.is(disk.flushes, 2);

  const { control: next } = uboot(disk, running('B', true));
  assert.is(await codeOf(next.invalidate('A')), 'slot-on-trial');
  await next.confirm();
  await next.confirm();
  assert.is(next.writtenBytes, SIZE, 'what is so already is not written');
  assert.equal(await next.read(), { order: ['B', 'A'], trial: null, failed: null });
  assert.is(await codeOf(next.invalidate('B')), 'slot-runs');
  assert.is(await codeOf(next.stage('B')), 'slot-runs');
  await next.stage('A');
  await next.reject();
  assert.equal(await next.read(), { order: ['B'], trial: null, failed: 'A' });
});

test('both copies bad: the defaults count; the first change makes a sound one', async () => {
  const disk = new VolatileDisk({ sizeBytes: 32_768 });
  const { control, environment } = uboot(disk, running('B'));
  assert.is(await environment.read(), null);
  assert.ok(await control.isLost());
  assert.equal(await control.read(), { order: ['A', 'B'], trial: null, failed: null });
  await control.invalidate('A');
  assert.not(await control.isLost());
  assert.equal(await uboot(disk, running('B')).control.read(), { order: ['B'], trial: null, failed: null });
});

test('both copies lost in a trial of slot A: given up, the other one starts', async () => {
  const disk = new VolatileDisk({ sizeBytes: 32_768 });
  const { control } = uboot(disk, running('A', true));
  await control.reject();
  await control.reject();
  assert.equal(await control.read(), { order: ['B'], trial: null, failed: 'A' });
  assert.is(control.writtenBytes, SIZE, 'once');
});

/** A disk one range of which cannot be read, or forgets what is written. */
function faulty(disk: BlockDevice, fault: { unreadable?: number[]; forgetful?: boolean }): BlockDevice {
  return {
    sizeBytes: disk.sizeBytes,
    read: (position, into) =>
      fault.unreadable?.includes(position) ? Promise.reject(new Error('EIO')) : disk.read(position, into),
    write: (position, data) => (fault.forgetful ? Promise.resolve() : disk.write(position, data)),
    flush: () => disk.flush(),
    close: () => disk.close(),
  };
}

test('flash that cannot be read or forgets: an error, and the old state counts', async () => {
  const disk = new VolatileDisk({ sizeBytes: 32_768 });
  await uboot(disk, running('A')).control.stage('B');
  const before = await uboot(disk, running('A')).control.read();
  const one = uboot(faulty(disk, { unreadable: [0] }), running('A')).control;
  assert.equal(
    await one.read(),
    { order: ['A', 'B'], trial: null, failed: null },
    'the copy that was never written',
  );
  const both = uboot(faulty(disk, { unreadable: [0, SECOND] }), running('A')).control;
  assert.is(await codeOf(both.read()), 'boot-state-unreadable');
  assert.is(await codeOf(both.confirm()), 'boot-state-unreadable');
  const forgetful = uboot(faulty(disk, { forgetful: true }), running('A')).control;
  assert.is(await codeOf(forgetful.confirm()), 'boot-state-not-kept');
  assert.equal(await forgetful.read(), before);
});

test('changes at the same time run one after the other', async () => {
  const disk = new VolatileDisk({ sizeBytes: 32_768 });
  const { control } = uboot(disk, running('A'));
  const results = await Promise.all([
    control.invalidate('B'),
    codeOf(control.invalidate('A')),
    control.stage('B'),
    control.read(),
  ]);
  assert.is(results[1], 'slot-runs');
  assert.equal(await control.read(), { order: ['A'], trial: { slot: 'B', triesLeft: 3 }, failed: null });
});

test('a power cut in any change leaves the old or the new state, and other variables', async () => {
  const random = seededRandom(5);
  const others = new Map([['serial', 'x'.repeat(3000)]]);
  for (let round = 0; round < 60; round++) {
    const disk = new VolatileDisk({ sizeBytes: 32_768 });
    await disk.write(0, encodeRedundant({ flags: 250 + (round % 6), variables: others }, SIZE));
    await disk.flush();
    const { control } = uboot(disk, running('A'));
    for (const change of ['stage', 'invalidate', 'stage', 'reject'] as const) {
      const before = await control.read();
      const cuts = cutInEveryWrite(
        disk,
        () => (change === 'reject' ? control.reject() : control[change]('B')),
        random,
      );
      const found = await Promise.all(
        (await cuts).map(async (cut) => {
          const { control: left, environment } = uboot(cut, running('A'));
          assert.is((await environment.read())!.get('serial'), others.get('serial'));
          return JSON.stringify(await left.read());
        }),
      );
      const allowed = [before, await control.read()].map((one) => JSON.stringify(one));
      for (const one of found) assert.ok(allowed.includes(one), `${change}: ${one}`);
    }
  }
});

/** @returns the disks that a cut before the change's flush, and one after it, may leave */
async function cutInEveryWrite(disk: VolatileDisk, change: () => Promise<void>, random: () => number) {
  const cuts: VolatileDisk[] = [];
  const flush = disk.flush.bind(disk);
  const take = () => CUT_MODES.forEach((mode) => cuts.push(disk.cut(random, mode)));
  disk.flush = async () => {
    take();
    await flush();
    take();
  };
  await change();
  disk.flush = flush;
  assert.is(cuts.length, 2 * CUT_MODES.length);
  return cuts;
}

function write(root: string, files: Record<string, string | Buffer>): void {
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), content);
  }
}

test('what runs: as the command line says, unless the root is another slot’s', async ({ folder }) => {
  const cmdline = (text: string) => write(folder, { 'proc/cmdline': `console=ttyS0 ${text} quiet\n` });
  cmdline('pupsentry.slot=B pupsentry.trial');
  assert.equal(await bootedFromKernel(folder), running('B', true));
  cmdline('pupsentry.slot=A pupsentry.failsafe');
  assert.equal(await bootedFromKernel(folder), { slot: 'A', isTrial: false, isFailsafe: true });
  cmdline('pupsentry.slot=A');
  assert.equal(await bootedFromKernel(folder), running('A'));
  write(folder, {
    'proc/self/mounts': 'dev /dev devtmpfs rw 0 0\n/dev/mapper/pupsentry-root-B / squashfs ro 0 0\n',
  });
  assert.equal(await bootedFromKernel(folder), { slot: 'B', isTrial: false, isFailsafe: true });
  cmdline('pupsentry.slot=C');
  assert.is(await codeOf(bootedFromKernel(folder)), 'boot-slot-unknown');
});

test('what runs on a Raspberry Pi: as the firmware says', async ({ folder }) => {
  const partitions = { A: 2, B: 3 };
  const node = 'proc/device-tree/chosen/bootloader';
  assert.is(await codeOf(bootedFromFirmware(partitions, folder)), 'boot-slot-unknown');
  write(folder, {
    [`${node}/partition`]: Buffer.from([0, 0, 0, 3]),
    [`${node}/tryboot`]: Buffer.from([0, 0, 0, 1]),
  });
  assert.equal(await bootedFromFirmware(partitions, folder), running('B', true));
  write(folder, { [`${node}/partition`]: Buffer.from([0, 0, 0, 1]) });
  assert.is(await codeOf(bootedFromFirmware(partitions, folder)), 'boot-slot-unknown');
});

/** A Raspberry Pi's firmware: starts what autoboot.txt and its flag say. */
class Firmware {
  flag = false;
  boots = 0;
  constructor(readonly file: string) {}

  start() {
    const sections = readFileSync(this.file, 'utf8').split('[tryboot]');
    const isTrial = this.flag;
    this.flag = false;
    const partition = /^boot_partition=(\d)$/m.exec(sections[isTrial ? 1 : 0]!)![1];
    return { booted: running(partition === '2' ? 'A' : 'B', isTrial), bootId: `boot-${this.boots++}` };
  }

  /** The daemon's start in a boot. */
  async daemon({ booted, bootId }: { booted: Booted; bootId: string }) {
    const setTryboot = (wanted: boolean) => void (this.flag = wanted);
    const store = new TrybootStore({ file: this.file, partitions: { A: 2, B: 3 }, setTryboot, bootId });
    await store.settle(booted);
    return new StoredBootControl({ store, booted });
  }
}

test('tryboot: a trial that is confirmed, one that comes to nothing, one that is given up', async ({
  folder,
}) => {
  const file = join(folder, 'autoboot.txt');
  const firmware = new Firmware(file);
  const first = await firmware.daemon({ booted: running('A'), bootId: 'first' });
  assert.equal(await first.read(), { order: ['A', 'B'], trial: null, failed: null }, 'no file yet');
  await first.invalidate('B');
  const inode = statSync(file).ino;
  await first.stage('B');
  const again = await firmware.daemon({ booted: running('A'), bootId: 'first' });
  assert.equal((await again.read()).trial, { slot: 'B', triesLeft: 1 }, 'the daemon alone was started anew');
  const trial = await firmware.daemon(firmware.start());
  assert.equal(trial.booted, running('B', true));
  await trial.confirm();
  assert.equal(firmware.start().booted, running('B'));

  const second = await firmware.daemon(firmware.start());
  await second.stage('A');
  assert.equal(firmware.start().booted, running('A', true));
  const back = await firmware.daemon(firmware.start()); // it was reset before it could say anything
  assert.equal(back.booted, running('B'));
  assert.equal(await back.read(), { order: ['B'], trial: null, failed: 'A' });

  await back.stage('A');
  await back.reject();
  assert.equal(firmware.start().booted, running('B'), 'the flag is cleared with it');
  const { size, ino } = statSync(file);
  assert.equal([size, ino], [512, inode], 'one sector, overwritten in place');
});

test('tryboot: what the firmware goes by counts, whoever wrote it', async ({ folder }) => {
  const file = join(folder, 'autoboot.txt');
  const { read } = await new Firmware(file).daemon({ booted: running('A'), bootId: 'x' }).then((control) => ({
    read: () => control.read(),
  }));
  writeFileSync(file, '[all]\ntryboot_a_b=1\nboot_partition=3\n[tryboot]\nboot_partition=2\n');
  assert.equal((await read()).order, ['B', 'A']);
  writeFileSync(file, '[all]\nboot_partition=7\n[tryboot]\nboot_partition=2\n');
  assert.equal((await read()).order, ['A', 'B'], 'nothing of ours: the defaults');
  rmSync(file);
  mkdirSync(file);
  assert.is(await codeOf(read()), 'boot-state-unreadable');
});

const label = encodeLabel({
  ...{ version: '1.0.0', securityVersion: 0, hardware: ['host'] },
  image: { rootHash: '00'.repeat(32), salt: '', dataBlocks: 1, bootBlocks: 0 },
});

test('a PC: the daemon’s start plays the boot loader; what it came with stands in for slot A', async ({
  folder,
}) => {
  const slots = { A: join(folder, 'a.img'), B: join(folder, 'b.img') };
  const start = async () => {
    const store = new FileBootStore(new DiskFolder(join(folder, 'state')));
    return new StoredBootControl({ store, booted: await store.startAsBootLoader(slots) });
  };
  const first = await start();
  assert.equal(first.booted, running('A'));
  await first.invalidate('B');
  writeFileSync(slots.B, Buffer.alloc(8192));
  assert.equal((await start()).booted, running('A'), 'half written');
  writeFileSync(slots.B, Buffer.concat([Buffer.alloc(4096), label]));
  await first.stage('B');
  assert.ok(first.writtenBytes > 0);
  const trial = await start();
  assert.equal(trial.booted, running('B', true));
  await trial.confirm();
  writeFileSync(slots.A, Buffer.alloc(8192));
  assert.equal((await start()).booted, running('B'));
  writeFileSync(slots.B, Buffer.alloc(100));
  assert.equal(
    (await start()).booted,
    { slot: 'A', isTrial: false, isFailsafe: true },
    'there is no other way',
  );
  assert.not(existsSync(join(folder, 'state/boot-state')), 'two files that take turns');
});

test('a PC: three daemons that die on trial, then what ran before', async ({ folder }) => {
  const slots = { A: join(folder, 'a.img'), B: join(folder, 'b.img') };
  writeFileSync(slots.B, label);
  const disk = new FakeDisk();
  const start = () => new FileBootStore(disk).startAsBootLoader(slots);
  await new StoredBootControl({ store: new FileBootStore(disk), booted: await start() }).stage('B');
  const booted = [await start(), await start(), await start(), await start(), await start()];
  assert.equal(booted, [...Array<Booted>(3).fill(running('B', true)), running('A'), running('A')]);
  assert.is((await new FileBootStore(disk).read())!.failed, 'B');
});

test.run();
