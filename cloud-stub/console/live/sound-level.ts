/**
 * How loud a live stream is. Measured on the stream itself, so that it works while the picture is muted; the
 * statistics of the connection do not: their energy stays 0 there in Chromium 156.
 */

/** Quieter than this is an empty meter, dB below full scale. */
const FLOOR_DB = -60;
/** 43 ms at 48 kHz. */
const SAMPLES = 2048;

export class SoundLevel {
  readonly #source: MediaStreamAudioSourceNode;
  readonly #analyser: AnalyserNode;
  readonly #samples = new Float32Array(SAMPLES);

  /** @param stream has an audio track */
  constructor(context: AudioContext, stream: MediaStream) {
    this.#source = new MediaStreamAudioSourceNode(context, { mediaStream: stream });
    this.#analyser = new AnalyserNode(context, { fftSize: SAMPLES });
    this.#source.connect(this.#analyser);
  }

  /** 0 (silence) to 1 (full scale) of the last moment. */
  read(): number {
    this.#analyser.getFloatTimeDomainData(this.#samples);
    return levelOf(this.#samples.reduce((sum, x) => sum + x * x, 0) / SAMPLES);
  }

  close(): void {
    this.#source.disconnect();
  }
}

/** @param power mean square of the samples, full scale = 1 */
export function levelOf(power: number): number {
  if (power <= 0) return 0;
  const db = 10 * Math.log10(power);
  return Math.min(1, Math.max(0, 1 - db / FLOOR_DB));
}
