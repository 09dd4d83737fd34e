/** What a detector says while something is there: one sighting per frame or block, none when all is quiet. */

export const ALARM_KINDS = ['ring', 'motion', 'sound', 'tamper'] as const;
export type AlarmKind = (typeof ALARM_KINDS)[number];

/** What was seen or heard, within its kind. */
export const LABELS = {
  ring: ['ring'],
  motion: ['motion'],
  /** loud: a loud sound that is neither of the others. */
  sound: ['dog', 'baby', 'loud'],
  /** covered: the lens sees nothing; defocused: no edges any more; turned: another view; no-picture: none at all. */
  tamper: ['covered', 'defocused', 'turned', 'no-picture'],
} as const satisfies Record<AlarmKind, readonly string[]>;
export type Label = (typeof LABELS)[AlarmKind][number];

export interface Sighting {
  readonly kind: AlarmKind;
  readonly label: Label;
  /** When, on CLOCK_MONOTONIC, microseconds: as the frame or the sound it was found in. */
  readonly atUs: number;
  /** Since when it must have been there, same clock: a detector needs a moment to be sure. */
  readonly sinceUs: number;
  /** How clear it is, 0 to 1. The picture of an event is taken where it is highest. */
  readonly score: number;
  /** Names of the zones for motion that it is in; empty when none is drawn, and for what has no place. */
  readonly zones: readonly string[];
}
