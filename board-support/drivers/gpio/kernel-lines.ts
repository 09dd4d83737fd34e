/** GPIO lines by the kernel's character device (uAPI version 2). */
import { PupsentryError } from '#kit/errors.ts';
import type { GpioLineProfile } from '../../board-schema.ts';
import { codeOf, DeviceFile, type DeviceError } from '../ioctl.ts';
import { findLine, notAllowed, readLine } from './chips.ts';
import {
  lineTitle,
  type Edge,
  type GpioInput,
  type GpioLines,
  type GpioOutput,
  type InputOptions,
} from './lines.ts';
import { ATTRIBUTES, bytesOf, decode, encode, FLAGS, REQUESTS, RISING_EDGE } from './uapi.ts';

/** What `gpioinfo` shows behind a line of ours. */
export const CONSUMER = 'pupsentry';
/** Edges that the kernel keeps while we are busy; more than these overwrite the oldest. */
const EVENT_BUFFER = 64;
const FIRST = 1n; // our requests have one line each

const BIAS_FLAGS: Record<InputOptions['bias'], number> = {
  'as-is': 0,
  'pull-up': FLAGS.biasPullUp,
  'pull-down': FLAGS.biasPullDown,
  disabled: FLAGS.biasDisabled,
};

export class KernelLines implements GpioLines {
  requestInput(line: GpioLineProfile, options: InputOptions): GpioInput {
    const flags = FLAGS.input | FLAGS.edgeRising | FLAGS.edgeFalling | BIAS_FLAGS[options.bias];
    const debounceUs = BigInt(options.debounceUs ?? 0);
    const attribute = debounceUs > 0n ? { id: ATTRIBUTES.debounce, value: debounceUs } : null;
    return new KernelInput(request(line, flags, attribute), line, options);
  }

  requestOutput(line: GpioLineProfile, active: boolean): GpioOutput {
    const attribute = { id: ATTRIBUTES.outputValues, value: active ? FIRST : 0n };
    return new KernelOutput(request(line, FLAGS.output, attribute), active);
  }
}

function request(
  line: GpioLineProfile,
  flags: number,
  attribute: { id: number; value: bigint } | null,
): DeviceFile {
  const { file: chip, offset } = findLine(line);
  try {
    const wanted = encode('lineRequest', {
      offsets: [offset, ...Array<number>(63).fill(0)],
      consumer: CONSUMER,
      config: {
        flags: flags | (line.activeLow ? FLAGS.activeLow : 0),
        attributeCount: attribute ? 1 : 0,
        padding: [0, 0, 0, 0, 0],
        attributes: Array.from({ length: 10 }, (_, i) =>
          attribute && i === 0
            ? { attribute: { ...attribute, padding: 0 }, mask: FIRST }
            : { attribute: { id: 0, padding: 0, value: 0 }, mask: 0 },
        ),
      },
      lineCount: 1,
      eventBufferSize: flags & FLAGS.input ? EVENT_BUFFER : 0,
    });
    try {
      chip.ioctl(REQUESTS.getLine, wanted);
    } catch (error) {
      throw refusal(line, chip, offset, error as DeviceError);
    }
    return new DeviceFile(decode('lineRequest', wanted).fd, `GPIO line ${lineTitle(line)}`);
  } finally {
    chip.close();
  }
}

function refusal(
  line: GpioLineProfile,
  chip: DeviceFile,
  offset: number,
  cause: DeviceError,
): PupsentryError {
  const title = lineTitle(line);
  if (cause.code === 'EBUSY') {
    const { consumer } = readLine(chip, offset);
    return new PupsentryError(
      'gpio-line-busy',
      `The GPIO line ${title} is used by "${consumer || 'the kernel'}".`,
      'End that program; if it is a driver of the kernel, take the line from it in the device tree, or use it by that driver.',
      { cause },
    );
  }
  if (cause.code === 'EACCES' || cause.code === 'EPERM') return notAllowed(chip.path, { cause });
  if (cause.code === 'ENXIO') {
    return new PupsentryError(
      'gpio-failed',
      `The GPIO line ${title} cannot report edges: its chip has no interrupts.`,
      'Choose a line of another chip for the button.',
      { cause },
    );
  }
  return new PupsentryError(
    'gpio-failed',
    `The GPIO line ${title} cannot be used as the board profile says (${cause.code}).`,
    'See what the kernel says with "dmesg"; "gpioinfo" shows its lines.',
    { cause },
  );
}

class KernelInput implements GpioInput {
  readonly #file: DeviceFile;
  readonly #line: GpioLineProfile;
  readonly #options: InputOptions;
  readonly #bytes = Buffer.alloc(EVENT_BUFFER * bytesOf('lineEvent'));
  /** Number of the last edge; the kernel counts from 1. */
  #seqno = 0;
  #droppedEdges = 0;

  constructor(file: DeviceFile, line: GpioLineProfile, options: InputOptions) {
    this.#file = file;
    this.#line = line;
    this.#options = options;
    file.onReadable((lost) => this.#read(lost));
  }

  get droppedEdges(): number {
    return this.#droppedEdges;
  }

  active(): boolean {
    const values = encode('lineValues', { bits: 0, mask: FIRST });
    this.#file.ioctl(REQUESTS.getValues, values);
    return (BigInt(decode('lineValues', values).bits) & FIRST) !== 0n;
  }

  release(): void {
    this.#file.close();
  }

  #read(lost: boolean): void {
    const edges: Edge[] = [];
    let failure: unknown = null;
    try {
      const count = this.#file.read(this.#bytes) / bytesOf('lineEvent');
      for (let i = 0; i < count; i++) edges.push(this.#edge(i * bytesOf('lineEvent')));
    } catch (error) {
      failure = error;
    }
    if (lost || failure) this.#file.close();
    if (edges.length > 0) this.#options.onEdges(edges);
    if (lost || failure) this.#options.onLost(this.#lostError(failure));
  }

  #edge(offset: number): Edge {
    const { timestampNs, id, seqno } = decode('lineEvent', this.#bytes, offset);
    // Counted in 32 bits by the kernel.
    this.#droppedEdges += (seqno - this.#seqno - 1) >>> 0;
    this.#seqno = seqno;
    return { active: id === RISING_EDGE, atUs: Number(BigInt(timestampNs) / 1000n) };
  }

  #lostError(cause: unknown): PupsentryError {
    return new PupsentryError(
      'gpio-failed',
      `The GPIO line ${lineTitle(this.#line)} is lost: its chip is gone (${codeOf(cause) || 'hung up'}).`,
      'See what the kernel says with "dmesg".',
      { cause },
    );
  }
}

class KernelOutput implements GpioOutput {
  readonly #file: DeviceFile;
  #active: boolean;

  constructor(file: DeviceFile, active: boolean) {
    this.#file = file;
    this.#active = active;
  }

  get active(): boolean {
    return this.#active;
  }

  set(active: boolean): void {
    const values = encode('lineValues', { bits: active ? FIRST : 0n, mask: FIRST });
    this.#file.ioctl(REQUESTS.setValues, values);
    this.#active = active;
  }

  release(): void {
    if (this.#file.fd < 0) return;
    try {
      this.set(false); // most chips leave a line as it was when it is given back
    } catch {
      // The chip is gone, and its line with it.
    }
    this.#file.close();
  }
}
