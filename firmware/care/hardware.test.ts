import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { ButtonInput, EdgeListener } from '#board/drivers/button.ts';
import type { Light, LightPattern } from '#board/drivers/light.ts';
import { FakeClock } from '#kit/clock.ts';
import { PupsentryError } from '#kit/errors.ts';
import { createLogger, type LogRecord } from '#kit/log.ts';
import { Hardware } from './hardware.ts';

const test = suite('hardware');

const missing = () => new PupsentryError('light-missing', 'There is no light "red".', 'Name another one.');
const ON: LightPattern = { kind: 'on' };

/** A board whose one light can be taken away and given back. */
function bench() {
  const clock = new FakeClock();
  const lines: LogRecord[] = [];
  const log = createLogger({ write: (line) => lines.push(JSON.parse(line) as LogRecord) });
  const hardware = new Hardware({ clock, log, random: () => 0.999 });
  const socket = { failure: null as 'open' | 'start' | 'show' | 'hang' | null, opened: 0, stopped: 0 };
  const shown: LightPattern[] = [];
  const open = (): Light => {
    socket.opened++;
    if (socket.failure === 'open') throw missing();
    return {
      name: 'light',
      shown: ON,
      start: () => {
        if (socket.failure === 'hang') return new Promise(() => undefined);
        return socket.failure === 'start' ? Promise.reject(missing()) : Promise.resolve();
      },
      stop: () => {
        socket.stopped++;
        return Promise.resolve();
      },
      show: (pattern) => {
        if (socket.failure === 'show') throw new Error('EIO: i/o error');
        shown.push(pattern);
      },
    };
  };
  const light = hardware.part('status-light', open);
  let changes = 0;
  hardware.onChanged(() => changes++);
  return { clock, lines, hardware, socket, shown, light, changes: () => changes };
}

test('a driver that works: shown at once, no fault', async () => {
  const b = bench();
  await b.light.start();
  void b.light.keep((driver) => driver.show(ON));
  assert.equal(b.shown, [ON], 'before it returns');
  assert.equal(b.hardware.faults(), []);
  await b.light.stop();
  assert.is(b.socket.stopped, 1);
});

test('a board without the part: no fault and no tries', async () => {
  const b = bench();
  let asked = 0;
  const none = b.hardware.part('ir-light', () => (asked++, null));
  await none.start();
  assert.is(await none.keep(() => undefined), false);
  await b.clock.advance(600_000);
  assert.is(asked, 1);
  assert.equal(b.hardware.faults(), []);
  await none.stop();
});

for (const failure of ['open', 'start'] as const) {
  test(`missing at its ${failure}: the start goes on, the fault names it, and it mends by itself`, async () => {
    const b = bench();
    b.socket.failure = failure;
    await b.light.start();
    void b.light.keep((driver) => driver.show(ON));
    const [fault] = b.hardware.faults();
    assert.equal(
      [fault!.component, fault!.code, fault!.message, fault!.remedy],
      ['status-light', 'light-missing', 'There is no light "red".', 'Name another one.'],
    );
    assert.is(b.changes(), 1);
    await b.clock.advance(300_000);
    assert.is(b.changes(), 1, 'one fault is one piece of news');
    assert.ok(b.socket.opened >= 8 && b.socket.opened <= 12, `${b.socket.opened} tries in five minutes`);
    b.socket.failure = null;
    await b.clock.advance(60_000);
    assert.equal(b.hardware.faults(), []);
    assert.equal(b.shown, [ON], 'what it should show was kept');
    assert.is(b.lines.filter(({ level }) => level === 'warn').length, 1);
    await b.light.stop();
  });
}

test('a failure while it runs: a fault, then started anew and told again', async () => {
  const b = bench();
  await b.light.start();
  await b.clock.advance(100_000);
  b.socket.failure = 'show';
  assert.is(await b.light.keep((driver) => driver.show(ON)), false);
  assert.equal(
    b.hardware.faults().map(({ code, message }) => [code, message]),
    [['status-light-failed', 'The status-light failed: EIO: i/o error.']],
  );
  assert.is(b.socket.stopped, 1, 'what failed is let go');
  await b.clock.advance(20_000);
  const tries = b.socket.opened;
  assert.ok(tries >= 4 && tries <= 7, `${tries} tries: waits grow although each start succeeds`);
  b.socket.failure = null;
  await b.clock.advance(30_000);
  assert.equal(b.hardware.faults(), []);
  assert.equal(b.shown, [ON]);
  await b.light.stop();
});

test('a driver that hangs holds nobody up for longer than 5 s', async () => {
  const b = bench();
  b.socket.failure = 'hang';
  let started = false;
  void b.light.start().then(() => (started = true));
  await b.clock.advance(4999);
  assert.not(started);
  await b.clock.advance(1);
  assert.ok(started);
  assert.match(b.hardware.faults()[0]!.message, /did not start within 5 s/);
  await b.light.stop();
});

test('stopped: no more tries', async () => {
  const b = bench();
  b.socket.failure = 'open';
  await b.light.start();
  await b.light.stop();
  const tries = b.socket.opened;
  await b.clock.advance(600_000);
  assert.is(b.socket.opened, tries);
});

test('a button that comes late is heard by those who have listened all the while', async () => {
  const clock = new FakeClock();
  const hardware = new Hardware({ clock, log: createLogger({ write: () => undefined }) });
  let isThere = false;
  let push: EdgeListener = () => undefined;
  const button = hardware.button('button', (): ButtonInput => {
    if (!isThere) throw new PupsentryError('line-missing', 'No line "BELL".', '');
    return {
      name: 'button',
      start: () => Promise.resolve(),
      stop: () => Promise.resolve(),
      onEdge: (listener) => {
        push = listener;
        return () => undefined;
      },
    };
  });
  const heard: [boolean, number][] = [];
  button.onEdge((pressed, atUs) => heard.push([pressed, atUs]));
  await button.start(new AbortController().signal);
  assert.equal(
    hardware.faults().map(({ component }) => component),
    ['button'],
  );
  isThere = true;
  await clock.advance(5000);
  push(true, 7);
  assert.equal(heard, [[true, 7]]);
  assert.equal(hardware.faults(), []);
  await button.stop();
});

test('a button that is lost while it is held: let go, a fault, opened anew', async () => {
  const clock = new FakeClock();
  const hardware = new Hardware({ clock, log: createLogger({ write: () => undefined }) });
  let push: EdgeListener = () => undefined;
  let lose: (reason: PupsentryError) => void = () => undefined;
  let opened = 0;
  const button = hardware.button('button', () => {
    opened++;
    return {
      name: 'button',
      start: () => Promise.resolve(),
      stop: () => Promise.resolve(),
      onEdge: (listener) => {
        push = listener;
        return () => undefined;
      },
      onLost: (listener) => {
        lose = listener;
        return () => undefined;
      },
    };
  });
  const heard: boolean[] = [];
  button.onEdge((pressed) => heard.push(pressed));
  await button.start(new AbortController().signal);
  push(true, 7);
  lose(new PupsentryError('keys-gone', 'The input device "keys" is gone.', 'Plug it in.'));
  assert.equal(heard, [true, false], 'nobody counts down to a reset on a button that is not there');
  await clock.advance(0);
  assert.equal(
    hardware.faults().map(({ code }) => code),
    ['keys-gone'],
  );
  await clock.advance(5000);
  assert.is(opened, 2);
  assert.equal(hardware.faults(), []);
  await button.stop();
});

test.run();
