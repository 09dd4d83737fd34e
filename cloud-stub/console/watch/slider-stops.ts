/** Stops and words that the sliders of motion and sound have in common. */
import { lengthOfTime } from '../wording/times.ts';

export const SENSITIVITIES = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10];
export const SHORTEST_STOPS = [0, 0.5, 1, 2, 3, 5, 8, 10];

/** @param words from the dullest to the keenest, two sensitivities each */
export function sensitivityWords(value: number, words: readonly string[]): string {
  return words[Math.min(words.length - 1, Math.ceil(value / 2) - 1)] ?? '';
}

export function secondsWords(seconds: number): string {
  if (seconds === 0) return 'At once';
  return Number.isInteger(seconds) ? lengthOfTime(seconds) : `${seconds} s`;
}
