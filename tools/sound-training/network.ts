/** One small network in training: a hidden layer, Adam, cross-entropy. Seeded: the same examples give the same weights. */
import { FARTHEST, SOUND_CLASSES, pack, type PackedNetwork } from '../../firmware/detect/sound/classifier.ts';
import { FEATURES } from '../../firmware/detect/sound/window-features.ts';
import { SeededRandom } from '../../firmware/detect/sound/testing/seeded-random.ts';

export const HIDDEN = 32;
const CLASSES = SOUND_CLASSES.length;
const BATCH = 32;
const RATE = { first: 2e-3, last: 5e-5 };
const DECAY = 1e-2;
/** Part of the hidden units that sit out a step. */
const DROPPED = 0.25;
/** The truth is held to be this sure. */
const LABEL_SURENESS = 0.95;

/** Features in deviations from their mean, example after example, and what each is. */
export interface TrainingSet {
  inputs: Float32Array;
  labels: Uint8Array;
  /** How much an example of each class counts. */
  classWeights: readonly number[];
}

/** One group of weights and what Adam (Kingma and Ba, 2015) remembers of it. */
class Weights {
  readonly values: Float32Array;
  readonly gradient: Float32Array;
  readonly #first: Float32Array;
  readonly #second: Float32Array;

  constructor(size: number, spread: number, random: SeededRandom) {
    this.values = Float32Array.from({ length: size }, () => (spread > 0 ? spread * random.normal() : 0));
    this.gradient = new Float32Array(size);
    this.#first = new Float32Array(size);
    this.#second = new Float32Array(size);
  }

  step(rate: number, count: number, decay: number): void {
    const { values, gradient } = this;
    const first = this.#first;
    const second = this.#second;
    const unbias = Math.sqrt(1 - 0.999 ** count) / (1 - 0.9 ** count);
    for (let i = 0; i < values.length; i++) {
      const slope = gradient[i]!;
      const mean = (first[i] = 0.9 * first[i]! + 0.1 * slope);
      const square = (second[i] = 0.999 * second[i]! + 0.001 * slope * slope);
      values[i] = values[i]! - rate * ((unbias * mean) / (Math.sqrt(square) + 1e-8) + decay * values[i]!);
      gradient[i] = 0;
    }
  }
}

export class Network {
  readonly #random: SeededRandom;
  readonly #inner: Weights;
  readonly #innerBias: Weights;
  readonly #outer: Weights;
  readonly #outerBias: Weights;
  readonly #hidden = new Float32Array(HIDDEN);
  readonly #output = new Float32Array(CLASSES);
  readonly #back = new Float32Array(HIDDEN);

  constructor(seed: number) {
    const random = (this.#random = new SeededRandom(seed));
    this.#inner = new Weights(HIDDEN * FEATURES, Math.sqrt(2 / FEATURES), random);
    this.#innerBias = new Weights(HIDDEN, 0, random);
    this.#outer = new Weights(CLASSES * HIDDEN, Math.sqrt(1 / HIDDEN), random);
    this.#outerBias = new Weights(CLASSES, 0, random);
  }

  train(set: TrainingSet, epochs: number): PackedNetwork {
    const order = Int32Array.from(set.labels, (_, index) => index);
    const steps = Math.ceil(order.length / BATCH) * epochs;
    let step = 0;
    for (let epoch = 0; epoch < epochs; epoch++) {
      this.#shuffle(order);
      for (let from = 0; from < order.length; from += BATCH) {
        const batch = order.subarray(from, from + BATCH);
        for (const index of batch) {
          this.#forward(set.inputs, index * FEATURES);
          const label = set.labels[index]!;
          this.#backward(set.inputs, index * FEATURES, label, set.classWeights[label]! / batch.length);
        }
        step++;
        const rate = RATE.last + ((RATE.first - RATE.last) * (1 + Math.cos((Math.PI * step) / steps))) / 2;
        this.#inner.step(rate, step, DECAY);
        this.#innerBias.step(rate, step, 0);
        this.#outer.step(rate, step, DECAY);
        this.#outerBias.step(rate, step, 0);
      }
    }
    return {
      inner: pack(this.#inner.values),
      innerBias: pack(this.#innerBias.values),
      outer: pack(this.#outer.values),
      outerBias: pack(this.#outerBias.values),
    };
  }

  #shuffle(order: Int32Array): void {
    for (let i = order.length - 1; i > 0; i--) {
      const j = this.#random.below(i + 1);
      const kept = order[i]!;
      order[i] = order[j]!;
      order[j] = kept;
    }
  }

  /** Leaves in `output` the probabilities. */
  #forward(inputs: Float32Array, at: number): void {
    const weights = this.#inner.values;
    const hidden = this.#hidden;
    for (let unit = 0; unit < HIDDEN; unit++) {
      hidden[unit] = 0;
      if (this.#random.next() < DROPPED) continue;
      // Four sums at a time: one would wait for itself.
      let [a, b, c, d] = [this.#innerBias.values[unit]!, 0, 0, 0];
      const w = unit * FEATURES;
      for (let i = 0; i < FEATURES; i += 4) {
        a += weights[w + i]! * inputs[at + i]!;
        b += weights[w + i + 1]! * inputs[at + i + 1]!;
        c += weights[w + i + 2]! * inputs[at + i + 2]!;
        d += weights[w + i + 3]! * inputs[at + i + 3]!;
      }
      const sum = a + b + c + d;
      if (sum > 0) hidden[unit] = sum / (1 - DROPPED);
    }
    const output = this.#output;
    const outer = this.#outer.values;
    let most = -Infinity;
    for (let k = 0, w = 0; k < CLASSES; k++) {
      let sum = this.#outerBias.values[k]!;
      for (let unit = 0; unit < HIDDEN; unit++, w++) sum += outer[w]! * hidden[unit]!;
      output[k] = sum;
      if (sum > most) most = sum;
    }
    let total = 0;
    for (let k = 0; k < CLASSES; k++) total += output[k] = Math.exp(output[k]! - most);
    for (let k = 0; k < CLASSES; k++) output[k] = output[k]! / total;
  }

  #backward(inputs: Float32Array, at: number, label: number, weight: number): void {
    const hidden = this.#hidden;
    const back = this.#back.fill(0);
    for (let k = 0, w = 0; k < CLASSES; k++) {
      const truth = k === label ? LABEL_SURENESS : (1 - LABEL_SURENESS) / (CLASSES - 1);
      const error = weight * (this.#output[k]! - truth);
      this.#outerBias.gradient[k]! += error;
      for (let unit = 0; unit < HIDDEN; unit++, w++) {
        this.#outer.gradient[w]! += error * hidden[unit]!;
        back[unit]! += error * this.#outer.values[w]!;
      }
    }
    const gradient = this.#inner.gradient;
    for (let unit = 0; unit < HIDDEN; unit++) {
      if (hidden[unit] === 0) continue;
      const error = back[unit]! / (1 - DROPPED);
      this.#innerBias.gradient[unit]! += error;
      for (let i = 0, w = unit * FEATURES; i < FEATURES; i++, w++)
        gradient[w] = gradient[w]! + error * inputs[at + i]!;
    }
  }
}

export function clamped(value: number): number {
  return Math.max(-FARTHEST, Math.min(FARTHEST, value));
}
