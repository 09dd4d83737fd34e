/** Profiles against real kernel drivers: "pupsentryctl board check" on the board, and our V4L2 beside v4l2-ctl. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { loadBoard } from '#board/board.ts';
import type { BoardCheck } from '#board/check/check-board.ts';
import type { Control } from '#board/drivers/v4l2/controls.ts';
import type { VideoNode } from '#board/drivers/v4l2/cameras.ts';
import type { GuestProcess } from '#board/virtual/guest-process.ts';
import { enterNetworkNamespace } from '#board/virtual/network-namespace.ts';
import { ARTIFACTS } from '#board/virtual/prepared-board.ts';
import { VirtualBoard } from '#board/virtual/virtual-board.ts';
import { installProgram } from './guest-program.ts';

await enterNetworkNamespace();

const FOLDER = join(ARTIFACTS, 'board-check');
interface Told {
  outcomes: unknown[];
  formats: { fourcc: string; sizes: { width: number; height: number; fps: string[] }[] }[];
  controls: (Control & { value: number | null })[];
  missing: unknown;
  encoder: VideoNode;
}

const test = suite('board check on the virtual board');
let board: VirtualBoard;
/** By our drivers, after settings good and bad. */
let told: Told;
/** The controls after them, by v4l2-ctl. */
let listed: string;
let camera: string;
/** What a test that failed has left running. */
const running = new Set<GuestProcess>();

test.before(async () => {
  board = await VirtualBoard.start({ folder: FOLDER });
  await run(
    'echo update_config=1 >/tmp/wpa.conf; wpa_supplicant -B -i wlan0 -C /run/wpa_supplicant -c /tmp/wpa.conf',
  );
  const program = await installProgram(board, new URL('./camera-program.ts', import.meta.url));
  const settings = [
    'brightness=17',
    'horizontal_flip=1',
    'gain_automatic=0',
    'gain=33',
    'brightness=256',
    'menu=2',
    'britness=1',
    'read_only_integer_32_bits=1',
  ];
  camera = (
    await run('for d in /dev/video*; do v4l2-ctl -d $d -D | grep -q "Driver name *: vivid" && echo $d; done')
  ).trim();
  told = JSON.parse(await run([...program, 'vivid', ...settings])) as Told;
  // At once: streaming turns one of vivid's controls.
  listed = await run(`v4l2-ctl -d ${camera} -l`);
});
test.after.each(async () => {
  for (const process of running) await process.stop();
  running.clear();
});
test.after(() => board.stop());

async function run(command: string | string[]): Promise<string> {
  const { code, stdout, stderr } = await board.run(command, { timeLimitMs: 30_000 });
  if (code !== 0) throw new Error(`${String(command)} ended with ${code}: ${stdout}${stderr}`);
  return stdout;
}

function spawn(command: string[]): void {
  running.add(board.spawn(command));
}

async function check(...words: string[]): Promise<{ code: number | null; out: string; check: BoardCheck }> {
  const { code, stdout } = await board.run(['pupsentryctl', 'board', 'check', ...words], {
    timeLimitMs: 30_000,
  });
  const isJson = words.includes('--json');
  return { code, out: stdout, check: (isJson ? JSON.parse(stdout) : null) as BoardCheck };
}

/** What is not ok, by part. */
function wrong({ findings }: BoardCheck): Record<string, string> {
  const complaints = findings.filter(({ mark }) => mark !== 'ok');
  return Object.fromEntries(complaints.map(({ part, mark, found }) => [part, `${mark}: ${found}`]));
}

test('all there: the board is told by the device tree, no daemon runs', async () => {
  const { code, out } = await check();
  await writeFile(join(FOLDER, 'board-check.txt'), out);
  assert.is(code, 0, out);
  assert.match(out, /^virtual\n/);
  assert.match(out, / ok +Camera +vivid \(driver vivid, \/dev\/video\d+\)\n/);
  assert.match(out, / ok +Encoder +v4l2fwhtenc, by vicodec \(driver vicodec, \/dev\/video\d+\)\n/);
  assert.match(out, / ok +Watchdog +(Software Watchdog \()?\/dev\/watchdog\d/);
  assert.match(out, /\nAll \d+ parts are there\.\n$/);
  for (const line of out.split('\n')) assert.ok(line.length <= 80, line);
});

test('what others have in use: a line, the microphone, the camera; each with who it is', async () => {
  spawn(['gpioset', '--mode=signal', 'cam-gpio', '6=1']);
  await board.gpio.until('chime', 1, 10_000);
  spawn(['arecord', '-q', '-D', 'hw:Loopback,1,0', '-f', 'S16_LE', '-r', '48000', '-c', '1', '/dev/null']);
  await run('until grep -q RUNNING /proc/asound/Loopback/pcm1c/sub0/status; do sleep 0.05; done');
  spawn(['v4l2-ctl', '-d', camera, '--stream-mmap', '--stream-count=0', '--stream-to=/dev/null']);
  await run(`until ls -l /proc/[0-9]*/fd 2>/dev/null | grep -q ${camera}; do sleep 0.05; done`);
  const { code, check: found } = await check('--board', 'virtual', '--json');
  assert.is(code, 1);
  const complaints = wrong(found);
  assert.match(complaints.Chime!, /^in use: The GPIO line "chime" of cam-gpio is in use by "gpioset"/);
  assert.match(complaints.Microphone!, /^in use: Loopback, device 1.* by arecord \(process \d+\)/);
  assert.match(complaints.Camera!, /^in use: vivid .* by v4l2-ctl \(process \d+\)/);
  assert.equal(Object.keys(complaints).sort(), ['Camera', 'Chime', 'Microphone']);
  const picture = found.findings.find(({ part }) => part === 'Picture');
  assert.is(picture?.mark, 'ok', 'a camera at work can still be asked what it offers');
});

test('a wrong profile: another processor, machine, camera, chip, watchdog, radio', async () => {
  const { code, out, check: found } = await check('--board', 'rock-5b', '--json');
  await writeFile(join(FOLDER, 'board-check-rock-5b.json'), out);
  assert.is(code, 1);
  const complaints = wrong(found);
  assert.match(complaints.Processor!, /^differs: This processor is x64; the board has arm64/);
  assert.match(complaints.Machine!, /says pupsentry,virtual-board; the board says radxa,rock-5b/);
  assert.match(complaints.Camera!, /^missing: There is no camera "rkisp_mainpath"/);
  assert.match(complaints.Encoder!, /^differs: mpph264enc is not there; x264enc takes its place/);
  assert.match(complaints.Microphone!, /no sound card "rockchipes8316"/);
  assert.match(complaints.Button!, /no GPIO chip "gpio3"/);
  assert.match(complaints['Status light']!, /no light "blue:status"/);
  assert.match(complaints['Wi-Fi']!, /no Wi-Fi interface .*rtw89_8852be/);
  assert.match(complaints.Temperature!, /no thermal zone "soc-thermal"/);
  const remedies = new Map(found.findings.map(({ part, remedy }) => [part, remedy]));
  assert.match(remedies.get('Camera')!, /Cameras here: .*vivid \(driver vivid, \/dev\/video\d+\)/);
  assert.match(remedies.get('Button')!, /Chips here: cam-gpio/);
});

test('formats, sizes and rates are those that v4l2-ctl lists', async () => {
  const { formats } = told;
  const theirs: Told['formats'] = [];
  for (const line of (await run(`v4l2-ctl -d ${camera} --list-formats-ext`)).split('\n')) {
    const fourcc = /^\s*\[\d+\]: '(.*)' \(/.exec(line)?.[1];
    const size = /Size: Discrete (\d+)x(\d+)/.exec(line);
    const fps = /\((\d+\.\d+) fps\)/.exec(line)?.[1];
    if (fourcc) theirs.push({ fourcc, sizes: [] });
    if (size) theirs.at(-1)!.sizes.push({ width: Number(size[1]), height: Number(size[2]), fps: [] });
    if (fps) theirs.at(-1)!.sizes.at(-1)!.fps.push(fps);
  }
  assert.ok(theirs.length > 50, `${theirs.length} formats`);
  assert.equal(formats, theirs);
  const { main } = (await loadBoard('virtual')).video;
  const nv12 = formats.find(({ fourcc }) => fourcc === 'NV12')!;
  const size = nv12.sizes.find(({ width, height }) => width === main.width && height === main.height);
  assert.ok(size?.fps.includes(main.fps.toFixed(3)), 'the profile wants what the camera gives');
});

test('controls by name: the same list and values as v4l2-ctl, set, and refused with the range', async () => {
  const { controls, outcomes } = told;
  assert.equal(outcomes, [
    17,
    1,
    0,
    33,
    { error: 'control-range', remedy: 'It takes 0 to 255 in steps of 1, default 128.' },
    {
      error: 'control-range',
      remedy: 'It takes 1 (Menu Item 1), 3 (Menu Item 3), 4 (Menu Item 4); default 3.',
    },
    { error: 'control-unknown', remedy: 'Near it: brightness.' },
    { error: 'control-read-only', remedy: '' },
  ]);
  const theirs = [...listed.matchAll(/^ +(\w+) 0x(\w+) \((\w+)\) *:(.*)$/gm)]
    // Strings and arrays are none of ours.
    .filter(([, , , type]) => !['str', 'u8', 'u16', 'u32', 'area'].includes(type!))
    .map(([, name, id, , rest]) => {
      const flags = ['inactive', 'read-only'].filter((flag) => rest!.includes(flag));
      // A control that changes by itself may have done so.
      const value = /volatile|write-only/.test(rest!) ? '' : /value=(-?\d+)/.exec(rest!)?.[1];
      return `${name} ${id} ${value} ${flags.join(' ')}`;
    });
  assert.ok(theirs.length > 30, `${theirs.length} controls`);
  const ours = controls.map(({ name, id, value, volatile, kind, inactive, readOnly }) => {
    const flags = [...(inactive ? ['inactive'] : []), ...(readOnly ? ['read-only'] : [])];
    const shown = volatile || value === null ? '' : kind === 'bitmask' ? value | 0 : value;
    return `${name} ${id.toString(16).padStart(8, '0')} ${shown} ${flags.join(' ')}`;
  });
  assert.equal(
    ours.filter((one) => !theirs.includes(one)),
    [],
  );
  assert.is(ours.length, theirs.length);
});

test('what is not there is told with what is; the encoder is found by what it gives', async () => {
  const { missing, encoder } = told;
  assert.is((missing as { error: string }).error, 'camera-missing');
  assert.match((missing as { remedy: string }).remedy, /vivid \(driver vivid, \/dev\/video\d+\)/);
  assert.is(encoder.driver, 'vicodec');
  assert.is(encoder.kind, 'encoder');
});

test('the watchdog’s device file is gone, and wpa_supplicant', async () => {
  await run(
    'rm /dev/watchdog[0-9]; kill $(pidof wpa_supplicant); until [ ! -e /run/wpa_supplicant/wlan0 ]; do sleep 0.05; done',
  );
  const { code, check: found } = await check('--board', 'virtual', '--json');
  assert.is(code, 1);
  const complaints = wrong(found);
  assert.match(complaints.Watchdog!, /^missing: There is no \/dev\/watchdog\d\./);
  assert.match(complaints['Wi-Fi']!, /^missing: wlan0 .* no wpa_supplicant/);
  assert.equal(Object.keys(complaints).sort(), ['Watchdog', 'Wi-Fi']);
});

test.run();
