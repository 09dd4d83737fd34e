import { readFileSync } from 'node:fs';
import { PupsentryError } from '#kit/errors.ts';
import type { WifiAnswer, WifiScanAnswer } from '../answers.ts';
import type { Command } from '../command.ts';
import { printTable } from '../table.ts';
import { harmless } from '../terminal.ts';

/** A trial of a minute, an address of a quarter of one, and what waits before them, ms. */
const CONNECT_LIMIT_MS = 120_000;
const SCAN_LIMIT_MS = 40_000;
const MAX_PASSWORD_BYTES = 64;

export const wifiStatus: Command = {
  name: 'wifi status',
  usage: '',
  summary: 'Which network the device is on',
  examples: [['pupsentryctl wifi status', '']],
  words: { least: 0, most: 0 },
  async run({ client, json, terminal }) {
    const answer = (await (await client()).call('wifi.status')) as WifiAnswer;
    if (json) terminal.json(answer);
    else terminal.line(harmless(wifiSentence(answer)));
  },
};

export const wifiScan: Command = {
  name: 'wifi scan',
  usage: '',
  summary: 'The networks in reach, the strongest first',
  examples: [['pupsentryctl wifi scan', '']],
  words: { least: 0, most: 0 },
  async run({ client, json, terminal }) {
    const answer = (await (await client()).call('wifi.scan', {}, SCAN_LIMIT_MS)) as WifiScanAnswer;
    if (json) return terminal.json(answer);
    if (answer.networks.length === 0) return terminal.line('No network is in reach.');
    printTable(
      terminal,
      [
        { title: 'Network' },
        { title: 'Signal', align: 'right' },
        { title: 'Security' },
        { title: 'MHz', align: 'right' },
        { title: 'Saved' },
      ],
      answer.networks.map((n) => [
        n.ssid,
        `${n.signalDbm} dBm`,
        n.security,
        String(n.frequencyMhz),
        n.saved ? 'yes' : '',
      ]),
    );
  },
};

export const wifiConnect: Command = {
  name: 'wifi connect',
  usage: 'NETWORK [--password-file FILE]',
  summary: 'Tries a network; when it fails, back to the one before',
  details:
    'The password is read from the first line of FILE, or from standard input with "-", so that it is seen in ' +
    'no list of processes. Without one the network has to be open. The trial takes up to a minute.',
  options: {
    'password-file': { value: 'FILE', help: 'File whose first line is the password; - for standard input' },
  },
  examples: [
    ['pupsentryctl wifi connect Home --password-file -', 'type the password and Enter'],
    ['pupsentryctl wifi connect Guests', 'an open network'],
  ],
  words: { least: 1, most: 1 },
  async run({ client, words, text, json, terminal }) {
    const daemon = await client();
    const file = text('password-file');
    const password = file === undefined ? undefined : readPassword(file);
    const params = { ssid: words[0]!, ...(password !== undefined && { password }) };
    const answer = (await daemon.call('wifi.connect', params, CONNECT_LIMIT_MS)) as WifiAnswer;
    if (json) terminal.json(answer);
    else terminal.line(harmless(wifiSentence(answer)));
  },
};

export const wifiForget: Command = {
  name: 'wifi forget',
  usage: 'NETWORK',
  summary: 'Forgets a saved network',
  examples: [['pupsentryctl wifi forget Home', '']],
  words: { least: 1, most: 1 },
  async run({ client, words, json, terminal }) {
    await (await client()).call('wifi.forget', { ssid: words[0]! });
    if (json) terminal.json({ ssid: words[0]! });
    else terminal.line(harmless(`"${words[0]!}" is forgotten.`));
  },
};

/** @returns "Home, -48 dBm, 5180 MHz, 192.0.2.10" or what stands in its place */
export function wifiSentence({ state, ssid, signalDbm, frequencyMhz, ipAddress }: WifiAnswer): string {
  if (state === 'down') return 'the radio is not working';
  if (!ssid) return state;
  const parts = [
    state === 'connected' ? ssid : `${ssid}: ${state}`,
    signalDbm !== null && `${signalDbm} dBm`,
    frequencyMhz !== null && `${frequencyMhz} MHz`,
    state === 'connected' && (ipAddress ?? 'no address yet'),
  ];
  return parts.filter((part) => part).join(', ');
}

/** @throws PupsentryError "password-unreadable" */
function readPassword(file: string): string {
  let text: string;
  try {
    text = readFileSync(file === '-' ? 0 : file, 'utf8');
  } catch (cause) {
    throw new PupsentryError('password-unreadable', `Cannot read the password from ${file}.`, '', { cause });
  }
  const password = text.split(/\r?\n/, 1)[0]!;
  if (password.length > 0 && Buffer.byteLength(password) <= MAX_PASSWORD_BYTES) return password;
  throw new PupsentryError(
    'password-unreadable',
    `The first line of ${file === '-' ? 'standard input' : file} is no password.`,
    'It has 8 to 63 characters. Without --password-file an open network is joined.',
  );
}
