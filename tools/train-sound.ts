/** Trains the sound classifier and writes firmware/detect/sound/weights.json. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { readClips, soundFolder, type Clip } from './sound-training/clips.ts';
import { crossValidate } from './sound-training/cross-validation.ts';
import { makeDataset } from './sound-training/dataset.ts';
import { scoreTable } from './sound-training/judge.ts';
import { trainWeights, TRAINING } from './sound-training/train.ts';

const HELP = `Trains the classifier of the sound detector.

  npx tsx tools/train-sound.ts [--only-check] [--no-check]

Reads ../shared/data/sound (or $PUPSENTRY_SHARED/data/sound) with ffmpeg, prints the scores by cross-validation and
writes firmware/detect/sound/weights.json. Everything random comes from one seed: on the same machine, with the same
recordings and the same ffmpeg, the same weights come out bit for bit (but for the date). About five minutes of
processor time.

  --only-check   the scores alone; writes nothing
  --no-check     writes without scores
`;

const root = join(import.meta.dirname, '..');
const { values } = parseArgs({
  options: {
    help: { type: 'boolean', short: 'h' },
    'only-check': { type: 'boolean' },
    'no-check': { type: 'boolean' },
  },
});
if (values.help) {
  process.stdout.write(HELP);
  process.exit(0);
}
const folder = soundFolder(root);
if (!folder) {
  console.error('There are no recordings at ../shared/data/sound; PUPSENTRY_SHARED may name another folder.');
  process.exit(1);
}

const say = (line: string) => console.log(`${(process.cpuUsage().user / 1e6) | 0} s of CPU: ${line}`);
const clips = readClips(folder);
say(`${clips.length} recordings read`);
const dataset = makeDataset(clips, TRAINING.seed);
say(`${dataset.examples.count} windows made`);
if (!values['no-check']) console.log(scoreTable(crossValidate(clips, dataset, TRAINING, say)));
if (!values['only-check']) write(clips);

function write(all: readonly Clip[]): void {
  say('training with everything');
  const weights = trainWeights(dataset.examples, TRAINING);
  const provenance = {
    script: 'tools/train-sound.ts',
    seed: TRAINING.seed,
    date: new Date().toISOString().slice(0, 10),
    dataset: 'ESC-10, a part of ESC-50 by Karol J. Piczak (2015), folds 1 and 2',
    licence: 'CC BY 3.0; the recordings are from Freesound, CC0 or CC BY by their authors',
    recordings: all.map(({ name }) => name),
  };
  const file = join(root, 'firmware/detect/sound/weights.json');
  writeFileSync(file, JSON.stringify({ provenance, ...weights }) + '\n');
  say(`written: ${file}`);
}
