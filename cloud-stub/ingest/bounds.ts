/** What comes from a device is well-formed protobuf and still anything: brought within bounds here. */

/** Beyond this no date can be shown (ECMA-262, 21.4.1.1). */
const MAX_TIME_MS = 8.64e15;

/** Longest text of a setting: a list of zones, eight with twelve corners each. */
export const MAX_SETTING_TEXT = 4096;

/** A text for people: no control characters, at most `max` characters. */
export function text(value: string | null | undefined, max: number): string {
  return (value ?? '')
    .slice(0, max)
    .replace(/\p{Cc}+/gu, ' ')
    .replace(/\p{Cs}/gu, ''); // half a surrogate pair, by the cut
}

/** A figure; 0 for what is none. */
export function figure(value: number | null | undefined, max = Number.MAX_SAFE_INTEGER): number {
  return Number.isFinite(value) ? Math.min(max, Math.max(-max, value!)) : 0;
}

/** A whole figure from 0. */
export function count(value: number | null | undefined, max = Number.MAX_SAFE_INTEGER): number {
  return Math.max(0, Math.trunc(figure(value, max)));
}

/** A time, ms since 1970. */
export function timeMs(value: number | null | undefined): number {
  return count(value, MAX_TIME_MS);
}
