/** What is known of a repository, kept as one record: a power cut leaves the old or the new one, never a mixture. */
import { Type, type Static } from '@sinclair/typebox';
import { check } from '#kit/check.ts';
import { asError } from '#kit/errors.ts';
import { Generations } from '#kit/generations.ts';
import type { JournalFolder } from '#kit/journal-folder.ts';
import type { Logger } from '#kit/log.ts';
import { MAX_ROOTS } from './limits.ts';

const Text = Type.Union([Type.String(), Type.Null()]);

const RecordSchema = Type.Object({
  format: Type.Literal(1),
  /** Oldest first, the image's own among them; as signed, byte for byte. */
  roots: Type.Array(Type.String(), { maxItems: MAX_ROOTS + 1 }),
  /** The newest that was verified of each role, as signed; null when none was. They are the floors of their roles' versions. */
  timestamp: Text,
  snapshot: Text,
  targets: Text,
  /** No release below this may be installed. */
  securityFloor: Type.Integer({ minimum: 0 }),
  /** It was at least this late, milliseconds since 1970; 0 when nothing has proven it. */
  provenMs: Type.Integer({ minimum: 0 }),
});

export type TrustRecord = Readonly<Static<typeof RecordSchema>>;

const NOTHING: TrustRecord = {
  format: 1,
  roots: [],
  timestamp: null,
  snapshot: null,
  targets: null,
  securityFloor: 0,
  provenMs: 0,
};

export class TrustRecords {
  readonly #generations: Generations;
  readonly #log: Logger;
  #saved = '';

  constructor({ folder, log }: { folder: JournalFolder; log: Logger }) {
    this.#generations = new Generations({ folder, name: 'trust' });
    this.#log = log;
  }

  /** A record that is lost is begun anew: what is below the image's own floors stays out all the same. @throws the file system's error */
  async load(): Promise<TrustRecord> {
    const data = await this.#generations.load();
    if (data === null && this.#generations.isDamaged)
      this.#log.error('the record of trust is damaged: it begins anew');
    if (data === null) return NOTHING;
    try {
      const record = check(RecordSchema, data.toString('utf8'), {
        file: 'the record of trust',
        code: 'trust',
      });
      this.#saved = data.toString('utf8');
      return record;
    } catch (error) {
      this.#log.error(
        { reason: asError(error).message },
        'the record of trust cannot be read: it begins anew',
      );
      return NOTHING;
    }
  }

  /** Nothing is written when nothing has changed. @throws the file system's error */
  async save(record: TrustRecord): Promise<void> {
    const text = JSON.stringify(record);
    if (text === this.#saved) return;
    await this.#generations.save(Buffer.from(text));
    this.#saved = text;
  }
}
