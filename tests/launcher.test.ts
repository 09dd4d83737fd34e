/** `make run` as its user meets it: start, stop, second start, and clear sentences when something is wrong. */
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { existsSync } from 'node:fs';
import { createServer } from 'node:net';
import { once } from 'node:events';
import { Household } from './household.ts';
import { recordedClip } from './recorded-clip.ts';

const test = suite('launcher');

const isAlive = (pid: number) => existsSync(`/proc/${pid}`);

test('starts, says how to go on, stops in under 3 s and leaves nothing running; starts again on what it kept', async () => {
  const first = await Household.start();
  try {
    const processes = first.processes();
    assert.ok(processes.length >= 5, `launcher, stub, broker, daemon, media process: ${processes.length}`);
    assert.match(first.output, /npx pupsentryctl button press/);
    const { code, ms } = await first.interrupt();
    assert.is(code, 0);
    assert.ok(ms < 3000, `stopped after ${Math.round(ms)} ms`);
    assert.equal(processes.filter(isAlive), []);
  } finally {
    await first.interrupt();
  }

  const second = await Household.spawn({}, first.folder);
  try {
    await second.ready();
    const [, readyAfter] = /Ready after ([\d.]+) s/.exec(second.output)!;
    assert.ok(Number(readyAfter) < 30, `second start took ${readyAfter} s`);
  } finally {
    await second.stop();
  }
});

test('leaves nothing running even when the launcher itself is killed', async () => {
  const household = await Household.start();
  const processes = household.processes();
  process.kill(household.pid, 'SIGKILL');
  // Standard input of the children ends with the launcher; the kernel tells when they are gone.
  const deadlineMs = performance.now() + 60_000;
  while (processes.some(isAlive) && performance.now() < deadlineMs)
    await new Promise((turn) => setImmediate(turn));
  assert.equal(processes.filter(isAlive), []);
  await household.stop();
});

test('several devices, and a clip as camera', async () => {
  const clip = recordedClip();
  const household = await Household.start({ DEVICES: '2', CAMERA: clip.file });
  try {
    for (const id of ['front-door', 'driveway']) {
      const status = (await household.call('status', {}, id)) as { media: { phase: string; camera: string } };
      assert.is(status.media.phase, 'running');
      assert.match(status.media.camera, /clip\.mp4/);
    }
  } finally {
    await household.stop();
    clip.remove();
  }
});

test('a port that is taken, a camera that is not there, nonsense: a sentence, not a stack', async () => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  const cases: [Record<string, string>, RegExp][] = [
    [{ PORT: String(port) }, new RegExp(`Port ${port} for the console is taken.*PORT=`, 's')],
    [{ BROKER_PORT: String(port) }, new RegExp(`Port ${port} for the broker is taken.*BROKER_PORT=`, 's')],
    [{ CAMERA: '/dev/video99' }, /no camera or file \/dev\/video99.*ls \/dev\/video/is],
    [{ CAMERA: 'no-such-clip.mp4' }, /no camera or file no-such-clip\.mp4/i],
    [{ DEVICES: 'many' }, /DEVICES=many must be a whole number from 1 to 8/],
    [{ MIC: 'pipe:/etc/passwd' }, /microphone/i],
  ];
  for (const [env, sentence] of cases) {
    const household = await Household.spawn(env);
    try {
      await household.says(sentence);
      assert.not.match(household.output, /\n\s+at .+:\d+:\d+/, 'no stack');
      await household.exited();
      assert.is(household.exitCode, 1);
    } finally {
      await household.stop();
    }
  }
  server.close();
});

test.run();
