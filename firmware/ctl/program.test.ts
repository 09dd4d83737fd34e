import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { BoardCheck } from '#board/check/check-board.ts';
import { SimulatedMachine } from '#board/check/simulated-machine.ts';
import type { EventsAnswer, SettingsAnswer, StatusAnswer, StreamsAnswer } from './answers.ts';
import { COMMANDS } from './commands/all.ts';
import { runProgram } from './program.ts';
import { SimulatedDaemon } from './simulated-daemon.ts';
import { Terminal, widthOf } from './terminal.ts';

interface Result {
  code: number;
  out: string;
  error: string;
  bytes: Buffer;
}

interface RunOptions {
  daemon?: SimulatedDaemon;
  folder?: string;
  env?: Record<string, string>;
  isTty?: boolean;
  signal?: AbortSignal;
  machine?: SimulatedMachine;
  onOutput?: (text: string) => void;
}

/** Runs one command line as main.ts does, without a process. */
async function ctl(line: string | string[], options: RunOptions = {}): Promise<Result> {
  const chunks: Buffer[] = [];
  let error = '';
  const args = typeof line === 'string' ? line.split(' ').filter((word) => word) : line;
  const terminal = new Terminal({
    write: (text) => {
      chunks.push(Buffer.from(text));
      options.onOutput?.(text.toString());
    },
    writeError: (text) => (error += text),
    isTty: options.isTty ?? false,
    columns: 80,
    colour: options.isTty ?? false,
  });
  const code = await runProgram(args, {
    terminal,
    env: { ...(options.daemon && { PUPSENTRY_SOCKET: options.daemon.socket }), ...options.env },
    folder: options.folder ?? tmpdir(),
    signal: options.signal ?? new AbortController().signal,
    ...(options.machine && { machine: options.machine }),
  });
  const bytes = Buffer.concat(chunks);
  return { code, out: bytes.toString(), error, bytes };
}

const FAULT = {
  component: 'camera',
  code: 'camera-missing',
  message: 'The camera /dev/video0 is not there, though the board says that it should be.',
  remedy: 'Plug it in, or name another one in the configuration with "camera".',
};

const test = suite<{ daemon: SimulatedDaemon; folder: string }>('pupsentryctl');
test.before.each(async (context) => {
  context.daemon = await new SimulatedDaemon().start();
  context.folder = mkdtempSync(join(tmpdir(), 'ctl-'));
});
test.after.each(async ({ daemon, folder }) => {
  await daemon.stop();
  rmSync(folder, { recursive: true });
});

test('status: one look, in 80 columns, faults with what to do', async ({ daemon }) => {
  const healthy = await ctl('status', { daemon });
  assert.is(healthy.code, 0);
  assert.match(healthy.out, /^Front door {2}doorbell · healthy · up /);
  assert.match(healthy.out, /Main +1280x720, 0\.0 fps/);
  assert.match(healthy.out, /Cloud +mqtts:\/\/broker\.example:8883, connected/);
  assert.match(healthy.out, /Last event +none yet/);
  assert.match(healthy.out, /View +day, by itself, brightness 117 of 255\n/);
  assert.match(healthy.out, /Lights +status "ready", indicator on, infrared off\n/);
  assert.match(healthy.out, /Started +watchdog \(the watchdog "SoC" says/);

  await ctl('button press', { daemon });
  const sinceMs = Date.now() - 190_000;
  daemon.media.change({ faults: [{ ...FAULT, sinceMs }] });
  daemon.link.change({
    connected: false,
    sinceMs,
    problem: 'connect ECONNREFUSED 127.0.0.1:8883, tried again and again and again',
    outbox: { messages: 2, bytes: 190_000 },
  });
  const ill = await ctl('status', { daemon });
  assert.match(ill.out, /2 faults/);
  assert.match(ill.out, /! camera: camera-missing, for 3 min\n {2}The camera/);
  assert.match(ill.out, /! link: broker-unreachable/);
  assert.match(ill.out, /2\s+messages\s+\(186\s+KiB\)\s+waiting/);
  assert.match(ill.out, /Last event +ring just now/);
  narrow(ill.out);

  const { faults, link } = JSON.parse((await ctl('status --json', { daemon })).out) as StatusAnswer;
  assert.equal(faults[0], { ...FAULT, sinceMs });
  assert.not(link!.connected);
});

test('button press and events: rings, counts, lists the newest first', async ({ daemon }) => {
  assert.match((await ctl('events', { daemon })).out, /Nothing has happened yet/);
  await daemon.settings.set({ 'doorbell.debounceMs': 5 });
  const pressed = await ctl('button press --times 3 --interval 20', { daemon });
  const [first, ...more] = pressed.out.trimEnd().split('\n');
  assert.match(first!, /^It rings: event [0-9a-f-]{36}\.$/);
  assert.equal(more, [
    'Counted to the same ring: 2 presses so far.',
    'Counted to the same ring: 3 presses so far.',
  ]);
  await daemon.settings.set({ 'doorbell.blindSeconds': 0 });
  while (!daemon.link.events.some((event) => event.snapshot)) await new Promise(setImmediate);
  const list = await ctl('events', { daemon });
  narrow(list.out);
  assert.match(list.out, /^WHEN +TIME +EVENT +PICTURE +CLOUD +ID\n/);
  assert.match(list.out, /ring, 3 presses +yes +stored/);
  const { events } = JSON.parse((await ctl('events -n 1 --json', { daemon })).out) as EventsAnswer;
  assert.is(events.length, 1);
  assert.is(events[0]!.presses, 3);
  // The first of them may come too soon after the last one: that is bounce, not a press.
  const again = await ctl('button press --times 2 --interval 20 --json', { daemon });
  const { presses } = JSON.parse(again.out) as { presses: { outcome: string }[] };
  assert.is(presses[1]!.outcome, 'counted', 'the blind time of a ring is that of its start');
});

test('button press --hold: a simulated button is held down', async ({ daemon }) => {
  assert.is((await ctl('button press --hold 11', { daemon })).out, 'The button is held down for 11 s.\n');
  assert.equal(daemon.asked, ['hold 11']);
  assert.is((await ctl('button press --hold 0', { daemon })).code, 2);
});

test('wifi: looks, joins with a password from a file, says what failed, forgets', async ({
  daemon,
  folder,
}) => {
  assert.match((await ctl('status', { daemon })).out, /Wi-Fi +disconnected\n/);
  const found = await ctl('wifi scan', { daemon });
  assert.match(found.out, /^NETWORK +SIGNAL +SECURITY +MHZ +SAVED\nHome +-48 dBm +wpa2\+wpa3 +5180\n/);
  narrow(found.out);
  const file = join(folder, 'password');
  writeFileSync(file, 'not the right one\n');
  const wrong = await ctl(`wifi connect Home --password-file ${file}`, { daemon });
  assert.is(wrong.code, 1);
  assert.match(wrong.error, /does not accept this password/);
  writeFileSync(file, 'front door 1\n');
  assert.match(
    (await ctl(`wifi connect Home --password-file ${file}`, { daemon })).out,
    /^Home, -48 dBm, 5180 MHz, \d+\.\d+\.\d+\.\d+\n$/,
  );
  assert.match((await ctl('wifi status', { daemon })).out, /^Home, /);
  assert.is((await ctl('wifi forget Home', { daemon })).out, '"Home" is forgotten.\n');
  assert.match((await ctl('wifi forget Home', { daemon })).error, /None is saved/);
  assert.is((await ctl('wifi connect Home --password-file /nowhere', { daemon })).code, 1);
  assert.not(
    daemon.logs.recent({ count: 1000 }).some((line) => JSON.stringify(line).includes('front door 1')),
  );
});

test('snapshot: a file, the standard output, and the reasons why not', async ({ daemon, folder }) => {
  const file = join(folder, 'door.jpg');
  const saved = await ctl(`snapshot -o ${file} --width 320`, { daemon });
  assert.is(saved.out, `Saved ${file}: 320x180, 1000 bytes.\n`);
  const jpeg = readFileSync(file);
  assert.is(jpeg.readUInt16BE(0), 0xffd8);
  assert.equal((await ctl('snapshot -o -', { daemon })).bytes.length, 1000);
  const described = JSON.parse((await ctl(`snapshot -o ${file} --json`, { daemon })).out) as object;
  assert.equal(Object.keys(described), ['file', 'width', 'height', 'bytes', 'takenMs']);

  assert.is((await ctl('snapshot', { daemon })).code, 2);
  assert.is((await ctl('snapshot -o - --json', { daemon })).code, 2);
  assert.is((await ctl('snapshot -o -', { daemon, isTty: true })).code, 2);
  assert.is((await ctl(`snapshot -o ${file} --width 5`, { daemon })).code, 2);
  const nowhere = await ctl('snapshot -o /nowhere/x.jpg', { daemon });
  assert.is(nowhere.code, 1);
  assert.match(nowhere.error, /Cannot write \/nowhere\/x\.jpg/);
  await daemon.settings.set({ 'privacy.on': true });
  const privacy = await ctl(`snapshot -o ${file}`, { daemon });
  assert.is(privacy.code, 1);
  assert.match(privacy.error, /Privacy mode is on.*privacy\.on off/s);
});

test('stream stats: streams, ring and viewers in tables', async ({ daemon }) => {
  assert.match((await ctl('stream stats', { daemon })).out, /Nobody is watching/);
  for (let ms = 0; ms < 3000; ms += 40)
    daemon.media.push('main', ms * 1000, { key: ms % 1000 === 0, bytes: 10_000 });
  daemon.sessions.push({
    viewer: '0f8fad5b-d9cb-469f-a165-70867728950e',
    sinceMs: Date.now() - 4_000_000,
    state: 'open',
    stream: 'main',
    kbps: 2031,
    fps: 25,
    rttMs: 24,
    lost: 0.0123,
    nacked: 1,
    resent: 1,
    rembKbps: 2400,
    linkKbps: 12_000,
  });
  const { out } = await ctl('stream stats', { daemon });
  narrow(out);
  assert.match(out, /main +fakeenc +1280x720 +25\.0 of 30 +2000 of 2000 +every 1\.00 s/);
  assert.match(out, /Ring: 3\.0 of 10 s, 732 KiB of 16 MiB, 0 readers\./);
  assert.match(out, /0f8fad5b +1 h 6 min +open +main +25 +2031 +12000 +24 ms +1\.2 %/);
  const answer = JSON.parse((await ctl('stream stats --json', { daemon })).out) as StreamsAnswer;
  assert.is(answer.sessions[0]!.rttMs, 24);
});

test('settings: shown with ranges, one bare value, set in words', async ({ daemon }) => {
  const all = await ctl('settings get', { daemon });
  narrow(all.out);
  assert.match(all.out, /^SETTING +VALUE +RANGE\n/);
  assert.match(all.out, /video\.bitrateKbps +2000 +300 to 8000 kbit\/s, default 2000/);
  narrow((await ctl('settings get --long', { daemon })).out);
  assert.is((await ctl('settings get privacy.on', { daemon })).out, 'off\n');

  const set = await ctl(
    ['settings', 'set', 'privacy.on', 'ON', 'device.name', '42', 'video.bitrateKbps', '900'],
    {
      daemon,
    },
  );
  assert.is(set.out, 'privacy.on = on\ndevice.name = 42\nvideo.bitrateKbps = 900\n');
  assert.is(daemon.settings.get('device.name'), '42');
  const { settings } = JSON.parse((await ctl('settings get --json', { daemon })).out) as SettingsAnswer;
  assert.is(settings.find(({ key }) => key === 'video.bitrateKbps')!.value, 900);

  const refused = await ctl('settings set video.bitrateKbps lots privacy.on maybe', { daemon });
  assert.is(refused.code, 1);
  assert.match(
    refused.error,
    /video\.bitrateKbps: "lots": expected integer.*privacy\.on: "maybe": expected boolean/,
  );
  assert.match(
    (await ctl('settings set log.level loud', { daemon })).error,
    /expected one of error, warn, info/,
  );
  for (const line of ['settings set nonsense 1', 'settings get nonsense']) {
    const missing = await ctl(line, { daemon });
    assert.is(missing.code, 4);
    assert.match(missing.error, /no setting "nonsense".*device\.name/s);
  }
  assert.is((await ctl('settings set privacy.on', { daemon })).code, 2);
  assert.is((await ctl('settings set privacy.on on log.level', { daemon })).code, 2);
  assert.is((await ctl('settings set privacy.on on privacy.on off', { daemon })).code, 2);
});

test('logs: the last lines, by level, as text and as JSON lines', async ({ daemon }) => {
  const media = daemon.log.child({ part: 'media' });
  media.warn({ code: 'x', path: '/a b' }, 'camera is slow');
  media.error({ err: new Error('boom') }, 'encoder failed');
  daemon.log.info('\x1b[2J\x1b]0;owned\x07 clears your screen');
  const { out } = await ctl('logs', { daemon });
  assert.match(out, /^\d\d:\d\d:\d\d\.\d{3} WARN {2}media: camera is slow code=x path="\/a b"$/m);
  assert.match(out, /ERROR media: encoder failed err="boom"$/m);
  assert.not.match(out, /\x1b|\x07/);
  assert.is((await ctl('logs --level warn -n 1', { daemon })).out.trim().split('\n').length, 1);
  const lines = (await ctl('logs --json', { daemon })).out.trim().split('\n');
  assert.ok(lines.every((line) => (JSON.parse(line) as { level: string }).level !== ''));
  assert.is((await ctl('logs --level loud', { daemon })).code, 2);
  assert.is((await ctl('logs -n 0', { daemon })).code, 2);
});

test('logs -f: what there is, then what comes, until Ctrl-C', async ({ daemon }) => {
  daemon.log.info('before');
  const stop = new AbortController();
  let seen = '';
  const { code } = await ctl('logs -f --json', {
    daemon,
    signal: stop.signal,
    onOutput: (text) => {
      seen += text;
      if (text.includes('before')) daemon.log.info('after');
      if (text.includes('after')) stop.abort();
    },
  });
  assert.is(code, 130);
  assert.match(seen, /before.*\n.*after/);
});

test('logs -f: a daemon that goes is said', async ({ daemon }) => {
  daemon.log.info('before');
  const following = ctl('logs -f', { daemon, onOutput: () => void daemon.stop() });
  const { code, error } = await following;
  assert.is(code, 3);
  assert.match(error, /closed the connection/);
});

test('restart and identify', async ({ daemon }) => {
  assert.match((await ctl('restart media', { daemon })).out, /media process restarts/);
  assert.equal(daemon.media.asked, ['restart']);
  assert.match((await ctl('restart', { daemon })).out, /daemon restarts/);
  assert.is((await ctl('restart house', { daemon })).code, 2);
  await ctl('identify --seconds 7', { daemon });
  assert.ok(daemon.asked.includes('identify 7'));
});

test('board check: line by line what is there, without a daemon; exit code 0', async ({ folder }) => {
  const machine = await new SimulatedMachine().start();
  try {
    const all = await ctl('board check --board virtual', { folder, machine });
    assert.is(all.code, 0, all.out);
    narrow(all.out);
    assert.match(all.out, /^virtual\nThe virtual board/);
    assert.match(all.out, /^ {2}ok {7}Camera {8}vivid \(driver vivid, \/dev\/video7\)$/m);
    assert.match(all.out, /^Not on this board: temperature\.$/m);
    assert.match(all.out, /\nAll 17 parts are there\.\n$/);
    const guessed = await ctl('board check', { folder, machine });
    assert.is(guessed.out, all.out, 'the device tree tells');
    const check = JSON.parse((await ctl('board check --json', { folder, machine })).out) as BoardCheck;
    assert.ok(check.ok && check.board === 'virtual' && check.findings.length === 17);
  } finally {
    await machine.stop();
  }
});

test('board check: what is wrong, with its remedy below; exit code 1', async ({ folder }) => {
  const machine = await new SimulatedMachine().start();
  try {
    machine.hold('chime', 'gpioset');
    machine.remove('dev/watchdog1');
    machine.nodes = [];
    const { code, out } = await ctl('board check --board virtual', { folder, machine });
    assert.is(code, 1);
    narrow(out);
    assert.match(out, /^ {2}missing {2}Camera {8}There is no camera "vivid"\.\n {25}> This machine has no/m);
    assert.match(
      out,
      /^ {2}in use {3}Chime {9}The GPIO line "chime" of cam-gpio is in use by\n {25}"gpioset"\./m,
    );
    assert.match(out, /^ {2}missing {2}Watchdog {6}There is no \/dev\/watchdog1\.\n {25}> /m);
    assert.match(out, /\n3 of 15 parts are not as the profile says\.\n$/);
    const other = await ctl('board check --board rock-5b --json', { folder, machine });
    assert.is(other.code, 1);
    assert.not((JSON.parse(other.out) as BoardCheck).ok);
  } finally {
    await machine.stop();
  }
});

test('board check: which board: the daemon knows, or says why it cannot be asked', async (context) => {
  const { daemon, folder } = context;
  const machine = await new SimulatedMachine().start();
  try {
    assert.match((await ctl('board check', { daemon, machine })).out, /^host\n/);
    assert.match((await ctl('board check --board virtual', { daemon, machine })).out, /^virtual\n/);
    const named = await ctl(`board check --socket ${folder}/x.sock`, { folder, machine });
    assert.is(named.code, 3, 'the daemon that was named is not replaced by a guess');
    machine.remove('proc/device-tree');
    const unclear = await ctl('board check', { folder, machine });
    assert.is(unclear.code, 2);
    assert.match(unclear.error, /Say it with --board: host, .*virtual/);
    const unknown = await ctl('board check --board toaster', { folder, machine });
    assert.is(unknown.code, 4);
    assert.match(unknown.error, /no board "toaster".*Known boards: host/s);
  } finally {
    await machine.stop();
  }
});

test('board list and board show', async ({ folder }) => {
  const list = await ctl('board list', { folder });
  assert.is(list.code, 0);
  narrow(list.out);
  assert.match(list.out, /^ {2}rock-5b +Radxa ROCK 5B/m);
  const { boards } = JSON.parse((await ctl('board list --json', { folder })).out) as {
    boards: { name: string }[];
  };
  for (const { name } of boards) {
    const shown = await ctl(`board show ${name}`, { folder });
    assert.is(shown.code, 0);
    narrow(shown.out);
    const profile = JSON.parse((await ctl(`board show ${name} --json`, { folder })).out) as object;
    assert.is((profile as { name: string }).name, name);
  }
  assert.match(
    (await ctl('board show virtual', { folder })).out,
    /Chime +gpio: cam-gpio, chime, pulseMs 300/,
  );
  assert.is((await ctl('board show toaster', { folder })).code, 4);
  assert.is((await ctl('board show', { folder })).code, 2);
  assert.match((await ctl('board', { folder })).error, /After "board" comes check or list or show\./);
});

test('help: of all, of one, of a group; every example is a command line that parses', async () => {
  for (const line of ['--help', 'help', '-h']) {
    const { code, out } = await ctl(line);
    assert.is(code, 0);
    narrow(out);
    for (const { name } of COMMANDS) assert.match(out, name);
    assert.match(out, /Exit codes:\n {2}0 +done/);
  }
  assert.is((await ctl('')).code, 2);
  for (const { name, examples } of COMMANDS) {
    const { code, out } = await ctl(`${name} --help`);
    assert.is(code, 0);
    narrow(out);
    assert.match(out, `Usage: pupsentryctl ${name}`);
    for (const [example] of examples) {
      const words = /pupsentryctl ([^|>]*)/.exec(example)![1]!.trim().split(' ');
      const result = await ctl(words, { folder: '/nowhere' });
      // The boards are looked at without a daemon.
      if (name.startsWith('board ')) assert.not.match(result.error, /Help: pupsentryctl|Usage:/, example);
      else assert.is(result.code, 3, `${example}: ${result.error}`);
    }
  }
  assert.match((await ctl('settings --help')).out, /settings get.*settings set/s);
  assert.match((await ctl('help settings set')).out, /Usage: pupsentryctl settings set/);
  assert.is((await ctl('--version')).out, 'dev\n');
});

test('a wrong command line: a sentence, exit code 2', async () => {
  const cases: [line: string, sentence: RegExp][] = [
    ['stauts', /no command "stauts"\. Did you mean "status"\?/],
    ['buton press', /Did you mean "button press"\?/],
    ['dance', /no command "dance"\.\n/],
    ['settings', /After "settings" comes get or set\./],
    ['settings change x', /After "settings" comes get or set\./],
    ['status now', /Usage: pupsentryctl status/],
    ['status --width 3', /Unknown option '--width'/],
    ['status --colour', /Unknown option '--colour'/],
    ['events -n', /argument missing/],
    ['events -n 0', /--count takes a whole number from 1 to 200, not "0"\./],
    ['events -n ten', /not "ten"/],
    ['status --json=1', /does not take an argument/],
  ];
  for (const [line, sentence] of cases) {
    const { code, error, out } = await ctl(line);
    assert.is(code, 2, line);
    assert.is(out.includes('"error"') ? '' : out, '');
    if (!line.includes('--json')) assert.match(error, sentence);
  }
  const { out, code } = await ctl('events -n 0 --json');
  assert.is(code, 2);
  assert.is((JSON.parse(out) as { error: { code: string } }).error.code, 'usage');
});

test('no daemon: how to start one, exit code 3; as JSON too', async ({ folder }) => {
  const { code, error } = await ctl('status', { folder });
  assert.is(code, 3);
  assert.match(error, /No daemon is running.*make run/s);
  const named = await ctl(`status --socket ${folder}/x.sock`, { folder });
  assert.is(named.code, 3);
  assert.match(named.error, /there is no .*x\.sock/);
  const { out } = await ctl('status --json', { folder });
  assert.is((JSON.parse(out) as { error: { code: string } }).error.code, 'not-running');
});

test('which daemon: --socket, --device, the only one that runs, else a question', async ({ folder }) => {
  const devices: SimulatedDaemon[] = [];
  const add = async (id: string) => {
    mkdirSync(join(folder, 'var/devices', id), { recursive: true });
    const daemon = new SimulatedDaemon({ socket: join(folder, 'var/devices', id, 'control.sock') });
    await daemon.settings.set({ 'device.name': id });
    devices.push(await daemon.start());
  };
  const name = async (line: string) => (await ctl(`settings get device.name ${line}`, { folder })).out.trim();
  await add('door-one');
  assert.is(await name(''), 'door-one');
  await add('door-two');
  const several = await ctl('status', { folder });
  assert.is(several.code, 2);
  assert.match(several.error, /2 devices run here: door-one, door-two\. Say which one with --device ID\./);
  assert.is(await name('--device door-two'), 'door-two');
  assert.is(await name(`--socket ${folder}/var/devices/door-two/control.sock`), 'door-two');
  const none = await ctl('status --device door-six', { folder });
  assert.is(none.code, 4);
  assert.match(none.error, /There are door-one, door-two\./);
  for (const daemon of devices) await daemon.stop();
});

test('a daemon that says something else: a sentence', async ({ folder }) => {
  const path = join(folder, 'odd.sock');
  const server: Server = createServer((socket) => socket.resume().end('SSH-2.0-OpenSSH_9.2\r\n'));
  await new Promise<void>((resolve) => server.listen(path, resolve));
  const { code, error } = await ctl(`status --socket ${path}`);
  assert.is(code, 1);
  assert.match(error, /sent something that is no answer/);
  await new Promise((resolve) => server.close(resolve));
});

test('colours on a terminal, wide characters keep the columns', async ({ daemon }) => {
  await daemon.settings.set({ 'device.name': '玄関ドア🔔' });
  const { out } = await ctl('status', { daemon, isTty: true });
  assert.match(out, '\x1b[1m玄関ドア🔔\x1b[0m');
  assert.is(widthOf('玄関ドア🔔'), 10);
  narrow((await ctl('settings get', { daemon, isTty: true })).out);
});

/** Fits a terminal of 80 columns. */
function narrow(text: string): void {
  for (const line of text.split('\n')) assert.ok(widthOf(line) <= 80, `${widthOf(line)} columns: ${line}`);
}

test.run();
