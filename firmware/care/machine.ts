/** What the kernel knows of this machine: temperature, memory, CPU time. Everything that is missing is null. */
import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { readZoneCelsius } from '#board/drivers/temperature.ts';

/** USER_HZ: the unit of /proc/<pid>/stat, 100 on every Linux that Node runs on (proc(5), time(7)). */
const TICKS_PER_SECOND = 100;
/** A sensor that reads outside of this is broken or unplugged, °C. */
const SANE_C = { least: -40, most: 150 };

export interface MemoryFigures {
  usedBytes: number;
  totalBytes: number;
}

export class Machine {
  readonly #root: string;
  readonly #zone: string | null;

  /**
   * @param options.zone thermal zone that the board names; without one the processor's is looked for
   * @param options.root of the file system; another one for tests
   */
  constructor(options: { zone?: string | null; root?: string } = {}) {
    this.#root = options.root ?? '/';
    this.#zone = options.zone ?? null;
  }

  /** @returns °C: the board's zone, else the processor's own sensor when it can be told apart, else the hottest one */
  async temperatureC(): Promise<number | null> {
    if (this.#zone) return readZoneCelsius(this.#zone, { root: this.#root }).catch(() => null);
    const zones = await this.#sensors('sys/class/thermal', /^thermal_zone\d+$/, 'type', 'temp');
    const chips =
      zones.length > 0 ? zones : await this.#sensors('sys/class/hwmon', /^hwmon\d+$/, 'name', 'temp1_input');
    const processor = chips.filter(({ label }) => /cpu|soc|x86_pkg|coretemp|k10temp/i.test(label));
    const values = (processor.length > 0 ? processor : chips).map(({ celsius }) => celsius);
    return values.length > 0 ? Math.max(...values) : null;
  }

  /** @returns what is in use and cannot be had back at once (total - MemAvailable) */
  async memory(): Promise<MemoryFigures | null> {
    const text = await this.#text('proc/meminfo');
    const totalBytes = kilobytes(text, 'MemTotal');
    const availableBytes = kilobytes(text, 'MemAvailable');
    if (totalBytes === null || availableBytes === null) return null;
    return { usedBytes: totalBytes - availableBytes, totalBytes };
  }

  /** @returns the process's memory with its share of what it has in common with others (PSS), bytes */
  async pssBytes(pid: number): Promise<number | null> {
    return kilobytes(await this.#text(`proc/${pid}/smaps_rollup`), 'Pss');
  }

  /** @returns seconds of processor time the process has had, all its threads together */
  async cpuSeconds(pid: number): Promise<number | null> {
    const text = await this.#text(`proc/${pid}/stat`);
    // The name may hold anything, parentheses and spaces too: count from behind its last one.
    const fields = text?.slice(text.lastIndexOf(')') + 2).split(' ');
    const ticks = Number(fields?.[11]) + Number(fields?.[12]); // utime and stime, fields 14 and 15
    return Number.isFinite(ticks) ? ticks / TICKS_PER_SECOND : null;
  }

  async #sensors(folder: string, entry: RegExp, labelFile: string, valueFile: string) {
    const names = await readdir(join(this.#root, folder)).catch(() => [] as string[]);
    const all = await Promise.all(
      names
        .filter((name) => entry.test(name))
        .map(async (name) => ({
          label: (await this.#text(join(folder, name, labelFile)))?.trim() ?? '',
          celsius: Number((await this.#text(join(folder, name, valueFile))) ?? NaN) / 1000,
        })),
    );
    return all.filter(({ celsius }) => celsius > SANE_C.least && celsius < SANE_C.most);
  }

  #text(path: string): Promise<string | null> {
    return readFile(join(this.#root, path), 'utf8').catch(() => null);
  }
}

/** How much of one core some processes use, from one look to the next. */
export class CpuMeter {
  readonly #machine: Machine;
  readonly #monotonicMs: () => number;
  #last = new Map<number, number>();
  #lastMs: number | null = null;

  constructor(options: { machine: Machine; monotonicMs: () => number }) {
    this.#machine = options.machine;
    this.#monotonicMs = options.monotonicMs;
  }

  /** @returns percent of one core since the last call, all processes together; 0 at the first */
  async percent(pids: readonly number[]): Promise<number> {
    const nowMs = this.#monotonicMs();
    const spentMs = this.#lastMs === null ? 0 : nowMs - this.#lastMs;
    const now = new Map<number, number>();
    let seconds = 0;
    for (const pid of pids) {
      const total = await this.#machine.cpuSeconds(pid);
      if (total === null) continue;
      now.set(pid, total);
      seconds += Math.max(0, total - (this.#last.get(pid) ?? 0)); // a new process began at 0
    }
    this.#last = now;
    this.#lastMs = nowMs;
    return spentMs > 0 ? (seconds * 1000 * 100) / spentMs : 0;
  }
}

function kilobytes(text: string | null, name: string): number | null {
  const found = text && new RegExp(`^${name}:\\s+(\\d+) kB`, 'm').exec(text);
  return found ? Number(found[1]) * 1024 : null;
}
