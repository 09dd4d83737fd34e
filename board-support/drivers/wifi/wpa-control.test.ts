import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { FakeClock } from '#kit/clock.ts';
import { PupsentryError } from '#kit/errors.ts';
import { silentLogger } from '#kit/log.ts';
import { StandInSupplicant } from './testing/stand-in-supplicant.ts';
import { WpaControl } from './wpa-control.ts';
import type { WpaEvent } from './wpa-event.ts';

const test = suite('wpa-control');

async function bench(options: { late?: boolean } = {}) {
  const base = mkdtempSync(join(tmpdir(), 'wpa-'));
  const folder = join(base, 'own');
  const path = join(base, 'wlan0');
  const supplicant = new StandInSupplicant(path);
  if (!options.late) supplicant.start();
  const clock = new FakeClock();
  const events: WpaEvent['kind'][] = [];
  const happened: string[] = [];
  /** Resolved at the next of what happens. */
  const waiting = new Set<{ what: string; resolve: () => void }>();
  const happens = (what: string) => {
    happened.push(what);
    for (const entry of waiting) {
      if (entry.what !== what) continue;
      waiting.delete(entry);
      entry.resolve();
    }
  };
  const control = new WpaControl({
    socketPath: () => path,
    folder,
    clock,
    log: silentLogger(),
    onEvent: ({ kind }) => {
      events.push(kind);
      happens(kind);
    },
    onStatus: () => happens('status'),
    onAttached: () => happens('attached'),
    onLost: () => happens('lost'),
  });
  await control.start();
  return {
    supplicant,
    clock,
    control,
    folder,
    path,
    events,
    happened,
    next: (what: string) => new Promise<void>((resolve) => waiting.add({ what, resolve })),
    /** Time passes in steps until it is attached, and what is asked meanwhile is answered. */
    async attachedAgain() {
      while (!control.attached) {
        await clock.advance(100);
        for (let turn = 0; turn < 8; turn++) await new Promise((resolve) => setImmediate(resolve));
      }
    },
    async close() {
      await control.stop();
      supplicant.kill();
      rmSync(base, { recursive: true });
    },
  };
}

async function code(work: Promise<unknown>): Promise<string> {
  try {
    await work;
  } catch (error) {
    if (error instanceof PupsentryError) return error.code;
    throw error;
  }
  return 'none';
}

test('asks and is answered, one question at a time, in order', async () => {
  const b = await bench();
  assert.ok(b.control.attached);
  const answers = await Promise.all([
    b.control.request('PING'),
    b.control.request('ADD_NETWORK'),
    b.control.request('SET_NETWORK 0 ssid 486f6d65'),
    b.control.request('GET_NETWORK 0 ssid'),
    b.control.request('NONSENSE'),
  ]);
  assert.equal(answers, ['PONG', '0', 'OK', '486f6d65', 'UNKNOWN COMMAND']);
  await b.close();
});

test('hears what is told unasked', async () => {
  const b = await bench();
  assert.is(b.supplicant.listeners, 1);
  const heard = b.next('scan-finished');
  b.supplicant.tell('CTRL-EVENT-SCAN-STARTED ');
  b.supplicant.tell('CTRL-EVENT-SCAN-RESULTS ');
  await heard;
  assert.equal(b.events, ['scan-started', 'scan-finished']);
  await b.close();
});

test('no command carries a second one', async () => {
  const b = await bench();
  for (const command of ['PING\nTERMINATE', 'SET x \0', 'SET x é', '', `SET ${'x'.repeat(5000)}`])
    try {
      await b.control.request(command);
      assert.unreachable();
    } catch (error) {
      assert.not(String(error).includes('SET'));
      assert.not(error instanceof PupsentryError);
    }
  assert.not(b.supplicant.asked.some((asked) => asked.includes('TERMINATE')));
  await b.close();
});

test('its ends of the sockets lie in its own folder, for nobody else, and go with it', async () => {
  const b = await bench();
  assert.equal(readdirSync(b.folder).sort(), ['wpa-commands', 'wpa-events']);
  await b.control.stop();
  assert.equal(readdirSync(b.folder), []);
  await b.close();
});

test('a crash left its ends behind: they are replaced', async () => {
  const b = await bench();
  const again = new WpaControl({
    socketPath: () => b.path,
    folder: b.folder,
    clock: b.clock,
    log: silentLogger(),
    onEvent: () => {},
    onStatus: () => {},
    onAttached: () => {},
    onLost: () => {},
  });
  await again.start();
  assert.is(await again.request('PING'), 'PONG');
  await again.stop();
  await b.close();
});

test('no answer in 5 s: the question fails, and all sockets are new before the next one', async () => {
  const b = await bench();
  b.supplicant.silent = true;
  const failed = code(b.control.request('STATUS'));
  const waiting = code(b.control.request('PING'));
  await b.clock.advance(4999);
  assert.ok(b.control.attached);
  await b.clock.advance(1);
  assert.is(await failed, 'wifi-down');
  assert.is(await waiting, 'wifi-down');
  assert.not(b.control.attached);
  assert.is(await code(b.control.request('PING')), 'wifi-down');
  b.supplicant.silent = false;
  await b.attachedAgain();
  assert.is(await b.control.request('PING'), 'PONG');
  await b.close();
});

test('32 may wait', async () => {
  const b = await bench();
  await b.control.request('PING'); // after what it asks of itself
  b.supplicant.silent = true;
  const all = Array.from({ length: 34 }, () => code(b.control.request('PING')));
  assert.is(await all[33], 'wifi-busy');
  await b.clock.advance(5000);
  assert.ok((await Promise.all(all.slice(0, 33))).every((what) => what === 'wifi-down'));
  await b.close();
});

test('wpa_supplicant ends: lost at once, attached again when it is back', async () => {
  const b = await bench();
  const lost = b.next('lost');
  b.supplicant.terminate();
  await lost;
  await b.clock.advance(2000); // nobody there
  assert.not(b.control.attached);
  b.supplicant.start();
  await b.attachedAgain();
  const heard = b.next('connected');
  b.supplicant.tell('CTRL-EVENT-CONNECTED - Connection to 02:00:00:00:00:00 completed [id=0 id_str=]');
  await heard;
  await b.close();
});

test('wpa_supplicant is killed without a word: the next sign of life shows it', async () => {
  const b = await bench();
  b.supplicant.kill();
  const lost = b.next('lost');
  await b.clock.advance(5000);
  await lost;
  assert.not(b.control.attached);
  rmSync(b.path);
  b.supplicant.start();
  await b.attachedAgain();
  await b.close();
});

test('the status comes at once and every 5 s', async () => {
  const b = await bench();
  await b.control.request('PING');
  assert.is(b.happened.filter((what) => what === 'status').length, 1);
  for (let i = 0; i < 3; i++) {
    const status = b.next('status');
    await b.clock.advance(5000);
    await status;
  }
  assert.is(b.happened.filter((what) => what === 'status').length, 4);
  await b.close();
});

test('not there yet at the start: attached when it comes; the tries become rare', async () => {
  const b = await bench({ late: true });
  assert.not(b.control.attached);
  await b.clock.advance(120_000);
  b.supplicant.start();
  await b.attachedAgain();
  assert.ok(existsSync(join(b.folder, 'wpa-events')));
  await b.close();
});

test('stopped while questions wait: they fail, and nothing comes after', async () => {
  const b = await bench();
  b.supplicant.silent = true;
  const failed = code(b.control.request('STATUS'));
  await b.control.stop();
  assert.is(await failed, 'wifi-down');
  await b.clock.advance(60_000);
  assert.not(b.control.attached);
  assert.equal(readdirSync(b.folder), []);
  await b.close();
});

test.run();
