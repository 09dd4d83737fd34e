/** From examples to weights. */
import { SOUND_CLASSES, type SoundWeights } from '../../firmware/detect/sound/classifier.ts';
import { FEATURES, FEATURES_VERSION } from '../../firmware/detect/sound/window-features.ts';
import type { Examples } from './examples.ts';
import { HIDDEN, Network, clamped, type TrainingSet } from './network.ts';

export interface TrainingOptions {
  seed: number;
  /** How many networks vote. */
  networks: number;
  epochs: number;
}

/** What the committed weights were trained with. */
export const TRAINING: TrainingOptions = { seed: 1, networks: 3, epochs: 7 };

/** @param without the fold that is kept apart; none by default */
export function trainWeights(examples: Examples, options: TrainingOptions, without = -1): SoundWeights {
  const indices = examples.folds.flatMap((fold, index) => (fold === without ? [] : [index]));
  const scale = scaleOf(examples, indices);
  const set = trainingSet(examples, indices, scale);
  return {
    featuresVersion: FEATURES_VERSION,
    classes: SOUND_CLASSES,
    hidden: HIDDEN,
    ...scale,
    networks: Array.from({ length: options.networks }, (_, i) =>
      new Network(options.seed + i).train(set, options.epochs),
    ),
  };
}

interface Scale {
  mean: number[];
  deviation: number[];
}

function scaleOf(examples: Examples, indices: readonly number[]): Scale {
  const mean = new Float64Array(FEATURES);
  const squares = new Float64Array(FEATURES);
  for (const index of indices) {
    const features = examples.features(index);
    for (let j = 0; j < FEATURES; j++) {
      mean[j]! += features[j]! / indices.length;
      squares[j]! += features[j]! ** 2 / indices.length;
    }
  }
  const short = (value: number) => Number(value.toPrecision(5));
  return {
    mean: Array.from(mean, short),
    deviation: Array.from(squares, (square, j) =>
      short(Math.max(1e-3, Math.sqrt(Math.max(0, square - mean[j]! ** 2)))),
    ),
  };
}

function trainingSet(examples: Examples, indices: readonly number[], scale: Scale): TrainingSet {
  const inputs = new Float32Array(indices.length * FEATURES);
  const labels = new Uint8Array(indices.length);
  const counts = SOUND_CLASSES.map(() => 0);
  indices.forEach((index, i) => {
    const features = examples.features(index);
    for (let j = 0; j < FEATURES; j++)
      inputs[i * FEATURES + j] = clamped((features[j]! - scale.mean[j]!) / scale.deviation[j]!);
    labels[i] = examples.labels[index]!;
    counts[labels[i]!]!++;
  });
  const classWeights = counts.map((count) => Math.sqrt(indices.length / SOUND_CLASSES.length / count));
  return { inputs, labels, classWeights };
}
