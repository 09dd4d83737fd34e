/** Which broker, and with what credentials the stub goes there. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { PupsentryError } from '#kit/errors.ts';
import type { CertificateAuthority } from './ca.ts';
import type { Credentials } from './client.ts';
import { STUB_USER } from './mosquitto-config.ts';

/** A broker of our own, or any other. */
export type BrokerPlan =
  | { kind: 'child'; host: string; port: number }
  | { kind: 'external'; url: string; caFile?: string; certFile?: string; keyFile?: string };

/** Where clients on this machine find it. */
export function brokerUrl(broker: BrokerPlan): string {
  if (broker.kind === 'external') return broker.url;
  const host = broker.host === '0.0.0.0' || broker.host === '::' ? '127.0.0.1' : broker.host;
  return `mqtts://${host}:${broker.port}`;
}

/**
 * The stub's own credentials, as PEM texts.
 * @param folder keeps the certificate for our own broker
 * @throws PupsentryError "broker-files"
 */
export async function stubCredentials(
  broker: BrokerPlan,
  ca: CertificateAuthority,
  folder: string,
): Promise<Credentials> {
  if (broker.kind === 'child') {
    const files = { cert: join(folder, 'stub.pem'), key: join(folder, 'stub-key.pem') };
    await ca.ensure(files, { commonName: STUB_USER, use: 'client' });
    return { ca: ca.pem, cert: await pem(files.cert), key: await pem(files.key) };
  }
  const { caFile, certFile, keyFile } = broker;
  return {
    ...(caFile && { ca: await pem(caFile) }),
    ...(certFile && { cert: await pem(certFile) }),
    ...(keyFile && { key: await pem(keyFile) }),
  };
}

async function pem(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (cause) {
    throw new PupsentryError(
      'broker-files',
      `Cannot read ${file}.`,
      'Check --broker-ca, --broker-cert and --broker-key.',
      {
        cause,
      },
    );
  }
}
