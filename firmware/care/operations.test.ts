import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { decodeEnvelope, encodeEnvelope } from '#protocol/codec.ts';
import { v1 } from '#protocol/messages.ts';
import { FakeClock } from '#kit/clock.ts';
import { silentLogger } from '#kit/log.ts';
import { CommandRunner } from '../link/command-runner.ts';
import { FakeMedia } from '../media/fake-media.ts';
import { SettingsStore } from '../settings/store.ts';
import { commandHandlers } from './command-handlers.ts';
import { FakeUpdates } from './fake-updates.ts';
import { Operations } from './operations.ts';

const { REPLY_STATUS_DONE, REPLY_STATUS_REFUSED, REPLY_STATUS_FAILED } = v1.ReplyStatus;

const DEVICE = 'front-door';

const test = suite('operations and commands');

function house() {
  const folder = mkdtempSync(join(tmpdir(), 'operations-'));
  const clock = new FakeClock();
  const log = silentLogger();
  const media = new FakeMedia({ clock });
  const settings = new SettingsStore({ folder, log });
  const done: string[] = [];
  const updates = new FakeUpdates({ clock });
  const operations = new Operations({
    media,
    settings,
    clock,
    log,
    restartDevice: () => done.push('restart'),
    identify: (seconds) => done.push(`identify ${seconds}`),
  });
  let answer = (_reply: v1.IReply) => undefined as void;
  const runner = new CommandRunner({
    handlers: commandHandlers({ operations, settings, cloudRecording: null, updates: () => updates }),
    reply: (reply) => answer(reply),
    clock,
    log,
  });
  let asked = 0;
  return {
    clock,
    media,
    settings,
    done,
    /** Encodes and decodes on the way, as the link does. */
    async ask(command: v1.ICommand): Promise<v1.Reply> {
      const sent = encodeEnvelope({
        deviceId: DEVICE,
        correlationId: `c${++asked}`,
        timeMs: clock.nowMs(),
        command,
      });
      const replied = new Promise<v1.IReply>((resolve) => (answer = resolve));
      runner.submit(decodeEnvelope(sent, { direction: 'down', name: 'command', deviceId: DEVICE }));
      const back = encodeEnvelope({ deviceId: DEVICE, reply: await replied });
      return decodeEnvelope(back, { direction: 'up', name: 'reply', deviceId: DEVICE }).reply as v1.Reply;
    },
    close: () => rmSync(folder, { recursive: true }),
  };
}

test('ping comes back as it went', async () => {
  const h = house();
  const reply = await h.ask({ ping: { payload: Buffer.from('hello') } });
  assert.is(reply.status, REPLY_STATUS_DONE);
  assert.is(Buffer.from(reply.pong!.payload!).toString(), 'hello');
  const refused = await h.ask({ ping: { payload: Buffer.alloc(2000) } });
  assert.is(refused.status, REPLY_STATUS_REFUSED);
  assert.is(refused.code, 'ping-too-long');
  h.close();
});

test('snapshot: a picture, of the width asked for; none in privacy mode; a dead camera failed', async () => {
  const h = house();
  const reply = await h.ask({ snapshot: { width: 320 } });
  assert.is(reply.status, REPLY_STATUS_DONE);
  assert.is(reply.snapshot!.width, 320);
  assert.is(reply.snapshot!.jpeg!.length, 1000);
  h.media.snapshots.push(() => h.media.noPicture());
  const failed = await h.ask({ snapshot: {} });
  assert.is(failed.status, REPLY_STATUS_FAILED);
  assert.is(failed.code, 'no-picture');
  await h.settings.set({ 'privacy.on': true });
  h.media.asked.length = 0;
  const refused = await h.ask({ snapshot: {} });
  assert.is(refused.status, REPLY_STATUS_REFUSED);
  assert.is(refused.code, 'privacy');
  assert.equal(h.media.asked, []);
  h.close();
});

test('settings: set together or not at all, reported as they are', async () => {
  const h = house();
  const reply = await h.ask({
    settings: {
      values: [
        { key: 'privacy.on', flag: true },
        { key: 'video.bitrateKbps', number: 900 },
        { key: 'device.name', text: 'Back door' },
      ],
    },
  });
  assert.is(reply.status, REPLY_STATUS_DONE);
  assert.is(reply.settings!.values!.find(({ key }) => key === 'device.name')!.text, 'Back door');
  const refused = await h.ask({
    settings: {
      values: [
        { key: 'privacy.on', flag: false },
        { key: 'video.bitrateKbps', text: 'much' },
        { key: '__proto__', flag: true },
        { key: 'log.level' },
      ],
    },
  });
  assert.is(refused.status, REPLY_STATUS_REFUSED);
  for (const key of ['video.bitrateKbps', '__proto__', 'log.level']) assert.match(refused.message, key);
  assert.ok(h.settings.get('privacy.on'));
  assert.is(h.settings.get('video.bitrateKbps'), 900);
  h.close();
});

test('restart: the answer leaves before the daemon does', async () => {
  const h = house();
  assert.is((await h.ask({ restart: {} })).status, REPLY_STATUS_DONE);
  assert.equal(h.done, []);
  await h.clock.advance(1000);
  assert.equal(h.done, ['restart']);
  assert.is((await h.ask({ restart: { what: 'media' } })).status, REPLY_STATUS_DONE);
  assert.equal(h.media.asked, ['restart']);
  const refused = await h.ask({ restart: { what: 'house' } });
  assert.is(refused.code, 'unknown-part');
  assert.match(refused.message, /device and media/);
  h.close();
});

test('identify: 5 s by default, a minute at most', async () => {
  const h = house();
  for (const seconds of [0, 20, 4_000_000]) await h.ask({ identify: { seconds } });
  assert.equal(h.done, ['identify 5', 'identify 20', 'identify 60']);
  h.close();
});

test.run();
