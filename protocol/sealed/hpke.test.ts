/** The suite against RFC 9180's vector for its KEM and KDF, and against another reading of the RFC. */
import { createCipheriv, createECDH, createHmac } from 'node:crypto';
import { Aes128Gcm, CipherSuite, DhkemP256HkdfSha256, HkdfSha256 } from '@hpke/core';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { unwrapSecret, wrapSecret } from './hpke.ts';

const test = suite('HPKE');
const hex = (text: string) => Uint8Array.from(Buffer.from(text.replace(/\s/g, ''), 'hex'));

/** RFC 9180, appendix A.3.1: DHKEM(P-256, HKDF-SHA256), HKDF-SHA256, AES-128-GCM, base mode. */
const A31 = {
  info: '4f6465206f6e2061204772656369616e2055726e',
  ikmE: '4270e54ffd08d79d5928020af4686d8f6b7d35dbe470265f1f5aa22816ce860e',
  ikmR: '668b37171f1072f3cf12ea8a236a45df23fc13b82af3609ad1e354f6ef817550',
  pkRm: `04fe8c19ce0905191ebc298a9245792531f26f0cece2460639e8bc39cb7f706a
         826a779b4cf969b8a0e539c7f62fb3d30ad6aa8f80e30f1d128aafd68a2ce72ea0`,
  skRm: 'f3ce7fdae57e1a310d87f1ebbde6f328be0a99cdbcadf4d6589cf29de4b8ffd2',
  enc: `04a92719c6195d5085104f469a8b9814d5838ff72b60501e2c4466e5e67b325a
        c98536d7b61a1af4b78e5b7f951c0900be863c403ce65c9bfcb9382657222d18c4`,
  pt: '4265617574792069732074727574682c20747275746820626561757479',
  aad: '436f756e742d30',
  ct: `5ad590bb8baa577f8619db35a36311226a896e7342a6d836d8b7bcd2f20b6c7f
       9076ac232e3ab2523f39513434`,
};

test('the library seals and opens as RFC 9180, A.3.1', async () => {
  const rfc = new CipherSuite({
    kem: new DhkemP256HkdfSha256(),
    kdf: new HkdfSha256(),
    aead: new Aes128Gcm(),
  });
  const [ours, ephemeral] = await Promise.all(
    [A31.ikmR, A31.ikmE].map((ikm) => rfc.kem.deriveKeyPair(hex(ikm).buffer)),
  );
  assert.equal(
    new Uint8Array(await rfc.kem.serializePublicKey(ours!.publicKey)),
    hex(A31.pkRm),
    'DeriveKeyPair',
  );
  const info = hex(A31.info);
  const { enc, ct } = await rfc.seal(
    { recipientPublicKey: ours!.publicKey, info, ekm: ephemeral },
    hex(A31.pt),
    hex(A31.aad),
  );
  assert.equal(new Uint8Array(enc), hex(A31.enc));
  assert.equal(new Uint8Array(ct), hex(A31.ct));
  const plain = await rfc.open({ recipientKey: ours!, enc: hex(A31.enc), info }, hex(A31.ct), hex(A31.aad));
  assert.equal(new Uint8Array(plain), hex(A31.pt));
});

/**
 * SetupBaseS and Seal of RFC 9180 (sections 4.1, 5.1, 6.1) for our suite, written anew with nothing but Node's
 * own primitives: the RFC has no vector of P-256 with AES-256-GCM.
 */
function sealByTheBook(publicKey: Uint8Array, info: Uint8Array, aad: Uint8Array, plain: Uint8Array) {
  const extract = (suiteId: Buffer, salt: Buffer, label: string, ikm: Uint8Array) =>
    createHmac('sha256', salt.length ? salt : Buffer.alloc(32))
      .update(Buffer.concat([Buffer.from('HPKE-v1'), suiteId, Buffer.from(label), ikm]))
      .digest();
  const expand = (suiteId: Buffer, prk: Buffer, label: string, context: Uint8Array, length: number) => {
    const text = Buffer.concat([
      Buffer.from([0, length]),
      Buffer.from('HPKE-v1'),
      suiteId,
      Buffer.from(label),
      context,
    ]);
    let [block, out] = [Buffer.alloc(0), Buffer.alloc(0)];
    for (let i = 1; out.length < length; i++) {
      block = createHmac('sha256', prk)
        .update(Buffer.concat([block, text, Buffer.from([i])]))
        .digest();
      out = Buffer.concat([out, block]);
    }
    return out.subarray(0, length);
  };
  const ephemeral = createECDH('prime256v1');
  const enc = ephemeral.generateKeys();
  const kem = Buffer.concat([Buffer.from('KEM'), Buffer.from([0, 0x10])]);
  const eaePrk = extract(kem, Buffer.alloc(0), 'eae_prk', ephemeral.computeSecret(publicKey));
  const shared = expand(kem, eaePrk, 'shared_secret', Buffer.concat([enc, publicKey]), 32);
  const hpke = Buffer.concat([Buffer.from('HPKE'), Buffer.from([0, 0x10, 0, 1, 0, 2])]);
  const none = Buffer.alloc(0);
  const context = Buffer.concat([
    Buffer.from([0]),
    extract(hpke, none, 'psk_id_hash', none),
    extract(hpke, none, 'info_hash', info),
  ]);
  const secret = extract(hpke, shared, 'secret', none);
  const cipher = createCipheriv(
    'aes-256-gcm',
    expand(hpke, secret, 'key', context, 32),
    expand(hpke, secret, 'base_nonce', context, 12),
  );
  cipher.setAAD(aad);
  return {
    enc: Uint8Array.from(enc),
    wrapped: Uint8Array.from([...cipher.update(plain), ...cipher.final(), ...cipher.getAuthTag()]),
  };
}

const pair = () =>
  crypto.subtle.generateKey({ name: 'ECDH', namedCurve: 'P-256' }, false, [
    'deriveBits',
  ]) as Promise<CryptoKeyPair>;
const rawOf = async ({ publicKey }: CryptoKeyPair) =>
  new Uint8Array(await crypto.subtle.exportKey('raw', publicKey));

test('our suite opens what another reading of the RFC has sealed', async () => {
  const mine = await pair();
  const secret = crypto.getRandomValues(new Uint8Array(32));
  const sealed = sealByTheBook(
    await rawOf(mine),
    Buffer.from('pupsentry sealed clip v1'),
    Buffer.from('a b c'),
    secret,
  );
  assert.equal(await unwrapSecret(mine, sealed, 'a b c'), secret);
  assert.is(await unwrapSecret(mine, sealed, 'a b d'), null, 'bound to its context');
});

test('a wrapped secret opens for its key alone, whole, once changed never', async () => {
  const [mine, other] = await Promise.all([pair(), pair()]);
  const secret = crypto.getRandomValues(new Uint8Array(32));
  const sealed = await wrapSecret(await rawOf(mine), secret, 'x');
  assert.equal(await unwrapSecret(mine, sealed, 'x'), secret);
  assert.is(await unwrapSecret(other, sealed, 'x'), null);
  const again = await wrapSecret(await rawOf(mine), secret, 'x');
  assert.not.equal(again.enc, sealed.enc, 'an ephemeral key each time');
  for (const part of ['enc', 'wrapped'] as const) {
    for (let at = 0; at < sealed[part].length; at++) {
      const bent = { ...sealed, [part]: sealed[part].map((byte, i) => (i === at ? byte ^ 1 : byte)) };
      assert.is(await unwrapSecret(mine, bent, 'x'), null, `${part} byte ${at}`);
    }
  }
});

test.run();
