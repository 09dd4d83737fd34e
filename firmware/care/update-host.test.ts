import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { FakeClock } from '#kit/clock.ts';
import { silentLogger } from '#kit/log.ts';
import type { UpdateReport } from '#ota/agent/state.ts';
import { v1 } from '#protocol/messages.ts';
import type { AlarmKind } from '../detect/sighting.ts';
import { FakeLink } from '../link/fake-link.ts';
import { SettingsStore } from '../settings/store.ts';
import { UpdateHost } from './update-host.ts';

const test = suite('update host');
const THURSDAY_MS = new Date(2026, 10, 26, 12, 0, 0).getTime(); // local time, as windows are

class House {
  readonly folder = mkdtempSync(join(tmpdir(), 'update-host-'));
  readonly clock = new FakeClock(THURSDAY_MS);
  readonly settings = new SettingsStore({ folder: this.folder, log: silentLogger() });
  readonly link = new FakeLink();
  readonly open = new Set<AlarmKind>();
  viewers = 0;
  reboots = 0;
  begin: (alarm: { kind: AlarmKind }) => void = () => undefined;
  readonly host = new UpdateHost({
    alarms: {
      isOpen: (kind) => this.open.has(kind),
      onStarted: (listener) => ((this.begin = listener), () => undefined),
    },
    viewers: () => this.viewers,
    reboot: () => void this.reboots++,
    ...{ link: this.link, settings: this.settings, clock: this.clock },
  });
}

let house: House;
test.before.each(() => void (house = new House()));
test.after.each(() => rmSync(house.folder, { recursive: true, force: true }));

test('nobody is disturbed: not at the door, not in an alarm, not while watching', async () => {
  const { host, clock, open } = house;
  assert.is(host.busy(), '');
  house.begin({ kind: 'ring' });
  assert.is(host.busy(), 'somebody is at the door');
  await clock.advance(119_999);
  assert.is(host.busy(), 'somebody is at the door', 'a visitor waits longer than the bell rings');
  await clock.advance(1);
  assert.is(host.busy(), '');
  house.begin({ kind: 'motion' });
  assert.is(host.busy(), '', 'what has begun counts while it lasts');
  for (const [kind, words] of [
    ['ring', 'somebody is at the door'],
    ['motion', 'something moves'],
    ['sound', 'something is heard'],
    ['tamper', 'somebody is at the camera'],
  ] as const) {
    open.add(kind);
    assert.is(host.busy(), words);
    open.clear();
  }
  house.viewers = 1;
  assert.is(host.busy(), 'somebody watches');
});

test('a wall clock that steps does not end a visit', () => {
  house.begin({ kind: 'ring' });
  house.clock.setWall(0, 'unknown');
  assert.is(house.host.busy(), 'somebody is at the door');
});

test('wishes are what the settings say at this moment', async () => {
  const { host, settings, clock } = house;
  await settings.set({ 'updates.window': 'mon-fri 12:00-12:30', 'updates.auto': true });
  assert.equal(host.wishes(), { auto: true, isInWindow: true, isMetered: false });
  await clock.advance(30 * 60_000);
  assert.is(host.wishes().isInWindow, false);
  await settings.set({ 'updates.window': '', 'updates.auto': false, 'updates.metered': true });
  assert.equal(host.wishes(), { auto: false, isInWindow: true, isMetered: true });
});

test('only wishes about updates are news, until it is ended', async () => {
  let news = 0;
  const end = house.host.onWishesChanged(() => news++);
  await house.settings.set({ 'privacy.on': true });
  assert.is(news, 0);
  await house.settings.set({ 'updates.metered': true });
  assert.is(news, 1);
  end();
  await house.settings.set({ 'updates.metered': false });
  assert.is(news, 1);
});

const REPORT: UpdateReport = {
  ...{ id: 'update-1', outcome: 'updated', version: '1.1.0', from: '1.0.0', isSecurity: true },
  ...{ startedMs: THURSDAY_MS, endedMs: THURSDAY_MS + 60_000, code: '', reason: '' },
  ...{ blocksKept: 1, blocksCopied: 2, blocksFetched: 3, fetchedBytes: 12_288, writtenBytes: 20_480 },
};

test('a report is an event in the outbox; quiet where people are not to be told', async () => {
  const { host, link, settings } = house;
  await host.report(REPORT);
  await host.report({ ...REPORT, outcome: 'failed', code: 'stalled', reason: 'The server stopped sending.' });
  await settings.set({ 'updates.notify': false });
  await host.report(REPORT);
  assert.equal(
    link.events.map(({ id, quiet }) => [id, quiet]),
    [
      ['update-1', false],
      ['update-1', true],
      ['update-1', true],
    ],
  );
  const { update, kind, endedMs } = link.events[0]!;
  assert.is(kind, v1.EventKind.EVENT_KIND_UPDATE);
  assert.is(endedMs, THURSDAY_MS + 60_000);
  assert.is(update!.outcome, v1.UpdateOutcome.UPDATE_OUTCOME_UPDATED);
  assert.equal([update!.version, update!.from, update!.security], ['1.1.0', '1.0.0', true]);
  assert.is(update!.fetchedBytes, 12_288);
  assert.is(link.events[1]!.update!.code, 'stalled');
});

test('an outbox that takes nothing: the agent hears of it, and keeps its report', async () => {
  house.link.refusal = new Error('The outbox is full.');
  const said = await house.host.report(REPORT).catch((error: Error) => error.message);
  assert.is(said, 'The outbox is full.');
});

test('a restart is asked for once', () => {
  house.host.reboot();
  assert.is(house.reboots, 1);
});

test.run();
