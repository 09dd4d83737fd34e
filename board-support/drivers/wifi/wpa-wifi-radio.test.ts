import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { FakeClock } from '#kit/clock.ts';
import { PupsentryError, explain } from '#kit/errors.ts';
import { createLogger, silentLogger } from '#kit/log.ts';
import { StandInSupplicant, type AirPoint } from './testing/stand-in-supplicant.ts';
import type { WifiStatus } from './wifi-radio.ts';
import { findWirelessInterface } from './wireless-interface.ts';
import { TRIAL_PRIORITY } from './wpa-networks.ts';
import { WpaWifiRadio } from './wpa-wifi-radio.ts';

const test = suite('wpa-wifi-radio');

const HOME = 'front door 1';
const point = (ssid: string, more: Partial<AirPoint> = {}): AirPoint => ({
  ssid: Buffer.from(ssid),
  bssid: `02:00:00:00:00:${ssid.length.toString(16).padStart(2, '0')}`,
  freq: 2412,
  level: -50,
  flags: '[WPA2-PSK-CCMP][ESS]',
  ...more,
});

async function bench(options: { saved?: [number, Record<string, string>][]; on?: boolean } = {}) {
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
type Bench = Awaited<ReturnType<typeof bench>>;

async function code(work: Promise<unknown>): Promise<string> {
  try {
    await work;
  } catch (error) {
    if (error instanceof PupsentryError) return error.code;
    throw error;
  }
  return 'none';
}

/** Nothing of the trial is left, and Home is in use. */
async function assertBackHome({ radio, supplicant }: Bench, savedBefore: unknown) {
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

test('scan: sorted, all pages, what was not heard for long left out', async () => {
  const b = await bench();
  b.supplicant.air.push(point('Gone', { level: -10, age: 100 }));
  for (let i = 0; i < 100; i++) b.supplicant.air.push(point(`Flat ${i}`, { level: -85 }));
  b.supplicant.air.push(point('Last page', { level: -30 }));
  const list = await b.radio.scan();
  assert.equal(
    list.slice(0, 4).map(({ ssid, security, signalDbm }) => [ssid, security, signalDbm]),
    [
      ['Last page', 'wpa2', -30],
      ['Safe', 'wpa3', -40],
      ['Home', 'wpa2', -60],
      ['Free', 'open', -80],
    ],
  );
  assert.is(list.length, 64);
  assert.equal(Object.keys(list[0]!).sort(), [
    'bssid',
    'frequencyMhz',
    'security',
    'signalDbm',
    'ssid',
    'ssidBytes',
  ]);
  await b.close();
});

test('scan: two who ask share one; one that is under way is waited for', async () => {
  const b = await bench();
  const [one, two] = await Promise.all([b.radio.scan(), b.radio.scan()]);
  assert.is(one, two);
  assert.is(b.supplicant.asked.filter((asked) => asked === 'SCAN').length, 1);
  b.supplicant.answers.set('SCAN', () => {
    setImmediate(() => b.supplicant.tell('CTRL-EVENT-SCAN-RESULTS '));
    return 'FAIL-BUSY\n';
  });
  assert.is((await b.radio.scan()).length, 3);
  await b.close();
});

test('scan: a driver that fails, or never ends', async () => {
  const b = await bench();
  b.supplicant.answers.set('SCAN', () => {
    setImmediate(() => b.supplicant.tell('CTRL-EVENT-SCAN-FAILED ret=-22'));
    return 'OK\n';
  });
  assert.is(await code(b.radio.scan()), 'wifi-scan-failed');
  let asked = () => {};
  const wasAsked = new Promise<void>((resolve) => (asked = resolve));
  b.supplicant.answers.set('SCAN', () => {
    asked();
    return 'OK\n';
  });
  const never = code(b.radio.scan());
  await wasAsked;
  await b.pass(15_000);
  assert.is(await never, 'wifi-scan-failed');
  await b.close();
});

test('joins WPA2, WPA3 and open networks and keeps them, the newest preferred', async () => {
  const b = await bench();
  await b.home();
  const safe = await b.radio.connect({ ssid: 'Safe', password: 'only wpa three' }, { timeoutMs: 10_000 });
  assert.is(safe.ssid, 'Safe');
  await b.radio.connect({ ssid: 'Free' }, { timeoutMs: 10_000 });
  const saved = await b.radio.saved();
  assert.equal(
    saved.map(({ ssid, security, current }) => [ssid, security, current]),
    [
      ['Home', 'wpa2+wpa3', false],
      ['Safe', 'wpa2+wpa3', false],
      ['Free', 'open', true],
    ],
  );
  const written = b.supplicant.saved.map(([, block]) => block);
  assert.equal(
    written.map(({ priority }) => priority),
    ['1', '2', '3'],
  );
  assert.ok(written.every((block) => !block.disabled));
  assert.equal(await b.radio.status(), {
    state: 'connected',
    networkId: saved[2]!.id,
    ssid: 'Free',
    bssid: '02:00:00:00:00:04',
    frequencyMhz: 2412,
    ipAddress: '10.0.0.7',
    signalDbm: -47,
  });
  await b.close();
});

test('a wrong password: told, and back on the network before; WPA2 and WPA3', async () => {
  const b = await (await bench()).home();
  const before = structuredClone(b.supplicant.saved);
  b.supplicant.air.push(point('Other', { password: 'something else' }));
  assert.is(
    await code(b.radio.connect({ ssid: 'Other', password: 'wrong password' }, { timeoutMs: 10_000 })),
    'wifi-wrong-password',
  );
  await assertBackHome(b, before);
  assert.is(
    await code(b.radio.connect({ ssid: 'Safe', password: 'wrong password' }, { timeoutMs: 10_000 })),
    'wifi-wrong-password',
  );
  await assertBackHome(b, before);
  await b.close();
});

test('a new password for the network it is on: the wrong one changes nothing, the right one takes over', async () => {
  const b = await (await bench()).home();
  const before = structuredClone(b.supplicant.saved);
  const attempt = (password: string) => b.radio.connect({ ssid: 'Home', password }, { timeoutMs: 10_000 });
  assert.is(await code(attempt('wrong password')), 'wifi-wrong-password');
  await assertBackHome(b, before);
  b.supplicant.air[0]!.password = 'front door 2';
  await attempt('front door 2');
  assert.equal(
    (await b.radio.saved()).map(({ ssid, current }) => [ssid, current]),
    [['Home', true]],
  );
  assert.is(b.supplicant.saved.length, 1);
  await b.close();
});

test('not there, refused, silent: told apart, and back each time', async () => {
  const b = await (await bench()).home();
  const before = structuredClone(b.supplicant.saved);
  const attempt = (ssid: string) => b.radio.connect({ ssid, password: 'whatever 1' }, { timeoutMs: 10_000 });
  assert.is(await code(attempt('Nowhere')), 'wifi-not-found');
  await assertBackHome(b, before);
  b.supplicant.air.push(point('Full', { password: 'whatever 1', refuses: 17 }));
  assert.is(await code(attempt('Full')), 'wifi-refused');
  await assertBackHome(b, before);
  let chosen = () => {};
  const wasChosen = new Promise<void>((resolve) => (chosen = resolve));
  b.supplicant.answers.set('SELECT_NETWORK', () => {
    b.supplicant.answers.clear();
    chosen();
    return 'OK\n'; // and nothing happens
  });
  const silent = code(attempt('Home'));
  await wasChosen;
  await b.pass(10_000);
  assert.is(await silent, 'wifi-timeout');
  await assertBackHome(b, before);
  await b.close();
});

test('what cannot be written down is not joined', async () => {
  const b = await (await bench()).home();
  const before = structuredClone(b.supplicant.saved);
  b.supplicant.answers.set('SAVE_CONFIG', () => 'FAIL\n');
  assert.is(
    await code(b.radio.connect({ ssid: 'Safe', password: 'only wpa three' }, { timeoutMs: 10_000 })),
    'wifi-not-kept',
  );
  await assertBackHome(b, before);
  await b.close();
});

test('a radio without WPA3', async () => {
  const b = await bench();
  b.supplicant.capability = 'NONE IEEE8021X WPA-EAP WPA-PSK';
  const wpa3 = { ssid: 'Safe', password: 'only wpa three', security: 'wpa3' as const };
  assert.is(await code(b.radio.connect(wpa3, { timeoutMs: 10_000 })), 'wifi-unsupported');
  await b.home();
  assert.is((await b.radio.saved())[0]!.security, 'wpa2');
  await b.close();
});

test('a name of any bytes goes round', async () => {
  const b = await bench();
  const ssid = Buffer.from([0xff, 0x00, 0x22, 0x0a, 0x5c]);
  b.supplicant.air.push(point('', { ssid, flags: '[ESS]', level: -1 }));
  const [first] = await b.radio.scan();
  assert.equal(Buffer.from(first!.ssidBytes), ssid);
  await b.radio.connect({ ssid: first!.ssidBytes }, { timeoutMs: 10_000 });
  assert.equal(Buffer.from((await b.radio.saved())[0]!.ssidBytes), ssid);
  await b.close();
});

test('seventeen networks: the one joined longest ago makes room', async () => {
  const b = await bench();
  for (let i = 0; i < 17; i++) {
    b.supplicant.air.push(point(`Net ${i}`, { flags: '[ESS]' }));
    await b.radio.connect({ ssid: `Net ${i}` }, { timeoutMs: 10_000 });
  }
  const names = (await b.radio.saved()).map(({ ssid }) => ssid);
  assert.is(names.length, 16);
  assert.not(names.includes('Net 0'));
  assert.ok(names.includes('Net 16'));
  assert.is(b.supplicant.saved.length, 16);
  await b.close();
});

test('forgets; the device goes to another saved network', async () => {
  const b = await (await bench()).home();
  await b.radio.connect({ ssid: 'Free' }, { timeoutMs: 10_000 });
  const [home, free] = await b.radio.saved();
  await b.radio.forget(free!.id);
  assert.is((await b.radio.status()).ssid, 'Home');
  assert.is(b.supplicant.saved.length, 1);
  assert.is(await code(b.radio.forget(free!.id)), 'wifi-unknown');
  await b.radio.forget(home!.id);
  assert.equal(await b.radio.saved(), []);
  await b.close();
});

test('the country goes to wpa_supplicant and is kept', async () => {
  const b = await bench();
  await b.radio.setCountry('DE');
  assert.is(b.supplicant.globals.country, 'DE');
  assert.is(b.supplicant.asked.at(-1), 'SAVE_CONFIG');
  assert.is(await code(b.radio.setCountry('DE\nTERMINATE')), 'wifi-invalid');
  await b.close();
});

test('changes are told: joined, gone, back', async () => {
  const b = await (await bench()).home();
  const gone = b.changed(({ state }) => state === 'disconnected');
  b.supplicant.current = null;
  b.supplicant.state = 'DISCONNECTED';
  b.supplicant.tell('CTRL-EVENT-DISCONNECTED bssid=02:00:00:00:00:04 reason=4 locally_generated=1');
  await gone;
  const down = b.changed(({ state }) => state === 'down');
  b.supplicant.state = 'INTERFACE_DISABLED'; // told by nobody: seen within 5 s
  await b.pass(5000);
  await down;
  assert.is(await code(b.radio.scan()), 'wifi-down');
  assert.is(await code(b.radio.connect({ ssid: 'Free' }, { timeoutMs: 1000 })), 'wifi-down');
  await b.close();
});

test('wpa_supplicant restarts in the middle of a trial: told, and the network before is all there is', async () => {
  const b = await (await bench()).home();
  b.supplicant.answers.set('SELECT_NETWORK', () => {
    b.supplicant.answers.clear();
    setImmediate(() => {
      b.supplicant.terminate();
      b.supplicant.start();
    });
    return 'OK\n';
  });
  assert.is(
    await code(b.radio.connect({ ssid: 'Safe', password: 'only wpa three' }, { timeoutMs: 10_000 })),
    'wifi-down',
  );
  assert.equal(await b.radio.status(), { state: 'down' });
  const back = b.changed(({ state }) => state !== 'down');
  await b.pass(1000);
  await back;
  assert.equal(
    (await b.radio.saved()).map(({ ssid }) => ssid),
    ['Home'],
  );
  await b.close();
});

test('a crash in the middle of a trial: the next start cleans up and goes back', async () => {
  const b = await (await bench()).home();
  await b.radio.stop();
  b.supplicant.networks.set(7, { ssid: '41', priority: String(TRIAL_PRIORITY), key_mgmt: 'NONE' });
  for (const [id, block] of b.supplicant.networks) if (id !== 7) block.disabled = '1';
  b.supplicant.current = null;
  b.supplicant.state = 'SCANNING';
  await b.radio.start();
  assert.is((await b.radio.status()).ssid, 'Home');
  assert.equal([...b.supplicant.networks.keys()], [0]);
  await b.close();
});

test('stopped in the middle of a trial: the network before is chosen again first', async () => {
  const b = await (await bench()).home();
  let chosen = () => {};
  const wasChosen = new Promise<void>((resolve) => (chosen = resolve));
  b.supplicant.answers.set('SELECT_NETWORK', () => {
    b.supplicant.answers.clear();
    chosen();
    return 'OK\n';
  });
  const failed = code(b.radio.connect({ ssid: 'Free' }, { timeoutMs: 60_000 }));
  await wasChosen;
  await b.radio.stop();
  assert.is(await failed, 'wifi-down');
  assert.is(b.supplicant.networks.size, 1);
  assert.ok([...b.supplicant.networks.values()].every((block) => !block.disabled));
  assert.is(await code(b.radio.scan()), 'wifi-down');
  await b.close();
});

test('without wpa_supplicant: down, and every question says so', async () => {
  const b = await bench();
  b.supplicant.kill();
  const down = b.changed(({ state }) => state === 'down');
  await b.pass(5000);
  await down;
  for (const work of [
    b.radio.scan(),
    b.radio.connect({ ssid: 'Free' }, { timeoutMs: 1000 }),
    b.radio.saved(),
    b.radio.forget(0),
    b.radio.setCountry('DE'),
  ])
    assert.is(await code(work), 'wifi-down');
  await b.close();
});

test('why it is down is said: no interface, no wpa_supplicant', async () => {
  const radio = (socketPath: () => string) =>
    new WpaWifiRadio({
      socketPath,
      folder: join(tmpdir(), `wifi-${process.pid}`),
      clock: new FakeClock(),
      log: silentLogger(),
    });
  const said = async (socketPath: () => string) => {
    const without = radio(socketPath);
    await without.start();
    const text = await without.scan().then(() => '', explain);
    await without.stop();
    return text;
  };
  assert.match(
    await said(() => findWirelessInterface({ driver: 'brcmfmac' }, '/nowhere').name),
    /no Wi-Fi interface of the driver "brcmfmac".*plugged in/,
  );
  assert.match(await said(() => '/nowhere/wlan0'), /does not answer on \/nowhere\/wlan0.*ctrl_interface/);
  rmSync(join(tmpdir(), `wifi-${process.pid}`), { recursive: true });
});

test('no password, key or network name in the log or in an error', async () => {
  const b = await bench();
  const password = 'a very secret one';
  let said = '';
  for (const ssid of ['Home', 'Safe', 'Nowhere'])
    await b.radio
      .connect({ ssid, password }, { timeoutMs: 10_000 })
      .catch((error: unknown) => (said += explain(error)));
  b.supplicant.answers.set('SET_NETWORK', (rest) => (rest.includes('psk') ? 'FAIL\n' : undefined));
  await b.radio
    .connect({ ssid: 'Home', password }, { timeoutMs: 10_000 })
    .catch((error: unknown) => (said += String(error)));
  const keys = b.supplicant.asked.filter((asked) => /SET_NETWORK \d+ (psk|sae_password) /.test(asked));
  assert.ok(keys.length >= 6);
  const secrets = [password, 'Nowhere', ...keys.map((asked) => asked.split(' ')[3]!)];
  for (const secret of secrets) assert.not((said + b.log()).includes(secret));
  assert.ok(said.length > 100);
  await b.close();
});

test('eight may wait', async () => {
  const b = await bench();
  const all = Array.from({ length: 9 }, () => code(b.radio.saved()));
  assert.is(await all[8], 'wifi-busy');
  assert.ok((await Promise.all(all.slice(0, 8))).every((what) => what === 'none'));
  await b.close();
});

test.run();
