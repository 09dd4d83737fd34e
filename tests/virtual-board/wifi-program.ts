/**
 * Runs on the board: the Wi-Fi driver, worked over TCP. Argument 1 is the interface, argument 2 the port; each line in
 * is a method and its arguments as a JSON list, each line out what came of it. Changes are told on standard output.
 */
import { createServer } from 'node:net';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { findWirelessInterface } from '#board/drivers/wifi/wireless-interface.ts';
import { WpaWifiRadio } from '#board/drivers/wifi/wpa-wifi-radio.ts';
import type { WifiCredentials, WifiStatus } from '#board/drivers/wifi/wifi-radio.ts';
import { SystemClock } from '#kit/clock.ts';
import { PupsentryError } from '#kit/errors.ts';
import { createLogger } from '#kit/log.ts';

export type Step =
  | ['scan' | 'saved' | 'status' | 'interface']
  | ['connect', WifiCredentials]
  /** Waits for a state, and a name if one is given. */
  | ['until', WifiStatus['state'], string?]
  | ['forget', number]
  | ['country', string];

export type Told = { seconds: number } & ({ result: unknown } | { error: string; message: string });

const TRIAL_MS = 20_000;
const UNTIL_MS = 60_000;
const [wanted = '', port = ''] = process.argv.slice(2);
const radio = new WpaWifiRadio({
  socketPath: () => join('/run/wpa_supplicant', findWirelessInterface({ interface: wanted }).name),
  folder: '/run/wifi-program',
  queueLimitFile: process.env.QUEUE_LIMIT_FILE,
  clock: new SystemClock(),
  log: createLogger({ level: 'trace' }),
});

function until(fits: (status: WifiStatus) => boolean): Promise<WifiStatus> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new PupsentryError('late', 'It did not come to it.')), UNTIL_MS);
    const look = (status: WifiStatus) => {
      if (!fits(status)) return;
      clearTimeout(timer);
      end();
      resolve(status);
    };
    const end = radio.onChanged(look);
    void radio.status().then(look);
  });
}

async function take(step: Step): Promise<unknown> {
  switch (step[0]) {
    case 'connect':
      return radio.connect(step[1], { timeoutMs: TRIAL_MS });
    case 'until':
      return until(({ state, ssid }) => state === step[1] && (step[2] === undefined || ssid === step[2]));
    case 'forget':
      return radio.forget(step[1]);
    case 'country':
      return radio.setCountry(step[1]);
    case 'interface':
      return findWirelessInterface({ interface: wanted, driver: 'mac80211_hwsim' });
    default:
      return radio[step[0]]();
  }
}

async function told(line: string): Promise<Told> {
  const beganMs = performance.now();
  const seconds = () => Math.round((performance.now() - beganMs) / 100) / 10;
  try {
    const result = (await take(JSON.parse(line) as Step)) ?? null;
    return { result, seconds: seconds() };
  } catch (error) {
    if (!(error instanceof PupsentryError)) throw error;
    return { error: error.code, message: error.message, seconds: seconds() };
  }
}

radio.onChanged(({ state, ssid }) => process.stdout.write(`${JSON.stringify({ changed: state, ssid })}\n`));
await radio.start();
const server = createServer((socket) => {
  createInterface({ input: socket }).on(
    'line',
    (line) => void told(line).then((answer) => socket.write(`${JSON.stringify(answer)}\n`)),
  );
});
server.listen(Number(port), () => process.stdout.write('{"listening":true}\n'));
process.on('SIGTERM', () => void radio.stop().then(() => process.exit()));
