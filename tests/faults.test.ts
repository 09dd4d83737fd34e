// time limit: 300 s
/** What must be survived: the broker away, the media process killed, the daemon killed. */
import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { programPath } from '#kit/programs.ts';
import { VendorUnderTest } from '#ota/release/vendor-under-test.ts';
import { v1 } from '#protocol/messages.ts';
import type { UpdateAnswer } from '../firmware/ctl/answers.ts';
import { launchChromium } from './browser/chromium.ts';
import { Viewers } from './browser/viewers.ts';
import { DeviceUnderTest, type Received } from './device-under-test.ts';

const test = suite('faults');
/** Every press rings, and nothing that the broker has acknowledged is forgotten by it. */
const EVERY_RING = { settings: { 'doorbell.blindSeconds': 0 }, brokerRemembers: true };
const { EVENT_PHASE_STARTED } = v1.EventPhase;
const { EVENT_KIND_RING } = v1.EventKind;

/** Something moves in the scene, too. */
const isRing = ({ envelope: { event } }: Received) =>
  event?.kind === EVENT_KIND_RING && event.phase === EVENT_PHASE_STARTED;
const numberOf = (r: Received) => `${r.envelope.bootEpoch}/${r.envelope.seq}`;

/** First arrivals only: the receiver's rule, by (device, boot epoch, sequence number). */
function once(received: Received[]): Received[] {
  const seen = new Set<string>();
  return received.filter((r) => !seen.has(numberOf(r)) && seen.add(numberOf(r)));
}

test('broker killed and restarted during 200 presses: 200 rings, in order, once', async () => {
  const device = await DeviceUnderTest.start(EVERY_RING);
  try {
    const pressed: string[] = [];
    const args = ['--socket', device.socket, 'button', 'press', '--times', '200', '--interval', '60'];
    const finger = spawn(process.execPath, [programPath('pupsentryctl'), ...args], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    for await (const line of createInterface({ input: finger.stdout })) {
      pressed.push(/^It rings: event (\S+)\.$/.exec(line)![1]!);
      if ([60, 140].includes(pressed.length)) await device.broker.kill();
      if ([100, 180].includes(pressed.length)) await device.broker.restart();
    }
    assert.is(pressed.length, 200);
    const last = pressed.at(-1);
    await device.waitFor(
      'the last ring',
      () => device.received.some((r) => isRing(r) && r.envelope.event?.id === last),
      60_000,
    );
    const rings = once(device.received).filter(isRing);
    assert.equal(
      rings.map((r) => r.envelope.event!.id),
      pressed,
    );
  } finally {
    await device.stop();
  }
});

test('a ring while the broker is away arrives later, with its true time and how long it waited', async () => {
  const device = await DeviceUnderTest.start(EVERY_RING);
  try {
    await device.broker.kill();
    const pressedMs = Date.now();
    await device.call('button.press');
    const answeredMs = Date.now();
    await device.broker.restart();
    const ring = await device.waitFor('the ring', () => device.received.find(isRing), 60_000);
    // That more than 10 s are marked late is tested with a moved clock in firmware/link.
    assert.ok(ring.envelope.delayMs > 0, `waited ${ring.envelope.delayMs} ms`);
    assert.is(ring.envelope.late, ring.envelope.delayMs > 10_000);
    const { startedMs } = ring.envelope.event!;
    assert.ok(startedMs! >= pressedMs - 1 && startedMs! <= answeredMs + 1, 'its true time');
  } finally {
    await device.stop();
  }
});

test('media process killed 20 times: the picture comes back each time, the viewer stays', async () => {
  const device = await DeviceUnderTest.start();
  const chromium = await launchChromium();
  try {
    const viewers = await Viewers.on(await chromium.page(), device.signalling);
    const viewer = await viewers.watch();
    await viewers.until(viewer, (figures) => figures.framesDecoded > 10);
    for (let i = 0; i < 20; i++) {
      const before = await viewers.figures(viewer);
      process.kill(device.mediaPid, 'SIGKILL');
      const after = await viewers.until(
        viewer,
        (f) => f.keyFramesDecoded > before.keyFramesDecoded && f.framesDecoded > before.framesDecoded + 15,
      );
      assert.is(after.state, 'connected');
      assert.is(viewers.hasEnded(viewer), false, `ended after kill ${i + 1}`);
    }
    const status = (await device.call('status')) as { media: { restarts: number } };
    assert.is(status.media.restarts, 20);
  } finally {
    await chromium.close();
    await device.stop();
  }
});

test('daemon killed right after a press: the accepted ring is not lost, and numbers are not used twice', async () => {
  const device = await DeviceUnderTest.start(EVERY_RING);
  try {
    for (let i = 0; i < 3; i++) {
      await device.broker.kill();
      const { eventId } = (await device.call('button.press')) as { eventId: string };
      // "accepted" is in the answer of `events` as soon as the message is on disk.
      for (;;) {
        const { events } = (await device.call('events')) as { events: { id: string; accepted: boolean }[] };
        if (events.some((e) => e.id === eventId && e.accepted)) break;
      }
      await device.killDaemon();
      await device.broker.restart();
      await device.startDaemon();
      await device.waitFor('the ring', () =>
        device.received.some((r) => isRing(r) && r.envelope.event?.id === eventId),
      );
    }
    const byNumber = new Map<string, Buffer>();
    for (const r of device.received.filter((r) => r.name === 'event')) {
      const body = Buffer.from(v1.Event.encode(r.envelope.event!).finish());
      const same = byNumber.get(numberOf(r));
      if (same) assert.ok(same.equals(body), `${numberOf(r)} names one message`);
      byNumber.set(numberOf(r), body);
    }
  } finally {
    await device.stop();
  }
});

test('a V4L2 path without a camera: the rest works, and the fault says what to do; updates obey the cloud', async () => {
  const shop = mkdtempSync(join(tmpdir(), 'pup-shop-'));
  const vendor = await VendorUnderTest.open(shop);
  const device = await DeviceUnderTest.start({
    camera: '/dev/video97',
    updates: { mirrors: [vendor.url], rootFile: vendor.rootFile },
    settings: { 'updates.auto': false, 'motion.on': false },
  });
  try {
    const fault = await device.waitFor('the fault in the state', () =>
      device.received
        .flatMap((r) => r.envelope.state?.faults ?? [])
        .find(({ component }) => component === 'camera'),
    );
    assert.is(fault.code, 'camera-missing');
    assert.match(fault.message!, /\/dev\/video97/);
    assert.ok(fault.remedy!.length > 0);
    await device.call('button.press');
    await device.waitFor('the ring', () => device.received.some(isRing));
    await obeysUpdateCommands(device, () => vendor.release('9.1.0', 1, { program: randomBytes(300_000) }));
  } finally {
    await device.stop();
    await vendor.close();
    rmSync(shop, { recursive: true });
  }
});

/** Over the broker: each command's answer, and what becomes of it. The visitor who rang is still at the door. */
async function obeysUpdateCommands(device: DeviceUnderTest, release: () => Promise<void>): Promise<void> {
  const { CHECK, POSTPONE, NOW, ROLLBACK } = {
    CHECK: v1.UpdateAction.UPDATE_ACTION_CHECK,
    POSTPONE: v1.UpdateAction.UPDATE_ACTION_POSTPONE,
    NOW: v1.UpdateAction.UPDATE_ACTION_NOW,
    ROLLBACK: v1.UpdateAction.UPDATE_ACTION_ROLLBACK,
  };
  let sent = 0;
  const command = async (action: v1.UpdateAction, hours = 0) => {
    const correlationId = `update-${++sent}`;
    await device.send('command', { correlationId, command: { update: { action, hours } } });
    const answer = await device.waitFor(`the reply to ${action}`, () =>
      device.received.find(
        ({ name, envelope }) => name === 'reply' && envelope.correlationId === correlationId,
      ),
    );
    return answer.envelope.reply!;
  };
  const untilWaiting = (waitsFor: string) =>
    device.waitFor(`an update that waits: ${waitsFor}`, () =>
      device.received.findLast(
        ({ envelope: { state } }) => state?.update?.offered === '9.1.0' && state.update.waitsFor === waitsFor,
      ),
    );
  const { REPLY_STATUS_DONE, REPLY_STATUS_REFUSED } = v1.ReplyStatus;

  const early = await command(POSTPONE, 2);
  assert.equal([early.status, early.code], [REPLY_STATUS_REFUSED, 'nothing-to-postpone']);
  await release();
  assert.is((await command(CHECK)).status, REPLY_STATUS_DONE);
  await untilWaiting('consent');
  // The event goes through the outbox: it may come after the state.
  const offer = await device.waitFor('the offer', () =>
    device.received
      .flatMap(({ envelope: { event } }) => event ?? [])
      .find(({ update }) => update?.outcome === v1.UpdateOutcome.UPDATE_OUTCOME_OFFERED),
  );
  assert.is(offer.kind, v1.EventKind.EVENT_KIND_UPDATE);
  assert.is(offer.update!.version, '9.1.0');

  const put = await command(POSTPONE, 2);
  assert.is(put.status, REPLY_STATUS_DONE);
  assert.equal([put.update!.phase, put.update!.offered, put.update!.slot], ['offered', '9.1.0', 'A']);
  const back = await command(ROLLBACK);
  assert.equal([back.status, back.code], [REPLY_STATUS_REFUSED, 'nothing-to-go-back-to']);
  assert.is((await command(77 as v1.UpdateAction)).code, 'unknown-update-action');

  assert.is((await command(NOW)).status, REPLY_STATUS_DONE);
  await untilWaiting('busy');
  const { status } = (await device.call('update.status')) as UpdateAnswer;
  assert.ok('phase' in status && status.update!.isAsked);
  assert.is('phase' in status && status.update!.postponements, 1);
}

test.run();
