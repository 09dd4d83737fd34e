import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { SimulatedWifiRadio } from '#board/drivers/wifi/simulated-wifi-radio.ts';
import type { WifiRadio } from '#board/drivers/wifi/wifi-radio.ts';
import { FakeClock } from '#kit/clock.ts';
import type { PupsentryError } from '#kit/errors.ts';
import { createLogger } from '#kit/log.ts';
import { Hardware } from '../care/hardware.ts';
import { Wifi } from './wifi.ts';

const test = suite('wifi');

async function house(options: { start?: boolean } = {}) {
  const stateFolder = mkdtempSync(join(tmpdir(), 'wifi-'));
  const clock = new FakeClock();
  const lines: string[] = [];
  const log = createLogger({ level: 'trace', write: (line) => lines.push(line) });
  const hardware = new Hardware({ clock, log });
  const simulated = new SimulatedWifiRadio({ clock });
  const wifi: Wifi = new Wifi({
    radio: hardware.part<WifiRadio>(
      'wifi',
      () => simulated,
      (driver) => wifi.follow(driver),
    ),
    ...{ hardware, stateFolder, clock, log },
  });
  if (options.start !== false) await wifi.start();
  return {
    ...{ stateFolder, clock, lines, hardware, simulated, wifi },
    /** Lets time go by until it has ended. @returns its error's code, or what it gave */
    async ends<T>(work: Promise<T>): Promise<T | string> {
      let over: { value: T | string } | null = null;
      work.then(
        (value) => (over = { value }),
        (error: unknown) => (over = { value: (error as PupsentryError).code }),
      );
      for (let i = 0; i < 200 && !over; i++) await clock.advance(1000);
      return (over as { value: T | string } | null)?.value ?? 'never';
    },
    codes: () => hardware.faults().map(({ component, code }) => `${component}: ${code}`),
    async close() {
      await wifi.stop();
      rmSync(stateFolder, { recursive: true });
    },
  };
}

const HOME = { ssid: 'Home', password: 'front door 1' };

test('looks, joins, forgets; no password and no name in the log', async () => {
  const h = await house();
  const found = await h.ends(h.wifi.scan());
  assert.is((found as { ssid: string }[])[0]!.ssid, 'Home');
  const status = await h.ends(h.wifi.connect(HOME));
  assert.is((status as { ssid: string }).ssid, 'Home');
  assert.is(h.wifi.last.state, 'connected');
  assert.is(await h.ends(h.wifi.forget('Garage')), 'wifi-unknown');
  await h.ends(h.wifi.forget('Home'));
  assert.equal(await h.ends(h.wifi.saved()), []);
  assert.not(h.lines.join('').includes('front door 1'));
  await h.close();
});

test('a wrong password, a network out of reach: told apart, and the one before is chosen again', async () => {
  const h = await house();
  await h.ends(h.wifi.connect(HOME));
  assert.is(
    await h.ends(h.wifi.connect({ ssid: 'Garage', password: 'not this one' })),
    'wifi-wrong-password',
  );
  assert.is(await h.ends(h.wifi.connect({ ssid: 'Nowhere', password: 'not this one' })), 'wifi-not-found');
  await h.clock.advance(60_000);
  assert.equal([h.wifi.last.state, h.wifi.last.ssid], ['connected', 'Home']);
  assert.equal(
    ((await h.ends(h.wifi.saved())) as { ssid: string }[]).map(({ ssid }) => ssid),
    ['Home'],
  );
  await h.close();
});

test('a radio that is pulled out is a fault after a while, and mends', async () => {
  const h = await house();
  assert.equal(h.codes(), []);
  h.simulated.plug(false);
  await h.clock.advance(10_000);
  assert.equal(h.codes(), []);
  await h.clock.advance(10_000);
  assert.equal(h.codes(), ['wifi: wifi-down']);
  assert.is(await h.ends(h.wifi.scan()), 'wifi-down');
  h.simulated.plug(true);
  await h.clock.advance(10_000);
  assert.equal(h.codes(), []);
  await h.close();
});

test('after a factory reset the networks are forgotten, once the radio is there', async () => {
  const h = await house({ start: false });
  await h.simulated.start();
  await h.ends(h.simulated.connect(HOME, { timeoutMs: 30_000 }));
  await h.simulated.stop();
  h.simulated.plug(false);
  const marker = join(h.stateFolder, 'forget-wifi');
  writeFileSync(marker, '');
  await h.wifi.start();
  await h.clock.advance(30_000);
  assert.ok(existsSync(marker), 'not yet');
  h.simulated.plug(true);
  // The file system takes its own time, whatever this clock says. Never: the limit of the file.
  while (existsSync(marker)) await h.clock.advance(100);
  assert.equal(await h.ends(h.wifi.saved()), []);
  await h.close();
});

test.run();
