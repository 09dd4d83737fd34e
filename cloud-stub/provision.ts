/** Makes a device known: keys, certificate and configuration in one folder to put onto the device. */
import { readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { ensureFolder, readTextIfThere, writeFileAtomic } from '#kit/atomic-file.ts';
import type { Clock } from '#kit/clock.ts';
import { Accounts } from './accounts/accounts.ts';
import type { ProvisionArguments } from './arguments.ts';
import { CertificateAuthority } from './broker/ca.ts';
import { brokerUrl } from './broker/credentials.ts';
import { Database, getMeta } from './database/database.ts';
import { Devices } from './devices/devices.ts';
import { Feed } from './feed.ts';

/** A Unix socket's path holds 107 bytes (unix(7)); some room is left for tools that add to it. */
const MAX_SOCKET_PATH = 100;

/** What the device reads at start: DeviceConfigSchema in firmware/settings/config.ts. */
interface DeviceConfig {
  deviceId: string;
  product: string;
  name: string;
  stateFolder: string;
  controlSocket: string;
  camera?: string;
  microphone?: string;
  link: { url: string; caFile: string; certFile: string; keyFile: string };
}

export interface Provisioned {
  configFile: string;
  /** The keys are new: whatever the device had before is still valid until it expires. */
  newKeys: boolean;
}

/**
 * Idempotent: keys are kept until 30 days before they expire; address, camera and microphone follow the
 * command line, and whatever else somebody wrote into the configuration stays.
 * @throws PupsentryError "ca" or "database"; the file system's error
 */
export async function provision(
  { data, id, name, product, out, camera, microphone, broker }: ProvisionArguments,
  clock: Clock,
): Promise<Provisioned> {
  const database = new Database({ folder: data });
  await database.start();
  try {
    const db = () => database.db;
    const ca = new CertificateAuthority({ folder: join(data, 'ca'), clock });
    await ca.open();
    await ensureFolder(out);
    const at = (file: string) => join(out, file);
    const newKeys = await ca.ensure(
      { cert: at('device.pem'), key: at('device-key.pem') },
      { commonName: id, use: 'client' },
    );
    // What signed the broker's certificate: us, unless the broker is somebody else's.
    const brokerCa = broker?.kind === 'external' && broker.caFile;
    await writeFileAtomic(at('ca.pem'), brokerCa ? await readFile(brokerCa) : ca.pem, 0o644);

    const before = await readBefore(at('device.json'));
    const config: DeviceConfig = {
      ...before,
      deviceId: id,
      product,
      name,
      stateFolder: 'state',
      controlSocket: socketPath(out, id),
      ...choose('camera', camera ?? before.camera),
      ...choose('microphone', microphone ?? before.microphone),
      link: {
        url: broker ? brokerUrl(broker) : ((await getMeta(db(), 'broker-url')) ?? 'mqtts://127.0.0.1:8883'),
        caFile: 'ca.pem',
        certFile: 'device.pem',
        keyFile: 'device-key.pem',
      },
    };
    await writeFileAtomic(at('device.json'), JSON.stringify(config, null, 2) + '\n');

    const accounts = new Accounts({ db, clock });
    await new Devices({ db, accounts, clock, feed: new Feed() }).ensure({ id, name, product });
    return { configFile: resolve(at('device.json')), newKeys };
  } finally {
    await database.stop();
  }
}

async function readBefore(file: string): Promise<Partial<DeviceConfig>> {
  try {
    const before: unknown = JSON.parse((await readTextIfThere(file)) ?? '{}');
    return typeof before === 'object' && !Array.isArray(before) ? { ...before } : {};
  } catch {
    return {}; // it is about to be written anew
  }
}

function choose<K extends string>(key: K, value: string | undefined): Partial<Record<K, string>> {
  return value === undefined ? {} : ({ [key]: value } as Record<K, string>);
}

/** Beside the configuration, unless that path is too long for a socket. */
function socketPath(out: string, id: string): string {
  const beside = resolve(out, 'control.sock');
  return Buffer.byteLength(beside) < MAX_SOCKET_PATH
    ? 'control.sock'
    : join(tmpdir(), `pupsentry-${id}.sock`);
}
