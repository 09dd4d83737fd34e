/** The real media service with the real process, for tests. */
import { buildSync } from 'esbuild';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadBoard } from '#board/board.ts';
import { SystemClock, type Clock } from '#kit/clock.ts';
import { createLogger } from '#kit/log.ts';
import { SettingsStore } from '../settings/store.ts';
import { MediaService } from './client.ts';
import { mediaCommand, type Command } from './media-child.ts';
import type { AccessUnit, MediaInfo, StreamName } from './media.ts';

/** The process bundled from the present source, as it ships: from source it takes a second more to load. */
export const MEDIA_COMMAND = bundled('process/main.ts');

/** @param entry of a media process, from this folder. @returns how the bundle is started */
export function bundled(entry: string): Command {
  // A folder of its own: two test files run at once, and a process may read its board while another one's is written.
  const name = `${entry.replace(/\W/g, '-')}-${process.pid}`;
  const folder = join(import.meta.dirname, '../../node_modules/.cache/pupsentry', name);
  const outfile = join(folder, 'main.js');
  buildSync({
    entryPoints: [join(import.meta.dirname, entry)],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    packages: 'external',
    logLevel: 'error',
  });
  cpSync(join(import.meta.dirname, '../../board-support/boards'), join(folder, 'boards'), {
    recursive: true,
  });
  process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
  return mediaCommand(outfile);
}

export class MediaUnderTest {
  readonly folder = mkdtempSync(join(tmpdir(), 'pupsentry-media-'));
  readonly log: string[] = [];
  readonly settings: SettingsStore;
  media!: MediaService;
  /** The clock's timers do not keep a process alive; a test has to outlive the wait for a restart. */
  readonly #alive = setInterval(() => undefined, 60_000);
  #unitListeners = new Set<(unit: AccessUnit) => void>();

  private constructor() {
    this.settings = new SettingsStore({ folder: this.folder, log: this.#logger() });
  }

  static async start(
    config: { camera?: string; microphone?: string; speaker?: string; clock?: Clock },
    settings: Record<string, unknown> = {},
    command = MEDIA_COMMAND,
  ): Promise<MediaUnderTest> {
    const under = new MediaUnderTest();
    await under.settings.set(settings);
    const { speaker, clock, ...sources } = config;
    const board = await loadBoard('host');
    if (speaker) board.audio.speaker = speaker;
    under.media = new MediaService({
      config: { camera: 'scene', microphone: 'auto', ...sources },
      board,
      settings: under.settings,
      clock: clock ?? new SystemClock(),
      log: under.#logger(),
      command,
    });
    const { ring } = under.media;
    // Every unit of every stream, as it arrives.
    const push = ring.push.bind(ring);
    ring.push = (unit) => {
      push(unit);
      for (const listener of under.#unitListeners) listener(unit);
    };
    await under.media.start(new AbortController().signal);
    return under;
  }

  /** Resolves with the unit for which `wanted` holds first. */
  unit(wanted: (unit: AccessUnit) => boolean): Promise<AccessUnit> {
    return new Promise((resolve) => {
      const listener = (unit: AccessUnit) => {
        if (!wanted(unit)) return;
        this.#unitListeners.delete(listener);
        resolve(unit);
      };
      this.#unitListeners.add(listener);
    });
  }

  /** The next `count` units of a stream. */
  async units(stream: StreamName, count: number): Promise<AccessUnit[]> {
    const units: AccessUnit[] = [];
    await this.unit((unit) => unit.stream === stream && units.push(unit) >= count);
    return units;
  }

  /** Resolves when `info()` is as wanted. */
  info(wanted: (info: MediaInfo) => boolean): Promise<MediaInfo> {
    return new Promise((resolve) => {
      const look = () => {
        const info = this.media.info();
        if (!wanted(info)) return;
        end();
        resolve(info);
      };
      const end = this.media.onChanged(look);
      look();
    });
  }

  running(): Promise<MediaInfo> {
    return this.info((info) => info.phase === 'running');
  }

  fault(code: string): Promise<MediaInfo> {
    return this.info((info) => info.faults.some((fault) => fault.code === code));
  }

  async stop(): Promise<void> {
    clearInterval(this.#alive);
    await this.media.stop();
    rmSync(this.folder, { recursive: true, force: true });
  }

  #logger() {
    return createLogger({ level: 'debug', write: (line) => void this.log.push(line) });
  }
}

/** Types of the NAL units of an Annex B access unit, in order (ITU-T H.264, table 7-1). */
export function nalTypes(unit: Buffer): number[] {
  const types: number[] = [];
  for (let i = unit.indexOf('000001', 0, 'hex'); i >= 0; i = unit.indexOf('000001', i + 3, 'hex'))
    types.push(unit[i + 3]! & 0x1f);
  return types;
}
