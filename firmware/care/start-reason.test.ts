import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { BootReason } from '#board/drivers/boot-reason.ts';
import { createLogger, type LogRecord } from '#kit/log.ts';
import { StartReasonReader } from './start-reason.ts';

const test = suite<{ folder: string }>('start reason');
test.before.each((context) => {
  context.folder = mkdtempSync(join(tmpdir(), 'start-'));
});
test.after.each(({ folder }) => rmSync(folder, { recursive: true }));

/** One life of the daemon on a machine. */
async function life(stateFolder: string, bootId: string, reason: BootReason['reason'] | Error) {
  const lines: LogRecord[] = [];
  let forgotten = 0;
  const reader = new StartReasonReader({
    stateFolder,
    bootId: () => Promise.resolve(bootId),
    bootReason: () =>
      reason instanceof Error ? Promise.reject(reason) : Promise.resolve({ reason, evidence: 'it says so' }),
    forgetPanic: () => Promise.resolve(void forgotten++),
    log: createLogger({ write: (line) => lines.push(JSON.parse(line) as LogRecord) }),
  });
  await reader.start();
  return { reason: reader.reason?.reason ?? null, lines, forgotten };
}

test('the machine has started, then the daemon alone, then the machine again', async ({ folder }) => {
  assert.is((await life(folder, 'one', 'power-on')).reason, 'power-on');
  assert.is((await life(folder, 'one', 'power-on')).reason, 'daemon');
  assert.is((await life(folder, 'two', 'watchdog')).reason, 'watchdog');
});

test('a panic is told once', async ({ folder }) => {
  assert.is((await life(folder, 'one', 'panic')).forgotten, 1);
  assert.is((await life(folder, 'one', 'panic')).forgotten, 0);
});

test('no state folder, nothing to read: it starts all the same', async ({ folder }) => {
  const unwritable = join(folder, 'last-boot');
  mkdirSync(unwritable);
  const first = await life(folder, 'one', 'restart');
  assert.is(first.reason, 'restart');
  assert.ok(first.lines.some(({ msg }) => msg.includes('cannot be remembered')));
  const second = await life(folder, 'one', new Error('no such thing'));
  assert.is(second.reason, null);
  assert.ok(second.lines.some(({ msg }) => msg.includes('no such thing')));
});

test.run();
