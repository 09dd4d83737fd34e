/** Updates with nothing simulated but time, people and the camera: signed releases, an HTTP server, slots that are files. */
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { FakeClock } from '#kit/clock.ts';
import { silentLogger } from '#kit/log.ts';
import type { Sign } from '#ota/agent/parts.ts';
import type { UpdateReport } from '#ota/agent/state.ts';
import type { UpdateStatus } from '#ota/agent/status.ts';
import { BLOCK_BYTES } from '#ota/install/block-device.ts';
import { PARALLEL_REQUESTS, REQUEST_BLOCKS } from '#ota/install/limits.ts';
import { VendorUnderTest } from '#ota/release/vendor-under-test.ts';
import { SettingsStore } from '../settings/store.ts';
import { Updates, type UpdatesOptions } from './updates.ts';

/** Phases that pass with time alone; in the others the line or the disk is at work. */
const WAITING = ['idle', 'back-off', 'offered', 'staged', 'trial', 'health', 'reboot', 'rolled-back'];

/** A vendor, and one device of his. */
class Bench {
  readonly folder = mkdtempSync(join(tmpdir(), 'updates-'));
  readonly clock = new FakeClock(Date.now());
  readonly reports: UpdateReport[] = [];
  readonly settings = new SettingsStore({ folder: this.folder, log: silentLogger() });
  picture: Sign = 'works';
  wantsReboot = false;
  #updates: Updates | null = null;
  vendor!: VendorUnderTest;

  async open(): Promise<void> {
    await this.settings.set({ 'updates.window': '' });
    this.vendor = await VendorUnderTest.open(this.folder, () => this.clock.nowMs());
  }

  async close(): Promise<void> {
    await this.#updates?.stop();
    await this.vendor.close();
    rmSync(this.folder, { recursive: true, force: true });
  }

  get options(): UpdatesOptions {
    const { settings, clock } = this;
    return {
      ...{ profile: { kind: 'file', slotMiB: 16 }, hardware: 'host', stateFolder: this.folder },
      config: { mirrors: [this.vendor.url], rootFile: this.vendor.rootFile },
      host: {
        busy: () => '',
        wishes: () => ({ auto: true, isInWindow: true, isMetered: false }),
        onWishesChanged: () => () => undefined,
        report: async (report) => void this.reports.push(report),
        reboot: () => void (this.wantsReboot = true),
      },
      signs: {
        picture: () => this.picture,
        recorder: () => Promise.resolve('works'),
        cloud: () => 'works',
      },
      ...{ settings, clock, log: silentLogger() },
    };
  }

  async start(): Promise<void> {
    this.wantsReboot = false;
    this.#updates = new Updates(this.options);
    await this.#updates.start();
  }

  goBack(): Promise<string> {
    return this.#updates!.agent.goBack();
  }

  get status(): UpdateStatus {
    const status = this.#updates!.status();
    if ('phase' in status) return status;
    throw new Error(status.message);
  }

  /** Whatever time and the line bring. */
  async pass(ms = 5000): Promise<void> {
    if (WAITING.includes(this.status.phase)) await this.clock.advance(ms);
    else await new Promise(setImmediate);
  }

  /** Until this is told; restarts as often as the agent wants. */
  async until(outcome: UpdateReport['outcome'], version: string): Promise<UpdateReport> {
    for (;;) {
      const found = this.reports.find((one) => one.outcome === outcome && one.version === version);
      if (found) return found;
      if (this.wantsReboot) {
        await this.#updates!.stop();
        await this.start();
      } else await this.pass();
    }
  }
}

const test = suite<{ bench: Bench }>('updates, whole');
test.before(async (context) => {
  context.bench = new Bench();
  await context.bench.open();
});
test.after(({ bench }) => bench.close());

test('a device as it was built gets its first update, tries it and keeps it', async ({ bench }) => {
  await bench.vendor.release('1.1.0', 1, { program: randomBytes(1_000_000) });
  await bench.start();
  assert.is(bench.status.version, 'dev');
  const report = await bench.until('updated', '1.1.0');
  assert.ok(report.fetchedBytes > 1_000_000, 'there was nothing to copy from');
  assert.is(report.from, 'dev');
  assert.equal([bench.status.version, bench.status.slot], ['1.1.0', 'B']);
  assert.is(bench.status.securityVersion, 1);
});

test('of the next one only what has changed is fetched; it is not healthy and is left', async ({ bench }) => {
  await bench.vendor.release('1.2.0', 2);
  await bench.until('offered', '1.2.0');
  while (!bench.wantsReboot) await bench.pass();
  bench.picture = 'broken';
  const report = await bench.until('rolled-back', '1.2.0');
  assert.is(report.code, 'no-picture');
  assert.ok(report.fetchedBytes < 100_000, `${report.fetchedBytes} bytes fetched`);
  assert.ok(report.blocksCopied > 200, `${report.blocksCopied} blocks copied`);
  assert.equal([bench.status.version, bench.status.slot], ['1.1.0', 'B']);
});

test('one that closes the hole and is healthy is kept, and the floor rises', async ({ bench }) => {
  bench.picture = 'works';
  await bench.vendor.release('1.3.0', 3);
  const report = await bench.until('updated', '1.3.0');
  assert.ok(report.isSecurity);
  assert.ok(report.blocksKept > 200, `${report.blocksKept} blocks stood there from the trial before`);
  assert.equal([bench.status.version, bench.status.slot], ['1.3.0', 'A']);
  const thrown = await bench.goBack().catch((error: Error) => error.message);
  assert.match(String(thrown), /no way back/);
  assert.ok(bench.status.wearBytes > 1_000_000);
});

test('the line becomes a metered one in the middle: nothing more is fetched until it is free again', async ({
  bench,
}) => {
  const { clock, settings } = bench;
  await settings.set({ 'updates.maxKbps': 8000 });
  const fetched = () => bench.status.progress?.fetchedBytes ?? 0;
  await bench.vendor.release('1.4.0', 3, { more: randomBytes(9_000_000) });
  await bench.until('offered', '1.4.0');
  while (bench.status.phase !== 'reconcile') await bench.pass();
  while (fetched() < 500_000) await clock.advance(10);
  await settings.set({ 'updates.metered': true });
  // What was asked for already still comes, and some blocks of the tree were there before.
  const askedFor = PARALLEL_REQUESTS * REQUEST_BLOCKS * BLOCK_BYTES;
  while (bench.status.phase === 'reconcile' && fetched() < askedFor) await clock.advance(10);
  for (let minutes = 0; minutes < 600; minutes++) await clock.advance(60_000);
  assert.ok(fetched() < askedFor + 200_000, `${fetched()} bytes came`);
  assert.equal([bench.status.phase, bench.status.waitsFor], ['reconcile', 'metered'], 'it has not failed');
  await settings.set({ 'updates.metered': false });
  await clock.advance(10);
  assert.is(bench.status.waitsFor, null);
  while (bench.status.phase === 'reconcile') await clock.advance(10);
  const report = await bench.until('updated', '1.4.0');
  assert.ok(report.fetchedBytes > 9_000_000 && report.fetchedBytes < 9_500_000, `${report.fetchedBytes}`);
});

test('not set up, and a root that is none: the device goes on without updates', async ({ bench }) => {
  const none = new Updates({ ...bench.options, config: null });
  await none.start();
  assert.match(JSON.stringify(none.status()), /updates-not-set-up/);
  writeFileSync(join(bench.folder, 'root.json'), '{}');
  const failed = new Updates({ ...bench.options, stateFolder: join(bench.folder, 'other') });
  await failed.start();
  assert.match(JSON.stringify(failed.status()), /updates-failed/);
  assert.throws(() => failed.agent);
});

test.run();
