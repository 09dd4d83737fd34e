/** The bell: two soft tones, repeated a few times, made by WebAudio. */
import type { PageSound } from '../page-sound.ts';

/** E5 and C5, Hz: a falling major third, the interval of most door bells. */
const TONES_HZ = [659.26, 523.25];
/** Partials of a struck bar: ratio to the tone, and how loud. */
const PARTIALS = [
  { ratio: 1, gain: 0.22 },
  { ratio: 2, gain: 0.05 },
  { ratio: 4.2, gain: 0.015 },
];
const BETWEEN_TONES_S = 0.55;
const RING_OUT_S = 1.6;
const REPEAT_EVERY_S = 3;
const REPEATS = 5;
const FADE_S = 0.08;

export class Chime {
  readonly #sound: PageSound;
  #output: GainNode | undefined;

  constructor(options: { sound: PageSound }) {
    this.#sound = options.sound;
  }

  /** Rings until it has rung a few times, or `stop`. */
  ring(): void {
    this.stop();
    const { context } = this.#sound;
    void context.resume();
    const output = new GainNode(context);
    output.connect(context.destination);
    this.#output = output;
    for (let round = 0; round < REPEATS; round++) {
      TONES_HZ.forEach((hz, i) => {
        const afterS = round * REPEAT_EVERY_S + i * BETWEEN_TONES_S;
        strike(context, output, hz, context.currentTime + 0.03 + afterS);
      });
    }
  }

  stop(): void {
    const output = this.#output;
    if (!output) return;
    this.#output = undefined;
    output.gain.setTargetAtTime(0, output.context.currentTime, FADE_S / 4);
    setTimeout(() => output.disconnect(), FADE_S * 2000);
  }
}

function strike(context: BaseAudioContext, output: AudioNode, hz: number, atS: number): void {
  for (const { ratio, gain } of PARTIALS) {
    const tone = new OscillatorNode(context, { frequency: hz * ratio });
    const envelope = new GainNode(context, { gain: 0 });
    envelope.gain.setValueAtTime(0, atS);
    envelope.gain.linearRampToValueAtTime(gain, atS + 0.012);
    envelope.gain.exponentialRampToValueAtTime(0.0001, atS + RING_OUT_S / ratio ** 0.5);
    tone.connect(envelope).connect(output);
    tone.start(atS);
    tone.stop(atS + RING_OUT_S);
  }
}
