/**
 * Sound cards as the kernel lists them in /proc/asound: which can record, which can play, and who uses them. Cards are
 * named by their id, which is the driver's or the device tree's, never by their number.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { processName, type ProcessName } from './process-name.ts';

export type Direction = 'capture' | 'playback';

export interface AlsaCard {
  number: number;
  /** Such as "Loopback" or "vc4hdmi". */
  id: string;
  name: string;
  devices: AlsaDevice[];
}

export interface AlsaDevice {
  direction: Direction;
  number: number;
  name: string;
  subdevices: AlsaSubdevice[];
}

export interface AlsaSubdevice {
  number: number;
  busy: boolean;
  /** Null where it is free, or where the kernel does not say. */
  user: ProcessName | null;
}

/** The kernel has at most 32 cards (SNDRV_CARDS) of 32 devices (SNDRV_PCM_DEVICES). */
const MAX_CARDS = 32;
const MAX_DEVICES = 64;
const MAX_SUBDEVICES = 128;

/** @param proc where /proc is */
export function listAlsaCards(proc = '/proc'): AlsaCard[] {
  const root = join(proc, 'asound');
  const cards: AlsaCard[] = [];
  for (const line of read(join(root, 'cards')).split('\n')) {
    const match = /^\s*(\d+)\s+\[(.*?)\s*\]:\s*(.*)$/.exec(line);
    if (!match || cards.length >= MAX_CARDS) continue;
    const [, number, id, name] = match;
    cards.push({
      number: Number(number),
      id: id!,
      name: name!.replace(/^.*? - /, ''),
      devices: listDevices(join(root, `card${number}`), proc),
    });
  }
  return cards;
}

function listDevices(folder: string, proc: string): AlsaDevice[] {
  return list(folder)
    .flatMap((name): AlsaDevice[] => {
      const match = /^pcm(\d+)([cp])$/.exec(name);
      if (!match) return [];
      const place = join(folder, name);
      return [
        {
          direction: match[2] === 'c' ? 'capture' : 'playback',
          number: Number(match[1]),
          name: /^name: (.*)$/m.exec(read(join(place, 'info')))?.[1] ?? '',
          subdevices: listSubdevices(place, proc),
        },
      ];
    })
    .sort((a, b) => a.number - b.number || a.direction.localeCompare(b.direction))
    .slice(0, MAX_DEVICES);
}

function listSubdevices(folder: string, proc: string): AlsaSubdevice[] {
  return list(folder)
    .flatMap((name): AlsaSubdevice[] => {
      const number = /^sub(\d+)$/.exec(name)?.[1];
      if (number === undefined) return [];
      const status = read(join(folder, name, 'status')).trim();
      const busy = status !== '' && status !== 'closed';
      const owner = /^owner_pid\s*:\s*(\d+)/m.exec(status)?.[1];
      return [{ number: Number(number), busy, user: owner ? processName(Number(owner), proc) : null }];
    })
    .sort((a, b) => a.number - b.number)
    .slice(0, MAX_SUBDEVICES);
}

/** What stands behind "alsa:" in a profile, taken apart. */
export interface PcmName {
  card: string;
  device: number;
  /** Null: the first that is free. */
  subdevice: number | null;
  /** The card is given by number, which another boot may give to another card. */
  byNumber: boolean;
}

/** Names that alsa-lib makes of a card: hw:Loopback,1 plughw:CARD=Loopback,DEV=1 sysdefault:Loopback … */
const OF_A_CARD = /^(?:plug)?hw|(?:sys)?default|front|dsnoop|dmix|plug(?:dsnoop|dmix)$/;

/** @returns null for a name that only alsa-lib's configuration knows, such as "default" */
export function parsePcmName(name: string): PcmName | null {
  const [kind = '', rest] = name.split(/:(.*)/s);
  if (!rest || !OF_A_CARD.test(kind)) return null;
  const [card, device, subdevice] = rest.split(',').map((part) => part.replace(/^[A-Z]+=/, '').trim());
  if (!card || ![device, subdevice].every((number) => number === undefined || /^\d+$/.test(number)))
    return null;
  return {
    card,
    device: Number(device ?? 0),
    subdevice: subdevice === undefined ? null : Number(subdevice),
    byNumber: /^\d+$/.test(card),
  };
}

export type PcmFinding =
  /** `subdevice` is the one that would be opened. */
  | { kind: 'free'; card: AlsaCard; device: AlsaDevice; subdevice: number }
  | { kind: 'busy'; card: AlsaCard; device: AlsaDevice; users: ProcessName[] }
  | { kind: 'no-card' }
  | { kind: 'no-device'; card: AlsaCard };

/** Whether a card, device and subdevice are there, and free. */
export function lookUpPcm(name: PcmName, direction: Direction, cards: readonly AlsaCard[]): PcmFinding {
  const card = cards.find(({ id, number }) =>
    name.byNumber ? number === Number(name.card) : id === name.card,
  );
  if (!card) return { kind: 'no-card' };
  const device = card.devices.find((one) => one.direction === direction && one.number === name.device);
  const wanted = device?.subdevices.filter(
    ({ number }) => name.subdevice === null || number === name.subdevice,
  );
  if (!device || !wanted || wanted.length === 0) return { kind: 'no-device', card };
  const free = wanted.find(({ busy }) => !busy);
  if (free) return { kind: 'free', card, device, subdevice: free.number };
  const users = wanted.flatMap(({ user }) => (user ? [user] : []));
  return { kind: 'busy', card, device, users };
}

function read(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}

function list(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}
