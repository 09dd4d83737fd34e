/**
 * The platform's primitives, called as the sealing calls them, against Wycheproof (C2SP/wycheproof), where its
 * files lie in ../shared/data. X25519 and Ed25519 are not used here: their files are for others.
 */
import { readFileSync } from 'node:fs';
import { join as path } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { testData } from '../../tests/test-data.ts';

interface Vectors<G> {
  numberOfTests: number;
  testGroups: G[];
}

const test = suite('Wycheproof');
const folder = testData('wycheproof');
const read = <G>(name: string) => JSON.parse(readFileSync(path(folder!, name), 'utf8')) as Vectors<G>;
const hex = (text: string) => Uint8Array.from(Buffer.from(text, 'hex'));

type GcmCase = Record<'key' | 'iv' | 'aad' | 'msg' | 'ct' | 'tag' | 'result', string> & { tcId: number };

async function aesGcm(): Promise<void> {
  const { testGroups } = read<{ ivSize: number; keySize: number; tagSize: number; tests: GcmCase[] }>(
    'aes_gcm_test.json',
  );
  let ran = 0;
  for (const group of testGroups.filter((g) => g.ivSize === 96 && g.keySize === 256 && g.tagSize === 128)) {
    for (const { tcId, key, iv, aad, msg, ct, tag, result } of group.tests) {
      const imported = await crypto.subtle.importKey('raw', hex(key), 'AES-GCM', false, [
        'encrypt',
        'decrypt',
      ]);
      const parameters = { name: 'AES-GCM', iv: hex(iv), additionalData: hex(aad), tagLength: 128 };
      const opened = await crypto.subtle.decrypt(parameters, imported, hex(ct + tag)).then(
        (plain) => Buffer.from(plain).toString('hex'),
        () => null,
      );
      assert.is(opened, result === 'invalid' ? null : msg, `case ${tcId}: open`);
      if (result !== 'invalid') {
        const sealed = await crypto.subtle.encrypt(parameters, imported, hex(msg));
        assert.is(Buffer.from(sealed).toString('hex'), ct + tag, `case ${tcId}: seal`);
      }
      ran++;
    }
  }
  assert.ok(ran > 50, `${ran} cases of AES-256-GCM with a 96-bit nonce`);
  console.log(`Wycheproof: ${ran} cases of AES-256-GCM`);
}

/** @returns r and s of a DER signature as 64 bytes (IEEE P1363), or null when it is not strict DER of that */
function toP1363(der: Uint8Array): Uint8Array<ArrayBuffer> | null {
  const integer = (at: number) => {
    const length = der[at + 1]!;
    const value = der.subarray(at + 2, at + 2 + length);
    const isStrict =
      der[at] === 2 &&
      length >= 1 &&
      length <= 33 &&
      value.length === length &&
      !(value[0]! & 0x80) &&
      (value[0] !== 0 || length === 1 || (value[1]! & 0x80) !== 0);
    const digits = value[0] === 0 ? value.subarray(1) : value;
    return isStrict && digits.length <= 32 ? { digits, end: at + 2 + length } : null;
  };
  if (der[0] !== 0x30 || der[1] !== der.length - 2) return null;
  const r = integer(2);
  const s = r && integer(r.end);
  if (!r || !s || s.end !== der.length) return null;
  const out = new Uint8Array(64);
  out.set(r.digits, 32 - r.digits.length);
  out.set(s.digits, 64 - s.digits.length);
  return out;
}

async function ecdsa(): Promise<void> {
  type Case = Record<'msg' | 'sig' | 'result', string> & { tcId: number };
  const { testGroups } = read<{ publicKey: { uncompressed: string }; tests: Case[] }>(
    'ecdsa_secp256r1_sha256_test.json',
  );
  let ran = 0;
  for (const { publicKey, tests } of testGroups) {
    const key = await crypto.subtle.importKey(
      'raw',
      hex(publicKey.uncompressed),
      { name: 'ECDSA', namedCurve: 'P-256' },
      false,
      ['verify'],
    );
    for (const { tcId, msg, sig, result } of tests) {
      // Lists of keys carry 64 bytes, never DER: what is not strict DER has no counterpart there.
      const signature = toP1363(hex(sig));
      const isGood =
        signature !== null &&
        (await crypto.subtle.verify({ name: 'ECDSA', hash: 'SHA-256' }, key, signature, hex(msg)));
      if (result !== 'acceptable') assert.is(isGood, result === 'valid', `case ${tcId}`);
      ran++;
    }
  }
  assert.ok(ran > 400, `${ran} cases of ECDSA`);
  console.log(`Wycheproof: ${ran} cases of ECDSA P-256`);
}

if (folder) {
  test('AES-256-GCM opens and seals as it should, and nothing forged', aesGcm);
  test('ECDSA P-256 takes the right signatures and no other', ecdsa);
} else {
  test('there are no vectors in ../shared/data/wycheproof: nothing was checked here', () => {
    console.log('Wycheproof: no vectors here, none checked');
  });
}

test.run();
