/** A key of an input device, as /proc/bus/input/devices lists them; reading it takes no rights. */
import type { BoardParts } from '../board.ts';
import { about, type Finding } from './finding.ts';
import { textOf, type Surroundings } from './surroundings.ts';

type Key = Extract<BoardParts['button'], { kind: 'key' }>;

/** Words of the key bitmap are as long as the kernel's: every machine of ours has a 64-bit one. */
const WORD_BITS = 64n;

export function findKey(part: string, { device, code }: Key, around: Surroundings): Finding {
  const finding = about(part);
  const devices = listDevices(textOf(around, 'proc/bus/input/devices') ?? '');
  const named = devices.filter(({ name }) => name === device);
  if (named.length === 0)
    return finding.missing(
      `There is no input device "${device}".`,
      devices.length > 0
        ? `Input devices here: ${devices.map(({ name }) => name).join(', ')}.`
        : 'The kernel has none: check the device tree (gpio-keys) and CONFIG_KEYBOARD_GPIO.',
    );
  if (named.some(({ keys }) => (keys >> BigInt(code)) & 1n)) return finding.ok(`key ${code} of ${device}`);
  return finding.differs(
    `The input device "${device}" has no key with the code ${code}.`,
    'Give linux,code of the device tree in the board profile (linux/input-event-codes.h).',
  );
}

function listDevices(text: string): { name: string; keys: bigint }[] {
  return text
    .split('\n\n')
    .map((block) => ({
      name: /^N: Name="(.*)"$/m.exec(block)?.[1] ?? '',
      keys: bitmap(/^B: KEY=([0-9a-f ]+)$/m.exec(block)?.[1] ?? '0'),
    }))
    .filter(({ name }) => name !== '');
}

/** Words in hexadecimal, the highest first. */
function bitmap(words: string): bigint {
  return words
    .trim()
    .split(/\s+/)
    .reduce((bits, word) => (bits << WORD_BITS) | BigInt(`0x${word}`), 0n);
}
