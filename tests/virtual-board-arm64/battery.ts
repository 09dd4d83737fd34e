// time limit: 1200 s
/** The whole device on Debian's arm64 kernel, with a watchdog that really resets: `make virtual-board-arm64`. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { loadBoard } from '#board/board.ts';
import type { GuestProcess } from '#board/virtual/guest-process.ts';
import { installProgram } from '../virtual-board/guest-program.ts';
import { Arm64Device } from './arm64-device.ts';

const ARTEFACTS = 'artifacts/virtual-board/arm64';
/** How much later than the hardware's time a reset may come: the emulated clock is this machine's. */
const RESET_MARGIN_MS = 30_000;

const { watchdog } = await loadBoard('qemu-aarch64');
if (watchdog.kind !== 'device') throw new Error('the board has no watchdog');
const identity = watchdog.identity;
const timeoutMs = watchdog.timeoutSeconds * 1000;

const test = suite('whole device on the arm64 virtual board');
const figures: Record<string, number> = {};
let device: Arm64Device;

const secondsSince = (ms: number) => Math.round((performance.now() - ms) / 100) / 10;
const armed = async () =>
  (await device.board.run('cat /sys/class/watchdog/watchdog0/state')).stdout.trim() === 'active';

test.before(async () => {
  const startedMs = performance.now();
  device = await Arm64Device.start(ARTEFACTS);
  figures['start to agent, s'] = secondsSince(startedMs);
});

test.after(async () => {
  await device?.stop();
  const table = JSON.stringify(figures, null, 2);
  writeFileSync(join(ARTEFACTS, 'figures.json'), `${table}\n`);
  process.stdout.write(`${table}\n`);
});

test('Node 22 runs on arm64, with our native packages', async () => {
  const probe =
    'import koffi from "koffi"; import rtc from "node-datachannel";' +
    'console.log(process.arch, process.version, koffi.version, typeof rtc.PeerConnection)';
  const { code, stdout, stderr } = await device.board.run(['node', '--input-type=module', '-e', probe], {
    cwd: '/opt/pupsentry',
  });
  assert.is(code, 0, stderr);
  assert.match(stdout, /^arm64 v22\.\S+ 3\.\S+ function$/m);
});

test('a program that dies while it feeds: the machine is reset, and says so afterwards', async () => {
  const program = await installProgram(device.board, new URL('./watchdog-program.ts', import.meta.url));
  const first = device.board.spawn([...program, identity, '6']);
  const before = await report(first);
  assert.is(before.timeoutSeconds, 6);
  assert.is.not(before.reason, 'watchdog');
  await fed(first, 10); // longer than it would live without

  const boots = device.board.boots;
  const [reset] = await Promise.all([
    device.board.nextReset(6000 + RESET_MARGIN_MS),
    first.signal('SIGKILL'),
  ]);
  assert.ok(reset.byWatchdog);
  await device.board.up(boots + 1);

  const again = await installProgram(device.board, new URL('./watchdog-program.ts', import.meta.url));
  const second = device.board.spawn([...again, identity, '6']);
  const after = await report(second);
  assert.is(after.reason, 'watchdog', after.evidence);
  assert.match(after.evidence, identity);
  await second.stop(60_000);
  assert.not.ok(await armed(), 'an orderly stop disarms');
});

interface Report {
  reason: string;
  evidence: string;
  timeoutSeconds: number;
}

async function report(program: GuestProcess): Promise<Report> {
  return JSON.parse(await program.line(/^\{"reason"/, 60_000)) as Report;
}

/** Resolves after so many more signs of life. */
function fed(program: GuestProcess, times: number): Promise<void> {
  return new Promise((resolve, reject) => {
    program.onLine((line) => line === 'fed' && --times === 0 && resolve());
    program.exit.then(() => reject(new Error(program.lines.join('\n'))), reject);
  });
}

test('it is the board that its profile says, and knows it by its device tree', async () => {
  const { code, said } = await device.ctl('board', 'check');
  assert.is(code, 0, JSON.stringify(said));
});

test('the daemon: first picture, and its state at the broker', async () => {
  const startedMs = performance.now();
  const state = await device.startDaemon();
  figures['daemon start to first picture, s'] = secondsSince(startedMs);
  assert.is(state.board, 'qemu-aarch64');
  assert.is(state.video!.encoder, 'x264enc');
  assert.is(state.video!.width, 320);
  assert.match(state.versions!.node!, /^22\./);

  const { code, said } = await device.ctl('snapshot', '-o', '/data/picture.jpg');
  assert.is(code, 0, JSON.stringify(said));
  const picture = await device.board.readFile('/data/picture.jpg');
  assert.equal([...picture.subarray(0, 2)], [0xff, 0xd8]);
});

test('the daemon feeds the watchdog: it lives longer than the watchdog’s time', async () => {
  assert.ok(await armed());
  const { boots } = device.board;
  // By the board's own clock, which runs slower than ours while it is busy.
  const times = () => device.received.map(({ envelope }) => Number(envelope.timeMs));
  const untilMs = Math.max(...times()) + timeoutMs + 5000;
  await device.waitFor('a late word', () => times().some((ms) => ms > untilMs), 180_000);
  assert.is(device.board.boots, boots);
  assert.ok(await armed());
});

test('the daemon hangs: the machine is reset, boots, and the daemon says why', async () => {
  const boots = device.board.boots;
  const frozenMs = performance.now();
  const [reset] = await Promise.all([
    device.board.nextReset(timeoutMs + RESET_MARGIN_MS),
    device.freezeDaemon(),
  ]);
  assert.ok(reset.byWatchdog);
  figures['hang to reset, s'] = secondsSince(frozenMs);
  await device.board.up(boots + 1);
  figures['hang to agent again, s'] = secondsSince(frozenMs);
  await device.startDaemon();
  figures['hang to first picture again, s'] = secondsSince(frozenMs);
  const { started } = (await device.ctl('status')).said as { started: { reason: string; evidence: string } };
  assert.is(started.reason, 'watchdog', started.evidence);
});

test('the daemon stops in order: the watchdog sleeps', async () => {
  await device.stopDaemon();
  assert.not.ok(await armed());
});

test.run();
