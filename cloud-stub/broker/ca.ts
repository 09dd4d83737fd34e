/**
 * The stub's own certificate authority: who may talk with the broker.
 *
 * ECDSA P-256 throughout: small enough for a microcontroller's TLS, accepted everywhere. Reading and
 * checking is done by node:crypto, making by @peculiar/x509 (Node can read certificates, not make them).
 */
import { X509Certificate, createPrivateKey, webcrypto } from 'node:crypto';
import type * as X509 from '@peculiar/x509';
import { join } from 'node:path';
import { ensureFolder, readTextIfThere, writeFileAtomic } from '#kit/atomic-file.ts';
import type { Clock } from '#kit/clock.ts';
import { PupsentryError } from '#kit/errors.ts';

const DAY_MS = 24 * 3600 * 1000;
const CA_DAYS = 20 * 365;
const CERTIFICATE_DAYS = 365;
/** A certificate with less than this left is made anew, with a new key. */
const RENEW_DAYS = 30;
/**
 * Certificates are valid from here on rather than from when they are made: a device without a battery
 * clock starts in the past, and must reach the broker before it can learn the time.
 */
const VALID_FROM_MS = Date.UTC(2025, 0, 1);
const KEY_ALGORITHM = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };

export interface CertificateRequest {
  /** Becomes the MQTT user name. */
  commonName: string;
  use: 'client' | 'server';
  /** Server: DNS names and IP addresses it answers to. */
  names?: readonly string[];
}

export class CertificateAuthority {
  readonly #folder: string;
  readonly #clock: Clock;
  #pem = '';
  #keyPem = '';

  constructor(options: { folder: string; clock: Clock }) {
    this.#folder = options.folder;
    this.#clock = options.clock;
  }

  /**
   * Reads the authority's key and certificate; makes them on first use.
   * @throws PupsentryError "ca" when only half of it is there, or its halves do not belong together
   */
  async open(): Promise<void> {
    await ensureFolder(this.#folder);
    const keyFile = join(this.#folder, 'ca-key.pem');
    const [pem, keyPem] = [await readTextIfThere(this.certificateFile), await readTextIfThere(keyFile)];
    if (keyPem === null && pem === null) {
      const made = await this.#makeSelf();
      // The key first: a certificate without its key could never sign anything.
      await writeFileAtomic(keyFile, made.keyPem);
      await writeFileAtomic(this.certificateFile, made.certPem, 0o644);
      [this.#pem, this.#keyPem] = [made.certPem, made.keyPem];
      return;
    }
    if (!pem || !keyPem || !keyFits(pem, keyPem)) {
      throw new PupsentryError(
        'ca',
        `The certificate authority in ${this.#folder} is damaged.`,
        'Restore ca.pem and ca-key.pem from a backup, or remove both and provision every device again.',
      );
    }
    [this.#pem, this.#keyPem] = [pem, keyPem];
  }

  /** The authority's certificate: what the other side has to trust. */
  get pem(): string {
    return this.#pem;
  }

  get certificateFile(): string {
    return join(this.#folder, 'ca.pem');
  }

  /**
   * Makes sure that two files hold a key (mode 0600) and a certificate of ours for this request. What is
   * there is kept while it fits and has more than 30 days left.
   * @returns true when they were made anew
   */
  async ensure(files: { cert: string; key: string }, request: CertificateRequest): Promise<boolean> {
    const [certPem, keyPem] = [await readTextIfThere(files.cert), await readTextIfThere(files.key)];
    if (certPem && keyPem && this.#stillGood(certPem, keyPem, request)) return false;
    const made = await this.issue(request);
    await writeFileAtomic(files.key, made.keyPem);
    await writeFileAtomic(files.cert, made.certPem, 0o644);
    return true;
  }

  /** Makes a key pair and its certificate, valid for a year. */
  async issue(request: CertificateRequest): Promise<{ certPem: string; keyPem: string }> {
    const x509 = await loadX509();
    const pair = await newKeyPair();
    const ca = new x509.X509Certificate(this.#pem);
    const extensions: X509.Extension[] = [
      new x509.BasicConstraintsExtension(false, undefined, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.digitalSignature, true),
      new x509.ExtendedKeyUsageExtension([
        request.use === 'server' ? x509.ExtendedKeyUsage.serverAuth : x509.ExtendedKeyUsage.clientAuth,
      ]),
      await x509.SubjectKeyIdentifierExtension.create(pair.publicKey),
      await x509.AuthorityKeyIdentifierExtension.create(ca.publicKey),
    ];
    if (request.names?.length) {
      const names = request.names.map((value) => ({ type: isIp(value) ? 'ip' : 'dns', value }) as const);
      extensions.push(new x509.SubjectAlternativeNameExtension(names));
    }
    const certificate = await x509.X509CertificateGenerator.create({
      serialNumber: newSerial(),
      subject: [{ CN: [request.commonName] }],
      issuer: ca.subjectName.toJSON(),
      notBefore: new Date(VALID_FROM_MS),
      notAfter: new Date(this.#clock.nowMs() + CERTIFICATE_DAYS * DAY_MS),
      publicKey: pair.publicKey,
      signingKey: await importKey(this.#keyPem),
      signingAlgorithm: KEY_ALGORITHM,
      extensions,
    });
    return { certPem: certificate.toString('pem') + '\n', keyPem: await exportKey(pair.privateKey) };
  }

  #stillGood(certPem: string, keyPem: string, request: CertificateRequest): boolean {
    if (!keyFits(certPem, keyPem)) return false;
    const certificate = new X509Certificate(certPem);
    const leftMs = Date.parse(certificate.validTo) - this.#clock.nowMs();
    return (
      leftMs > RENEW_DAYS * DAY_MS &&
      certificate.subject === `CN=${request.commonName}` &&
      certificate.verify(new X509Certificate(this.#pem).publicKey) &&
      (request.names ?? []).every((name) =>
        isIp(name) ? certificate.checkIP(name) : certificate.checkHost(name, { subject: 'never' }),
      )
    );
  }

  async #makeSelf(): Promise<{ certPem: string; keyPem: string }> {
    const x509 = await loadX509();
    const keys = await newKeyPair();
    const serialNumber = newSerial();
    const certificate = await x509.X509CertificateGenerator.createSelfSigned({
      serialNumber,
      // The number tells two authorities apart in a certificate viewer.
      name: [{ CN: [`Pupsentry CA ${serialNumber.slice(-8)}`] }],
      notBefore: new Date(VALID_FROM_MS),
      notAfter: new Date(this.#clock.nowMs() + CA_DAYS * DAY_MS),
      keys,
      signingAlgorithm: KEY_ALGORITHM,
      extensions: [
        new x509.BasicConstraintsExtension(true, 0, true),
        new x509.KeyUsagesExtension(x509.KeyUsageFlags.keyCertSign | x509.KeyUsageFlags.cRLSign, true),
        await x509.SubjectKeyIdentifierExtension.create(keys.publicKey),
      ],
    });
    return { certPem: certificate.toString('pem') + '\n', keyPem: await exportKey(keys.privateKey) };
  }
}

/**
 * Loaded when something has to be made, which is rare: it takes a quarter of a second. Its dependency
 * injection wants the reflection polyfill to be there first.
 */
async function loadX509(): Promise<typeof X509> {
  await import('reflect-metadata');
  const x509 = await import('@peculiar/x509');
  x509.cryptoProvider.set(webcrypto as Crypto);
  return x509;
}

function newKeyPair(): Promise<CryptoKeyPair> {
  return webcrypto.subtle.generateKey(KEY_ALGORITHM, true, ['sign', 'verify']) as Promise<CryptoKeyPair>;
}

async function exportKey(key: CryptoKey): Promise<string> {
  const der = Buffer.from(await webcrypto.subtle.exportKey('pkcs8', key));
  return createPrivateKey({ key: der, format: 'der', type: 'pkcs8' }).export({
    type: 'pkcs8',
    format: 'pem',
  }) as string;
}

function importKey(pem: string): Promise<CryptoKey> {
  const der = createPrivateKey(pem).export({ type: 'pkcs8', format: 'der' });
  return webcrypto.subtle.importKey('pkcs8', der, KEY_ALGORITHM, false, ['sign']) as Promise<CryptoKey>;
}

/** 127 random bits, positive (RFC 5280 4.1.2.2 allows up to 20 octets). */
function newSerial(): string {
  const bytes = webcrypto.getRandomValues(new Uint8Array(16));
  bytes[0] = (bytes[0]! & 0x7f) | 0x40;
  return Buffer.from(bytes).toString('hex');
}

function keyFits(certPem: string, keyPem: string): boolean {
  try {
    return new X509Certificate(certPem).checkPrivateKey(createPrivateKey(keyPem));
  } catch {
    return false;
  }
}

const isIp = (name: string) => /^[\d.]+$/.test(name) || name.includes(':');
