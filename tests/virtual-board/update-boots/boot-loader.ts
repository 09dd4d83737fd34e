/** U-Boot's part, played on the disk's image while the machine is off: reads and writes what U-Boot would. */
import { closeSync, fsyncSync, openSync, readSync, writeSync } from 'node:fs';
import type { BoardParts } from '#board/board.ts';
import type { UpdateDisk } from '#board/virtual/update-disk.ts';
import { SLOTS, type Booted, type BootState, type SlotName } from '#ota/boot/boot-control.ts';
import { bootStateOf, nextStart, withBootState } from '#ota/boot/boot-rule.ts';
import { decodeRedundant, encodeRedundant, newerCopy, nextFlags } from '#ota/boot/environment.ts';
import { decodeLabel, LABEL_BYTES, type SlotLabel } from '#ota/boot/slot-label.ts';

export type Environment = Extract<BoardParts['boot'], { kind: 'uboot' }>['environment'];

export interface BootLoaderOptions {
  image: string;
  disk: UpdateDisk;
  environment: Environment;
}

export class BootLoader {
  readonly #options: BootLoaderOptions;

  constructor(options: BootLoaderOptions) {
    this.#options = options;
  }

  /** @returns what is started, and the words for the kernel's command line; null when nothing can start */
  start(): { booted: Booted; words: string[] } | null {
    const labels = { A: this.label('A'), B: this.label('B') };
    const { start, write } = nextStart(this.state(), { A: labels.A !== null, B: labels.B !== null });
    if (write) this.write(write);
    if (!start) return null;
    const { rootHash, salt, dataBlocks } = labels[start.slot]!.image;
    const words = [
      `pupsentry.slot=${start.slot}`,
      `pupsentry.root_hash=${rootHash}`,
      `pupsentry.salt=${salt}`,
      `pupsentry.data_blocks=${dataBlocks}`,
      ...(start.isTrial ? ['pupsentry.trial'] : []),
      ...(start.isFailsafe ? ['pupsentry.failsafe'] : []),
    ];
    return { booted: start, words };
  }

  label(slot: SlotName): SlotLabel | null {
    const { disk } = this.#options;
    return decodeLabel(this.read(disk.offsets[slot] + disk.slotBytes - LABEL_BYTES, LABEL_BYTES));
  }

  /** Null when no copy is sound. */
  state(): BootState | null {
    const { copies, newer } = this.#copies();
    return newer === null ? null : bootStateOf(copies[newer]!.variables);
  }

  /** Both copies as they stand there. */
  environmentBytes(): Buffer {
    const { sizeBytes } = this.#options.environment;
    return Buffer.concat(this.#offsets().map((offset) => this.read(offset, sizeBytes)));
  }

  write(state: BootState): void {
    const { copies, newer } = this.#copies();
    const before = newer === null ? null : copies[newer]!;
    const copy = {
      flags: before ? nextFlags(before.flags) : 0,
      variables: withBootState(before?.variables ?? new Map(), state),
    };
    const bytes = encodeRedundant(copy, this.#options.environment.sizeBytes);
    this.put(this.#offsets()[newer === 0 ? 1 : 0], bytes);
  }

  /** Of a slot's start. */
  read(position: number, length: number): Buffer {
    const file = openSync(this.#options.image, 'r');
    const bytes = Buffer.alloc(length);
    readSync(file, bytes, 0, length, position);
    closeSync(file);
    return bytes;
  }

  put(position: number, bytes: Buffer): void {
    const file = openSync(this.#options.image, 'r+');
    writeSync(file, bytes, 0, bytes.length, position);
    fsyncSync(file);
    closeSync(file);
  }

  /** The slots, with a label or without. */
  labels(): { slot: SlotName; label: SlotLabel | null }[] {
    return SLOTS.map((slot) => ({ slot, label: this.label(slot) }));
  }

  #copies() {
    const { sizeBytes } = this.#options.environment;
    const [first, second] = this.#offsets().map((offset) => decodeRedundant(this.read(offset, sizeBytes)));
    const copies = [first ?? null, second ?? null] as const;
    return { copies, newer: newerCopy(...copies) };
  }

  #offsets(): [number, number] {
    const { environment, disk } = this.#options;
    const start = disk.offsets.environment;
    return [start + environment.first.offset, start + environment.second.offset];
  }
}
