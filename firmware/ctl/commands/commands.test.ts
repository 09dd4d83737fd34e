import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as assert from 'uvu/assert';
import type { EventsAnswer, SettingsAnswer, StatusAnswer, StreamsAnswer, UpdateAnswer } from '../answers.ts';
import { fakeRelease } from '#ota/agent/fake-release.ts';
import { ctl, daemonSuite, narrow } from '../testing/command-line.ts';

const FAULT = {
  component: 'camera',
  code: 'camera-missing',
  message: 'The camera /dev/video0 is not there, though the board says that it should be.',
  remedy: 'Plug it in, or name another one in the configuration with "camera".',
};

const test = daemonSuite('commands of pupsentryctl');

test('status: one look, in 80 columns, faults with what to do', async ({ daemon }) => {
  const healthy = await ctl('status', { daemon });
  assert.is(healthy.code, 0);
  assert.match(healthy.out, /^Front door {2}doorbell · healthy · up /);
  assert.match(healthy.out, /Main +1280x720, 0\.0 fps/);
  assert.match(healthy.out, /Cloud +mqtts:\/\/broker\.example:8883, connected/);
  assert.match(healthy.out, /Last event +none yet/);
  assert.match(healthy.out, /View +day, by itself, brightness 117 of 255\n/);
  assert.match(healthy.out, /Uploads +held while somebody watches, 2 clips waiting, 7 sent\n/);
  assert.match(healthy.out, /Lights +status "ready", indicator on, infrared off\n/);
  assert.match(healthy.out, /Started +watchdog \(the watchdog "SoC" says/);

  await ctl('button press', { daemon });
  const sinceMs = Date.now() - 190_000;
  daemon.media.change({ faults: [{ ...FAULT, sinceMs }] });
  daemon.link.change({
    connected: false,
    sinceMs,
    problem: 'connect ECONNREFUSED 127.0.0.1:8883, tried again and again and again',
    outbox: { messages: 2, bytes: 190_000 },
  });
  const ill = await ctl('status', { daemon });
  assert.match(ill.out, /2 faults/);
  assert.match(ill.out, /! camera: camera-missing, for 3 min\n {2}The camera/);
  assert.match(ill.out, /! link: broker-unreachable/);
  assert.match(ill.out, /2\s+messages\s+\(186\s+KiB\)\s+waiting/);
  assert.match(ill.out, /Last event +ring, just now/);
  narrow(ill.out);

  const { faults, link } = JSON.parse((await ctl('status --json', { daemon })).out) as StatusAnswer;
  assert.equal(faults[0], { ...FAULT, sinceMs });
  assert.not(link!.connected);
});

test('button press and events: rings, counts, lists the newest first', async ({ daemon }) => {
  assert.match((await ctl('events', { daemon })).out, /Nothing has happened yet/);
  // The ring goes on for as long as a busy machine takes.
  await daemon.settings.set({ 'doorbell.debounceMs': 5, 'doorbell.blindSeconds': 120 });
  const pressed = await ctl('button press --times 3 --interval 20', { daemon });
  const [first, ...more] = pressed.out.trimEnd().split('\n');
  assert.match(first!, /^It rings: event [0-9a-f-]{36}\.$/);
  assert.equal(more, [
    'Counted to the same ring: 2 presses so far.',
    'Counted to the same ring: 3 presses so far.',
  ]);
  await daemon.settings.set({ 'doorbell.blindSeconds': 0 });
  while (!daemon.link.events.some((event) => event.snapshot)) await new Promise(setImmediate);
  const list = await ctl('events', { daemon });
  narrow(list.out);
  assert.match(list.out, /^TIME +EVENT +LASTED +KEPT +CLOUD +ID\n/);
  assert.match(list.out, /ring, 3 presses +goes on +picture +yes/);
  const { events } = JSON.parse((await ctl('events -n 1 --json', { daemon })).out) as EventsAnswer;
  assert.is(events.length, 1);
  assert.is(events[0]!.presses, 3);
  // The first of them may come too soon after the last one: that is bounce, not a press.
  const again = await ctl('button press --times 2 --interval 20 --json', { daemon });
  const { presses } = JSON.parse(again.out) as { presses: { outcome: string }[] };
  assert.is(presses[1]!.outcome, 'counted', 'the blind time of a ring is that of its start');
});

test('events: what was seen and heard, of one kind', async ({ daemon }) => {
  const atUs = Math.round(daemon.clock.monotonicMs() * 1000);
  const about = { atUs, sinceUs: atUs, score: 0.5, zones: [] };
  daemon.alarms.take({ ...about, kind: 'motion', label: 'motion', zones: ['Path', 'Gate'] });
  daemon.alarms.take({ ...about, kind: 'sound', label: 'loud' });
  daemon.alarms.take({ ...about, kind: 'sound', label: 'dog', score: 0.9 });
  const all = await ctl('events', { daemon });
  narrow(all.out);
  assert.match(all.out, /motion in Path, Gate +goes on/);
  assert.match(all.out, /sound: dog, loud +goes on/);
  const sounds = JSON.parse((await ctl('events --kind sound --json', { daemon })).out) as EventsAnswer;
  assert.equal(
    sounds.events.map(({ kind }) => kind),
    ['sound'],
  );
  const wrong = await ctl('events --kind smell', { daemon });
  assert.match(wrong.error, /--kind takes one of ring, motion, sound, tamper, not "smell"/);
});

test('button press --hold: a simulated button is held down', async ({ daemon }) => {
  assert.is((await ctl('button press --hold 11', { daemon })).out, 'The button is held down for 11 s.\n');
  assert.equal(daemon.asked, ['hold 11']);
  assert.is((await ctl('button press --hold 0', { daemon })).code, 2);
});

test('wifi: looks, joins with a password from a file, says what failed, forgets', async ({
  daemon,
  folder,
}) => {
  assert.match((await ctl('status', { daemon })).out, /Wi-Fi +disconnected\n/);
  const found = await ctl('wifi scan', { daemon });
  assert.match(found.out, /^NETWORK +SIGNAL +SECURITY +MHZ +SAVED\nHome +-48 dBm +wpa2\+wpa3 +5180\n/);
  narrow(found.out);
  const file = join(folder, 'password');
  writeFileSync(file, 'not the right one\n');
  const wrong = await ctl(`wifi connect Home --password-file ${file}`, { daemon });
  assert.is(wrong.code, 1);
  assert.match(wrong.error, /does not accept this password/);
  writeFileSync(file, 'front door 1\n');
  assert.match(
    (await ctl(`wifi connect Home --password-file ${file}`, { daemon })).out,
    /^Home, -48 dBm, 5180 MHz, \d+\.\d+\.\d+\.\d+\n$/,
  );
  assert.match((await ctl('wifi status', { daemon })).out, /^Home, /);
  assert.is((await ctl('wifi forget Home', { daemon })).out, '"Home" is forgotten.\n');
  assert.match((await ctl('wifi forget Home', { daemon })).error, /None is saved/);
  assert.is((await ctl('wifi connect Home --password-file /nowhere', { daemon })).code, 1);
  assert.not(
    daemon.logs.recent({ count: 1000 }).some((line) => JSON.stringify(line).includes('front door 1')),
  );
});

test('update: not set up is said', async ({ daemon }) => {
  assert.match((await ctl('status', { daemon })).out, /Updates +not set up\n/);
  const status = await ctl('update status', { daemon });
  assert.is(status.code, 0);
  assert.match(status.out, /Updates are not set up.*device\.json/s);
  narrow(status.out);
  for (const word of ['check', 'now', 'postpone', 'rollback', 'history']) {
    const { code, error } = await ctl(`update ${word}`, { daemon });
    assert.is(code, 1, word);
    assert.match(error, /not set up/);
  }
});

test('update: looked for, put off, installed now, gone back from', async ({ daemon }) => {
  const { device } = daemon.updates;
  device.wish({ isInWindow: false });
  await daemon.updates.start();
  assert.match((await ctl('update history', { daemon })).out, /No update yet/);
  assert.match((await ctl('update check', { daemon })).out, /State +nothing to do\n/);
  assert.match((await ctl('update postpone', { daemon })).error, /No update is waiting/);
  device.newest = fakeRelease('1.1.0', { securityVersion: 2 });
  const found = await ctl('update check', { daemon });
  assert.match(found.out, /State +an update waits for its time of the week/);
  assert.match(found.out, /Update +1\.1\.0, closes a security hole, offered just now/);
  narrow(found.out);
  assert.match((await ctl('status', { daemon })).out, /Updates +1\.0\.0 in slot A, 1\.1\.0: an update waits/);
  assert.match((await ctl('update postpone 48', { daemon })).out, /^The update waits until 20\d\d-/);
  assert.match((await ctl('update status', { daemon })).out, /put off until.*\(1\s+time\)/s);
  assert.is((await ctl('update postpone 1000', { daemon })).code, 2);
  assert.match((await ctl('update rollback', { daemon })).error, /holds no version that is known to run/);

  const now = await ctl('update now', { daemon });
  assert.is(now.code, 0, now.error);
  assert.match(now.out, /The device restarts into 1\.1\.0\./);
  await device.until(() => device.reports.some(({ outcome }) => outcome === 'updated'));
  const history = await ctl('update history', { daemon });
  assert.match(history.out, /1\.1\.0 +1\.0\.0 +updated/);
  narrow(history.out);
  const status = JSON.parse((await ctl('update status --json', { daemon })).out) as UpdateAnswer;
  assert.is('version' in status.status && status.status.version, '1.1.0');
  assert.match((await ctl('update rollback', { daemon })).error, /no way back/);
});

test('update now: progress for those who wait, and quiet is waited for', async ({ daemon }) => {
  const { device } = daemon.updates;
  device.newest = fakeRelease('1.1.0');
  device.busy = 'somebody watches';
  await daemon.updates.start();
  let seen = '';
  const waiting = new Promise<void>((resolve) => {
    const onOutput = (text: string) => {
      seen += text;
      if (/waits for quiet: somebody watches/.test(seen)) resolve();
    };
    void ctl('update now', { daemon, onOutput });
  });
  await waiting;
  assert.is(device.installs, 0);
  device.busy = '';
  await device.until(() => device.reboots === 1);
});

test('snapshot: a file, the standard output, and the reasons why not', async ({ daemon, folder }) => {
  const file = join(folder, 'door.jpg');
  const saved = await ctl(`snapshot -o ${file} --width 320`, { daemon });
  assert.is(saved.out, `Saved ${file}: 320x180, 1000 bytes.\n`);
  const jpeg = readFileSync(file);
  assert.is(jpeg.readUInt16BE(0), 0xffd8);
  assert.equal((await ctl('snapshot -o -', { daemon })).bytes.length, 1000);
  const described = JSON.parse((await ctl(`snapshot -o ${file} --json`, { daemon })).out) as object;
  assert.equal(Object.keys(described), ['file', 'width', 'height', 'bytes', 'takenMs']);

  assert.is((await ctl('snapshot', { daemon })).code, 2);
  assert.is((await ctl('snapshot -o - --json', { daemon })).code, 2);
  assert.is((await ctl('snapshot -o -', { daemon, isTty: true })).code, 2);
  assert.is((await ctl(`snapshot -o ${file} --width 5`, { daemon })).code, 2);
  const nowhere = await ctl('snapshot -o /nowhere/x.jpg', { daemon });
  assert.is(nowhere.code, 1);
  assert.match(nowhere.error, /Cannot write \/nowhere\/x\.jpg/);
  await daemon.settings.set({ 'privacy.on': true });
  const privacy = await ctl(`snapshot -o ${file}`, { daemon });
  assert.is(privacy.code, 1);
  assert.match(privacy.error, /Privacy mode is on.*privacy\.on off/s);
});

test('stream stats: streams, ring and viewers in tables', async ({ daemon }) => {
  assert.match((await ctl('stream stats', { daemon })).out, /Nobody is watching/);
  for (let ms = 0; ms < 3000; ms += 40)
    daemon.media.push('main', ms * 1000, { key: ms % 1000 === 0, bytes: 10_000 });
  daemon.sessions.push({
    viewer: '0f8fad5b-d9cb-469f-a165-70867728950e',
    sinceMs: Date.now() - 4_000_000,
    state: 'open',
    stream: 'main',
    kbps: 2031,
    fps: 25,
    rttMs: 24,
    lost: 0.0123,
    nacked: 1,
    resent: 1,
    rembKbps: 2400,
    linkKbps: 12_000,
  });
  const { out } = await ctl('stream stats', { daemon });
  narrow(out);
  assert.match(out, /main +fakeenc +1280x720 +25\.0 of 30 +2000 of 2000 +every 1\.00 s/);
  assert.match(out, /Ring: 3\.0 of 10 s, 732 KiB of 16 MiB, 0 readers\./);
  assert.match(out, /0f8fad5b +1 h 6 min +open +main +25 +2031 +12000 +24 ms +1\.2 %/);
  const answer = JSON.parse((await ctl('stream stats --json', { daemon })).out) as StreamsAnswer;
  assert.is(answer.sessions[0]!.rttMs, 24);
});

test('settings: shown with ranges, one bare value, set in words', async ({ daemon }) => {
  const all = await ctl('settings get', { daemon });
  narrow(all.out);
  assert.match(all.out, /^SETTING +VALUE +RANGE\n/);
  assert.match(all.out, /video\.bitrateKbps +2000 +300 to 8000 kbit\/s, default 2000/);
  narrow((await ctl('settings get --long', { daemon })).out);
  assert.is((await ctl('settings get privacy.on', { daemon })).out, 'off\n');

  const set = await ctl(
    ['settings', 'set', 'privacy.on', 'ON', 'device.name', '42', 'video.bitrateKbps', '900'],
    {
      daemon,
    },
  );
  assert.is(set.out, 'privacy.on = on\ndevice.name = 42\nvideo.bitrateKbps = 900\n');
  assert.is(daemon.settings.get('device.name'), '42');
  const { settings } = JSON.parse((await ctl('settings get --json', { daemon })).out) as SettingsAnswer;
  assert.is(settings.find(({ key }) => key === 'video.bitrateKbps')!.value, 900);

  const refused = await ctl('settings set video.bitrateKbps lots privacy.on maybe', { daemon });
  assert.is(refused.code, 1);
  assert.match(
    refused.error,
    /video\.bitrateKbps: "lots": expected integer.*privacy\.on: "maybe": expected boolean/,
  );
  assert.match(
    (await ctl('settings set log.level loud', { daemon })).error,
    /expected one of error, warn, info/,
  );
  for (const line of ['settings set nonsense 1', 'settings get nonsense']) {
    const missing = await ctl(line, { daemon });
    assert.is(missing.code, 4);
    assert.match(missing.error, /no setting "nonsense".*device\.name/s);
  }
  assert.is((await ctl('settings set privacy.on', { daemon })).code, 2);
  assert.is((await ctl('settings set privacy.on on log.level', { daemon })).code, 2);
  assert.is((await ctl('settings set privacy.on on privacy.on off', { daemon })).code, 2);
});

test('restart and identify', async ({ daemon }) => {
  assert.match((await ctl('restart media', { daemon })).out, /media process restarts/);
  assert.equal(daemon.media.asked, ['restart']);
  assert.match((await ctl('restart', { daemon })).out, /daemon restarts/);
  assert.is((await ctl('restart house', { daemon })).code, 2);
  await ctl('identify --seconds 7', { daemon });
  assert.ok(daemon.asked.includes('identify 7'));
});

test.run();
