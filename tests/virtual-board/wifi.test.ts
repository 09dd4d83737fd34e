/** The Wi-Fi driver on a real kernel: four simulated radios, three of them access points by hostapd. */
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { SavedNetwork, ScannedNetwork, WifiStatus } from '#board/drivers/wifi/wifi-radio.ts';
import type { GuestProcess } from '#board/virtual/guest-process.ts';
import { enterNetworkNamespace } from '#board/virtual/network-namespace.ts';
import { ARTIFACTS } from '#board/virtual/prepared-board.ts';
import { VirtualBoard } from '#board/virtual/virtual-board.ts';
import { installProgram } from './guest-program.ts';
import type { Step, Told } from './wifi-program.ts';

await enterNetworkNamespace();

const OLD = { ssid: 'Old house', password: 'correct horse' };
const NEW = { ssid: 'New "house"\\ é', password: 'battery "staple" \\' };
const WRONG = 'wrong password';
const STATION = 'wlan2';
const PORT = 7700;
const QUEUE_LIMIT_FILE = '/proc/sys/net/unix/max_dgram_qlen';
const hex = (text: string) => Buffer.from(text).toString('hex');

/** WPA2 on one radio, WPA3 on the other, 10 dB weaker. */
const OLD_POINT = `interface=wlan0
ssid2=${hex(OLD.ssid)}
hw_mode=g
channel=1
wpa=2
wpa_key_mgmt=WPA-PSK
rsn_pairwise=CCMP
wpa_passphrase=${OLD.password}
`;
const NEW_POINT = `interface=wlan1
ssid2=${hex(NEW.ssid)}
hw_mode=g
channel=6
wpa=2
wpa_key_mgmt=SAE
rsn_pairwise=CCMP
ieee80211w=2
sae_pwe=2
sae_password=${NEW.password}
`;

/** The neighbours: more networks than the kernel, left alone, lets datagrams wait (10). */
const CROWD = 30;
const CROWD_POINT = Array.from(
  { length: CROWD },
  (_, i) => `${i === 0 ? 'interface=wlan3\nhw_mode=g\nchannel=6' : `bss=wlan3_${i}`}\nssid=Flat ${i}\n`,
).join('');

const test = suite('Wi-Fi on the virtual board');
let board: VirtualBoard;
let driver: Driver;
const points = new Map<string, GuestProcess>();

/** Asks the driver on the board, one thing at a time. */
class Driver {
  readonly #answers: AsyncIterator<string>;

  constructor(
    readonly process: GuestProcess,
    private readonly socket: Socket,
  ) {
    this.#answers = createInterface({ input: socket })[Symbol.asyncIterator]();
  }

  static async start(): Promise<Driver> {
    const program = await installProgram(board, new URL('./wifi-program.ts', import.meta.url));
    const process = board.spawn([...program, STATION, String(PORT)], { env: { QUEUE_LIMIT_FILE } });
    await process.line(/"listening"/);
    const socket = connect(PORT, board.address);
    await once(socket, 'connect');
    return new Driver(process, socket);
  }

  async ask(...step: Step): Promise<Told> {
    this.socket.write(`${JSON.stringify(step)}\n`);
    const { value } = (await this.#answers.next()) as { value: string | undefined };
    assert.ok(value, this.process.lines.slice(-20).join('\n'));
    return JSON.parse(value) as Told;
  }

  /** @returns what it answers when all is well */
  async result<T>(...step: Step): Promise<T> {
    const told = await this.ask(...step);
    assert.ok('result' in told, JSON.stringify(told));
    return told.result as T;
  }

  /** @returns the code it fails with, within 10 s */
  async refusal(...step: Step): Promise<string> {
    const told = await this.ask(...step);
    assert.ok('error' in told, JSON.stringify(told));
    assert.ok(told.seconds < 10, `${told.seconds} s`);
    return told.error;
  }

  async stop(): Promise<void> {
    await this.process.signal('SIGTERM');
    assert.is((await this.process.exit).code, 0);
  }
}

async function shell(command: string): Promise<string> {
  const { code, stdout, stderr } = await board.run(command);
  assert.is(code, 0, `${command}: ${stdout}${stderr}`);
  return stdout;
}

async function startPoint(name: string, config: string): Promise<void> {
  await board.writeFile(`/tmp/${name}.conf`, config);
  const point = board.spawn(['hostapd', `/tmp/${name}.conf`]);
  points.set(name, point);
  await point.line(/AP-ENABLED/);
}

const isOn = async (ssid: string) => {
  const status = await driver.result<WifiStatus>('until', 'connected', ssid);
  assert.is(status.ssid, ssid);
  return status;
};
const saved = () => driver.result<SavedNetwork[]>('saved');

const startSupplicant = () =>
  shell(`wpa_supplicant -B -i ${STATION} -c /tmp/wpa.conf -P /run/wpa.pid -f /run/wpa.log`);

test.before(async () => {
  board = await VirtualBoard.start({
    folder: join(ARTIFACTS, 'wifi-test'),
    append: ['mac80211_hwsim.radios=4'],
  });
  await Promise.all([startPoint('old', OLD_POINT), startPoint('new', NEW_POINT)]);
  await shell('iw dev wlan1 set txpower fixed 1000');
  // Two channels instead of forty make a scan quick; nothing else is set for the driver.
  await board.writeFile('/tmp/wpa.conf', 'ctrl_interface=/run/wpa_supplicant\nfreq_list=2412 2437\n');
  await startSupplicant();
  driver = await Driver.start();
});

test.after(async () => {
  await board.stop();
});

test('finds the interface by name and driver; hears both networks, the strongest first', async () => {
  assert.equal(await driver.result('interface'), { name: STATION, driver: 'mac80211_hwsim' });
  const heard = await driver.result<ScannedNetwork[]>('scan');
  assert.equal(
    heard.map((n) => [n.ssid, n.security, n.signalDbm, n.frequencyMhz, n.bssid]),
    [
      [OLD.ssid, 'wpa2', -30, 2412, '02:00:00:00:00:00'],
      [NEW.ssid, 'wpa3', -40, 2437, '02:00:00:00:01:00'],
    ],
  );
});

test('hears a whole block of flats at once', async () => {
  await startPoint('crowd', CROWD_POINT);
  await shell('iw dev wlan3 set txpower fixed 500');
  const heard = await driver.result<ScannedNetwork[]>('scan');
  assert.is(heard.length, CROWD + 2);
  assert.is((await shell(`cat ${QUEUE_LIMIT_FILE}`)).trim(), '512');
  await points.get('crowd')!.stop();
});

test('a wrong password before there is any network: told, and nothing is left', async () => {
  assert.is(await driver.refusal('connect', { ...OLD, password: WRONG }), 'wifi-wrong-password');
  assert.equal(await saved(), []);
});

test('joins WPA2 with the right password', async () => {
  await driver.result('connect', OLD);
  const { signalDbm, frequencyMhz } = await isOn(OLD.ssid);
  assert.equal([signalDbm, frequencyMhz], [-30, 2412]);
});

test('WPA3, a wrong password: told, back on the network before', async () => {
  assert.is(await driver.refusal('connect', { ...NEW, password: WRONG }), 'wifi-wrong-password');
  await isOn(OLD.ssid);
});

test('WPA2, a wrong password for the very network it is on: told, back on it', async () => {
  assert.is(await driver.refusal('connect', { ...OLD, password: WRONG }), 'wifi-wrong-password');
  await isOn(OLD.ssid);
  assert.is((await saved()).length, 1);
});

test('a network that is not there: told apart, back on the network before', async () => {
  assert.is(await driver.refusal('connect', { ssid: 'Nowhere', password: WRONG }), 'wifi-not-found');
  await isOn(OLD.ssid);
});

test('an access point that refuses the device: told apart, back on the network before', async () => {
  await points.get('new')!.stop();
  await shell(`cat /sys/class/net/${STATION}/address >/tmp/deny`);
  await startPoint('new', `${NEW_POINT}deny_mac_file=/tmp/deny\n`);
  assert.is(await driver.refusal('connect', NEW), 'wifi-refused');
  await isOn(OLD.ssid);
  await points.get('new')!.stop();
  await startPoint('new', NEW_POINT);
});

test('joins WPA3; the network before stays saved', async () => {
  await driver.result('connect', NEW);
  await isOn(NEW.ssid);
  assert.match(await shell(`iw dev ${STATION} link`), 'Connected to 02:00:00:00:01:00');
  assert.equal(
    (await saved()).map(({ ssid, current }) => [ssid, current]),
    [
      [OLD.ssid, false],
      [NEW.ssid, true],
    ],
  );
});

test('the access point is switched off and on: state follows, over the other saved network and back', async () => {
  const before = driver.process.lines.length;
  await points.get('new')!.stop();
  await isOn(OLD.ssid);
  const meanwhile = driver.process.lines.slice(before);
  // Which comes first is a matter of moments: wpa_supplicant looks for another network at once.
  assert.ok(
    meanwhile.some((line) => /^\{"changed":"(disconnected|searching)"/.test(line)),
    meanwhile.join('\n'),
  );
  await points.get('old')!.stop();
  await startPoint('new', NEW_POINT);
  await isOn(NEW.ssid);
});

test('the country reaches the kernel', async () => {
  await driver.result('country', 'DE');
  await shell('for i in $(seq 100); do iw reg get | grep -q "country DE" && exit; sleep 0.2; done; exit 1');
  assert.is(await driver.refusal('country', 'de'), 'wifi-invalid');
});

test('wpa_supplicant ends and comes back: told, attached again, everything kept', async () => {
  await shell('kill $(cat /run/wpa.pid); while [ -e /run/wpa.pid ]; do sleep 0.1; done');
  await driver.result('until', 'down');
  assert.is(await driver.refusal('scan'), 'wifi-down');
  await startSupplicant();
  await isOn(NEW.ssid);
  assert.is((await saved()).length, 2);
  assert.match(await shell('cat /tmp/wpa.conf'), 'country=DE');
});

test('the interface is switched off and on', async () => {
  await shell(`ip link set ${STATION} down`);
  await driver.result('until', 'down');
  assert.is(await driver.refusal('scan'), 'wifi-down');
  await shell(`ip link set ${STATION} up`);
  await isOn(NEW.ssid);
});

test('forgotten: gone from the file', async () => {
  const old = (await saved()).find(({ ssid }) => ssid === OLD.ssid)!;
  await driver.result('forget', old.id);
  assert.equal(
    (await saved()).map(({ ssid }) => ssid),
    [NEW.ssid],
  );
  assert.not((await shell('cat /tmp/wpa.conf')).includes(`"${OLD.ssid}"`));
});

test('no password and no name of a network in any log', async () => {
  await driver.stop();
  const supplicant = await shell('cat /run/wpa.log');
  const own = driver.process.lines.filter((line) => !line.startsWith('{"changed"')).join('\n');
  assert.ok(own.includes('joined a Wi-Fi network'));
  for (const password of [OLD.password, NEW.password, WRONG])
    assert.not((supplicant + own).includes(password));
  for (const { ssid } of [OLD, NEW]) assert.not(own.includes(ssid));
});

test.run();
