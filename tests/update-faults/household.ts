/**
 * The state folder of a simulated device: what a factory reset erases. A name is there or not, after a power cut as before or
 * after any change that was not synced.
 */
import { basename, relative } from 'node:path';
import type { CutMode } from '#kit/write-cache.ts';
import { finishFactoryReset, markFactoryReset, type ResetDisk } from '../../firmware/enroll/factory-reset.ts';
import { UPDATE_FOLDER } from '../../firmware/care/updates.ts';
import { UPLOAD_ORDERS } from '../../firmware/record/upload/make-uploads.ts';
import { refusal, type Operation, type Power } from './power.ts';

const FOLDER = '/state';
const HOUSEHOLD = ['settings.json', 'events.jsonl', 'outbox', 'wifi.json', 'uploads'];
/** What gives access goes first; what counts starts, and what is known of updates, stays. */
const KEY = UPLOAD_ORDERS;
const KEPT = ['boot-epoch', `${UPDATE_FOLDER}/trust.0`];
/** What a folder of that name holds: it goes file by file. */
const FILES_IN_FOLDER = ['1.log', '2.log', basename(KEY)];
const FOLDERS = ['outbox', 'uploads'];

export type WrapDisk = (disk: ResetDisk) => ResetDisk;
type Files = ReadonlyMap<string, string>;
/** Happens as a whole; null: the file goes. */
type Change = readonly [name: string, text: string | null][];

export class Household {
  #durable: Files;
  #pending: readonly Change[];

  private constructor(durable: Files, pending: readonly Change[]) {
    this.#durable = durable;
    this.#pending = pending;
  }

  static ofTheSmiths(): Household {
    const names = HOUSEHOLD.flatMap((name) =>
      FOLDERS.includes(name) ? FILES_IN_FOLDER.map((file) => `${name}/${file}`) : [name],
    );
    return new Household(new Map([...names, ...KEPT].map((name) => [name, 'the Smiths'])), []);
  }

  fork(): Household {
    return new Household(this.#durable, this.#pending);
  }

  cut(random: () => number, mode: CutMode): Household {
    const count = this.#pending.length;
    const first = mode === 'torn' ? Math.floor(random() * (count + 1)) : mode === 'kept' ? count : 0;
    const keep = mode === 'subset' || mode === 'reordered' ? random() : 0;
    return new Household(
      after(
        this.#durable,
        this.#pending.filter((_, i) => i < first || random() < keep),
      ),
      [],
    );
  }

  isSame(other: Household): boolean {
    return JSON.stringify([...this.#now].sort()) === JSON.stringify([...other.#now].sort());
  }

  /** In a word: "all", "marked" to be erased, "gone"; or what is wrong. */
  get state(): string {
    const names = [...this.#now.keys()].filter((name) => !name.endsWith('.tmp'));
    const lost = KEPT.filter((name) => !names.includes(name));
    if (lost.length > 0) return `without ${lost.join(', ')}`;
    const left = names.filter((name) => HOUSEHOLD.some((of) => name === of || name.startsWith(`${of}/`)));
    const isWhole = left.length === Household.ofTheSmiths().#now.size - KEPT.length;
    if (names.includes('factory-reset'))
      return this.#now.has(KEY) && !isWhole ? 'half gone, the key not' : 'marked';
    if (left.length === 0) return names.includes('forget-wifi') ? 'gone' : 'gone, but Wi-Fi is remembered';
    return isWhole ? 'all' : `in part: ${left.join(', ')}`;
  }

  /** As the real code does it. @param wrap what stands between it and the disk */
  mark(power: Power, wrap: WrapDisk): Promise<void> {
    return markFactoryReset(FOLDER, wrap(this.#disk(power)));
  }
  finish(power: Power, wrap: WrapDisk): Promise<boolean> {
    return finishFactoryReset(FOLDER, { disk: wrap(this.#disk(power)), hasWifi: true });
  }

  get #now(): Files {
    return after(this.#durable, this.#pending);
  }

  #disk(power: Power): ResetDisk {
    const change = (...of: [string, string | null][]) => {
      const operation: Operation = { on: of.map(([name]) => name).join(' and '), kind: 'write' };
      const failure = power.begin(operation);
      if (failure === null) this.#pending = [...this.#pending, of];
      power.done(operation);
      if (failure !== null) throw refusal(failure);
    };
    const flush = () => {
      const failure = power.begin({ on: 'the state folder', kind: 'flush' });
      power.done({ on: 'the state folder', kind: 'flush' });
      if (failure !== null) throw refusal(failure);
      [this.#durable, this.#pending] = [this.#now, []];
    };
    return {
      read: async (path) => {
        power.check();
        return this.#now.get(relative(FOLDER, path)) ?? null;
      },
      list: async () => {
        power.check();
        return [...new Set([...this.#now.keys()].map((name) => name.split('/')[0]!))];
      },
      overwrite: async (path) => {
        const name = relative(FOLDER, path);
        if (!this.#now.has(name)) return;
        change([name, '']);
        flush();
      },
      remove: async (path) => {
        const name = relative(FOLDER, path);
        for (const file of this.#now.keys())
          if (file === name || file.startsWith(`${name}/`)) change([file, null]);
      },
      sync: async () => flush(),
      write: async (path, text) => {
        const name = relative(FOLDER, path);
        change([`${name}.tmp`, text]);
        flush();
        change([name, text], [`${name}.tmp`, null]);
        flush();
      },
    };
  }
}

function after(files: Files, changes: readonly Change[]): Files {
  const next = new Map(files);
  for (const [name, text] of changes.flat()) {
    if (text === null) next.delete(name);
    else next.set(name, text);
  }
  return next;
}
