import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { assertBackHome, code, point, radioBench } from './testing/radio-bench.ts';
import { TRIAL_PRIORITY } from './wpa-networks.ts';

const test = suite('wpa-wifi-radio, joining');

test('joins WPA2, WPA3 and open networks and keeps them, the newest preferred', async () => {
  const b = await radioBench();
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
  const b = await (await radioBench()).home();
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
  const b = await (await radioBench()).home();
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
  const b = await (await radioBench()).home();
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
  const b = await (await radioBench()).home();
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
  const b = await radioBench();
  b.supplicant.capability = 'NONE IEEE8021X WPA-EAP WPA-PSK';
  const wpa3 = { ssid: 'Safe', password: 'only wpa three', security: 'wpa3' as const };
  assert.is(await code(b.radio.connect(wpa3, { timeoutMs: 10_000 })), 'wifi-unsupported');
  await b.home();
  assert.is((await b.radio.saved())[0]!.security, 'wpa2');
  await b.close();
});

test('a name of any bytes goes round', async () => {
  const b = await radioBench();
  const ssid = Buffer.from([0xff, 0x00, 0x22, 0x0a, 0x5c]);
  b.supplicant.air.push(point('', { ssid, flags: '[ESS]', level: -1 }));
  const [first] = await b.radio.scan();
  assert.equal(Buffer.from(first!.ssidBytes), ssid);
  await b.radio.connect({ ssid: first!.ssidBytes }, { timeoutMs: 10_000 });
  assert.equal(Buffer.from((await b.radio.saved())[0]!.ssidBytes), ssid);
  await b.close();
});

test('wpa_supplicant restarts in the middle of a trial: told, and the network before is all there is', async () => {
  const b = await (await radioBench()).home();
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
  const b = await (await radioBench()).home();
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
  const b = await (await radioBench()).home();
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

test.run();
