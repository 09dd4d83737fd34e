/** The certificate authority: what it makes, what it keeps. */
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { X509Certificate, createPrivateKey } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FakeClock } from '#kit/clock.ts';
import { PupsentryError } from '#kit/errors.ts';
import { CertificateAuthority } from './ca.ts';

const DAY_MS = 24 * 3600 * 1000;

interface Context {
  folder: string;
  clock: FakeClock;
  ca: CertificateAuthority;
}
const test = suite<Context>('certificate authority');

test.before.each(async (context) => {
  context.folder = mkdtempSync(join(tmpdir(), 'pupsentry-ca-'));
  context.clock = new FakeClock(Date.now());
  context.ca = new CertificateAuthority(context);
  await context.ca.open();
});

test.after.each(({ folder }) => {
  rmSync(folder, { recursive: true, force: true });
});

const device = { commonName: 'front-door-1', use: 'client' } as const;
const filesIn = (folder: string) => ({ cert: join(folder, 'd.pem'), key: join(folder, 'd-key.pem') });

test('is made once and found again', async ({ folder, clock, ca }) => {
  const again = new CertificateAuthority({ folder, clock });
  await again.open();
  assert.is(again.pem, ca.pem);
  assert.ok(new X509Certificate(ca.pem).ca);
  assert.is(statSync(join(folder, 'ca-key.pem')).mode & 0o777, 0o600);
});

test('certificates name the device, are for clients alone, and last a year', async ({ ca, clock }) => {
  const { certPem, keyPem } = await ca.issue(device);
  const certificate = new X509Certificate(certPem);
  assert.is(certificate.subject, 'CN=front-door-1');
  assert.ok(certificate.verify(new X509Certificate(ca.pem).publicKey));
  assert.ok(certificate.checkIssued(new X509Certificate(ca.pem)));
  assert.ok(certificate.checkPrivateKey(createPrivateKey(keyPem)));
  assert.equal(certificate.keyUsage, ['1.3.6.1.5.5.7.3.2']); // RFC 5280 4.2.1.12, id-kp-clientAuth
  assert.not.ok(certificate.ca);
  const days = (Date.parse(certificate.validTo) - clock.nowMs()) / DAY_MS;
  assert.ok(days > 364 && days <= 365, `${days} days`);
  const other = new X509Certificate((await ca.issue(device)).certPem);
  assert.is.not(other.serialNumber, certificate.serialNumber);
});

test('a device whose clock stands at the build time accepts them', async ({ ca }) => {
  const { certPem } = await ca.issue(device);
  assert.ok(Date.parse(new X509Certificate(certPem).validFrom) <= Date.UTC(2025, 0, 1));
});

test('server certificates answer to every name asked for', async ({ ca }) => {
  const names = ['localhost', '127.0.0.1', '::1', 'stub.example'];
  const { certPem } = await ca.issue({ commonName: 'Broker', use: 'server', names });
  const certificate = new X509Certificate(certPem);
  assert.equal(certificate.keyUsage, ['1.3.6.1.5.5.7.3.1']);
  assert.ok(certificate.checkHost('localhost') && certificate.checkHost('stub.example'));
  assert.ok(certificate.checkIP('127.0.0.1') && certificate.checkIP('::1'));
});

test('ensure keeps what is good and renews what nearly is not', async ({ folder, clock, ca }) => {
  const files = filesIn(folder);
  assert.is(await ca.ensure(files, device), true);
  const first = readFileSync(files.cert, 'utf8');
  assert.is(statSync(files.key).mode & 0o777, 0o600);
  assert.is(await ca.ensure(files, device), false);
  assert.is(readFileSync(files.cert, 'utf8'), first);
  await clock.advance(334 * DAY_MS);
  assert.is(await ca.ensure(files, device), false, '31 days left');
  await clock.advance(2 * DAY_MS);
  assert.is(await ca.ensure(files, device), true, '29 days left');
  assert.is.not(readFileSync(files.cert, 'utf8'), first);
});

test('ensure replaces what does not fit', async ({ folder, ca }) => {
  const files = filesIn(folder);
  await ca.ensure(files, device);
  assert.is(await ca.ensure(files, { ...device, commonName: 'front-door-2' }), true, 'another name');
  writeFileSync(files.key, (await ca.issue(device)).keyPem);
  assert.is(await ca.ensure(files, { ...device, commonName: 'front-door-2' }), true, 'another key');
  writeFileSync(files.cert, 'garbage');
  assert.is(await ca.ensure(files, device), true, 'garbage');
  const server = { commonName: 'Broker', use: 'server', names: ['localhost'] } as const;
  await ca.ensure(files, server);
  assert.is(await ca.ensure(files, server), false);
  assert.is(await ca.ensure(files, { ...server, names: ['localhost', '10.0.0.7'] }), true, 'a new address');
});

test('half an authority is not used', async ({ folder, clock }) => {
  rmSync(join(folder, 'ca-key.pem'));
  const damaged = new CertificateAuthority({ folder, clock });
  const thrown = await damaged.open().catch((error: unknown) => error);
  assert.instance(thrown, PupsentryError);
  assert.is((thrown as PupsentryError).code, 'ca');
});

test.run();
