/** Sightings that belong together, as one alarm with a start and an end. Pure. */
import type { AlarmKind, Label, Sighting } from './sighting.ts';

export interface AlarmSpan {
  readonly kind: AlarmKind;
  /** Of the clearest sighting. */
  readonly label: Label;
  /** Since when it must have been there. */
  readonly startUs: number;
  /** When it was seen or heard last. */
  readonly endUs: number;
  /** Of the clearest sighting. */
  readonly score: number;
  /** Every zone that it was in, in the order it came to them. */
  readonly zones: readonly string[];
}

/** What comes back within this time is the same, µs. */
const GAP_US = 2_000_000;

export class AlarmSpans {
  readonly #open = new Map<AlarmKind, AlarmSpan>();

  /**
   * @param sighting each kind's in the order of time
   * @returns the alarm of the same kind that ended before this sighting, or null
   */
  add(sighting: Sighting): AlarmSpan | null {
    const { kind } = sighting;
    const open = this.#open.get(kind);
    if (open && sighting.sinceUs - open.endUs <= GAP_US) {
      this.#open.set(kind, extended(open, sighting));
      return null;
    }
    const { label, sinceUs, atUs, score, zones } = sighting;
    this.#open.set(kind, { kind, label, startUs: sinceUs, endUs: atUs, score, zones: [...zones] });
    return open ?? null;
  }

  /** Nothing more comes. @returns what is still open */
  end(): AlarmSpan[] {
    const open = [...this.#open.values()];
    this.#open.clear();
    return open;
  }
}

function extended(span: AlarmSpan, { label, sinceUs, atUs, score, zones }: Sighting): AlarmSpan {
  return {
    kind: span.kind,
    label: score > span.score ? label : span.label,
    startUs: Math.min(span.startUs, sinceUs),
    endUs: Math.max(span.endUs, atUs),
    score: Math.max(span.score, score),
    zones: [...new Set([...span.zones, ...zones])],
  };
}
