/**
 * Messages that must reach the cloud: on disk before they count as accepted, sent in order, kept until
 * the broker has taken them.
 *
 * Sending does not wait for the disk: a message can be taken as soon as it is added, so the disk costs
 * an alarm no time. While the disk refuses writes, messages are kept in memory and sent all the same,
 * but adding them fails, because they would not survive a restart.
 */
import { PupsentryError, explain } from '#kit/errors.ts';
import type { Clock } from '#kit/clock.ts';
import type { JournalFolder } from '#kit/journal-folder.ts';
import { Journal } from '#kit/journal.ts';
import type { Logger } from '#kit/log.ts';
import { ageOf, decodeOutboxRecord, encodeOutboxRecord, type Age, type MadeAt } from './outbox-record.ts';

/** Above this a message carries a picture; below it is an alarm. */
const PICTURE_BYTES = 16 * 1024;
/** Share of the room that pictures may fill: the rest is for alarms. */
const PICTURE_SHARE = 0.75;
/** Payloads kept in memory although they are on disk, to save reading them back at once. */
const CACHE_BYTES = 1024 * 1024;
/** What may wait in memory alone while the disk refuses writes. */
const MEMORY_MESSAGES = 64;
const MEMORY_BYTES = 4 * 1024 * 1024;
/**
 * A picture that was first in line when this many connections ended is given up: some brokers end the
 * connection at a message larger than they allow, and it must not keep the alarms behind it for ever.
 */
const PICTURE_ATTEMPTS = 8;

export interface OutboxOptions {
  folder: JournalFolder;
  clock: Clock;
  log: Logger;
  bootId: string;
  maxMessages?: number;
  maxBytes?: number;
}

/** A message on its way; `done` when it need not be sent again. */
export interface OutboxMessage {
  readonly envelope: Buffer;
  readonly age: Age;
  done(): void;
}

interface Pending {
  index: number;
  bytes: number;
  made: MadeAt;
  /** Null: read it from the disk when its turn comes. */
  envelope: Buffer | null;
  isOnDisk: boolean;
  isDone: boolean;
  attempts: number;
}

export class Outbox {
  readonly #options: Required<OutboxOptions>;
  readonly #journal: Journal;
  /** In order; those before #taken are on their way. */
  #pending: Pending[] = [];
  #taken = 0;
  #bytes = 0;
  #cachedBytes = 0;
  #highestEpoch = 0;
  #problem = '';

  /** Called after a message was added. */
  onAdded: () => void = () => undefined;

  constructor(options: OutboxOptions) {
    this.#options = { maxMessages: 10_000, maxBytes: 64 * 1024 * 1024, ...options };
    this.#journal = new Journal({ folder: options.folder });
  }

  /** Reads what earlier lives left. A disk that cannot be read is reported and lived with. */
  async open(): Promise<void> {
    const { log } = this.#options;
    try {
      const opening = await this.#journal.open(({ index, payload }) => {
        const record = decodeOutboxRecord(payload);
        if (!record) return log.error({ index }, 'outbox: a message of another version was skipped');
        this.#highestEpoch = Math.max(this.#highestEpoch, record.made.bootEpoch);
        this.#push({
          index,
          bytes: record.envelope.length,
          made: record.made,
          envelope: null,
          isOnDisk: true,
        });
      });
      if (opening.damaged + opening.unreadableSegments > 0)
        log.error({ ...opening }, 'outbox: part of it was damaged and is lost');
      else if (opening.cutBytes > 0) log.warn({ ...opening }, 'outbox: an unfinished write was cut off');
      if (this.#pending.length > 0) log.info({ messages: this.#pending.length }, 'outbox: messages wait');
    } catch (error) {
      this.#problem = `The outbox cannot be read: ${explain(error)}.`;
      log.error({ err: error }, this.#problem);
    }
  }

  /** The highest boot epoch of what was found at start; 0 when there was nothing. */
  get highestEpoch(): number {
    return this.#highestEpoch;
  }

  /** `problem`: why messages cannot be stored, empty when they can. */
  info(): { messages: number; bytes: number; problem: string } {
    return { messages: this.#pending.length, bytes: this.#bytes, problem: this.#problem };
  }

  /**
   * Resolves when the message is on disk.
   * @throws PupsentryError "outbox-full": not accepted. "outbox-unwritable": kept in memory and sent if
   *   the link allows, but lost at a restart
   */
  async add(envelope: Buffer, bootEpoch: number): Promise<void> {
    this.#checkRoom(envelope.length);
    const { clock, bootId } = this.#options;
    const made: MadeAt = {
      bootEpoch,
      bootId,
      monotonicMs: clock.monotonicMs(),
      wallMs: clock.nowMs(),
      quality: clock.quality(),
    };
    const { index, stored } = this.#journal.append(encodeOutboxRecord(made, envelope));
    const item = this.#push({ index, bytes: envelope.length, made, envelope, isOnDisk: false });
    this.#cachedBytes += envelope.length;
    this.onAdded();
    try {
      await stored;
    } catch (cause) {
      this.#problem = `Events cannot be stored: ${explain(cause)}.`;
      throw new PupsentryError(
        'outbox-unwritable',
        'The event could not be stored. It is kept in memory and lost if the device restarts before it is sent.',
        'Check the storage: it is full, read-only or failing.',
        { cause },
      );
    }
    this.#problem = '';
    item.isOnDisk = true;
    if (this.#cachedBytes > CACHE_BYTES) this.#forgetEnvelope(item);
  }

  #checkRoom(bytes: number): void {
    const { maxMessages, maxBytes } = this.#options;
    const share = bytes > PICTURE_BYTES ? PICTURE_SHARE : 1;
    let isFull = this.#pending.length >= maxMessages * share || this.#bytes + bytes > maxBytes * share;
    if (this.#problem) {
      const inMemory = this.#pending.filter((item) => !item.isOnDisk);
      const inMemoryBytes = inMemory.reduce((sum, item) => sum + item.bytes, bytes);
      isFull ||= inMemory.length >= MEMORY_MESSAGES || inMemoryBytes > MEMORY_BYTES;
    }
    if (!isFull) return;
    throw new PupsentryError(
      'outbox-full',
      `The outbox is full: ${this.#pending.length} messages wait for the cloud.`,
      'Check the link to the cloud.',
    );
  }

  #push(item: Omit<Pending, 'isDone' | 'attempts'>): Pending {
    const pending = { ...item, isDone: false, attempts: 0 };
    this.#pending.push(pending);
    this.#bytes += pending.bytes;
    return pending;
  }

  /** @returns the next message to send, or null when all are on their way */
  async take(): Promise<OutboxMessage | null> {
    for (let item = this.#pending[this.#taken]; item; item = this.#pending[this.#taken]) {
      this.#taken++;
      if (item.isDone) continue;
      const envelope = item.envelope ?? (await this.#readBack(item));
      if (envelope) return { envelope, age: ageOf(item.made, this.#options), done: () => this.#done(item) };
    }
    return null;
  }

  async #readBack(item: Pending): Promise<Buffer | null> {
    try {
      return decodeOutboxRecord(await this.#journal.read(item.index))!.envelope;
    } catch (error) {
      this.#options.log.error({ err: error }, 'outbox: a stored message could not be read and is lost');
      this.#done(item);
      return null;
    }
  }

  #done(item: Pending): void {
    item.isDone = true;
    while (this.#pending[0]?.isDone) {
      const first = this.#pending.shift()!;
      this.#taken = Math.max(0, this.#taken - 1);
      this.#bytes -= first.bytes;
      this.#forgetEnvelope(first);
      this.#journal.acknowledge(first.index + 1);
    }
  }

  #forgetEnvelope(item: Pending): void {
    if (item.envelope) this.#cachedBytes -= item.bytes;
    item.envelope = null;
  }

  /** The link was lost: everything that is not done is sent again, from the first. */
  rewind(): void {
    const first = this.#pending[0];
    if (first && this.#taken > 0 && first.bytes > PICTURE_BYTES && ++first.attempts >= PICTURE_ATTEMPTS) {
      this.#options.log.error({ bytes: first.bytes }, 'outbox: a picture was given up, no broker takes it');
      this.#done(first);
    }
    this.#taken = 0;
  }

  close(): Promise<void> {
    return this.#journal.close();
  }
}
