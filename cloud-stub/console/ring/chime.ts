/** The bell: two soft tones, repeated a few times, made by WebAudio. */
import { signal, type ReadonlySignal } from '@preact/signals';

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
  readonly #audible = signal(false);
  #context: AudioContext | undefined;
  #output: GainNode | undefined;

  /** The browser lets this page make sound. It does so after the first touch or key on the page. */
  get audible(): ReadonlySignal<boolean> {
    return this.#audible;
  }

  /** Asks the browser for sound; called at the start and inside every first gesture. */
  async unlock(): Promise<void> {
    this.#context ??= this.#open();
    // Without a gesture this promise may stay open for ever: nobody waits for it but who asked.
    if (this.#context.state !== 'running') await this.#context.resume();
  }

  /** Rings until it has rung a few times, or `stop`. */
  ring(): void {
    this.stop();
    const context = (this.#context ??= this.#open());
    void context.resume();
    const output = new GainNode(context);
    output.connect(context.destination);
    this.#output = output;
    for (let round = 0; round < REPEATS; round++) {
      TONES_HZ.forEach((hz, i) =>
        strike(
          context,
          output,
          hz,
          context.currentTime + 0.03 + round * REPEAT_EVERY_S + i * BETWEEN_TONES_S,
        ),
      );
    }
  }

  stop(): void {
    const [context, output] = [this.#context, this.#output];
    this.#output = undefined;
    if (!context || !output) return;
    output.gain.setTargetAtTime(0, context.currentTime, FADE_S / 4);
    setTimeout(() => output.disconnect(), FADE_S * 2000);
  }

  #open(): AudioContext {
    const context = new AudioContext({ latencyHint: 'interactive' });
    const look = () => (this.#audible.value = context.state === 'running');
    context.onstatechange = look;
    look();
    return context;
  }
}

function strike(context: AudioContext, output: AudioNode, hz: number, atS: number): void {
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
