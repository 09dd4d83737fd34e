/** The sound detector: what it hears, by cross-validation, and what that costs. */
import { execFileSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { PupsentryError } from '#kit/errors.ts';
import { SHORTEST_SOUND_MS, SoundDetector } from '../firmware/detect/sound/sound-detector.ts';
import { RATE_HZ } from '../firmware/detect/sound/spectrum.ts';
import { mix, synthesise } from '../firmware/detect/sound/testing/synthetic-sounds.ts';
import { FOLDERS, readClips, soundFolder } from '../tools/sound-training/clips.ts';
import { crossValidate } from '../tools/sound-training/cross-validation.ts';
import { makeDataset } from '../tools/sound-training/dataset.ts';
import { judge, score, scoreTable, type Verdict } from '../tools/sound-training/judge.ts';
import { SETTINGS } from '../tools/sound-training/scenes.ts';
import { TRAINING } from '../tools/sound-training/train.ts';
import { LevelRule } from './level-rule.ts';
import { childrenCpuSeconds } from './measure.ts';
import { row, type Group, type Row } from './rows.ts';

const root = join(import.meta.dirname, '..');
const RUNS = 3;
/** Sound for the CPU figure, s. */
const HEARD_S = 300;
/** Length of a recording, s. */
const CLIP_S = 5;
const PEER = 'level over floor';

export const sound: Group = {
  name: 'sound',
  about:
    'Sound alarms by event on the recordings of `../shared/data/sound`, by cross-validation: the four classifiers are ' +
    'trained anew for this table, each without the recordings it is asked about; rules and floor are those that ship. ' +
    'alone: the clip by itself; room: after 5 s of a quiet room; mix: in rain, a clock or a fire, 0, 5 or 10 dB over ' +
    'it. Peer: a level 10 dB over an adaptive floor for 0.2 s.',
  run(progress): Promise<Row[]> {
    const folder = soundFolder(root);
    if (!folder)
      throw new PupsentryError('no-recordings', 'There are no recordings at ../shared/data/sound.');
    const clips = readClips(folder);
    const dataset = makeDataset(clips, TRAINING.seed);
    const ours = crossValidate(clips, dataset, TRAINING, progress);
    const theirs = judge(clips, dataset.foldOf, () => new LevelRule(), TRAINING.seed);
    for (const line of scoreTable(ours).split('\n')) progress(line);
    progress('level over floor:');
    for (const line of scoreTable(theirs).split('\n')) progress(line);
    return Promise.resolve([...scoreRows(ours, theirs), cpuRow(), speedRow(folder)]);
  },
};

function scoreRows(ours: Verdict[], theirs: Verdict[]): Row[] {
  return SETTINGS.flatMap((setting) => {
    const [mine, peers] = [ours, theirs].map((all) => score(all.filter((v) => v.setting === setting)));
    const shared = (id: string, what: string, us: number, them: number, aim: object) =>
      row({
        id: `sound-${setting}-${id}`,
        what: `${setting}: ${what}`,
        unit: 'share',
        ...{ ours: [us], peer: PEER, theirs: [them], aim },
      });
    return [
      shared('recall', 'dogs and babies told', mine!.recall, peers!.recall, { atLeast: 0.95 }),
      row({
        id: `sound-${setting}-kind`,
        what: `${setting}: told as what they are`,
        unit: 'share',
        ours: [mine!.kindRight],
        aim: { atLeast: 0.85 },
      }),
      ...Object.keys(mine!.falseAlarms).map((kind) =>
        shared(`false-${kind}`, `${kind} told`, mine!.falseAlarms[kind]!, peers!.falseAlarms[kind]!, {
          atMost: 0.05,
        }),
      ),
      shared('precision', 'alarms with something in them', mine!.precision, peers!.precision, {}),
    ];
  });
}

function cpuRow(): Row {
  const parts = [
    { wave: synthesise('rain', { seed: 1, seconds: HEARD_S, levelDb: -40 }) },
    ...Array.from({ length: HEARD_S / 20 }, (_, i) => ({
      wave: synthesise('dog', { seed: i, seconds: 3, levelDb: -15 }),
      at: i * 20,
    })),
  ];
  const samples = mix(HEARD_S, parts);
  const runs = Array.from({ length: RUNS }, () => {
    const detector = new SoundDetector({ sensitivity: 5, minDurationMs: SHORTEST_SOUND_MS });
    const before = process.cpuUsage();
    for (let at = 0; at < samples.length; at += RATE_HZ / 10)
      detector.hear({
        ptsUs: (at / RATE_HZ) * 1e6,
        rateHz: RATE_HZ,
        samples: samples.subarray(at, at + RATE_HZ / 10),
      });
    const { user, system } = process.cpuUsage(before);
    return ((user + system) / 1e6) * (3600 / HEARD_S);
  });
  return row({
    id: 'sound-cpu',
    what: 'detector, for an hour of sound',
    unit: 'CPU s',
    ours: runs,
    aim: { atMost: 36 },
  });
}

/** The program as it ships; its start and the decoding of Ogg Vorbis count. */
function speedRow(folder: string): Row {
  const files = Object.keys(FOLDERS).flatMap((sub) =>
    readdirSync(join(folder, sub)).map((file) => join(folder, sub, file)),
  );
  const runs = Array.from({ length: RUNS }, () => {
    const before = childrenCpuSeconds();
    execFileSync(process.execPath, [join(root, 'dist/pupsentryctl.js'), 'analyze', ...files]);
    return (files.length * CLIP_S) / (childrenCpuSeconds() - before);
  });
  return row({
    id: 'sound-analyze',
    what: `analyze, ${files.length} files of ${CLIP_S} s`,
    unit: 's of sound per CPU s',
    ours: runs,
  });
}
