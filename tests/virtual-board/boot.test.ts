/** The virtual board itself: it boots, has the hardware it promises, and leaves nothing behind. */
import { spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, readlinkSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { PupsentryError } from '#kit/errors.ts';
import { enterNetworkNamespace } from '#board/virtual/network-namespace.ts';
import { ARTIFACTS } from '#board/virtual/prepared-board.ts';
import { VirtualBoard } from '#board/virtual/virtual-board.ts';

await enterNetworkNamespace();

const test = suite('virtual board');
const scratch = mkdtempSync(join(tmpdir(), 'pupsentry-board-'));
const folder = join(ARTIFACTS, 'boot-test');
let board: VirtualBoard;

test.before(async () => {
  board = await VirtualBoard.start({ folder });
});

test.after(async () => {
  await board.stop();
  rmSync(scratch, { recursive: true, force: true });
});

/** Output of a command that must succeed. */
async function output(command: string): Promise<string> {
  const { code, stdout, stderr } = await board.run(command);
  assert.is(code, 0, `${command}: ${stderr}`);
  return stdout;
}

/** Every process of User-Mode Linux that shares this one's network. */
function kernelProcesses(): number[] {
  const link = (path: string) => {
    try {
      return readlinkSync(path);
    } catch {
      return ''; // gone meanwhile
    }
  };
  const network = link('/proc/self/ns/net');
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .filter(
      (pid) => link(`/proc/${pid}/ns/net`) === network && /\/linux-[^/]*$/.test(link(`/proc/${pid}/exe`)),
    )
    .map(Number);
}

test('a camera and an encoder, by driver', async () => {
  const devices = await output('v4l2-ctl --list-devices');
  assert.match(devices, 'vivid (platform:vivid-000)');
  assert.match(devices, 'vicodec (platform:vicodec)');
  const vivid = /vivid \(.*\n\t(\S+)/.exec(devices)![1]!;
  const sizes = await output(`v4l2-ctl -d ${vivid} --list-framesizes=NV12`);
  for (const size of ['320x180', '640x360']) assert.match(sizes, size);
});

test('lines by name, and what hangs on them', async () => {
  const lines = await output('gpioinfo cam-gpio');
  assert.match(lines, '12 lines');
  for (const name of ['doorbell-button', 'ir-cut-day', 'ir-cut-night', 'chime', 'indicator-led'])
    assert.match(lines, new RegExp(`"${name}"\\s+unused`));
  assert.match(lines, /"reset-button"\s+"reset"/);
  assert.match(await output('cat /proc/bus/input/devices'), 'Name="cam-keys"');
  assert.equal((await output('ls /sys/class/leds')).split('\n').sort().slice(1), ['ir', 'status']);
});

test('a press from outside is an edge inside; a light inside is seen outside', async () => {
  for (const button of ['doorbell-button', 'reset-button']) assert.is(await board.gpio.value(button), 1);
  const monitor = board.spawn(
    'gpiomon --num-events=2 --line-buffered --format="edge %e at %o" $(gpiofind doorbell-button)',
  );
  const taken = await board.run(
    `until gpioinfo cam-gpio | grep -q '"doorbell-button" *"gpiomon"'; do :; done`,
    { timeLimitMs: 30_000 },
  );
  assert.is(taken.code, 0);
  await board.gpio.pull('doorbell-button', 'down');
  await monitor.line(/^edge 0 at 0$/, 30_000);
  await board.gpio.pull('doorbell-button', 'up');
  await monitor.line(/^edge 1 at 0$/, 30_000);
  assert.is((await monitor.exit).code, 0);

  assert.is(await board.gpio.value('ir-led'), 0);
  await board.writeFile('/sys/class/leds/ir/brightness', '1');
  assert.is(await board.gpio.value('ir-led'), 1);
  await board.writeFile('/sys/class/leds/ir/brightness', '0');
  await board.gpio.until('ir-led', 0, 30_000);
});

test('a sound card that is a loop, two radios, a watchdog', async () => {
  assert.match(await output('aplay -l'), /card \d+: Loopback/);
  assert.match(await output('arecord -l'), /card \d+: Loopback/);
  assert.equal((await output('iw dev')).match(/Interface wlan\d/g)?.sort(), [
    'Interface wlan0',
    'Interface wlan1',
  ]);
  assert.match(await output('iw reg set DE && iw reg get'), 'country DE');
  assert.match(await output('ls /dev/watchdog*'), '/dev/watchdog');
});

test('the encoder is found without a look at every plug-in', async () => {
  assert.match(
    await output('GST_REGISTRY_UPDATE=no gst-inspect-1.0 v4l2fwhtenc'),
    'Codec/Encoder/Video/Hardware',
  );
});

test('the product and its Node', async () => {
  assert.match(await output('node --version'), /^v22\./);
  assert.match(await output('pupsentryctl --help'), 'Usage: pupsentryctl');
  assert.match(await output('pupsentryd --help'), 'pupsentryd');
  assert.match(
    await output(
      'cd /opt/pupsentry && node -e "import(\'koffi\').then((k) => console.log(k.default.load(null) !== null))"',
    ),
    'true',
  );
  assert.match(
    await output('cd /opt/pupsentry && node -e "import(\'node-datachannel\').then(() => console.log(1))"'),
    '1',
  );
});

test('programs: exit code, both outputs, input, time limit, lines as they come, signals', async () => {
  const ran = await board.run('cat; echo oops >&2; exit 7', { input: 'given' });
  assert.equal([ran.code, ran.stdout, ran.stderr, ran.late], [7, 'given', 'oops\n', false]);
  assert.is((await board.run('sleep 60', { timeLimitMs: 100 })).late, true);
  const flood = await board.run('yes | head -c 3000000; echo end');
  assert.ok(flood.cut && flood.stdout.endsWith('end\n') && flood.stdout.length < 1_200_000);

  const counter = board.spawn('trap "echo bye; exit 3" TERM; echo ready; while :; do sleep 0.05; done');
  assert.is(await counter.line(/ready/), 'ready');
  assert.equal(await counter.stop(), { code: 3, signal: null, lostLines: 0 });
  assert.ok(counter.lines.includes('bye'));
  await assertRejects(board.spawn(['/no/such/program']).exit, 'guest-ENOENT');
});

test('files, of /sys too; errors say which', async () => {
  const bytes = Buffer.from([0, 255, 10, 13, 128]);
  await board.writeFile('/data/bytes', bytes);
  assert.equal(await board.readFile('/data/bytes'), bytes);
  await board.writeFile('/data/bytes', 'more', { append: true });
  assert.is((await board.readFile('/data/bytes')).length, 9);
  assert.match((await board.readFile('/proc/cmdline')).toString(), 'vivid.n_devs=1');
  await assertRejects(board.readFile('/no/such/file'), 'guest-ENOENT');
  await assertRejects(board.gpio.pull('no-such-line', 'up'), 'no-line');
});

test('the network between the two', async () => {
  assert.match(await output(`ping -c 1 -W 2 ${board.hostAddress}`), '1 received');
});

test('a restart from inside keeps the disks; what ran is gone', async () => {
  await board.writeFile('/data/kept', 'kept');
  const ended = board.spawn('trap "" TERM; echo ready; while :; do sleep 0.1; done');
  await ended.line(/ready/);
  await board.reboot();
  assert.is((await board.readFile('/data/kept')).toString(), 'kept');
  await assertRejects(ended.exit, 'gone');
});

test('stopped, nothing of it is left; a data file is there the next time', async () => {
  assert.ok(kernelProcesses().length > 0);
  await board.stop();
  assert.equal(kernelProcesses(), []);
  assert.equal(
    readdirSync(folder).filter((name) => !name.startsWith('console.log')),
    [],
  );
  const dataFile = join(scratch, 'data.ext4');
  for (const before of ['', 'written\n']) {
    board = await VirtualBoard.start({ folder, dataFile });
    assert.is(await output('cat /data/log 2>/dev/null || :'), before);
    await output('echo written >/data/log');
    await board.stop();
  }
});

test('a panic ends the board', async () => {
  board = await VirtualBoard.start({ folder });
  await board.run('echo c >/proc/sysrq-trigger').catch(() => {});
  await board.exited;
  assert.ok(board.console.lines.some((line) => line.includes('Kernel panic')));
  await assertRejects(board.run('true'), 'gone');
  assert.equal(kernelProcesses(), []);
});

test('a board that is silent is switched off, and what follows fails at once', async () => {
  board = await VirtualBoard.start({ folder });
  const why = () => board.run('true', { timeLimitMs: 100 }).catch((error: PupsentryError) => error.code);
  board.spawn('kill -STOP $PPID');
  let said: Awaited<ReturnType<typeof why>>;
  do said = await why();
  while (typeof said !== 'string'); // until what answers has been stopped
  assert.is(said, 'guest-silent');
  await board.exited;
  assert.is(await why(), 'gone');
});

test('a board that cannot start says what its console said', async () => {
  await assertRejects(VirtualBoard.start({ folder, append: ['root=/dev/nonsense'] }), 'boot-failed', 'VFS');
  assert.equal(kernelProcesses(), []);
});

test('killed, its owner takes it along', async () => {
  const program = `
    const { VirtualBoard } = await import('#board/virtual/virtual-board.ts');
    await VirtualBoard.start({ folder: process.env.FOLDER });
    console.log('up');
    await new Promise((resolve) => setTimeout(resolve, 60_000));`;
  const owner = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '--eval', program], {
    env: { ...process.env, FOLDER: folder },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const up = await new Promise((resolve) =>
    createInterface({ input: owner.stdout }).once('line', resolve).once('close', resolve),
  );
  assert.is(up, 'up');
  assert.ok(kernelProcesses().length > 0);
  owner.kill('SIGKILL');
  // Its output ends when the last process that holds it has ended.
  await new Promise((resolve) => owner.once('close', resolve));
  const deadlineMs = performance.now() + 30_000;
  while (kernelProcesses().length > 0 && performance.now() < deadlineMs)
    await new Promise((resolve) => setImmediate(resolve));
  assert.equal(kernelProcesses(), []);
});

async function assertRejects(promise: Promise<unknown>, code: string, words = ''): Promise<void> {
  const error = await promise.then(
    () => null,
    (thrown: unknown) => thrown,
  );
  assert.ok(error instanceof PupsentryError, `rejects with ${code}`);
  assert.is(error.code, code);
  assert.match(error.message, words);
}

test.run();
