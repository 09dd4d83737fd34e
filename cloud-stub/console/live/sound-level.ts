/**
 * How loud it is at the door, from the energy counters of the audio receiver (webrtc-stats,
 * totalAudioEnergy): works while the page is muted and needs no AudioContext.
 */

/** Quieter than this is an empty meter, dB below full scale. */
const FLOOR_DB = -60;

export class SoundLevel {
  #energy = 0;
  #durationS = 0;

  /** @returns 0 (silence) to 1 (full scale) since the last call; null while there is no sound stream */
  read(report: RTCStatsReport): number | null {
    let level: number | null = null;
    report.forEach((stat: { type: string; kind?: string } & Record<string, unknown>) => {
      if (stat.type !== 'inbound-rtp' || stat.kind !== 'audio') return;
      const { totalAudioEnergy: energy, totalSamplesDuration: durationS } = stat;
      if (typeof energy !== 'number' || typeof durationS !== 'number') return;
      const seconds = durationS - this.#durationS;
      if (seconds > 0) level = levelOf((energy - this.#energy) / seconds);
      this.#energy = energy;
      this.#durationS = durationS;
    });
    return level;
  }
}

/** @param power mean square of the samples, full scale = 1 */
export function levelOf(power: number): number {
  if (power <= 0) return 0;
  const db = 10 * Math.log10(power);
  return Math.min(1, Math.max(0, 1 - db / FLOOR_DB));
}
