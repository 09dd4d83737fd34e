/** Certificates that are good when a test says. */
import 'reflect-metadata';
import * as x509 from '@peculiar/x509';
import { webcrypto } from 'node:crypto';

const P256 = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };

/** @returns a self-signed certificate for an IP address and its private key, PEM */
export async function certificateFor(
  ip: string,
  notBefore: Date,
  notAfter: Date,
): Promise<{ key: string; cert: string }> {
  const keys = await webcrypto.subtle.generateKey(P256, true, ['sign', 'verify']);
  const certificate = await x509.X509CertificateGenerator.createSelfSigned(
    {
      ...{ name: `CN=${ip}`, keys, notBefore, notAfter, signingAlgorithm: P256 },
      extensions: [new x509.SubjectAlternativeNameExtension([{ type: 'ip', value: ip }])],
    },
    webcrypto as Crypto,
  );
  const pkcs8 = await webcrypto.subtle.exportKey('pkcs8', keys.privateKey);
  return { key: x509.PemConverter.encode(pkcs8, 'PRIVATE KEY'), cert: certificate.toString('pem') };
}
