/** The controls of a video device by name: exposure, gain, brightness, flips, power_line_frequency and the like. */
import koffi from 'koffi';
import { PupsentryError } from '#kit/errors.ts';
import { near } from '#kit/nearest.ts';
import { codeOf } from '../ioctl.ts';
import type { VideoPort } from './formats.ts';
import { CONTROL_FLAGS, CONTROL_TYPES, REQUESTS, decode, structure } from './structures.ts';

export type ControlKind = Exclude<keyof typeof CONTROL_TYPES, 'controlClass'>;

export interface Control {
  /** As v4l2-ctl spells it: "power_line_frequency" for "Power Line Frequency". */
  name: string;
  label: string;
  id: number;
  kind: ControlKind;
  minimum: number;
  maximum: number;
  /** At least 1. */
  step: number;
  default: number;
  /** Items of a menu; an integer menu has its numbers as labels. A number between them may be missing. */
  items: { value: number; label: string }[];
  readOnly: boolean;
  writeOnly: boolean;
  /** Without effect as other controls stand now, as gain is while gain_automatic is on. */
  inactive: boolean;
  /** Changes by itself, as the gain of an automatic exposure does. */
  volatile: boolean;
  /** Held by whoever streams. */
  grabbed: boolean;
}

/** A driver that never ends its list is cut off here; vivid, the richest we know, has 62 controls. */
const MAX_CONTROLS = 512;
const MAX_ITEMS = 256;
/** Names in a sentence. */
const MAX_NAMED = 20;

const KINDS = new Map(Object.entries(CONTROL_TYPES).map(([kind, type]) => [type as number, kind]));

/** @returns every control with a single number for its value; strings and arrays are left out */
export function listControls(port: VideoPort): Control[] {
  const controls: Control[] = [];
  let id = 0;
  for (let i = 0; i < MAX_CONTROLS; i++) {
    const answer = structure('controlQuery', { id: (id | CONTROL_FLAGS.nextControl) >>> 0 });
    if (!answered(port, REQUESTS.queryExtControl, answer)) break;
    const found = decode('controlQuery', answer);
    if (found.id <= id) break; // a driver that turns in circles
    id = found.id;
    const kind = KINDS.get(found.type);
    if (!kind || kind === 'controlClass' || found.flags & CONTROL_FLAGS.disabled) continue;
    controls.push(describe(port, kind as ControlKind, found));
  }
  return distinct(controls);
}

function describe(
  port: VideoPort,
  kind: ControlKind,
  found: ReturnType<typeof decode<'controlQuery'>>,
): Control {
  const has = (flag: number) => (found.flags & flag) !== 0;
  const [minimum, maximum] = [Number(found.minimum), Number(found.maximum)];
  const isMenu = kind === 'menu' || kind === 'integerMenu';
  return {
    name: controlName(found.name),
    label: found.name,
    id: found.id,
    kind,
    minimum,
    maximum,
    step: Math.max(1, Number(found.step)),
    default: Number(found.defaultValue),
    items: isMenu ? listItems(port, { id: found.id, kind, minimum, maximum }) : [],
    readOnly: has(CONTROL_FLAGS.readOnly),
    writeOnly: has(CONTROL_FLAGS.writeOnly),
    inactive: has(CONTROL_FLAGS.inactive),
    volatile: has(CONTROL_FLAGS.volatile),
    grabbed: has(CONTROL_FLAGS.grabbed),
  };
}

function listItems(
  port: VideoPort,
  menu: Pick<Control, 'id' | 'kind' | 'minimum' | 'maximum'>,
): Control['items'] {
  const items: Control['items'] = [];
  const last = Math.min(menu.maximum, menu.minimum + MAX_ITEMS - 1);
  for (let index = menu.minimum; index <= last; index++) {
    const answer = structure('menuQuery', { id: menu.id, index });
    if (!answered(port, REQUESTS.queryMenu, answer)) continue; // this one is left out
    const { name } = decode('menuQuery', answer);
    const label = menu.kind === 'menu' ? untilZero(name) : String(name.readBigInt64LE(0));
    items.push({ value: index, label });
  }
  return items;
}

/** @returns the current value @throws PupsentryError "control-unreadable" */
export function readControl(port: VideoPort, control: Control): number {
  try {
    const value = exchange(port, REQUESTS.getExtControls, control, 0);
    return control.kind === 'bitmask' ? value >>> 0 : value;
  } catch (cause) {
    throw new PupsentryError(
      'control-unreadable',
      `The control ${control.name} cannot be read (${codeOf(cause)}).`,
      control.writeOnly ? 'It can only be set.' : '',
      { cause },
    );
  }
}

/** @throws PupsentryError "control-range", "control-read-only", "control-refused" */
export function writeControl(port: VideoPort, control: Control, value: number): void {
  requireSettable(control, value);
  try {
    exchange(port, REQUESTS.setExtControls, control, value);
  } catch (cause) {
    throw new PupsentryError(
      'control-refused',
      `The control ${control.name} cannot be set to ${value} now (${codeOf(cause)}).`,
      control.inactive
        ? 'Another control decides it at present: switch off the automatic one first.'
        : control.grabbed
          ? 'It cannot be changed while the camera is streaming.'
          : '',
      { cause },
    );
  }
}

/** @throws PupsentryError "control-range" with range and step, "control-read-only" */
export function requireSettable(control: Control, value: number): void {
  const { name, kind, minimum, maximum, step, items } = control;
  if (control.readOnly)
    throw new PupsentryError('control-read-only', `The control ${name} can only be read.`);
  if (kind === 'button') return;
  const offered =
    items.length > 0
      ? items.some((item) => item.value === value)
      : kind === 'bitmask'
        ? Number.isInteger(value) && value >= 0 && value <= 0xffff_ffff && (value & ~maximum) === 0
        : Number.isSafeInteger(value) &&
          value >= minimum &&
          value <= maximum &&
          (value - minimum) % step === 0;
  if (offered) return;
  throw new PupsentryError(
    'control-range',
    `The control ${name} cannot be ${value}.`,
    `It takes ${rangeOf(control)}.`,
  );
}

/** @returns what a control takes, in words: "0 to 255 in steps of 1, default 128" */
export function rangeOf({ kind, minimum, maximum, step, items, default: usual }: Control): string {
  if (kind === 'button') return 'any value: it acts';
  if (kind === 'boolean') return `0 (off) or 1 (on), default ${usual}`;
  if (kind === 'bitmask') return `bits of 0x${(maximum >>> 0).toString(16)}`;
  if (items.length > 0)
    return `${items.map(({ value, label }) => `${value} (${label})`).join(', ')}; default ${usual}`;
  return `${minimum} to ${maximum} in steps of ${step}, default ${usual}`;
}

/** @throws PupsentryError "control-unknown" with names that come near */
export function findControl(controls: readonly Control[], name: string): Control {
  const found = controls.find((control) => control.name === name);
  if (found) return found;
  const names = controls.map((control) => control.name);
  const alike = near(name, names);
  throw new PupsentryError(
    'control-unknown',
    `The camera has no control "${name}".`,
    alike.length > 0
      ? `Near it: ${alike.join(', ')}.`
      : names.length > 0
        ? `It has ${names.slice(0, MAX_NAMED).join(', ')}${names.length > MAX_NAMED ? ', …' : ''}.`
        : 'It has no controls at all.',
  );
}

/** @returns the spelling of v4l2-ctl: lower case, everything between letters and digits one underscore */
export function controlName(label: string): string {
  return label
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '_')
    .replace(/^_|_$/g, '');
}

/** Two controls of one name: the later ones bear their numbers too. */
function distinct(controls: Control[]): Control[] {
  const taken = new Set<string>();
  return controls.map((control) => {
    const name = taken.has(control.name) ? `${control.name}_${control.id.toString(16)}` : control.name;
    taken.add(name);
    return { ...control, name };
  });
}

/** Gets or sets one control (VIDIOC_G_EXT_CTRLS, VIDIOC_S_EXT_CTRLS). @returns the value after it */
function exchange(port: VideoPort, request: number, control: Control, value: number): number {
  const one = structure('extControl', { id: control.id, value64: BigInt(value) });
  const all = structure('extControls', { count: 1, controls: koffi.address(one) });
  port.ioctl(request, all);
  const { value64 } = decode('extControl', one);
  return control.kind === 'integer64' ? Number(value64) : Number(BigInt.asIntN(32, BigInt(value64)));
}

/** False at the end of a list and where the driver does not know the question. */
function answered(port: VideoPort, request: number, question: Buffer): boolean {
  try {
    port.ioctl(request, question);
    return true;
  } catch (error) {
    if (['EINVAL', 'ENOTTY'].includes(codeOf(error))) return false;
    throw error;
  }
}

function untilZero(bytes: Buffer): string {
  const end = bytes.indexOf(0);
  return bytes.toString('utf8', 0, end < 0 ? bytes.length : end);
}
