import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { loadBoard } from '#board/board.ts';
import { FakeClock, SystemClock, type Clock } from '#kit/clock.ts';
import { silentLogger } from '#kit/log.ts';
import { SettingsStore } from '../settings/store.ts';
import { MediaService } from './client.ts';
import type { LensWatch } from './lens.ts';
import { bundled } from './media-under-test.ts';

const test = suite('no picture without the light');
const command = bundled('fake-media-process.ts');

/** A light as the media service sees it, and everything that may not happen beside it. */
class Room implements LensWatch {
  lit = false;
  /** on, off, refused */
  readonly history: string[] = [];
  readonly wrongs: string[] = [];
  refusals = 0;
  frames = 0;
  /** How long the light takes to come on. */
  slowly: () => Promise<void> = () => Promise.resolve();
  media!: MediaService;
  readonly folder = mkdtempSync(join(tmpdir(), 'pupsentry-lens-'));
  readonly settings = new SettingsStore({ folder: this.folder, log: silentLogger() });
  readonly #alive = setInterval(() => undefined, 60_000);
  readonly #waiting = new Set<() => void>();
  #pid: number | null = null;

  async opening(): Promise<void> {
    if (this.lit) this.wrongs.push('opened twice');
    if (isAlive(this.#pid)) this.wrongs.push('opened while the last process lives');
    await this.slowly();
    if (this.refusals > 0) {
      this.refusals--;
      this.history.push('refused');
      throw new Error('the lamp is broken');
    }
    this.lit = true;
    this.history.push('on');
  }

  closed(): void {
    if (!this.lit) this.wrongs.push('closed twice');
    if (isAlive(this.#pid)) this.wrongs.push('dark while the process lives');
    this.lit = false;
    this.history.push('off');
  }

  static async enter(
    camera = 'steady',
    prepare: (room: Room) => void = () => undefined,
    clock: Clock = new SystemClock(),
  ): Promise<Room> {
    const room = new Room();
    prepare(room);
    room.media = new MediaService({
      config: { camera, microphone: 'none' },
      board: await loadBoard('host'),
      settings: room.settings,
      clock,
      log: silentLogger(),
      lens: room,
      command,
    });
    const push = room.media.ring.push.bind(room.media.ring);
    room.media.ring.push = (unit) => {
      push(unit);
      room.#frame(`a picture of ${unit.stream}`);
    };
    room.media.onGreyFrame(() => room.#frame('a grey picture'));
    room.media.onChanged(() => room.#look());
    await room.media.start(new AbortController().signal);
    return room;
  }

  #frame(what: string): void {
    this.frames++;
    if (!this.lit) this.wrongs.push(`${what} in the dark`);
    this.#look();
  }

  #look(): void {
    this.#pid = this.media.pid ?? this.#pid;
    if (this.media.pid !== null && !this.lit) this.wrongs.push('a process in the dark');
    for (const look of this.#waiting) look();
  }

  until(holds: () => boolean): Promise<void> {
    return new Promise((resolve) => {
      const look = () => {
        if (!holds()) return;
        this.#waiting.delete(look);
        resolve();
      };
      this.#waiting.add(look);
      look();
    });
  }

  /** So many pictures more. */
  pictures(count: number): Promise<void> {
    const goal = this.frames + count;
    return this.until(() => this.frames >= goal);
  }

  async leave(): Promise<void> {
    await this.media.stop();
    clearInterval(this.#alive);
    rmSync(this.folder, { recursive: true, force: true });
    assert.not(this.lit, 'dark at the end');
    assert.equal(this.wrongs, []);
  }
}

/** Whether a process holds what it had open; one that waits to be collected does not. */
function isAlive(pid: number | null): boolean {
  if (pid === null || !existsSync(`/proc/${pid}`)) return false;
  try {
    return !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'));
  } catch {
    return false;
  }
}

test('lit before the first picture, dark after the last process', async () => {
  const room = await Room.enter();
  await room.pictures(30);
  assert.equal(room.history, ['on']);
  await room.leave();
  assert.equal(room.history, ['on', 'off']);
});

test('killed and started anew, several times: never a picture in the dark', async () => {
  const room = await Room.enter();
  for (let i = 0; i < 5; i++) {
    await room.pictures(60);
    const restarts = room.media.info().restarts;
    process.kill(room.media.pid!, 'SIGKILL');
    await room.until(() => room.media.info().restarts > restarts);
  }
  await room.pictures(10);
  room.media.restart();
  await room.until(() => room.history.length === 13);
  await room.pictures(10);
  await room.leave();
  assert.equal(
    room.history,
    Array.from({ length: 14 }, (_, i) => (i % 2 ? 'off' : 'on')),
  );
});

test('privacy on and off as fast as one can, with a light that is slow', async () => {
  const room = await Room.enter('steady', (r) => {
    r.slowly = () => new Promise((resolve) => setImmediate(() => setImmediate(resolve)));
  });
  await room.pictures(5);
  for (let i = 0; i < 20; i++) {
    await room.settings.set({ 'privacy.on': true });
    if (i % 3 === 0) await room.until(() => !room.lit || room.media.pid === null);
    await room.settings.set({ 'privacy.on': false });
    if (i % 4 === 0) await room.pictures(3);
  }
  await room.pictures(5);
  await room.settings.set({ 'privacy.on': true });
  assert.is(room.media.ring.bytes, 0);
  await room.leave();
});

test('a process that does not end keeps the light on until it is ended', async () => {
  const room = await Room.enter('stuck');
  await room.pictures(5);
  const pid = room.media.pid!;
  await room.settings.set({ 'privacy.on': true });
  assert.ok(room.lit, 'the camera may still be open');
  await room.settings.set({ 'privacy.on': false });
  await room.until(() => room.media.pid !== null && room.media.pid !== pid);
  await room.pictures(5);
  await room.leave();
});

test('a light that cannot be lit: no camera, a fault, tried again', async () => {
  const room = await Room.enter('steady', (r) => (r.refusals = 2));
  await room.until(() => room.media.info().faults.length > 0);
  const [fault] = room.media.info().faults;
  assert.is(fault!.component, 'indicator');
  assert.is(fault!.code, 'indicator-failed');
  assert.match(fault!.message, /stays closed.*the lamp is broken/);
  assert.is(room.media.info().phase, 'starting');
  assert.is(room.frames, 0);
  await room.until(() => room.media.info().phase === 'running');
  assert.equal(room.media.info().faults, []);
  assert.equal(room.history, ['refused', 'refused', 'on']);
  await room.leave();
});

test('privacy while the light is being asked for leaves everything closed', async () => {
  // Its time stands still: however slow the disk, the light is not asked again before the setting is written.
  const clock = new FakeClock();
  const room = await Room.enter('steady', (r) => (r.refusals = 1), clock);
  await room.until(() => room.media.info().faults.length > 0);
  await room.settings.set({ 'privacy.on': true });
  assert.equal(room.media.info().faults, []);
  await clock.advance(60_000);
  await room.leave();
  assert.equal(room.history, ['refused']);
  assert.is(room.frames, 0);
});

test.run();
