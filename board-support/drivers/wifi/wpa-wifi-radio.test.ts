import { rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { FakeClock } from '#kit/clock.ts';
import { explain } from '#kit/errors.ts';
import { silentLogger } from '#kit/log.ts';
import { code, point, radioBench } from './testing/radio-bench.ts';
import { findWirelessInterface } from './wireless-interface.ts';
import { WpaWifiRadio } from './wpa-wifi-radio.ts';

const test = suite('wpa-wifi-radio');

test('scan: sorted, all pages, what was not heard for long left out', async () => {
  const b = await radioBench();
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
  const b = await radioBench();
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
  const b = await radioBench();
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

test('seventeen networks: the one joined longest ago makes room', async () => {
  const b = await radioBench();
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
  const b = await (await radioBench()).home();
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
  const b = await radioBench();
  await b.radio.setCountry('DE');
  assert.is(b.supplicant.globals.country, 'DE');
  assert.is(b.supplicant.asked.at(-1), 'SAVE_CONFIG');
  assert.is(await code(b.radio.setCountry('DE\nTERMINATE')), 'wifi-invalid');
  await b.close();
});

test('changes are told: joined, gone, back', async () => {
  const b = await (await radioBench()).home();
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

test('without wpa_supplicant: down, and every question says so', async () => {
  const b = await radioBench();
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
  const b = await radioBench();
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
  const b = await radioBench();
  const all = Array.from({ length: 9 }, () => code(b.radio.saved()));
  assert.is(await all[8], 'wifi-busy');
  assert.ok((await Promise.all(all.slice(0, 8))).every((what) => what === 'none'));
  await b.close();
});

test.run();
