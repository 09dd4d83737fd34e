import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { PupsentryError } from '#kit/errors.ts';
import { knownBoards, loadBoard, type Board } from '../board.ts';
import { SimulatedCameraDevice, type SimulatedFormat } from '../drivers/v4l2/simulated-camera-device.ts';
import { checkBoard } from './check-board.ts';
import { guessBoard } from './guess-board.ts';
import { SimulatedMachine } from './simulated-machine.ts';

const profile = await loadBoard('virtual');
const main = { ...profile.video.main, width: 640, height: 360, fps: 15 };
const virtual = { ...profile, video: { ...profile.video, main } };
const test = suite<{ machine: SimulatedMachine }>('board check');
test.before.each(async (context) => {
  context.machine = await new SimulatedMachine().start();
});
test.after.each(({ machine }) => machine.stop());

/** What is not ok: "Camera missing: There is … | remedy". */
function wrong(machine: SimulatedMachine, board: Partial<Board> = {}): string[] {
  return checkBoard({ ...virtual, ...board }, machine)
    .findings.filter(({ mark }) => mark !== 'ok')
    .map(({ part, mark, found, remedy }) => `${part} ${mark}: ${found} | ${remedy}`);
}

/** One complaint, which matches. */
function only(complaints: string[], pattern: RegExp): void {
  assert.is(complaints.length, 1, complaints.join('\n'));
  assert.match(complaints[0]!, pattern);
}

test('all is there: every part is said, those that the board has not are named', ({ machine }) => {
  const check = checkBoard(virtual, machine);
  assert.ok(check.ok, wrong(machine).join('\n'));
  assert.equal(check.without, ['temperature']);
  const found = Object.fromEntries(check.findings.map((finding) => [finding.part, finding.found]));
  assert.equal(found, {
    Processor: 'x64',
    Machine: 'pupsentry,virtual-board',
    Camera: 'vivid (driver vivid, /dev/video7)',
    Picture: 'NV12 640x360 at 15 fps',
    Controls: 'horizontal_flip, vertical_flip',
    Encoder: 'v4l2fwhtenc, by vicodec (driver vicodec, /dev/video0)',
    Microphone: 'Loopback, device 1, subdevice 0 (Loopback PCM)',
    Speaker: 'Loopback, device 0, subdevice 1 (Loopback PCM)',
    Button: '"doorbell-button" of cam-gpio',
    'Reset button': 'key 408 of cam-keys',
    'Status light': 'status',
    Indicator: '"indicator-led" of cam-gpio',
    'IR light': 'ir',
    'IR filter': '"ir-cut-day" and "ir-cut-night" of cam-gpio',
    Chime: '"chime" of cam-gpio',
    Watchdog: 'Software Watchdog (/dev/watchdog1)',
    'Wi-Fi': 'wlan0 (mac80211_hwsim), /run/wpa_supplicant/wlan0',
    'Slot A': '/dev/ubdd2 (64 MiB)',
    'Slot B': '/dev/ubdd3 (64 MiB)',
    'Boot choice': '/dev/ubdd1, two copies of 8192 bytes',
  });
});

test('what this device itself has in use is there', ({ machine }) => {
  machine.addProcess(70, 'pupsentry-media', '/dev/video7');
  machine.addProcess(71, 'pupsentryd', '/dev/watchdog1');
  machine.hold('chime', 'pupsentry');
  machine.write('proc/asound/card1/pcm1c/sub0/status', 'state: RUNNING\nowner_pid   : 70\n');
  const check = checkBoard(virtual, machine);
  assert.ok(check.ok, wrong(machine).join('\n'));
  const found = new Map(check.findings.map((finding) => [finding.part, finding.found]));
  assert.match(found.get('Camera')!, /in use by pupsentry-media \(process 70\)$/);
  assert.match(found.get('Microphone')!, /in use by pupsentry-media \(process 70\)$/);
  assert.match(found.get('Watchdog')!, /in use by pupsentryd \(process 71\)$/);
  assert.match(found.get('Chime')!, /in use by this device$/);
});

test('what others have in use: who, and what to do', ({ machine }) => {
  machine.addProcess(80, 'cheese', '/dev/video7');
  machine.addProcess(81, 'watchdogd', '/dev/watchdog1');
  machine.addProcess(82, 'arecord');
  machine.hold('chime', 'gpioset');
  machine.write('proc/asound/card1/pcm1c/sub0/status', 'state: RUNNING\nowner_pid   : 82\n');
  const complaints = wrong(machine);
  assert.is(complaints.length, 4, complaints.join('\n'));
  assert.match(complaints[0]!, /^Camera in use: vivid .* is in use by cheese \(process 80\)\. \| End/);
  assert.match(complaints[1]!, /^Microphone in use: Loopback, .* in use by arecord \(process 82\)\./);
  assert.match(complaints[2]!, /^Chime in use: The GPIO line "chime" of cam-gpio is in use by "gpioset"\./);
  assert.match(complaints[3]!, /^Watchdog in use: .* in use by watchdogd \(process 81\)\./);
});

test('the camera: missing, not allowed, busy', ({ machine }) => {
  const [encoder, vivid] = machine.nodes as [(typeof machine.nodes)[0], (typeof machine.nodes)[0]];
  machine.nodes = [encoder, { ...vivid, driver: 'uvcvideo', card: 'HD Webcam' }];
  only(wrong(machine), /^Camera missing: There is no camera "vivid"\. \| Cameras here: HD Webcam/);
  machine.nodes = [encoder, { ...vivid, kind: 'other', problem: 'EACCES' }];
  only(wrong(machine), /^Camera unseen: .* may not be opened by this user\. \| .*group/);
  machine.nodes = [encoder, { ...vivid, kind: 'other', problem: 'EBUSY' }];
  only(wrong(machine), /^Camera in use: .* is used by another program/);
  machine.nodes = [encoder];
  only(wrong(machine), /This machine has no camera/);
});

test('pictures: another rate, another size, nothing of use', ({ machine }) => {
  const { controls } = machine.camera;
  const giving = (...formats: SimulatedFormat[]) => {
    machine.camera = new SimulatedCameraDevice({ formats, controls: controls.call(machine.camera) });
  };
  const discrete = (width: number, height: number) => ({
    kind: 'discrete' as const,
    sizes: [{ width, height }],
  });
  giving({ fourcc: 'YUYV', sizes: discrete(640, 360), rates: { kind: 'discrete', fps: [10, 12.5] } });
  only(
    wrong(machine),
    /^Picture differs: YUYV 640x360 comes at 10, 12\.5 fps, not at 15\. \| Set video\.main\.fps/,
  );
  giving({ fourcc: 'YUYV', sizes: discrete(640, 480), rates: { kind: 'discrete', fps: [15] } });
  only(wrong(machine), /^Picture differs: The camera does not give 640x360\. \| .*: 640x480\.$/);
  giving({
    fourcc: 'H264',
    compressed: true,
    sizes: discrete(640, 360),
    rates: { kind: 'discrete', fps: [15] },
  });
  only(
    wrong(machine),
    /^Picture missing: The camera offers no usable format, only H264\. \| Use a camera that/,
  );
  giving();
  only(wrong(machine), /offers no usable format\./);
  // NTSC's 15 is 15; JPEG will do where raw is too slow; a range holds what lies in it.
  giving(
    { fourcc: 'YUYV', sizes: discrete(640, 360), rates: { kind: 'discrete', fps: [5] } },
    {
      fourcc: 'MJPG',
      compressed: true,
      sizes: discrete(640, 360),
      rates: { kind: 'discrete', fps: [14.985] },
    },
  );
  assert.equal(wrong(machine), []);
  const range = { kind: 'range' as const, leastFps: 1, mostFps: 90 };
  const step = { width: 2, height: 2 };
  const stepwise = { kind: 'stepwise' as const, least: { width: 32, height: 32 }, step };
  giving({ fourcc: 'YU12', sizes: { ...stepwise, most: { width: 2592, height: 1944 } }, rates: range });
  assert.equal(wrong(machine), []);
  giving({ fourcc: 'YU12', sizes: { ...stepwise, most: { width: 320, height: 240 } }, rates: range });
  only(wrong(machine), /: 32x32 to 320x240 in steps of 2x2\.$/);
});

test('controls: unknown, out of range, the one that night sense reads', ({ machine }) => {
  const video = { ...virtual.video, controls: { horizontal_flip: 2, exposure: 1 } };
  const complaints = wrong(machine, { video, nightSense: { kind: 'gain', control: 'gain' } });
  assert.match(complaints[0]!, /^Controls differs: The control horizontal_flip cannot be 2\. \| It takes 0/);
  assert.match(complaints[1]!, /^Controls missing: The camera has no control "exposure"/);
  assert.match(complaints[2]!, /no control "gain"/);
});

test('cameras that are no devices', ({ machine }) => {
  const camera = (name: string) => wrong(machine, { camera: name });
  assert.equal(camera('scene'), []);
  assert.equal(camera('rtsp://user:secret@10.0.0.2/x'), []);
  only(camera('/clip.mp4'), /There is no file \/clip\.mp4/);
  machine.write('clip.mp4', '');
  assert.equal(camera('/clip.mp4'), []);
});

test('encoders: a later one, none, none for the viewers, no GStreamer', ({ machine }) => {
  machine.elements = ['x264enc'];
  only(
    wrong(machine),
    /^Encoder differs: v4l2fwhtenc is not there; x264enc .* \| The kernel has it: vicodec/,
  );
  machine.nodes = machine.nodes.filter(({ kind }) => kind === 'capture');
  only(wrong(machine), /\| The kernel has no encoder for FWHT/);
  const anyMachine = { ...virtual.machine, compatible: [] };
  assert.equal(wrong(machine, { machine: anyMachine }), [], 'a profile for any machine lists alternatives');
  machine.elements = ['v4l2fwhtenc'];
  only(wrong(machine), /^Encoder missing: Nothing gives H\.264 for the viewers: x264enc\. \| .*ugly/);
  machine.elements = [];
  only(wrong(machine), /^Encoder missing: GStreamer has none of v4l2fwhtenc, x264enc\./);
  machine.hasElement = () => {
    throw new PupsentryError('gstreamer-missing', 'GStreamer is not on this machine.', 'Install it.');
  };
  only(wrong(machine), /^Encoder missing: GStreamer is not on this machine\. \| Install it\./);
});

test('sound: no card, no such device, a name of alsa-lib', ({ machine }) => {
  const audio = (microphone: string) => ({ audio: { ...virtual.audio, microphone, speaker: 'none' } });
  only(wrong(machine, audio('alsa:hw:Device')), /no sound card "Device"\. \| Cards here: Loopback\./);
  only(wrong(machine, audio('alsa:hw:Loopback,0')), /cannot record on device 0\. \| It can on device 1/);
  for (const name of ['none', 'pulse', 'alsa:default']) assert.equal(wrong(machine, audio(name)), [], name);
  machine.remove('proc/asound');
  only(wrong(machine, audio('alsa:default')), /^Microphone missing: No sound card can record/);
});

test('GPIO: no chip, no line, both lines of a filter, no rights', ({ machine }) => {
  const chip = machine.chips[0]!;
  machine.chips = [{ ...chip, label: 'pinctrl' }];
  const complaints = wrong(machine);
  assert.is(complaints.length, 4, 'button, indicator, filter once, chime');
  assert.match(
    complaints[0]!,
    /^Button missing: There is no GPIO chip "cam-gpio"\. \| Chips here: pinctrl\./,
  );
  machine.chips = [{ ...chip, lines: chip.lines.filter(({ name }) => !name.startsWith('ir-cut')) }];
  const filter = wrong(machine);
  assert.is(filter.length, 2);
  assert.match(
    filter[1]!,
    /^IR filter missing: There is no GPIO line "ir-cut-night" of cam-gpio\. \| Lines here/,
  );
  machine.chips = [];
  assert.match(wrong(machine)[0]!, /The kernel has no GPIO chip/);
  machine.gpioChips = () => {
    throw new PupsentryError('gpio-not-allowed', 'No.', 'Run as root.');
  };
  assert.match(wrong(machine)[0]!, /^Button unseen: No\. \| Run as root\./);
});

test('a line by its offset', ({ machine }) => {
  const button = (line: number) => ({ button: { ...virtual.button, line } as Board['button'] });
  assert.equal(wrong(machine, button(2)), []);
  only(wrong(machine, button(40)), /There is no GPIO line 40 of cam-gpio/);
});

test('keys, lights, watchdog, radio, zone: what there is instead', ({ machine }) => {
  const reset = (device: string, code: number) => ({ resetButton: { kind: 'key' as const, device, code } });
  only(wrong(machine, reset('cam-keys', 407)), /^Reset button differs: .* no key with the code 407/);
  only(wrong(machine, reset('gpio-keys', 408)), /\| Input devices here: cam-keys\./);
  const lights = { ...virtual.lights, status: { kind: 'sysfs' as const, name: 'ACT' } };
  only(wrong(machine, { lights }), /no light "ACT" .* \| Lights here: ir, status\./);
  const watchdog = { kind: 'device' as const, identity: 'i6300ESB timer', timeoutSeconds: 30 };
  only(
    wrong(machine, { watchdog }),
    /no watchdog "i6300ESB timer"\. \| Watchdogs here: "Software Watchdog"\./,
  );
  const wifi = { kind: 'wpa' as const, driver: 'brcmfmac', socketFolder: '/run/wpa_supplicant' };
  only(wrong(machine, { wifi }), /no Wi-Fi interface .*brcmfmac.* \| There is wlan0 \(mac80211_hwsim\)/);
  const zone = (name: string) => ({ temperature: { kind: 'zone' as const, zone: name } });
  only(wrong(machine, zone('soc-thermal')), /\| Zones here: cpu-thermal\./);
  assert.equal(wrong(machine, zone('cpu-thermal')), []);
  const sensor = { nightSense: { kind: 'iio' as const, name: 'tsl2591', nightLux: 1, dayLux: 5 } };
  only(wrong(machine, sensor), /^Light sensor missing: There is no light sensor "tsl2591"/);
  machine.write('sys/bus/iio/devices/iio:device0/name', 'tsl2591\n');
  assert.equal(wrong(machine, sensor), []);
});

test('watchdogs: the device file gone, a kernel that does not tell which is which', ({ machine }) => {
  machine.remove('dev/watchdog1');
  only(wrong(machine), /^Watchdog missing: There is no \/dev\/watchdog1\./);
  machine.write('dev/watchdog1', '');
  machine.remove('sys/class/watchdog/watchdog1/identity');
  assert.equal(wrong(machine), [], 'the only one there is');
  machine.write('sys/class/watchdog/watchdog0/uevent', '');
  only(wrong(machine), /^Watchdog unseen: .* watchdog0, watchdog1 is "Software Watchdog"\. \| .*SYSFS/);
  machine.remove('sys/class/watchdog');
  only(wrong(machine), /^Watchdog missing: There is no watchdog "Software Watchdog"/);
});

test('slots and boot environment: not there, twice there, too small', ({ machine }) => {
  machine.write('sys/class/block/ubdd4/uevent', 'DEVNAME=ubdd4\nPARTNAME=pupsentry-a\n');
  only(
    wrong(machine),
    /^Slot A missing: Several .* "pupsentry-a": \/dev\/ubdd2, \/dev\/ubdd4\. \| Give all but/,
  );
  machine.remove('sys/class/block/ubdd2');
  machine.remove('sys/class/block/ubdd4');
  only(
    wrong(machine),
    /^Slot A missing: .*labelled "pupsentry-a"\. \| Labels here: pupsentry-b, pupsentry-env\./,
  );
  machine.write('sys/class/block/ubdd2/uevent', 'PARTNAME=pupsentry-a\n');
  machine.write('sys/class/block/ubdd1/size', '1039\n');
  only(wrong(machine), /^Boot choice differs: \/dev\/ubdd1 has 531968 bytes; .* would end at 532480\./);
});

test('a Raspberry Pi’s slots of several partitions, autoboot.txt', async ({ machine }) => {
  const { boot } = await loadBoard('raspberrypi4');
  const complaints = wrong(machine, { boot });
  assert.match(complaints[0]!, /^Slot A missing: There is no partition labelled "pupsentry-root-a"\./);
  assert.match(complaints[2]!, /^Boot choice missing: There is no \/boot\/autoboot\.txt\. \| Mount/);
  const labels = ['a', 'b'].flatMap((slot) => ['root', 'boot', 'tree'].map((part) => `${part}-${slot}`));
  for (const label of labels)
    machine.write(`sys/class/block/${label}/uevent`, `PARTNAME=pupsentry-${label}\n`);
  machine.write('boot/autoboot.txt', '');
  assert.equal(wrong(machine, { boot }), []);
});

test('no wpa_supplicant', ({ machine }) => {
  machine.remove('run/wpa_supplicant');
  only(wrong(machine), /^Wi-Fi missing: wlan0 .* no wpa_supplicant.* \| Start wpa_supplicant -i wlan0/);
});

test('another machine', async ({ machine }) => {
  const check = checkBoard(await loadBoard('rock-5b'), machine);
  assert.not(check.ok);
  const [processor, compatible] = check.findings;
  assert.match(processor!.found, /This processor is x64; the board has arm64/);
  assert.match(compatible!.found, /says pupsentry,virtual-board; the board says radxa,rock-5b/);
});

test('the board is guessed from the device tree, the most special string first', async ({ machine }) => {
  const boards = await Promise.all((await knownBoards()).map((name) => loadBoard(name)));
  const guess = (compatible: string) => {
    machine.write('proc/device-tree/compatible', compatible);
    return guessBoard(boards, machine)?.name ?? null;
  };
  assert.is(guess('pupsentry,virtual-board\0'), 'virtual');
  assert.is(guess('raspberrypi,4-model-b\0brcm,bcm2711\0'), 'raspberrypi4');
  assert.is(guess('linux,dummy-virt\0'), 'qemu-aarch64');
  assert.is(guess('acme,toaster\0acme,soc\0'), null);
  machine.remove('proc/device-tree');
  assert.is(guessBoard(boards, machine), null);
});

test.run();
