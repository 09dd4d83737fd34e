/** What people type to join a network, checked, and as wpa_supplicant takes it: hex, so nothing can break out. */
import { pbkdf2 } from 'node:crypto';
import { promisify } from 'node:util';
import { PupsentryError } from '#kit/errors.ts';
import type { WifiCredentials, WifiSecurity } from './wifi-radio.ts';

/** IEEE 802.11-2020, 9.4.2.2 */
export const MAX_SSID_BYTES = 32;
/** IEEE 802.11-2020, J.4.1: a passphrase of 8 to 63 characters makes a 256-bit key in 4096 rounds. */
const PASSPHRASE_BYTES = { min: 8, max: 63 };
const PSK_ROUNDS = 4096;
const PSK_BYTES = 32;
const PSK_HEX = /^[0-9a-fA-F]{64}$/;
const CONTROL = /[\u0000-\u001f\u007f]/;

export interface CheckedCredentials {
  ssid: Buffer;
  security: Exclude<WifiSecurity, 'other'>;
  /** Absent for open networks. `key`: the 64 hex digits themselves were given. */
  secret?: { password: Buffer } | { key: string };
}

const invalid = (sentence: string, remedy = '') => new PupsentryError('wifi-invalid', sentence, remedy);

/** @throws PupsentryError "wifi-invalid"; the password is not in it */
export function checkCredentials({ ssid, password, security }: WifiCredentials): CheckedCredentials {
  const name = typeof ssid === 'string' ? Buffer.from(ssid, 'utf8') : Buffer.from(ssid);
  if (name.length < 1 || name.length > MAX_SSID_BYTES)
    throw invalid(`The name of a Wi-Fi network has 1 to ${MAX_SSID_BYTES} bytes, not ${name.length}.`);
  if (password === undefined || password === '') {
    if (security !== undefined && security !== 'open')
      throw invalid('This Wi-Fi network needs a password.', 'Enter the password of the network.');
    return { ssid: name, security: 'open' };
  }
  if (security === 'open') throw invalid('An open Wi-Fi network takes no password.', 'Leave it out.');
  if (PSK_HEX.test(password)) {
    if (security === 'wpa3')
      throw invalid('WPA3 needs the password itself, not the key made of it.', 'Enter the password.');
    return { ssid: name, security: 'wpa2', secret: { key: password.toLowerCase() } };
  }
  const bytes = Buffer.from(password, 'utf8');
  const { min, max } = PASSPHRASE_BYTES;
  if (bytes.length < min || bytes.length > max)
    throw invalid(`A Wi-Fi password has ${min} to ${max} characters.`, 'Enter the whole password.');
  if (CONTROL.test(password)) throw invalid('A Wi-Fi password holds no control characters.');
  return { ssid: name, security: security ?? 'wpa2+wpa3', secret: { password: bytes } };
}

/** @throws PupsentryError "wifi-invalid" */
export function checkCountry(country: string): string {
  if (!/^[A-Z]{2}$/.test(country))
    throw invalid(
      'A country is two capital letters (ISO 3166-1), such as DE.',
      'Give the code of the country.',
    );
  return country;
}

const derive = promisify(pbkdf2);

/**
 * The variables of a network block, name and value, ready for SET_NETWORK (wpa_supplicant.conf(5)).
 * @param options.canSae whether the radio can do WPA3; without it "wpa2+wpa3" is WPA2
 */
export async function networkVariables(
  { ssid, security, secret }: CheckedCredentials,
  options: { canSae: boolean },
): Promise<[name: string, value: string][]> {
  const variables: [string, string][] = [
    ['ssid', ssid.toString('hex')],
    ['scan_ssid', '1'], // asks by name: finds hidden networks too
  ];
  if (!secret) return [...variables, ['key_mgmt', 'NONE']];
  variables.push(['proto', 'RSN']);
  const sae = security !== 'wpa2' && options.canSae && 'password' in secret;
  const psk = security !== 'wpa3';
  const methods = [...(psk ? ['WPA-PSK', 'WPA-PSK-SHA256'] : []), ...(sae ? ['SAE'] : [])];
  variables.push(['key_mgmt', methods.join(' ')]);
  variables.push(['ieee80211w', psk ? '1' : '2']); // management frame protection: WPA3 demands it
  if (psk) {
    const key =
      'key' in secret
        ? secret.key
        : (await derive(secret.password, ssid, PSK_ROUNDS, PSK_BYTES, 'sha1')).toString('hex');
    variables.push(['psk', key]);
  }
  if (sae) variables.push(['sae_password', secret.password.toString('hex')]);
  return variables;
}
