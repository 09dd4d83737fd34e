/** The plain rule that the sound detector is compared with: loud for long enough, over a floor that follows. */
import type { PcmBlock } from '../firmware/media/media.ts';
import type { Sighting } from '../firmware/detect/sighting.ts';

const OVER_DB = 10;
const MIN_US = 200_000;
/** The floor takes what is quieter at once, and what is louder by this much a second, dB. */
const RISE_DB_PER_S = 2;

export class LevelRule {
  #floorDb = NaN;
  #sinceUs = NaN;

  hear({ samples, ptsUs, rateHz }: PcmBlock): Sighting | null {
    let found: Sighting | null = null;
    const piece = rateHz / 50;
    for (let at = 0; at + piece <= samples.length; at += piece) {
      let sum = 1;
      for (let i = at; i < at + piece; i++) sum += samples[i]! ** 2;
      const db = Math.max(-70, 10 * Math.log10(sum / piece / 32768 ** 2));
      if (!(this.#floorDb <= db)) this.#floorDb = db;
      else this.#floorDb = Math.min(db, this.#floorDb + RISE_DB_PER_S / 50);
      const atUs = ptsUs + ((at + piece) / rateHz) * 1e6;
      if (db < this.#floorDb + OVER_DB) this.#sinceUs = NaN;
      else if (Number.isNaN(this.#sinceUs)) this.#sinceUs = atUs;
      if (atUs - this.#sinceUs >= MIN_US)
        found = { kind: 'sound', label: 'loud', atUs, sinceUs: this.#sinceUs, score: 0.5, zones: [] };
    }
    return found;
  }
}
