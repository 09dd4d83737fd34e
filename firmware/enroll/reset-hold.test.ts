import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { v1 } from '#protocol/messages.ts';
import type { ButtonInput, EdgeListener } from '#board/drivers/button.ts';
import { FakeClock } from '#kit/clock.ts';
import { silentLogger } from '#kit/log.ts';
import { EventHistory } from '../care/event-history.ts';
import { Alarms } from '../detect/alarms.ts';
import { Doorbell } from '../doorbell/doorbell.ts';
import { FakeLink } from '../link/fake-link.ts';
import { FakeMedia } from '../media/fake-media.ts';
import { SettingsStore } from '../settings/store.ts';
import { ResetHold } from './reset-hold.ts';

/** A button with kernel time stamps, for as many listeners as there are. */
class StampedButton implements ButtonInput {
  readonly #listeners = new Set<EdgeListener>();
  started = 0;

  constructor(
    readonly name: string,
    private readonly clock: FakeClock,
  ) {}

  start(): Promise<void> {
    this.started++;
    return Promise.resolve();
  }

  stop(): Promise<void> {
    return Promise.resolve();
  }

  onEdge(listener: EdgeListener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  edge(pressed: boolean): void {
    for (const listener of this.#listeners) listener(pressed, Math.round(this.clock.monotonicMs() * 1000));
  }
}

async function house() {
  const folder = mkdtempSync(join(tmpdir(), 'hold-'));
  const clock = new FakeClock();
  const log = silentLogger();
  const bell = new StampedButton('button', clock);
  const resetButton = new StampedButton('reset-button', clock);
  const settings = new SettingsStore({ folder, log });
  const history = new EventHistory({ file: join(folder, 'events.jsonl'), log });
  const link = new FakeLink();
  const media = new FakeMedia({ clock });
  const alarms = new Alarms({ media, link, settings, history, clips: null, clock, log });
  const doorbell = new Doorbell({ button: bell, alarms, settings, clock });
  const said: (number | null | 'reset')[] = [];
  const hold = new ResetHold({
    ...{ bell, resetButton, clock, log },
    debounceMs: () => settings.get('doorbell.debounceMs'),
    onCountdown: (seconds) => said.push(seconds),
    onHeld: () => said.push('reset'),
  });
  const { signal } = new AbortController();
  await hold.start(signal);
  await alarms.start();
  await doorbell.start(signal);
  return {
    ...{ clock, bell, resetButton, said, hold },
    rings: () => link.events.filter(({ phase }) => phase === v1.EventPhase.EVENT_PHASE_STARTED).length,
    async close() {
      await hold.stop();
      await doorbell.stop();
      await alarms.stop();
      await history.stop();
      rmSync(folder, { recursive: true });
    },
  };
}

const test = suite('reset by a held button');

test('the bell rings at its press, counts down from 3 s on and resets after 10 s', async () => {
  const h = await house();
  h.bell.edge(true);
  assert.is(h.rings(), 1, 'at once');
  await h.clock.advance(2900);
  assert.equal(h.said, []);
  await h.clock.advance(7100);
  assert.equal(h.said, [7, 6, 5, 4, 3, 2, 1, 'reset']);
  h.bell.edge(false);
  await h.clock.advance(60_000);
  assert.is(h.said.length, 8);
  assert.is(h.rings(), 1);
  await h.close();
});

test('letting go cancels it', async () => {
  const h = await house();
  h.bell.edge(true);
  await h.clock.advance(5000);
  h.bell.edge(false);
  await h.clock.advance(60_000);
  assert.equal(h.said, [7, 6, 5, null]);
  await h.close();
});

test('the reset button never rings', async () => {
  const h = await house();
  assert.equal([h.bell.started, h.resetButton.started], [1, 1]);
  h.resetButton.edge(true);
  await h.clock.advance(10_100);
  assert.is(h.rings(), 0);
  assert.is(h.said.at(-1), 'reset');
  await h.close();
});

test('stopped in the middle of a countdown: no reset', async () => {
  const h = await house();
  h.resetButton.edge(true);
  await h.clock.advance(9000);
  await h.hold.stop();
  await h.clock.advance(60_000);
  assert.not(h.said.includes('reset'));
  await h.close();
});

test.run();
