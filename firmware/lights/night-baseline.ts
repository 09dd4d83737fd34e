/** What a settled night looks like under its infrared light, and what is far brighter than that. */

/** Mean luma, and the sensor's gain where it is known. */
export interface Baseline {
  luma: number;
  gain: number | null;
}

/** As far above its baseline has luma to be; a picture this bright is bright whatever its baseline. */
const LUMA_RISE = 2;
const GLARE_LUMA = 230;
/** The baseline follows the dark with this time constant, ms, and never the light. */
const BASELINE_FOLLOW_MS = 60_000;

/** @returns the darkest of two looks: headlights that pass are no baseline */
export function darkest(a: Baseline | null, b: Baseline): Baseline {
  if (!a) return b;
  return { luma: Math.min(a.luma, b.luma), gain: largest(a.gain, b.gain) };
}

/** @returns the baseline of a night that grows darker: it is compared with its darkest */
export function followed(
  baseline: Baseline | null,
  { luma, gain }: Baseline,
  sinceMs: number,
): Baseline | null {
  if (!baseline) return null;
  const share = Math.min(1, Math.max(0, sinceMs) / BASELINE_FOLLOW_MS);
  const { gain: known } = baseline;
  return {
    luma: baseline.luma + Math.min(0, luma - baseline.luma) * share,
    gain: gain === null ? known : known === null ? gain : known + Math.max(0, gain - known) * share,
  };
}

export function isFarAbove(
  baseline: Baseline | null,
  { luma, gain }: Baseline,
  than: { gainShare: number; dayLuma: number },
): boolean {
  if (!baseline) return false;
  if (gain !== null && baseline.gain !== null && gain < baseline.gain * than.gainShare) return true;
  return luma >= Math.min(GLARE_LUMA, Math.max(than.dayLuma, baseline.luma * LUMA_RISE));
}

function largest(a: number | null, b: number | null): number | null {
  if (a === null || b === null) return a ?? b;
  return Math.max(a, b);
}
