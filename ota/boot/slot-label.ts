/** The label in a slot's last block: what stands in the slot, and that it may start (docs/decisions/0014-update-engine.md). */
import type { Image, Release } from '../trust/release.ts';
import { decodeSingle, encodeSingle } from './environment.ts';

/** A label is one block, bytes. */
export const LABEL_BYTES = 4096;

export interface SlotLabel extends Pick<Release, 'version' | 'securityVersion' | 'hardware'> {
  image: Image;
}

const FORMAT = '1';
/** Blocks of 4096 bytes that a slot can have at most: 2 TiB, so that all numbers stay below 2^32 sectors. */
const MAX_BLOCKS = 2 ** 29;

/** In the order in which they are written. */
const FIELDS = {
  format: /^1$/,
  version: /^[0-9A-Za-z.+-]{1,64}$/,
  security_version: /^(0|[1-9][0-9]{0,9})$/,
  hardware: /^[a-z0-9._-]{1,64}( [a-z0-9._-]{1,64}){0,15}$/,
  root_hash: /^[0-9a-f]{64}$/,
  salt: /^([0-9a-f]{2}){0,32}$/,
  data_blocks: /^[1-9][0-9]{0,8}$/,
  boot_blocks: /^(0|[1-9][0-9]{0,8})$/,
};
type Field = keyof typeof FIELDS;
const FIELD_NAMES = Object.keys(FIELDS) as Field[];

/** @returns `LABEL_BYTES` bytes. @throws RangeError when the release could not be read back */
export function encodeLabel({ version, securityVersion, hardware, image }: SlotLabel): Buffer {
  const values: Record<Field, string> = {
    format: FORMAT,
    version,
    security_version: String(securityVersion),
    hardware: hardware.join(' '),
    root_hash: image.rootHash,
    salt: image.salt,
    data_blocks: String(image.dataBlocks),
    boot_blocks: String(image.bootBlocks),
  };
  const label = encodeSingle(new Map(FIELD_NAMES.map((name) => [name, values[name]])), LABEL_BYTES);
  if (!decodeLabel(label)) throw new RangeError(`no slot label can hold ${JSON.stringify(values)}`);
  return label;
}

/** @returns what the label says, or null when this is no sound label */
export function decodeLabel(block: Buffer): SlotLabel | null {
  const variables = block.length === LABEL_BYTES ? decodeSingle(block) : null;
  if (!variables) return null;
  const value = (name: Field) => variables.get(name) ?? '';
  const isSound = FIELD_NAMES.every((name) => variables.has(name) && FIELDS[name].test(value(name)));
  const image: Image = {
    rootHash: value('root_hash'),
    salt: value('salt'),
    dataBlocks: Number(value('data_blocks')),
    bootBlocks: Number(value('boot_blocks')),
  };
  if (!isSound || image.dataBlocks > MAX_BLOCKS || image.bootBlocks >= image.dataBlocks) return null;
  return {
    version: value('version'),
    securityVersion: Number(value('security_version')),
    hardware: value('hardware').split(' '),
    image,
  };
}
