/** Every clip judged by a detector whose classifier has heard nothing of it, nor of its recording. */
import type { SoundWeights } from '../../firmware/detect/sound/classifier.ts';
import { SHORTEST_SOUND_MS, SoundDetector } from '../../firmware/detect/sound/sound-detector.ts';
import type { Clip } from './clips.ts';
import { FOLDS, type Dataset } from './dataset.ts';
import { judge, type Verdict } from './judge.ts';
import { trainWeights, type TrainingOptions } from './train.ts';

/** As devices ship. */
const DETECTOR = { sensitivity: 5, minDurationMs: SHORTEST_SOUND_MS };

export function crossValidate(
  clips: readonly Clip[],
  { examples, foldOf }: Dataset,
  options: TrainingOptions,
  progress: (line: string) => void,
): Verdict[] {
  const weights: SoundWeights[] = [];
  for (let fold = 0; fold < FOLDS; fold++) {
    progress(`fold ${fold + 1} of ${FOLDS}: ${options.networks} networks`);
    weights.push(trainWeights(examples, options, fold));
  }
  progress('every clip, alone and in mixes');
  return judge(
    clips,
    foldOf,
    (clip) => new SoundDetector({ ...DETECTOR, weights: weights[foldOf.get(clip)!]! }),
    options.seed,
  );
}
