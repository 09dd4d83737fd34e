import { mkdirSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { join } from 'node:path';
import * as assert from 'uvu/assert';
import { COMMANDS } from './commands/all.ts';
import { SimulatedDaemon } from './simulated-daemon.ts';
import { ctl, daemonSuite, narrow } from './testing/command-line.ts';
import { widthOf } from './terminal.ts';

const test = daemonSuite('pupsentryctl');

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
      // Boards and recordings are looked at without a daemon.
      if (name === 'analyze') assert.is(result.code, 1, `${example}: ${result.error}`);
      else if (name.startsWith('board '))
        assert.not.match(result.error, /Help: pupsentryctl|Usage:/, example);
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
    ['events -n 0', /--count takes a whole number from 1 to 2000, not "0"\./],
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

test.run();
