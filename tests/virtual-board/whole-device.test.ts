// time limit: 400 s
/** The whole device on a real kernel: what a household, an engineer and bad luck do to it. */
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { v1 } from '#protocol/messages.ts';
import { enterNetworkNamespace } from '#board/virtual/network-namespace.ts';
import { launchChromium } from '../browser/chromium.ts';
import { Viewers } from '../browser/viewers.ts';
import { GuestDevice } from './guest-device.ts';

await enterNetworkNamespace();

const { EVENT_PHASE_STARTED, EVENT_PHASE_SNAPSHOT } = v1.EventPhase;
/** Of vivid's "test_pattern". */
const COLOUR_BARS = 0;
const BLACK = 5;
const test = suite('whole device on the virtual board');
let device: GuestDevice;

interface Status {
  board: string;
  privacy: boolean;
  media: { phase: string; restarts: number; main: Stream | null; sub: Stream | null };
  faults: { component: string; code: string; message: string; remedy: string }[];
}
interface Stream {
  element: string;
  reason: string;
  measuredFps: number;
}

const status = async () => (await device.ctl('status')) as Status;
const set = (key: string, value: string) => device.ctl('settings', 'set', key, value);
/** GPIO levels: 1 is high, as a lamp sees it. */
const level = (line: string, value: 0 | 1, limitMs = 60_000) => device.board.gpio.until(line, value, limitMs);
/** Does something, and resolves when a line has had the value since: pulses count. */
const pulse = async (line: string, act: () => Promise<unknown>) => {
  const seen = await device.board.gpio.watch(line, 1, 30_000);
  await act();
  await seen();
};
/** The camera's device file. */
const vivid = async () => {
  const look = 'for d in /dev/video*; do v4l2-ctl -d $d -D | grep -q "Driver name.*vivid" && echo $d; done';
  return (await device.board.run(look)).stdout.trim();
};
/** Resolves when the camera is at work again. */
const running = async () => {
  for (;;) {
    const { media } = await status();
    if (media.phase === 'running' && media.main!.measuredFps > 0) return;
  }
};
const rings = (phase = EVENT_PHASE_STARTED) =>
  device.received
    .flatMap((r) => r.envelope.event ?? [])
    .filter((event) => event.kind === v1.EventKind.EVENT_KIND_RING && event.phase === phase);

test.before(async () => {
  device = await GuestDevice.start({ artefacts: 'artifacts/virtual-board/whole-device' });
});

test.after(async () => {
  await device.stop();
});

test('it reports itself: camera, hardware encoder, nothing wrong', async () => {
  const state = await device.waitFor('a state without faults', () => {
    const { state } = device;
    return state?.video && state.faults?.length === 0 && state;
  });
  assert.is(state.board, 'virtual');
  assert.is(state.video!.encoder, 'v4l2fwhtenc');
  assert.is(state.subVideo!.encoder, 'x264enc');
  assert.match(state.video!.source!, /vivid/);
  assert.ok(state.versions!.node!.startsWith('22.'));
});

test('its profile is the truth about this machine', async () => {
  const check = (await device.ctl('board', 'check')) as { ok: boolean };
  assert.ok(check.ok, JSON.stringify(check));
});

test('the indicator is lit while pictures are taken, and only then', async () => {
  await level('indicator-led', 1);
  await set('privacy.on', 'on');
  await level('indicator-led', 0);
  assert.is((await status()).media.phase, 'off');
  await set('privacy.on', 'off');
  await level('indicator-led', 1);
  await running();
});

test('a finger on the button: ring with picture at the broker, chime, light', async () => {
  await pulse('chime', () => device.press());
  await device.waitFor('the ring', () => rings().length === 1);
  await device.waitFor('its picture', () => rings(EVENT_PHASE_SNAPSHOT).length === 1, 30_000);
  const [picture] = rings(EVENT_PHASE_SNAPSHOT);
  assert.is(picture!.snapshot!.width, 640);
  assert.equal([...picture!.snapshot!.jpeg!.subarray(0, 2)], [0xff, 0xd8]);
  await level('chime', 0);
});

test('live view in Chromium, outside, over the board’s network', async () => {
  const chromium = await launchChromium();
  try {
    const viewers = await Viewers.on(await chromium.page(), device.signalling);
    const viewer = await viewers.watch();
    const figures = await viewers.until(viewer, (f) => f.framesDecoded >= 20, 30_000);
    assert.is(figures.width, 320, 'the H.264 stream: no browser decodes FWHT');
  } finally {
    await chromium.close();
  }
});

test('a dark picture for 5 s is night by itself; a hand brings the day back', async () => {
  const camera = await vivid();
  const pattern = (name: number) =>
    device.board.run(['v4l2-ctl', '-d', camera, '-c', `osd_text_mode=2,test_pattern=${name}`]);
  await pulse('ir-cut-night', () => pattern(BLACK));
  await level('ir-led', 1);
  await pattern(COLOUR_BARS);
  await pulse('ir-cut-day', () => set('night.mode', 'day'));
  await level('ir-led', 0);
  await set('night.mode', 'auto');
});

test('night and day by hand: filter, then infrared light', async () => {
  await pulse('ir-cut-night', () => set('night.mode', 'night'));
  await level('ir-led', 1);
  await pulse('ir-cut-day', () => set('night.mode', 'day'));
  await level('ir-led', 0);
  await set('night.mode', 'auto');
});

test('the camera is unplugged: told, a ring goes out all the same, the picture is back', async () => {
  const camera = await vivid();
  // vivid is there again when the last one who has it open lets go: here that is this shell.
  const away = device.board.spawn([
    'bash',
    '-c',
    `exec 9<${camera}; v4l2-ctl -d ${camera} -c disconnect=1; read -r; exec 9<&-`,
  ]);
  const fault = () => device.state?.faults?.find(({ component }) => component === 'camera');
  const { code, remedy } = await device.waitFor('the fault', fault);
  assert.is(code, 'camera-missing');
  assert.ok(remedy);
  const before = rings().length;
  await set('doorbell.blindSeconds', '0');
  await device.press();
  await device.waitFor('the ring', () => rings().length > before);
  await away.stop();
  await device.waitFor('the end of the fault', () => device.state !== null && !fault());
  await running();
  await level('indicator-led', 1);
});

test('a wrong Wi-Fi password is told as such; the right one joins', async () => {
  const point =
    'interface=wlan1\nssid=Kennel\nchannel=1\nhw_mode=g\nwpa=2\nwpa_key_mgmt=WPA-PSK\nrsn_pairwise=CCMP\n';
  await device.board.writeFile('/tmp/ap.conf', `${point}wpa_passphrase=correct horse\n`);
  const hostapd = device.board.spawn(['hostapd', '/tmp/ap.conf']);
  await hostapd.line(/AP-ENABLED/);
  const join = async (password: string) => {
    const argv = ['pupsentryctl', 'wifi', 'connect', 'Kennel', '--password-file', '-', '--json'];
    const { stdout } = await device.board.run([...argv, '--socket', '/data/control.sock'], {
      input: `${password}\n`,
      timeLimitMs: 60_000,
    });
    return JSON.parse(stdout) as { error?: { code: string }; ssid?: string };
  };
  assert.is((await join('wrong horse')).error?.code, 'wifi-wrong-password');
  assert.is((await join('correct horse')).error, undefined);
  const { ssid } = (await device.ctl('wifi', 'status')) as { ssid: string };
  assert.is(ssid, 'Kennel');
  assert.not(
    device.log.some((line) => line.includes('horse')),
    'no password in the log',
  );
  await hostapd.stop();
});

test('a line that somebody else holds: said with who it is, the rest goes on, mended when it is free', async () => {
  await device.stopDaemon();
  const holder = device.board.spawn('gpioset --mode=signal $(gpiofind chime)=0');
  await device.board.run('until gpioinfo cam-gpio | grep -q "chime.*gpioset"; do sleep 0.05; done');
  await device.startDaemon();
  const fault = () => device.state?.faults?.find(({ component }) => component === 'chime');
  const { message } = await device.waitFor('the fault', fault);
  assert.match(message!, /chime.*gpioset/);
  const before = rings().length;
  await device.press();
  await device.waitFor('the ring', () => rings().length === before + 1);
  await holder.stop();
  await device.waitFor('the end of the fault', () => device.state !== null && !fault(), 40_000);
  await pulse('chime', () => device.press());
});

test('the bell button let go after 4 s resets nothing; the reset button held for 10 s does', async () => {
  const name = async () => ((await device.ctl('settings', 'get', 'device.name')) as { value: string }).value;
  await set('device.name', 'Gate');
  const counting = /factory reset in/;
  await device.board.gpio.pull('doorbell-button', 'down');
  await device.waitFor('the countdown', () => device.log.some((line) => counting.test(line)), 10_000);
  await device.board.gpio.pull('doorbell-button', 'up');
  await device.waitFor('its end', () => device.log.some((line) => /let go/.test(line)));
  assert.is(await name(), 'Gate');
  await device.board.gpio.pull('reset-button', 'down');
  await device.waitFor('the restart', () => device.log.some((line) => line === 'ended with 75'));
  await device.board.gpio.pull('reset-button', 'up');
  await device.waitFor(
    'the new start',
    () => device.log.filter((line) => /^\{"problem"/.test(line)).length === 3,
  );
  assert.is(await name(), 'Front door');
});

test.run();
