import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { PupsentryError, explain } from '#kit/errors.ts';
import { checkCountry, checkCredentials, networkVariables } from './wifi-credentials.ts';
import type { WifiCredentials } from './wifi-radio.ts';

const test = suite('wifi-credentials');

const variables = async (credentials: WifiCredentials, canSae = true) =>
  Object.fromEntries(await networkVariables(checkCredentials(credentials), { canSae }));

function refused(work: () => unknown): string {
  try {
    work();
  } catch (error) {
    if (error instanceof PupsentryError && error.code === 'wifi-invalid') return explain(error);
    throw error;
  }
  return assert.unreachable() as never;
}

test('the key of the test vector (IEEE 802.11-2020, J.4.2)', async () => {
  const { psk } = await variables({ ssid: 'IEEE', password: 'password', security: 'wpa2' });
  assert.is(psk, 'f42c6fc52df0ebef9ebb4b90b38a5f902e83fe1b135a70e23aed762e9710a12e');
});

test('what each security asks for', async () => {
  const ssid = 'Home';
  const password = 'front door 1';
  assert.equal(await variables({ ssid }), { ssid: '486f6d65', scan_ssid: '1', key_mgmt: 'NONE' });
  const wpa2 = await variables({ ssid, password, security: 'wpa2' });
  assert.is(wpa2.key_mgmt, 'WPA-PSK WPA-PSK-SHA256');
  assert.is(wpa2.proto, 'RSN');
  assert.not('sae_password' in wpa2);
  const wpa3 = await variables({ ssid, password, security: 'wpa3' });
  assert.equal(wpa3, {
    ssid: '486f6d65',
    scan_ssid: '1',
    proto: 'RSN',
    key_mgmt: 'SAE',
    ieee80211w: '2',
    sae_password: Buffer.from(password).toString('hex'),
  });
  const best = await variables({ ssid, password });
  assert.is(best.key_mgmt, 'WPA-PSK WPA-PSK-SHA256 SAE');
  assert.is(best.psk, wpa2.psk);
  assert.is(best.sae_password, wpa3.sae_password);
  assert.is((await variables({ ssid, password }, false)).key_mgmt, 'WPA-PSK WPA-PSK-SHA256');
});

test('a key instead of a password: for WPA2', async () => {
  const key = 'F42C6FC52DF0EBEF9EBB4B90B38A5F902E83FE1B135A70E23AED762E9710A12E';
  const block = await variables({ ssid: 'IEEE', password: key });
  assert.is(block.psk, key.toLowerCase());
  assert.is(block.key_mgmt, 'WPA-PSK WPA-PSK-SHA256');
  assert.match(
    refused(() => checkCredentials({ ssid: 'IEEE', password: key, security: 'wpa3' })),
    'WPA3',
  );
});

test('nothing that is typed reaches the control socket but as hex', async () => {
  const hostile = '"\\x41$(reboot)"; SET';
  for (const security of ['wpa2', 'wpa3', 'wpa2+wpa3'] as const) {
    const block = await variables({ ssid: 'a"\nSAVE_CONFIG\n', password: hostile, security });
    for (const value of Object.values(block)) assert.match(value, /^[0-9a-zA-Z -]+$/);
  }
});

test('names of 1 to 32 bytes, whatever they are', () => {
  assert.equal(checkCredentials({ ssid: 'Café' }).ssid, Buffer.from('436166c3a9', 'hex'));
  assert.equal(checkCredentials({ ssid: new Uint8Array([0, 255]) }).ssid, Buffer.from([0, 255]));
  assert.is(checkCredentials({ ssid: 'a'.repeat(32) }).ssid.length, 32);
  for (const ssid of ['', 'a'.repeat(33), 'é'.repeat(17)])
    assert.match(
      refused(() => checkCredentials({ ssid })),
      '32 bytes',
    );
});

test('passwords of 8 to 63, no control characters; never in the error', () => {
  for (const password of ['1234567', 'x'.repeat(65), 'with\nnewline', 'é'.repeat(32)]) {
    const said = refused(() => checkCredentials({ ssid: 'Home', password }));
    assert.not(said.includes(password));
  }
  for (const password of ['12345678', 'x'.repeat(63), 'ümläute'])
    assert.ok(checkCredentials({ ssid: 'Home', password }).secret);
});

test('security and password must fit', () => {
  refused(() => checkCredentials({ ssid: 'Home', security: 'wpa2' }));
  refused(() => checkCredentials({ ssid: 'Home', security: 'open', password: '12345678' }));
  assert.is(checkCredentials({ ssid: 'Home', password: '' }).security, 'open');
});

test('countries', () => {
  assert.is(checkCountry('DE'), 'DE');
  for (const country of ['de', 'DEU', '00', '', 'D E', 'DE\nTERMINATE']) refused(() => checkCountry(country));
});

test.run();
