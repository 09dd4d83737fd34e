import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { FakeClock } from '#kit/clock.ts';
import { takeBootEpoch } from './boot-epoch.ts';

const test = suite('boot epoch');
const clock = new FakeClock(Date.UTC(2026, 0, 1));
const SECONDS = Date.UTC(2026, 0, 1) / 1000;

const folder = mkdtempSync(join(tmpdir(), 'pupsentry-epoch-'));
const file = join(folder, 'boot-epoch');
test.before.each(() => rmSync(file, { force: true }));
test.after(() => rmSync(folder, { recursive: true }));

const take = (above = 0) => takeBootEpoch({ file, clock, above });

test('begins at the wall clock and counts starts from there', async () => {
  assert.equal(await take(), { epoch: SECONDS });
  assert.equal(await take(), { epoch: SECONDS + 1 });
  assert.equal(await take(), { epoch: SECONDS + 2 });
});

test('goes beyond what the outbox still holds', async () => {
  await take();
  assert.equal(await take(SECONDS + 500), { epoch: SECONDS + 501 });
  assert.equal(await take(), { epoch: SECONDS + 502 });
});

test('a file damaged in any byte never makes it go back', async () => {
  await take();
  const whole = readFileSync(file);
  for (let at = 0; at < whole.length; at++) {
    const damaged = Buffer.from(whole);
    damaged[at]! ^= 1 << (at % 8);
    writeFileSync(file, damaged);
    await clock.advance(1000);
    const { epoch } = await take(SECONDS);
    assert.ok(epoch > SECONDS, `byte ${at}: ${epoch}`);
  }
  writeFileSync(file, '');
  assert.ok((await take()).epoch > SECONDS);
});

test('storage that cannot be written: says so, and goes on with time', async () => {
  const missing = join(folder, 'not', 'there');
  const first = await takeBootEpoch({ file: missing, clock, above: 0 });
  await clock.advance(2000);
  const second = await takeBootEpoch({ file: missing, clock, above: 0 });
  assert.match(String(first.problem), 'ENOENT');
  assert.ok(second.epoch > first.epoch);
});

test.run();
