/**
 * For a PC: slots are files, and the daemon's own start plays the boot loader. What the PC came with counts as slot A until
 * an update was written there.
 */
import { open } from 'node:fs/promises';
import { Generations } from '#kit/generations.ts';
import type { JournalFolder } from '#kit/journal-folder.ts';
import { SLOTS, type Booted, type BootState, type SlotName } from './boot-control.ts';
import { bootStateOf, nextStart, withBootState } from './boot-rule.ts';
import { decodeLabel, LABEL_BYTES } from './slot-label.ts';
import type { BootStateStore } from './stored-boot-control.ts';

export class FileBootStore implements BootStateStore {
  readonly #record: Generations;
  #writtenBytes = 0;

  constructor(folder: JournalFolder) {
    this.#record = new Generations({ folder, name: 'boot-state' });
  }

  get writtenBytes(): number {
    return this.#writtenBytes;
  }

  async read(): Promise<BootState | null> {
    const text = (await this.#record.load())?.toString('latin1');
    if (text === undefined) return null;
    return bootStateOf(new Map(text.split('\n').map((line) => entryOf(line))));
  }

  async write(state: BootState): Promise<void> {
    const lines = [...withBootState(new Map(), state)].map(([name, value]) => `${name}=${value}`);
    const data = Buffer.from(lines.join('\n'), 'latin1');
    this.#writtenBytes += data.length;
    await this.#record.save(data);
  }

  /**
   * What a boot loader does at a start. To be called once, before anything else of it is used.
   * @param slots the files; one that is not there is what the PC came with
   */
  async startAsBootLoader(slots: Readonly<Record<SlotName, string>>): Promise<Booted> {
    const hasLabel = { A: await canStart(slots.A), B: await canStart(slots.B) };
    const { start, write } = nextStart(await this.read(), hasLabel);
    if (write) await this.write(write);
    return start ?? { slot: SLOTS[0], isTrial: false, isFailsafe: true };
  }
}

function entryOf(line: string): [string, string] {
  const equals = line.indexOf('=');
  return [line.slice(0, equals), line.slice(equals + 1)];
}

async function canStart(slot: string): Promise<boolean> {
  const file = await open(slot, 'r').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null;
    throw error;
  });
  if (!file) return true;
  try {
    const { size } = await file.stat();
    const block = Buffer.alloc(LABEL_BYTES);
    await file.read(block, 0, LABEL_BYTES, Math.max(0, size - LABEL_BYTES));
    return decodeLabel(block) !== null;
  } finally {
    await file.close();
  }
}
