import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { freePort } from '#kit/ports.ts';
import { LinkProblem } from './link-problem.ts';
import { openMqttSession, type BrokerAddress } from './mqtt-session.ts';

const test = suite('link over TLS');

const folder = mkdtempSync(join(tmpdir(), 'pupsentry-tls-'));
const at = (name: string) => join(folder, name);
const openssl = (...args: string[]) => execFileSync('openssl', args, { cwd: folder, stdio: 'ignore' });
const NEW_KEY = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes'];

function makeCa(name: string): void {
  openssl(
    'req',
    '-x509',
    ...NEW_KEY,
    '-subj',
    `/CN=${name}`,
    '-keyout',
    `${name}.key`,
    '-out',
    `${name}.pem`,
  );
}

function makeCertificate(name: string, ca: string, san?: string): void {
  const extension = san ? ['-addext', `subjectAltName=${san}`] : [];
  openssl(
    'req',
    ...NEW_KEY,
    '-subj',
    `/CN=${name}`,
    ...extension,
    '-keyout',
    `${name}.key`,
    '-out',
    `${name}.csr`,
  );
  const sign = ['x509', '-req', '-in', `${name}.csr`, '-CA', `${ca}.pem`, '-CAkey', `${ca}.key`];
  openssl(...sign, '-CAcreateserial', '-copy_extensions', 'copy', '-out', `${name}.pem`);
}

let broker: ChildProcess;
let port: number;
const brokerLog: string[] = [];

test.before(async () => {
  makeCa('ca');
  makeCa('stranger');
  makeCertificate('server', 'ca', 'DNS:localhost');
  makeCertificate('device-1', 'ca');
  makeCertificate('intruder', 'stranger');
  port = await freePort();
  const lines = [
    'user root', // of effect only when root runs it: it would otherwise give up its right to the keys
    `listener ${port}`,
    ...['cafile ca.pem', 'certfile server.pem', 'keyfile server.key'],
    ...['require_certificate true', 'use_identity_as_username true'],
  ];
  writeFileSync(at('tls.conf'), lines.join('\n'));
  broker = spawn('/usr/sbin/mosquitto', ['-c', 'tls.conf', '-v'], {
    cwd: folder,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const output = createInterface({ input: broker.stderr as Readable });
  await new Promise<void>((resolve, reject) => {
    output.on('line', (line) => {
      brokerLog.push(line);
      if (line.endsWith('running')) resolve();
    });
    broker.once('exit', () => reject(new Error(brokerLog.join('\n'))));
  });
});

test.after(async () => {
  const gone = once(broker, 'exit');
  broker.kill('SIGKILL');
  await gone;
  rmSync(folder, { recursive: true });
});

function open(address: Partial<BrokerAddress>, host = 'localhost') {
  const files = { caFile: at('ca.pem'), certFile: at('device-1.pem'), keyFile: at('device-1.key') };
  return openMqttSession({
    broker: { url: `mqtts://${host}:${port}`, ...files, ...address },
    clientId: 'device-1',
    version: 5,
    will: { topic: 'will', payload: Buffer.from('lost') },
    filter: 'x/#',
    onMessage: () => undefined,
    signal: new AbortController().signal,
  });
}

/** What a device says that cannot connect; with TLS 1.3 a server refuses a client just after the handshake. */
async function problemWith(address: Partial<BrokerAddress>, host?: string): Promise<LinkProblem> {
  try {
    return await (
      await open(address, host)
    ).ended;
  } catch (problem) {
    assert.instance(problem, LinkProblem);
    return problem as LinkProblem;
  }
}

test('certificates on both sides', async () => {
  const session = await open({});
  await session.publish('hello', Buffer.from('x'), { qos: 1, retain: false });
  await session.end();
  assert.ok(
    brokerLog.some((line) => line.includes("u'device-1'")),
    'its CN is its user name',
  );
});

test('a broker with a certificate of another authority is not trusted', async () => {
  const { kind, message } = await problemWith({ caFile: at('stranger.pem') });
  assert.is(kind, 'certificate');
  assert.match(message, 'known authority');
});

test('a broker with a certificate for another name is not trusted', async () => {
  const { kind, message } = await problemWith({}, '127.0.0.1');
  assert.is(kind, 'certificate');
  assert.match(message, 'another name');
});

test('a device without a certificate, or with a foreign one, is told so', async () => {
  const foreign = { certFile: at('intruder.pem'), keyFile: at('intruder.key') };
  const none = { certFile: undefined, keyFile: undefined } as unknown as Partial<BrokerAddress>;
  for (const address of [foreign, none]) {
    const { kind, message } = await problemWith(address);
    assert.is(kind, 'certificate', message);
    assert.match(message, "does not accept this device's certificate");
  }
});

test('a missing file is named', async () => {
  const { kind, message } = await problemWith({ keyFile: at('nothing.key') });
  assert.is(kind, 'certificate');
  assert.match(message, 'nothing.key');
});

test.run();
