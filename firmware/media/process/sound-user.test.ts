import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { GstError } from '../gst/gstreamer.ts';
import { microphoneFault, speakerFault } from './media-fault.ts';
import { soundUser } from './sound-user.ts';

const test = suite('who uses a sound device');
const proc = mkdtempSync(join(tmpdir(), 'pupsentry-proc-'));
test.after(() => rmSync(proc, { recursive: true, force: true }));

function file(path: string, text: string): void {
  mkdirSync(dirname(join(proc, path)), { recursive: true });
  writeFileSync(join(proc, path), text);
}

file('asound/cards', ' 0 [Dummy          ]: Dummy - Dummy\n 1 [Loopback       ]: Loopback - Loopback\n');
file('asound/card0/pcm0c/sub0/status', 'closed\n');
file('asound/card1/pcm1c/sub0/status', 'state: RUNNING\nowner_pid   : 412\n');
file('asound/card1/pcm1c/sub1/status', 'closed\n');
file('asound/card1/pcm0p/sub0/status', 'closed\n');
file('412/status', 'Name:\tarecord\nTgid:\t412\n');
file('412/comm', 'arecord\n');
file('412/cmdline', 'arecord\0-D\0hw:1\0');

test('by card, device and subdevice; by any for a name of alsa-lib', () => {
  assert.is(soundUser('hw:Loopback,1,0', 'capture', proc), 'arecord (pid 412)');
  assert.is(soundUser('plughw:CARD=Loopback,DEV=1,SUBDEV=0', 'capture', proc), 'arecord (pid 412)');
  assert.is(soundUser('default', 'capture', proc), 'arecord (pid 412)');
});

test('nobody where nobody is', () => {
  for (const device of ['hw:Loopback,1,1', 'hw:Dummy', 'hw:Nowhere,1,0'])
    assert.is(soundUser(device, 'capture', proc), null);
  assert.is(soundUser('hw:Loopback', 'playback', proc), null);
  assert.is(soundUser('default', 'playback', proc), null);
  assert.is(soundUser('hw:Loopback,1,0', 'capture', '/nowhere'), null);
});

test('the fault names device, user and remedy', () => {
  const busy = new GstError('Device is being used by another application.', 'gst-resource-error-quark', 4);
  const fault = microphoneFault(busy, 'alsa:hw:Loopback,1,0', 'arecord (pid 412)');
  assert.is(fault.code, 'microphone-busy');
  assert.is(fault.message, 'The microphone alsa:hw:Loopback,1,0 is in use by arecord (pid 412).');
  assert.match(fault.remedy, /^End arecord \(pid 412\)/);
  assert.is(
    microphoneFault(busy, 'alsa:x', null).message,
    'The microphone alsa:x is in use by another program.',
  );
  const gone = new GstError('No such device', 'gst-resource-error-quark', 9);
  assert.is(speakerFault(gone, 'alsa:x', null).code, 'speaker-missing');
  assert.match(speakerFault(gone, 'alsa:x', null).remedy, /aplay -L/);
});

test.run();
