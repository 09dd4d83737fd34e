import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { programPath } from '#kit/programs.ts';
import { SimulatedDaemon } from './simulated-daemon.ts';

/** The program as a process of its own, as a shell starts it. */
function start(daemon: SimulatedDaemon, args: string[]): ChildProcess {
  const env = { ...process.env, PUPSENTRY_SOCKET: daemon.socket };
  return spawn(process.execPath, [programPath('pupsentryctl'), ...args], {
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}

async function output(child: ChildProcess): Promise<{ code: number | null; out: Buffer; error: string }> {
  const out: Buffer[] = [];
  let error = '';
  child.stdout!.on('data', (chunk: Buffer) => out.push(chunk));
  child.stderr!.on('data', (chunk: Buffer) => (error += chunk.toString()));
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, out: Buffer.concat(out), error };
}

const test = suite<{ daemon: SimulatedDaemon }>('pupsentryctl as a process');
test.before(async (context) => {
  context.daemon = await new SimulatedDaemon().start();
});
test.after(({ daemon }) => daemon.stop());

test('a large document comes whole through a pipe', async ({ daemon }) => {
  for (let i = 0; i < 1000; i++) daemon.log.info({ blob: 'x'.repeat(500) }, `line ${i}`);
  const { code, out, error } = await output(start(daemon, ['logs', '-n', '1000', '--json']));
  assert.is(error, '');
  assert.is(code, 0);
  assert.is(out.toString().trimEnd().split('\n').length, 1000);
  assert.ok(out.length > 500_000);
});

test('a picture on the standard output is the picture, byte for byte', async ({ daemon }) => {
  const { code, out } = await output(start(daemon, ['snapshot', '-o', '-']));
  assert.is(code, 0);
  assert.is(out.length, 1000);
  assert.is(out.readUInt16BE(0), 0xffd8);
});

test('exit codes reach the shell; sentences go to the standard error', async ({ daemon }) => {
  const refused = await output(start(daemon, ['settings', 'set', 'live.maxViewers', '99']));
  assert.is(refused.code, 1);
  assert.is(refused.out.length, 0);
  assert.match(refused.error, /^live\.maxViewers: 99: expected integer/);
  assert.not.match(refused.error, /\n {4}at /);
});

test('"| head" ends it quietly', async ({ daemon }) => {
  const child = start(daemon, ['logs', '-f', '-n', '1000']);
  let error = '';
  child.stderr!.on('data', (chunk: Buffer) => (error += chunk.toString()));
  await once(child.stdout!, 'data');
  child.stdout!.destroy();
  const closed = once(child, 'close');
  daemon.log.info('one more line than anybody reads');
  const [code] = (await closed) as [number | null];
  assert.is(code, 0);
  assert.is(error, '');
});

test('Ctrl-C ends it quietly with 130', async ({ daemon }) => {
  daemon.log.info('something to read');
  const child = start(daemon, ['logs', '-f']);
  let error = '';
  child.stderr!.on('data', (chunk: Buffer) => (error += chunk.toString()));
  await once(child.stdout!, 'data');
  child.kill('SIGINT');
  const [code] = (await once(child, 'close')) as [number | null];
  assert.is(code, 130);
  assert.is(error, '');
});

test.run();
