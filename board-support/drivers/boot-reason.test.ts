import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { forgetPanic, readBootReason } from './boot-reason.ts';

const PANIC = { 'sys/fs/pstore/dmesg-ramoops-0': 'Panic#1 Part1\n<0>Kernel panic - not syncing\n' };
const WATCHDOG = {
  'sys/class/watchdog/watchdog0/identity': 'i6300ESB timer\n',
  'sys/class/watchdog/watchdog0/bootstatus': '32\n',
};

function machine(files: Record<string, string | Buffer>): string {
  const root = mkdtempSync(join(tmpdir(), 'boot-'));
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), content);
  }
  return root;
}

async function reason(files: Record<string, string | Buffer>, bootStatus?: number): Promise<string> {
  const root = machine(files);
  const found = await readBootReason({ root, bootStatus });
  rmSync(root, { recursive: true });
  assert.ok(found.evidence.length > 10);
  return found.reason;
}

const rsts = (status: number) => {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(status);
  return { 'proc/device-tree/chosen/bootloader/rsts': bytes };
};

const test = suite('boot reason');

test('nothing says why', async () => {
  assert.is(await reason({}), 'unknown');
  assert.is(await reason({ 'proc/cmdline': 'console=ttyS0 pupsentry.boot=whatever\n' }), 'unknown');
});

test('a watchdog says that it was it', async () => {
  assert.is(await reason(WATCHDOG), 'watchdog');
  assert.is(await reason({ ...WATCHDOG, 'sys/class/watchdog/watchdog0/bootstatus': '0\n' }), 'unknown');
  assert.is(await reason({}, 0x20), 'watchdog');
});

test('a panic is surer than the watchdog that ended it; an oops that was survived is none', async () => {
  assert.is(await reason({ ...PANIC, ...WATCHDOG }), 'panic');
  assert.is(await reason({ 'sys/fs/pstore/dmesg-efi-1': 'Oops#1 Part1\n' }), 'unknown');
  assert.is(await reason({ 'sys/fs/pstore/console-ramoops-0': 'all is well\n' }), 'unknown');
});

test('the word of the boot loader, the last one', async () => {
  const cmdline = 'root=/dev/mmcblk0p2 pupsentry.boot=restart quiet pupsentry.boot=power-on\n';
  assert.is(await reason({ 'proc/cmdline': cmdline }), 'power-on');
});

test('Raspberry Pi: power or not', async () => {
  assert.is(await reason(rsts(0x1000)), 'power-on');
  assert.is(await reason(rsts(0x1020)), 'power-on');
  assert.is(await reason(rsts(0x420)), 'unknown');
  assert.is(await reason({ 'proc/device-tree/chosen/bootloader/rsts': 'xx' }), 'unknown');
});

test('last words are told once', async () => {
  const root = machine({ ...PANIC, 'sys/fs/pstore/console-ramoops-0': 'kept\n' });
  assert.match((await readBootReason({ root })).evidence, 'dmesg-ramoops-0');
  await forgetPanic({ root });
  assert.is((await readBootReason({ root })).reason, 'unknown');
  assert.ok(existsSync(join(root, 'sys/fs/pstore/console-ramoops-0')));
  rmSync(root, { recursive: true });
  await forgetPanic({ root });
});

test.run();
