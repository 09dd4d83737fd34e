/** All examples for training, each in the fold of its clips: no recording is in two folds. */
import { SeededRandom } from '../../firmware/detect/sound/testing/seeded-random.ts';
import { synthesise, type SyntheticSound } from '../../firmware/detect/sound/testing/synthetic-sounds.ts';
import { NUISANCES, foldOf, type Clip, type ClipKind } from './clips.ts';
import { Examples, addWindows } from './examples.ts';
import { eventStream, steadyStream } from './streams.ts';

export const FOLDS = 4;
/** Streams made of each clip; a clock's ticks are taken for barks most easily. */
const PER_EVENT = 10;
const PER_NUISANCE: Partial<Record<ClipKind, number>> = { rain: 8, fire: 8, clock: 20 };
/** Streams of synthetic sounds by fold. */
const OTHERS: readonly SyntheticSound[] = ['speech', 'crash'];
const PER_OTHER = 6;
const STEADY: readonly SyntheticSound[] = ['rain', 'fan', 'clock', 'clock', 'crackle', 'clap'];
const PER_STEADY = 7;

export interface Dataset {
  examples: Examples;
  foldOf: Map<Clip, number>;
}

export function makeDataset(clips: readonly Clip[], seed: number): Dataset {
  const random = new SeededRandom(seed);
  const folds = foldOf(clips, FOLDS);
  const examples = new Examples();
  for (let fold = 0; fold < FOLDS; fold++) {
    const mine = clips.filter((clip) => folds.get(clip) === fold);
    const nuisances = mine.filter((clip) => NUISANCES.includes(clip.kind));
    for (const clip of mine) {
      const steady = PER_NUISANCE[clip.kind];
      if (steady !== undefined) {
        for (let i = 0; i < steady; i++)
          addWindows(examples, steadyStream(clip.wave, nuisances, random), 'background', fold);
        continue;
      }
      const label = clip.kind === 'dog' || clip.kind === 'baby' ? clip.kind : 'loud';
      for (let i = 0; i < PER_EVENT; i++)
        addWindows(examples, eventStream(clip.wave, nuisances, random), label, fold);
    }
    const made = (sound: SyntheticSound) =>
      synthesise(sound, { seed: random.below(2 ** 31), seconds: random.between(1.5, 5), levelDb: 0 });
    for (const sound of OTHERS)
      for (let i = 0; i < PER_OTHER; i++)
        addWindows(examples, eventStream(made(sound), nuisances, random), 'loud', fold);
    for (const sound of STEADY)
      for (let i = 0; i < PER_STEADY; i++)
        addWindows(examples, steadyStream(made(sound), nuisances, random), 'background', fold);
  }
  return { examples, foldOf: folds };
}
