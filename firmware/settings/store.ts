/** The device's settings on disk: checked, migrated, written whole or not at all. */
import { Value } from '@sinclair/typebox/value';
import { join } from 'node:path';
import { readTextIfThere, writeFileAtomic } from '#kit/atomic-file.ts';
import { PupsentryError } from '#kit/errors.ts';
import type { Logger } from '#kit/log.ts';
import { check, complaints, type Complaint } from '#kit/check.ts';
import { migrate, SETTINGS_FILE_VERSION } from './migrations.ts';
import { SETTING_SCHEMAS, SettingsSchema, type SettingKey, type Settings } from './schema.ts';

interface SettingsFile {
  version: number;
  revision?: number;
  values: Partial<Settings>;
}

export class SettingsStore {
  readonly #file: string;
  readonly #log: Logger;
  readonly #defaults: Settings;
  #values: Settings;
  #revision = 0;
  #listeners = new Set<(changed: ReadonlySet<SettingKey>) => void>();
  #writing: Promise<unknown> = Promise.resolve();

  constructor(options: { folder: string; log: Logger; initial?: Partial<Settings> }) {
    this.#file = join(options.folder, 'settings.json');
    this.#log = options.log;
    this.#defaults = { ...(Value.Default(SettingsSchema, {}) as Settings), ...options.initial };
    this.#values = this.#defaults;
  }

  /** @throws PupsentryError "settings-…" with every path and reason when the file is wrong */
  async load(): Promise<void> {
    const text = await readTextIfThere(this.#file);
    if (text === null) return;
    let file: unknown;
    try {
      file = JSON.parse(text);
    } catch (cause) {
      throw new PupsentryError(
        'settings-syntax',
        `${this.#file} is not JSON: ${(cause as Error).message}.`,
        'Mend it, or remove it to go back to the defaults.',
        { cause },
      );
    }
    if (!isSettingsFile(file)) {
      throw new PupsentryError(
        'settings-invalid',
        `${this.#file} is not a settings file of version ${SETTINGS_FILE_VERSION} or older.`,
        'Remove it to go back to the defaults.',
      );
    }
    const values = migrate(file.values, file.version);
    const merged = JSON.stringify({ ...this.#defaults, ...values });
    this.#values = check(SettingsSchema, merged, { file: this.#file, code: 'settings' });
    this.#revision = file.revision ?? 0;
  }

  /** What every setting is when nobody chose. */
  get defaults(): Readonly<Settings> {
    return this.#defaults;
  }

  get all(): Readonly<Settings> {
    return this.#values;
  }

  /** Revision of the last change that came from the cloud. */
  get revision(): number {
    return this.#revision;
  }

  get<K extends SettingKey>(key: K): Settings[K] {
    return this.#values[key];
  }

  /** Calls back after a change has been stored. @returns a function that ends it */
  onChanged(listener: (changed: ReadonlySet<SettingKey>) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** @returns what is wrong with these values, empty when they can be set */
  complaints(values: Record<string, unknown>): Complaint[] {
    return Object.entries(values).flatMap(([key, value]) => {
      if (!Object.hasOwn(SETTING_SCHEMAS, key)) return [{ path: key, reason: 'there is no such setting' }];
      return complaints(SETTING_SCHEMAS[key as SettingKey], value).map(({ reason }) => ({
        path: key,
        reason,
      }));
    });
  }

  /**
   * Changes settings: all of them or none, stored before it resolves.
   * @param revision of the cloud's change; an older one than the last is ignored
   * @throws PupsentryError "settings-refused" naming every key and reason; the file system's error
   */
  set(values: Record<string, unknown>, revision?: number): Promise<void> {
    const work = this.#writing.then(() => this.#set(values, revision));
    this.#writing = work.catch(() => undefined);
    return work;
  }

  async #set(values: Record<string, unknown>, revision?: number): Promise<void> {
    if (revision !== undefined && revision <= this.#revision) return;
    const wrong = this.complaints(values);
    if (wrong.length > 0) {
      throw new PupsentryError(
        'settings-refused',
        wrong.map((c) => `${c.path}: ${c.reason}`).join('; ') + '.',
      );
    }
    const next = { ...this.#values, ...values } as Settings;
    const changed = new Set(
      (Object.keys(next) as SettingKey[]).filter((key) => next[key] !== this.#values[key]),
    );
    const own = Object.fromEntries(
      Object.entries(next).filter(([key, value]) => value !== this.#defaults[key as SettingKey]),
    );
    const file = { version: SETTINGS_FILE_VERSION, revision: revision ?? this.#revision, values: own };
    await writeFileAtomic(this.#file, JSON.stringify(file, null, 2) + '\n');
    this.#values = next;
    this.#revision = file.revision;
    if (changed.size === 0) return;
    this.#log.info({ keys: [...changed] }, 'settings changed');
    for (const listener of this.#listeners) {
      try {
        listener(changed);
      } catch (error) {
        this.#log.error({ err: error, keys: [...changed] }, 'a part could not take a changed setting');
      }
    }
  }
}

function isSettingsFile(file: unknown): file is SettingsFile {
  const { version, revision, values } = (file ?? {}) as Partial<SettingsFile>;
  return (
    Number.isInteger(version) &&
    version! >= 1 &&
    version! <= SETTINGS_FILE_VERSION &&
    (revision === undefined || (Number.isSafeInteger(revision) && revision >= 0)) &&
    typeof values === 'object' &&
    values !== null &&
    !Array.isArray(values)
  );
}
