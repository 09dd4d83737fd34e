import { readFile } from 'node:fs/promises';
import { PupsentryError, explain } from '#kit/errors.ts';
import type { AlarmSpan } from '../../detect/alarm-spans.ts';
import { parseZones, type Zone } from '../../settings/zones.ts';
import type { Command } from '../command.ts';
import { harmless, type Terminal } from '../terminal.ts';

/** How far it has come is told this often at most, ms. */
const PROGRESS_MS = 200;

export const analyze: Command = {
  name: 'analyze',
  usage: 'FILE... [--sensitivity N] [--zones JSON]',
  summary: 'Runs the detectors over recordings',
  details:
    'Needs no daemon. Prints one JSON line per alarm, with what the device would have made of it: start_s and end_s ' +
    'in seconds from the beginning of the file; kind is motion, dog, baby, loud, covered, defocused or turned. Any ' +
    'video or sound file that GStreamer reads, as fast as the processor allows. Exit code 1 when a file could not be ' +
    'read to its end; the others are done all the same.',
  options: {
    sensitivity: { value: 'N', help: 'From 1 (only what is large, loud and clear) to 10 (default: 5)' },
    zones: { value: 'JSON', help: 'Zones as the setting has them, or @FILE with them' },
    'no-sound': { help: 'Pictures alone' },
  },
  examples: [
    ['pupsentryctl analyze porch.mp4', 'everything in a clip'],
    [
      'pupsentryctl analyze --sensitivity 8 --no-sound night1.mp4 night2.mp4',
      'pictures of two, more sensitive',
    ],
  ],
  words: { least: 1, most: 100_000 },
  async run({ words, on, text, integer, terminal, signal, exitWith }) {
    const sensitivity = integer('sensitivity', { least: 1, most: 10, byDefault: 5 });
    const zones = await readZones(text('zones'));
    // GStreamer and the classifier's weights: the other commands do without.
    const { analyzeFile } = await import('../../detect/analyze.ts');
    for (const file of words) {
      if (signal.aborted) return;
      const progress = new Progress(terminal, file);
      try {
        const { alarms, decoded } = await analyzeFile(file, {
          ...{ sensitivity, zones, sound: !on('no-sound'), signal },
          onProgress: (seconds) => progress.at(seconds),
        });
        progress.end();
        for (const alarm of alarms) terminal.jsonLine(jsonOf(file, alarm));
        if (decoded.broke === null) continue;
        exitWith(1);
        terminal.error(
          harmless(`${file}: it breaks off after ${decoded.seconds.toFixed(1)} s: ${decoded.broke}`),
        );
      } catch (error) {
        progress.end();
        if (!(error instanceof PupsentryError) || error.code === 'gstreamer-missing') throw error;
        exitWith(1);
        terminal.error(harmless(explain(error)));
      }
    }
  },
};

/** @throws PupsentryError "zones-invalid", "file-unreadable" */
async function readZones(text = ''): Promise<Zone[]> {
  if (!text.startsWith('@')) return parseZones(text);
  try {
    return parseZones(await readFile(text.slice(1), 'utf8'));
  } catch (cause) {
    if (cause instanceof PupsentryError) throw cause;
    throw new PupsentryError('file-unreadable', `Cannot read ${text.slice(1)}: ${explain(cause)}.`, '', {
      cause,
    });
  }
}

function jsonOf(file: string, { label, startUs, endUs, zones, score }: AlarmSpan) {
  const seconds = (us: number) => Math.round(us / 1000) / 1000;
  return {
    file,
    start_s: seconds(startUs),
    end_s: seconds(endUs),
    kind: label,
    zones,
    score: Math.round(score * 1000) / 1000,
  };
}

/** Tells now and then how far it has come. */
class Progress {
  readonly #terminal: Terminal;
  readonly #file: string;
  #toldMs = 0;

  constructor(terminal: Terminal, file: string) {
    this.#terminal = terminal;
    this.#file = harmless(file);
  }

  at(seconds: number): void {
    const nowMs = performance.now();
    if (nowMs - this.#toldMs < PROGRESS_MS) return;
    this.#toldMs = nowMs;
    this.#terminal.progress(`${this.#file}: ${seconds.toFixed(0)} s`);
  }

  end(): void {
    if (this.#toldMs > 0) this.#terminal.progress('');
  }
}
