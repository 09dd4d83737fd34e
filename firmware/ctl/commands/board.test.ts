import * as assert from 'uvu/assert';
import type { BoardCheck } from '#board/check/check-board.ts';
import { SimulatedMachine } from '#board/check/simulated-machine.ts';
import { ctl, daemonSuite, narrow } from '../testing/command-line.ts';

const test = daemonSuite('pupsentryctl board');

test('board check: line by line what is there, without a daemon; exit code 0', async ({ folder }) => {
  const machine = await new SimulatedMachine().start();
  try {
    const all = await ctl('board check --board virtual', { folder, machine });
    assert.is(all.code, 0, all.out);
    narrow(all.out);
    assert.match(all.out, /^virtual\nThe virtual board/);
    assert.match(all.out, /^ {2}ok {7}Camera {8}vivid \(driver vivid, \/dev\/video7\)$/m);
    assert.match(all.out, /^Not on this board: temperature\.$/m);
    assert.match(all.out, /\nAll 20 parts are there\.\n$/);
    const guessed = await ctl('board check', { folder, machine });
    assert.is(guessed.out, all.out, 'the device tree tells');
    const check = JSON.parse((await ctl('board check --json', { folder, machine })).out) as BoardCheck;
    assert.ok(check.ok && check.board === 'virtual' && check.findings.length === 20);
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
    assert.match(out, /\n3 of 18 parts are not as the profile says\.\n$/);
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

test.run();
