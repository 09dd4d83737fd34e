import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { Chime } from '#board/drivers/chime.ts';
import { SimulatedChime } from '#board/drivers/simulated-chime.ts';
import { FakeClock } from '#kit/clock.ts';
import { PupsentryError } from '#kit/errors.ts';
import { createLogger, type LogRecord } from '#kit/log.ts';
import { Hardware } from '../care/hardware.ts';
import type { Settings } from '../settings/schema.ts';
import { RingChime } from './ring-chime.ts';

const test = suite('chime');

async function house(options: { speaker?: () => Promise<void> } = {}) {
  const clock = new FakeClock();
  const lines: LogRecord[] = [];
  const log = createLogger({ write: (line) => lines.push(JSON.parse(line) as LogRecord) });
  const hardware = new Hardware({ clock, log });
  const driver = new SimulatedChime();
  const values = { 'chime.on': true } as Settings;
  const playChime = options.speaker;
  const chime = new RingChime({
    chime: hardware.part<Chime>('chime', () => (playChime ? null : driver)),
    speaker: playChime ? { playChime } : null,
    settings: { get: (key) => values[key] },
    log,
  });
  await chime.start();
  return { clock, lines, hardware, driver, values, chime };
}

test('sounds once for a ring, and not when the household does not want it', async () => {
  const h = await house();
  h.chime.ring();
  assert.is(h.driver.sounded, 1);
  h.values['chime.on'] = false;
  h.chime.ring();
  assert.is(h.driver.sounded, 1);
  h.chime.sound();
  assert.is(h.driver.sounded, 2, 'to be found it sounds all the same');
  await h.chime.stop();
});

test('the speaker of the media process; one that is busy is said and harms nobody', async () => {
  let played = 0;
  const h = await house({
    speaker: () => {
      if (++played === 1) return Promise.resolve();
      return Promise.reject(new PupsentryError('speaker-busy', 'The speaker is busy.', 'End what uses it.'));
    },
  });
  h.chime.ring();
  h.chime.ring();
  await h.clock.advance(0);
  assert.is(played, 2);
  assert.equal(
    h.lines.map(({ msg }) => msg),
    ['the chime is not heard: The speaker is busy. End what uses it.'],
  );
  assert.equal(h.hardware.faults(), []);
  await h.chime.stop();
});

test('a relay that fails is a fault and is tried again', async () => {
  const h = await house();
  h.driver.sound = () => Promise.reject(new PupsentryError('chime-failed', 'No line "CHIME".', ''));
  h.chime.ring();
  await h.clock.advance(0);
  assert.equal(
    h.hardware.faults().map(({ code }) => code),
    ['chime-failed'],
  );
  await h.clock.advance(10_000);
  assert.equal(h.hardware.faults(), []);
  await h.chime.stop();
});

test.run();
