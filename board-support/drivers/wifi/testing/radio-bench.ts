/** A radio beside a stand-in for wpa_supplicant, for the tests of both. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as assert from 'uvu/assert';
import { FakeClock } from '#kit/clock.ts';
import { PupsentryError } from '#kit/errors.ts';
import { createLogger } from '#kit/log.ts';
import type { WifiStatus } from '../wifi-radio.ts';
import { WpaWifiRadio } from '../wpa-wifi-radio.ts';
import { StandInSupplicant, type AirPoint } from './stand-in-supplicant.ts';

export const HOME = 'front door 1';
export const point = (ssid: string, more: Partial<AirPoint> = {}): AirPoint => ({
  ssid: Buffer.from(ssid),
  bssid: `02:00:00:00:00:${ssid.length.toString(16).padStart(2, '0')}`,
  freq: 2412,
  level: -50,
  flags: '[WPA2-PSK-CCMP][ESS]',
  ...more,
});

export async function radioBench(options: { saved?: [number, Record<string, string>][]; on?: boolean } = {}) {
  const base = mkdtempSync(join(tmpdir(), 'wifi-'));
  const supplicant = new StandInSupplicant(join(base, 'wlan0'));
  supplicant.saved = options.saved ?? [];
  supplicant.air = [
    point('Home', { password: HOME, level: -60 }),
    point('Safe', { password: 'only wpa three', flags: '[WPA2-SAE-CCMP][SAE-H2E][ESS]', level: -40 }),
    point('Free', { flags: '[ESS]', level: -80 }),
  ];
  supplicant.start();
  const clock = new FakeClock();
  let log = '';
  const radio = new WpaWifiRadio({
    socketPath: () => join(base, 'wlan0'),
    folder: join(base, 'own'),
    clock,
    log: createLogger({ level: 'trace', write: (line) => (log += line) }),
  });
  const changes: WifiStatus[] = [];
  const waiting = new Set<{ fits: (status: WifiStatus) => boolean; resolve: () => void }>();
  radio.onChanged((status) => {
    changes.push(status);
    for (const entry of waiting) {
      if (!entry.fits(status)) continue;
      waiting.delete(entry);
      entry.resolve();
    }
  });
  await radio.start();
  const b = {
    supplicant,
    radio,
    clock,
    changes,
    log: () => log,
    /** Time passes in steps, and what is asked meanwhile is answered. */
    async pass(ms: number) {
      for (let passed = 0; passed < ms; passed += 500) {
        await clock.advance(Math.min(500, ms - passed));
        for (let turn = 0; turn < 8; turn++) await new Promise((resolve) => setImmediate(resolve));
      }
    },
    /** Joined to Home, as after setting up. */
    async home() {
      await radio.connect({ ssid: 'Home', password: HOME }, { timeoutMs: 10_000 });
      return b;
    },
    changed: (fits: (status: WifiStatus) => boolean) =>
      new Promise<void>((resolve) => waiting.add({ fits, resolve })),
    async close() {
      await radio.stop();
      supplicant.kill();
      rmSync(base, { recursive: true });
    },
  };
  return b;
}
export type RadioBench = Awaited<ReturnType<typeof radioBench>>;

export async function code(work: Promise<unknown>): Promise<string> {
  try {
    await work;
  } catch (error) {
    if (error instanceof PupsentryError) return error.code;
    throw error;
  }
  return 'none';
}

/** Nothing of the trial is left, and Home is in use. */
export async function assertBackHome({ radio, supplicant }: RadioBench, savedBefore: unknown) {
  const status = await radio.status();
  assert.is(status.state, 'connected');
  assert.is(status.ssid, 'Home');
  assert.equal(
    (await radio.saved()).map(({ ssid }) => ssid),
    ['Home'],
  );
  assert.equal(supplicant.saved, savedBefore);
  assert.ok([...supplicant.networks.values()].every((block) => !block.disabled));
}
