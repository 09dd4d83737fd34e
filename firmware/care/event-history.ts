/**
 * The last events of this device, for people at its prompt: in memory, and as JSON lines on disk so that
 * they outlive a restart. What must never be lost is in the link's outbox, not here: a line torn by a
 * power cut is skipped, and a full disk costs the history alone.
 */
import { appendFile, open } from 'node:fs/promises';
import { dirname } from 'node:path';
import { ensureFolder, writeFileAtomic } from '#kit/atomic-file.ts';
import { explain } from '#kit/errors.ts';
import type { Logger } from '#kit/log.ts';
import type { Service } from '#kit/service.ts';

export const EVENT_KINDS = ['ring', 'motion', 'sound', 'tamper'] as const;

export interface HistoryEvent {
  /** UUID, the same as in the messages about it. */
  id: string;
  kind: (typeof EVENT_KINDS)[number];
  /** Wall clock, ms. */
  startedMs: number;
  /** Null while it lasts. */
  endedMs: number | null;
  /** Ring: presses that counted as this one ring; 0 for anything else. */
  presses: number;
  /** What it was, the surest first (detect/sighting.ts). */
  labels: string[];
  /** Names of the zones that it was in. */
  zones: string[];
  /** How clear it was at its clearest, 0 to 1. */
  peak: number;
  /** Nobody was notified: switched off or snoozed. */
  quiet: boolean;
  /** What is recorded of it on this device, wall clock ms. */
  clip: { fromMs: number; toMs: number } | null;
  snapshot: boolean;
  /** The outbox took its first message: it will reach the cloud. */
  accepted: boolean;
}

/** The file is written anew, newest state of each event only, when it has this many lines per event kept. */
const LINES_PER_EVENT = 5;
/** Nothing before this many bytes from the end of the file is read. */
const MAX_READ_BYTES = 4 * 1024 * 1024;

export class EventHistory implements Service {
  readonly name = 'event history';
  readonly #file: string;
  readonly #log: Logger;
  readonly #limit: number;
  /** In order of their start, oldest first. */
  #events = new Map<string, HistoryEvent>();
  #waiting: string[] = [];
  #linesInFile = 0;
  #mustRewrite = false;
  #started = false;
  #writing: Promise<void> | null = null;
  #problem = '';

  /** @param options.limit events kept */
  constructor(options: { file: string; log: Logger; limit?: number }) {
    this.#file = options.file;
    this.#log = options.log;
    this.#limit = options.limit ?? 2000;
  }

  /** Why the history cannot be stored; empty when it can. */
  get problem(): string {
    return this.#problem;
  }

  /** Reads what is there. Never fails: a device rings without its past. */
  async start(): Promise<void> {
    try {
      await ensureFolder(dirname(this.#file));
      const text = await readEnd(this.#file, MAX_READ_BYTES);
      const lines = text.split('\n');
      this.#mustRewrite = lines.pop() !== ''; // an unfinished last line: the next one would be glued to it
      for (const line of lines) {
        const event = parse(line);
        if (event) this.#keep(event);
        else this.#mustRewrite = true;
      }
      this.#linesInFile = lines.length;
      if (this.#mustRewrite)
        this.#log.warn({ file: this.#file }, 'event history was damaged; kept what is whole');
    } catch (error) {
      this.#failed(error);
    }
    this.#started = true;
    if (this.#waiting.length > 0) this.#write();
  }

  /** Waits until everything recorded has been written, or could not be. */
  async stop(): Promise<void> {
    while (this.#writing) await this.#writing;
  }

  /** Remembers an event, or how it went on (same id). Returns at once; the disk follows. */
  record(event: HistoryEvent): void {
    this.#keep({ ...event });
    if (this.#waiting.length < this.#limit) this.#waiting.push(JSON.stringify(event) + '\n');
    else this.#mustRewrite = true; // the disk does not keep up: one rewrite says it all
    if (this.#started) this.#write();
  }

  /** @returns the newest events (of one kind, if given), newest first */
  recent(count: number, kind?: HistoryEvent['kind']): HistoryEvent[] {
    const events = [...this.#events.values()].filter((event) => kind === undefined || event.kind === kind);
    return events.slice(-Math.max(1, count)).reverse();
  }

  /** @returns null when it is not among those kept */
  byId(id: string): HistoryEvent | null {
    return this.#events.get(id) ?? null;
  }

  #keep(event: HistoryEvent): void {
    this.#events.set(event.id, event); // a known id keeps its place
    for (const oldest of this.#events.keys()) {
      if (this.#events.size <= this.#limit) break;
      this.#events.delete(oldest);
    }
  }

  #write(): void {
    this.#writing ??= this.#writeAll().finally(() => {
      this.#writing = null;
      if (this.#waiting.length > 0) this.#write(); // it came while the last write failed
    });
  }

  async #writeAll(): Promise<void> {
    try {
      while (this.#waiting.length > 0) {
        const lines = this.#waiting.splice(0);
        this.#linesInFile += lines.length;
        if (this.#mustRewrite || this.#linesInFile > this.#limit * LINES_PER_EVENT) {
          this.#mustRewrite = false;
          this.#linesInFile = this.#events.size;
          const all = [...this.#events.values()].map((e) => JSON.stringify(e) + '\n');
          await writeFileAtomic(this.#file, all.join(''));
        } else {
          await appendFile(this.#file, lines.join(''), { mode: 0o600 });
        }
      }
      this.#problem = '';
    } catch (error) {
      this.#mustRewrite = true; // an append may have left half a line
      this.#failed(error);
    }
  }

  #failed(error: unknown): void {
    const problem = explain(error);
    if (problem !== this.#problem)
      this.#log.error(
        { file: this.#file, err: error },
        'the event history cannot be stored; events still go out',
      );
    this.#problem = problem;
  }
}

async function readEnd(path: string, maxBytes: number): Promise<string> {
  let file;
  try {
    file = await open(path, 'r');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return '';
    throw error;
  }
  try {
    const { size } = await file.stat();
    const bytes = Buffer.alloc(Math.min(size, maxBytes));
    const { bytesRead } = await file.read(bytes, 0, bytes.length, size - bytes.length);
    return bytes.toString('utf8', 0, bytesRead);
  } finally {
    await file.close();
  }
}

function parse(line: string): HistoryEvent | null {
  let value: Partial<HistoryEvent> | null;
  try {
    value = JSON.parse(line) as Partial<HistoryEvent> | null;
  } catch {
    return null;
  }
  const sound =
    typeof value?.id === 'string' &&
    EVENT_KINDS.includes(value.kind!) &&
    Number.isFinite(value.startedMs) &&
    (value.endedMs === null || Number.isFinite(value.endedMs)) &&
    Number.isInteger(value.presses) &&
    typeof value.snapshot === 'boolean' &&
    typeof value.accepted === 'boolean' &&
    (value.labels === undefined || isListOfText(value.labels)) &&
    (value.zones === undefined || isListOfText(value.zones)) &&
    (value.peak === undefined || Number.isFinite(value.peak)) &&
    (value.quiet === undefined || typeof value.quiet === 'boolean') &&
    (!value.clip || (Number.isFinite(value.clip.fromMs) && Number.isFinite(value.clip.toMs)));
  return sound ? { ...OF_OLD, ...(value as HistoryEvent) } : null;
}

/** What events had not when there were only rings. */
const OF_OLD = { labels: [], zones: [], peak: 0, quiet: false, clip: null };

function isListOfText(value: unknown): boolean {
  return Array.isArray(value) && value.every((entry) => typeof entry === 'string');
}
