/** pupsentry-cloud as a process: what programs and people see of it. */
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { freePort } from '#kit/ports.ts';
import { programPath } from '#kit/programs.ts';

interface Context {
  folder: string;
  children: ChildProcess[];
}
const test = suite<Context>('pupsentry-cloud');

test.before.each((context) => {
  context.folder = mkdtempSync(join(tmpdir(), 'pupsentry-cloud-main-'));
  context.children = [];
});
test.after.each(async ({ folder, children }) => {
  for (const child of children) {
    if (child.exitCode !== null || child.signalCode !== null) continue;
    const closed = once(child, 'close');
    child.kill('SIGTERM');
    await closed;
  }
  rmSync(folder, { recursive: true, force: true });
});

interface Ready {
  url: string;
  brokerUrl: string;
  signInLink: string;
}

function begin({ children }: Context, args: string[], stdin: 'ignore' | 'pipe' = 'ignore'): ChildProcess {
  const child = spawn(process.execPath, [programPath('pupsentry-cloud'), ...args], {
    stdio: [stdin, 'pipe', 'pipe', 'pipe'],
  });
  children.push(child);
  return child;
}

async function ready(child: ChildProcess): Promise<Ready> {
  const lines = createInterface({ input: child.stdio[3] as Readable });
  const [line] = (await once(lines, 'line')) as [string];
  return JSON.parse(line) as Ready;
}

async function text(stream: Readable | null): Promise<string> {
  let all = '';
  for await (const chunk of stream!) all += String(chunk);
  return all;
}

async function run(context: Context, args: string[]) {
  const child = begin(context, args);
  const [out, err, [code]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, 'close') as Promise<[number]>,
  ]);
  return { code, out, err };
}

async function serveArguments(folder: string): Promise<string[]> {
  const ports = [await freePort(), await freePort()];
  return ['--data', join(folder, 'data'), '--port', `${ports[0]}`, '--broker-port', `${ports[1]}`];
}

const signIn = (url: string, link: string) =>
  fetch(`${url}/api/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-requested-with': 'pupsentry' },
    body: JSON.stringify({ token: link.split('#signin/')[1] }),
  });

test('says when it is ready, makes links while it runs, and stops at once', async (context) => {
  const args = await serveArguments(context.folder);
  const child = begin(context, [...args, '--ready-fd', '3']);
  const { url, brokerUrl, signInLink } = await ready(child);
  assert.is(brokerUrl, `mqtts://127.0.0.1:${args.at(-1)}`);
  assert.ok(signInLink.startsWith(`${url}/#signin/`));
  const session = await signIn(url, signInLink);
  assert.is(session.status, 200);

  const link = await run(context, ['sign-in-link', '--data', args[1]!]);
  assert.is(link.code, 0);
  assert.ok(link.out.startsWith(`${url}/#signin/`), 'it knows where the running one is');
  assert.is((await signIn(url, link.out.trim())).status, 200);

  const second = await run(context, [...(await serveArguments(context.folder)), '--log-level', 'error']);
  assert.is(second.code, 1);
  assert.ok(/Another pupsentry-cloud works with/.test(second.err), second.err);

  const cookie = session.headers.get('set-cookie')!.split(';')[0]!;
  const stream = await fetch(`${url}/api/stream`, { headers: { cookie } });
  const started = performance.now();
  const closed = once(child, 'close');
  child.kill('SIGINT');
  const [code] = (await closed) as [number];
  assert.ok(performance.now() - started < 10_000, `${performance.now() - started} ms`);
  assert.is(code, 0);
  await stream.text().catch(() => '');
});

test('speaks to people otherwise', async (context) => {
  const child = begin(context, await serveArguments(context.folder));
  const lines: string[] = [];
  for await (const line of createInterface({ input: child.stdout! })) {
    lines.push(line);
    if (line.startsWith('Ctrl-C')) break;
  }
  assert.is(lines[0], 'Pupsentry cloud is ready.');
  assert.ok(lines.some((line) => /Sign in {2}http:\/\/127\.0\.0\.1:\d+\/#signin\/\S+/.test(line)));
});

test('killed, it takes its broker along, and comes back on the same ports', async (context) => {
  const args = await serveArguments(context.folder);
  const child = begin(context, [...args, '--ready-fd', '3']);
  await ready(child);
  const pid = Number(readFileSync(join(args[1]!, 'broker/mosquitto.pid'), 'utf8'));
  const closed = once(child, 'close');
  child.kill('SIGKILL');
  await closed;
  const again = await ready(begin(context, [...args, '--ready-fd', '3']));
  assert.is((await fetch(`${again.url}/healthz`)).status, 200);
  // Empty for a process that has ended and whose parent has not looked yet.
  const file = `/proc/${pid}/cmdline`;
  const commandLine = existsSync(file) ? readFileSync(file, 'utf8') : '';
  assert.not.ok(commandLine.includes('mosquitto'), 'the first broker is gone');
});

test('ends with its parent when told so', async (context) => {
  const args = await serveArguments(context.folder);
  const child = begin(context, [...args, '--ready-fd', '3', '--exit-with-parent'], 'pipe');
  await ready(child);
  const closed = once(child, 'close');
  child.stdin!.end();
  assert.equal(await closed, [0, null]);
});

test('a port that is taken is told in a sentence', async (context) => {
  const taken = createServer();
  taken.listen(0, '127.0.0.1');
  await once(taken, 'listening');
  const port = String((taken.address() as { port: number }).port);
  const free = String(await freePort());
  const data = join(context.folder, 'data');
  const shared = ['--data', data, '--log-level', 'error'];
  const web = await run(context, [...shared, '--port', port, '--broker-port', free]);
  assert.equal([web.code, web.out], [1, '']);
  assert.is(
    web.err,
    `Port ${port} is taken by another program. Stop that one, or choose another with --port ${Number(port) + 1}.\n`,
  );
  const broker = await run(context, [...shared, '--port', free, '--broker-port', port]);
  assert.is(broker.code, 1);
  assert.ok(broker.err.startsWith(`Port ${port} for the broker is taken by another program.`), broker.err);
  taken.close();
});

test('provisioning twice keeps the keys and what was written by hand, and follows the command line', async (context) => {
  const data = join(context.folder, 'data');
  const out = join(context.folder, 'device');
  const args = ['provision', '--data', data, '--id', 'front-door-1', '--name', 'Front door', '--out', out];
  const first = await run(context, [...args, '--camera', 'scene', '--microphone', 'tone']);
  assert.equal([first.code, first.err], [0, '']);
  const pem = () =>
    ['device.pem', 'device-key.pem', 'ca.pem'].map((file) => readFileSync(join(out, file), 'utf8'));
  const keys = pem();
  assert.is(statSync(join(out, 'device-key.pem')).mode & 0o777, 0o600);
  assert.is(statSync(join(out, 'device.json')).mode & 0o777, 0o600);
  const config = () => JSON.parse(readFileSync(join(out, 'device.json'), 'utf8')) as unknown;
  const expected = {
    ...{ deviceId: 'front-door-1', product: 'doorbell', name: 'Front door' },
    ...{ stateFolder: 'state', controlSocket: 'control.sock', camera: 'scene', microphone: 'tone' },
    link: {
      url: 'mqtts://127.0.0.1:8883',
      ...{ caFile: 'ca.pem', certFile: 'device.pem', keyFile: 'device-key.pem' },
    },
  };
  assert.equal(config(), expected);
  const updates = { mirrors: ['https://updates.example'], rootFile: '/root.json' };
  writeFileSync(join(out, 'device.json'), JSON.stringify({ ...expected, name: 'Old', updates }));
  await run(context, [...args, '--camera', '/dev/video0', '--broker-port', '9999']);
  assert.equal(pem(), keys);
  assert.equal(config(), {
    ...expected,
    updates,
    camera: '/dev/video0',
    link: { ...expected.link, url: 'mqtts://127.0.0.1:9999' },
  });
  writeFileSync(join(out, 'device.json'), '["what?"]');
  await run(context, [...args, '--camera', 'scene', '--microphone', 'tone', '--broker-port', '8883']);
  assert.equal(config(), expected);
});

test('a long folder gets its socket elsewhere', async (context) => {
  const out = join(
    context.folder,
    'a-rather-long-name-of-a-folder',
    'another-long-name-of-a-folder-below-it',
    'device',
  );
  const data = join(context.folder, 'data');
  await run(context, ['provision', '--data', data, '--id', 'front-door-1', '--out', out]);
  const { controlSocket } = JSON.parse(readFileSync(join(out, 'device.json'), 'utf8')) as {
    controlSocket: string;
  };
  assert.is(controlSocket, join(tmpdir(), 'pupsentry-front-door-1.sock'));
});

test('a mistake on the command line is a sentence and exit code 2', async (context) => {
  const { code, out, err } = await run(context, ['--port', '99999']);
  assert.equal([code, out], [2, '']);
  assert.is(err, '--port must be a whole number from 0 to 65535, not "99999". See pupsentry-cloud --help.\n');
});

test.run();
