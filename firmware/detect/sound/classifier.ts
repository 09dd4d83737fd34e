/** Tells what a second of sound is: a few small networks (one hidden layer) that vote. */
import { FEATURES, FEATURES_VERSION } from './window-features.ts';

export const SOUND_CLASSES = ['dog', 'baby', 'loud', 'background'] as const;
export type SoundClass = (typeof SOUND_CLASSES)[number];

/** A matrix as 16-bit whole numbers, base64, little endian; times `scale`. */
export interface PackedMatrix {
  scale: number;
  values: string;
}

export interface PackedNetwork {
  /** hidden x features, row by row. */
  inner: PackedMatrix;
  innerBias: PackedMatrix;
  /** classes x hidden. */
  outer: PackedMatrix;
  outerBias: PackedMatrix;
}

/** What `tools/train-sound.ts` writes. */
export interface SoundWeights {
  featuresVersion: number;
  classes: readonly string[];
  hidden: number;
  /** Every feature less its mean, divided by its deviation. */
  mean: number[];
  deviation: number[];
  networks: PackedNetwork[];
}

interface Network {
  inner: Float32Array;
  innerBias: Float32Array;
  outer: Float32Array;
  outerBias: Float32Array;
}

/** Features further out than this are as good as this far, in deviations. */
export const FARTHEST = 4;

export class SoundClassifier {
  /** Probability by class, as `classify` has found it. */
  readonly probabilities = new Float32Array(SOUND_CLASSES.length);
  readonly #mean: Float32Array;
  readonly #deviation: Float32Array;
  readonly #networks: Network[];
  readonly #input = new Float32Array(FEATURES);
  readonly #hidden: Float32Array;
  readonly #logits = new Float32Array(SOUND_CLASSES.length);

  /** @throws RangeError when the weights were made for other features or classes */
  constructor(weights: SoundWeights) {
    const { hidden, classes } = weights;
    if (
      weights.featuresVersion !== FEATURES_VERSION ||
      weights.mean.length !== FEATURES ||
      weights.deviation.length !== FEATURES ||
      classes.join() !== SOUND_CLASSES.join()
    )
      throw new RangeError(
        'the weights of the sound classifier were made for other features: train it again',
      );
    this.#mean = Float32Array.from(weights.mean);
    this.#deviation = Float32Array.from(weights.deviation);
    this.#hidden = new Float32Array(hidden);
    this.#networks = weights.networks.map((network) => ({
      inner: unpack(network.inner, hidden * FEATURES),
      innerBias: unpack(network.innerBias, hidden),
      outer: unpack(network.outer, classes.length * hidden),
      outerBias: unpack(network.outerBias, classes.length),
    }));
  }

  classify(features: Float32Array): Float32Array {
    const input = this.#input;
    for (let i = 0; i < FEATURES; i++) {
      const value = (features[i]! - this.#mean[i]!) / this.#deviation[i]!;
      input[i] = Math.max(-FARTHEST, Math.min(FARTHEST, value));
    }
    this.probabilities.fill(0);
    for (const network of this.#networks) this.#vote(network);
    return this.probabilities;
  }

  #vote({ inner, innerBias, outer, outerBias }: Network): void {
    const hidden = this.#hidden;
    const logits = this.#logits;
    for (let unit = 0, at = 0; unit < hidden.length; unit++) {
      let sum = innerBias[unit]!;
      for (let i = 0; i < FEATURES; i++) sum += inner[at++]! * this.#input[i]!;
      hidden[unit] = sum > 0 ? sum : 0;
    }
    let most = -Infinity;
    for (let k = 0, at = 0; k < logits.length; k++) {
      let sum = outerBias[k]!;
      for (let unit = 0; unit < hidden.length; unit++) sum += outer[at++]! * hidden[unit]!;
      logits[k] = sum;
      if (sum > most) most = sum;
    }
    let total = 0;
    for (let k = 0; k < logits.length; k++) total += logits[k] = Math.exp(logits[k]! - most);
    for (let k = 0; k < logits.length; k++)
      this.probabilities[k]! += logits[k]! / total / this.#networks.length;
  }
}

export function pack(values: ArrayLike<number>): PackedMatrix {
  let most = 1e-9;
  for (let i = 0; i < values.length; i++) most = Math.max(most, Math.abs(values[i]!));
  const scale = Number((most / 32767).toPrecision(8)) * 1.000001;
  const bytes = Buffer.alloc(values.length * 2);
  for (let i = 0; i < values.length; i++) bytes.writeInt16LE(Math.round(values[i]! / scale), i * 2);
  return { scale, values: bytes.toString('base64') };
}

function unpack({ scale, values }: PackedMatrix, count: number): Float32Array {
  const bytes = Buffer.from(values, 'base64');
  if (bytes.length !== count * 2) throw new RangeError('the weights of the sound classifier are cut short');
  return Float32Array.from({ length: count }, (_, i) => bytes.readInt16LE(i * 2) * scale);
}
