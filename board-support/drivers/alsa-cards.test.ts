import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { listAlsaCards, lookUpPcm, parsePcmName } from './alsa-cards.ts';

const test = suite<{ proc: string }>('alsa cards');

/** As Linux 6.1 with snd-dummy and snd-aloop has it, recording on hw:Loopback,1,0 and playing on hw:Dummy,0. */
const FILES: Record<string, string> = {
  'asound/cards':
    ' 0 [Dummy          ]: Dummy - Dummy\n                      Dummy 1\n' +
    ' 1 [Loopback       ]: Loopback - Loopback\n                      Loopback 1\n',
  'asound/card0/pcm0p/info': 'card: 0\ndevice: 0\nname: Dummy PCM\n',
  'asound/card0/pcm0p/sub0/status': 'state: RUNNING\nowner_pid   : 99\n',
  'asound/card0/id': 'Dummy\n',
  'asound/card1/pcm0p/info': 'name: Loopback PCM\n',
  'asound/card1/pcm0p/sub0/status': 'closed\n',
  'asound/card1/pcm1c/info': 'name: Loopback PCM\n',
  'asound/card1/pcm1c/sub0/status':
    'state: RUNNING\nowner_pid   : 77\ntrigger_time: 0.411730304\nhw_ptr      : 36480\n',
  'asound/card1/pcm1c/sub1/status': 'closed\n',
  'asound/card1/pcm1c/sub10/status': 'closed\n',
  '77/status': 'Name:\taudiosrc\nTgid:\t70\n',
  '77/comm': 'audiosrc\n',
  '70/cmdline': '/usr/bin/node\0--enable-source-maps\0/opt/pupsentry/pupsentry-media.js\0--fd\0',
};

test.before.each((context) => {
  context.proc = mkdtempSync(join(tmpdir(), 'pupsentry-alsa-'));
  for (const [name, text] of Object.entries(FILES)) {
    mkdirSync(dirname(join(context.proc, name)), { recursive: true });
    writeFileSync(join(context.proc, name), text);
  }
});
test.after.each(({ proc }) => rmSync(proc, { recursive: true }));

test('cards, devices, and who uses them', ({ proc }) => {
  const [dummy, loopback, ...more] = listAlsaCards(proc);
  assert.equal(more, []);
  assert.equal(dummy, {
    number: 0,
    id: 'Dummy',
    name: 'Dummy',
    devices: [
      {
        direction: 'playback',
        number: 0,
        name: 'Dummy PCM',
        subdevices: [{ number: 0, busy: true, user: null }],
      },
    ],
  });
  const capture = loopback!.devices.find((device) => device.direction === 'capture')!;
  assert.is(capture.number, 1);
  assert.equal(capture.subdevices, [
    { number: 0, busy: true, user: { pid: 70, name: 'pupsentry-media' } },
    { number: 1, busy: false, user: null },
    { number: 10, busy: false, user: null },
  ]);
  assert.equal(listAlsaCards(join(proc, 'nowhere')), []);
});

test('names of alsa-lib', () => {
  const parsed = (name: string) => {
    const found = parsePcmName(name);
    return found && [found.card, found.device, found.subdevice, found.byNumber];
  };
  assert.equal(parsed('hw:Loopback,1'), ['Loopback', 1, null, false]);
  assert.equal(parsed('hw:Loopback,0,1'), ['Loopback', 0, 1, false]);
  assert.equal(parsed('plughw:CARD=Device,DEV=2'), ['Device', 2, null, false]);
  assert.equal(parsed('sysdefault:CARD=PCH'), ['PCH', 0, null, false]);
  assert.equal(parsed('hw:1,0'), ['1', 0, null, true]);
  for (const name of ['default', 'pulse', 'hw:', 'hw:Loopback,x', 'bluealsa:DEV=00:11', ''])
    assert.is(parsed(name), null, name);
});

test('there and free, busy with its user, not there', ({ proc }) => {
  const cards = listAlsaCards(proc);
  const look = (name: string, direction: 'capture' | 'playback') =>
    lookUpPcm(parsePcmName(name)!, direction, cards);
  const any = look('hw:Loopback,1', 'capture');
  assert.ok(any.kind === 'free' && any.subdevice === 1, 'the first that is free');
  const named = look('hw:Loopback,1,0', 'capture');
  assert.equal(named.kind === 'busy' && named.users, [{ pid: 70, name: 'pupsentry-media' }]);
  assert.is(look('hw:0', 'playback').kind, 'busy');
  assert.is(look('hw:Loopback,0', 'playback').kind, 'free');
  assert.is(look('hw:Loopback,0', 'capture').kind, 'no-device');
  assert.is(look('hw:Loopback,0,5', 'playback').kind, 'no-device');
  assert.is(look('hw:Device', 'capture').kind, 'no-card');
});

test.run();
