/** What recording costs over live alone, beside ffmpeg's muxer, and whether two days are found as fast as an hour. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Catalogue } from '../firmware/record/catalogue.ts';
import { Fragmenter } from '../firmware/record/fragmenter.ts';
import { RecordingReader } from '../firmware/record/reader.ts';
import { RecordingFile } from '../firmware/record/recording-file.ts';
import { DiskStorage, type Storage } from '../firmware/record/storage.ts';
import { makeScene, sceneUnits, type Scene } from '../firmware/record/testing/scene-units.ts';
import { DeviceUnderTest } from '../tests/device-under-test.ts';
import { cpuSeconds, median, pause, pssMb } from './measure.ts';
import { row, type Group, type Row } from './rows.ts';

const RUNS = 3;
const SETTLE_MS = 12_000;
const WATCH_SECONDS = 24;
const MUX_SECONDS = 600;
const SEEKS = 40;
const START_MS = Date.UTC(2026, 10, 24);

export const record: Group = {
  name: 'record',
  about:
    'Continuous recording of 720p with sound over the same device without it; the muxer alone beside ffmpeg less its reading; listing ' +
    'and seeking in 1 h, 8 h and 48 h (small pictures, the same number of files and fragments).',
  async run(progress) {
    return [...(await cost(progress)), ...(await muxer(progress)), ...(await finding(progress))];
  },
};

/** One device, recording off and on by turns. */
async function cost(progress: (line: string) => void): Promise<Row[]> {
  const cpu: number[] = [];
  const memory: number[] = [];
  const device = await DeviceUnderTest.start({ settings: { 'record.mode': 'off' } });
  try {
    const watched = async (mode: string) => {
      await device.call('settings.set', { values: { 'record.mode': mode } });
      await pause(SETTLE_MS);
      const before = cpuSeconds(device.daemonPid);
      const startedMs = performance.now();
      const sizes: number[] = [];
      for (let i = 0; i < 8; i++) {
        await pause((WATCH_SECONDS / 8) * 1000);
        sizes.push(pssMb(device.daemonPid));
      }
      const seconds = (performance.now() - startedMs) / 1000;
      return { percent: (100 * (cpuSeconds(device.daemonPid) - before)) / seconds, mb: median(sizes) };
    };
    await pause(SETTLE_MS);
    for (let run = 0; run < RUNS; run++) {
      const off = await watched('off');
      const on = await watched('continuous');
      cpu.push(on.percent - off.percent);
      memory.push(on.mb - off.mb);
      progress(
        `run ${run + 1} of ${RUNS}: ${on.percent.toFixed(2)} % and ${on.mb.toFixed(1)} MB recording, ` +
          `${off.percent.toFixed(2)} % and ${off.mb.toFixed(1)} MB without`,
      );
    }
  } finally {
    await device.stop();
  }
  const unit = '% of a core';
  return [
    row({ id: 'record-cpu', what: 'recording over live alone, daemon', unit, ours: cpu, aim: { atMost: 1 } }),
    row({
      id: 'record-memory',
      what: 'the same, memory (PSS)',
      unit: 'MB',
      ours: memory,
      aim: { atMost: 10 },
    }),
  ];
}

/** Files, from the same access units: ours with every fragment synced, theirs less the pipeline without its muxer. */
async function muxer(progress: (line: string) => void): Promise<Row[]> {
  const folder = mkdtempSync(join(tmpdir(), 'pupsentry-mux-'));
  const scene = makeScene({ seconds: 20, width: 1280, height: 720, fps: 30, kbps: 2000 });
  const source = join(folder, 'scene.h264');
  const loops = Array.from({ length: MUX_SECONDS / scene.seconds }, () =>
    scene.video.map(({ data }) => data),
  );
  writeFileSync(source, Buffer.concat(loops.flat()));
  const ours: number[] = [];
  const theirs: number[] = [];
  try {
    for (let run = 0; run < RUNS; run++) {
      const before = process.cpuUsage();
      await write(new DiskStorage({ folder }), scene, { seconds: MUX_SECONDS, salt: run });
      const { user, system } = process.cpuUsage(before);
      ours.push((user + system) / 1e6);
      const out = join(folder, 'theirs.mp4');
      const fragments = '-movflags frag_keyframe+empty_moov+default_base_moof -min_frag_duration 4000000';
      const whole = ffmpegSeconds(source, `${fragments} -f mp4 ${out}`);
      theirs.push(whole - ffmpegSeconds(source, '-f null -'));
      progress(
        `run ${run + 1} of ${RUNS}: ${ours.at(-1)!.toFixed(2)} s, ffmpeg ${theirs.at(-1)!.toFixed(2)} s`,
      );
    }
  } finally {
    rmSync(folder, { recursive: true });
  }
  const what = `10 minutes of 720p into fragments, checksummed and synced`;
  const peer = 'ffmpeg -c copy, without sync';
  return [row({ id: 'record-mux', what, unit: 'CPU s', ours, peer, theirs, aim: { ratioAtMost: 1 } })];
}

/** CPU seconds, as the shell counts its children's. */
function ffmpegSeconds(source: string, output: string): number {
  const script = `ffmpeg -v error -y -r 30 -i ${source} -c copy ${output} && times`;
  const children = execFileSync('bash', ['-c', script], { encoding: 'utf8' }).trim().split('\n')[1]!;
  return [...children.matchAll(/(\d+)m([\d.]+)s/g)].reduce(
    (sum, [, m, s]) => sum + Number(m) * 60 + Number(s),
    0,
  );
}

async function finding(progress: (line: string) => void): Promise<Row[]> {
  const small = makeScene({ seconds: 20, fps: 5, kbps: 15 });
  const large = makeScene({ seconds: 20, width: 1280, height: 720, fps: 30, kbps: 2000 });
  const figures: Record<number, Found> = {};
  for (const hours of [1, 8, 48]) {
    figures[hours] = await found(small, hours);
    const { loadMs, list, seek } = figures[hours];
    progress(
      `${hours} h: looked through in ${loadMs.toFixed(0)} ms, listed in ${median(list).toFixed(2)} ms, ` +
        `sought in ${median(seek).toFixed(2)} ms`,
    );
  }
  const real = await found(large, 0.25);
  const [hour, days] = [figures[1]!, figures[48]!];
  const beside = { peer: 'one hour of the same', unit: 'ms' };
  return [
    row({
      id: 'record-seek-720p',
      what: 'seek in 720p, to the first picture',
      unit: 'ms',
      ours: real.seek,
      aim: { atMost: 100 },
    }),
    row({
      id: 'record-seek-48h',
      what: 'seek in 48 h',
      ours: days.seek,
      theirs: hour.seek,
      ...beside,
      aim: { ratioAtMost: 2 },
    }),
    row({ id: 'record-seek-8h', what: 'seek in 8 h', ours: figures[8]!.seek, theirs: hour.seek, ...beside }),
    row({
      id: 'record-list-48h',
      what: 'list 48 h',
      ours: days.list,
      theirs: hour.list,
      ...beside,
      aim: { atMost: 5 },
    }),
    row({ id: 'record-load-48h', what: 'look through 48 h at start', unit: 'ms', ours: [days.loadMs] }),
  ];
}

interface Found {
  loadMs: number;
  list: number[];
  seek: number[];
}

async function found(scene: Scene, hours: number): Promise<Found> {
  const folder = mkdtempSync(join(tmpdir(), 'pupsentry-hours-'));
  try {
    const storage = new DiskStorage({ folder });
    await write(unsynced(storage), scene, { seconds: hours * 3600, salt: 1, sound: false });
    const catalogue = new Catalogue(storage);
    const startedMs = performance.now();
    await catalogue.load();
    const loadMs = performance.now() - startedMs;
    const reader = new RecordingReader({ catalogue, storage, settle: () => Promise.resolve() });
    const range = { fromMs: START_MS, toMs: START_MS + hours * 3_600_000 };
    const list: number[] = [];
    const seek: number[] = [];
    for (let i = 0; i < SEEKS; i++) {
      const beganMs = performance.now();
      reader.spans(range);
      const listedMs = performance.now();
      const units = reader.read(START_MS + ((i * 0.618) % 1) * hours * 3_600_000 * 0.99);
      await units.next();
      seek.push(performance.now() - listedMs);
      list.push(listedMs - beganMs);
      await units.return();
    }
    return { loadMs, list, seek };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** As the store does it. */
async function write(
  storage: Storage,
  scene: Scene,
  { seconds, salt, sound = false }: { seconds: number; salt: number; sound?: boolean },
): Promise<void> {
  await storage.prepare();
  const fragmenter = new Fragmenter();
  let file: RecordingFile | null = null;
  for (const unit of sceneUnits(scene, { seconds, sound, startUs: 0 })) {
    const piece = fragmenter.push(unit);
    if (!piece) continue;
    if (!file?.takes(piece)) {
      await file?.close();
      const name = { startMs: START_MS + piece.startUs / 1000, stream: 'main' as const, salt };
      file = new RecordingFile({ storage, name, first: piece });
    }
    await file.append(piece);
  }
  await file?.close();
}

/** Two days are written for what comes after. */
function unsynced(storage: DiskStorage): Storage {
  const without = async (file: ReturnType<Storage['create']>) => {
    const made = await file;
    made.sync = () => Promise.resolve();
    return made;
  };
  return Object.create(storage, {
    create: { value: (path: string) => without(storage.create(path)) },
    sync: { value: () => Promise.resolve() },
    prepare: { value: () => storage.prepare() },
  }) as Storage;
}
