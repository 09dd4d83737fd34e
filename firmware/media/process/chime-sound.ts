/** Our own two notes, made by arithmetic: a falling third, each struck like a bar and dying away. */

export const CHIME_RATE_HZ = 48_000;
/** E5 and C5 in equal temperament. */
const NOTES = [
  { hz: 659.26, atS: 0 },
  { hz: 523.25, atS: 0.55 },
];
export const CHIME_S = 2;
/** Harmonics of a struck bar: times the note, strength, and how fast each dies away (1/s). */
const PARTIALS = [
  { times: 1, strength: 0.6, decay: 3 },
  { times: 2.76, strength: 0.2, decay: 7 },
  { times: 5.4, strength: 0.08, decay: 12 },
];
/** Rises within this time, so that it does not click, and is silent at the end, s. */
const ATTACK_S = 0.004;
const RELEASE_S = 0.05;
const LOUDNESS = 0.55;

/** @returns 16-bit mono, little endian */
export function chimePcm(): Buffer {
  const samples = CHIME_RATE_HZ * CHIME_S;
  const pcm = Buffer.alloc(samples * 2);
  for (let i = 0; i < samples; i++) {
    const s = i / CHIME_RATE_HZ;
    let value = 0;
    for (const { hz, atS } of NOTES) {
      const t = s - atS;
      if (t < 0) continue;
      for (const { times, strength, decay } of PARTIALS)
        value +=
          strength *
          Math.exp(-decay * t) *
          Math.sin(2 * Math.PI * hz * times * t) *
          Math.min(1, t / ATTACK_S);
    }
    value *= LOUDNESS * Math.min(1, (CHIME_S - s) / RELEASE_S);
    pcm.writeInt16LE(Math.round(Math.max(-1, Math.min(1, value)) * 32_767), i * 2);
  }
  return pcm;
}
