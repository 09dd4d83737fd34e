/** Setting values as the contract carries them, and back. */
import type { v1 } from './messages.ts';

export type SettingPrimitive = boolean | number | string;

export function toSettingValues(values: Readonly<Record<string, SettingPrimitive>>): v1.ISettingValue[] {
  return Object.entries(values).map(([key, value]) => {
    if (typeof value === 'boolean') return { key, flag: value };
    if (typeof value === 'number') return { key, number: value };
    return { key, text: value };
  });
}

/**
 * @returns key to value, unchecked: the reader's schema decides. An entry that carries no value comes
 *   out as null, which no schema takes; of several entries with one key the last counts
 */
export function fromSettingValues(
  values: readonly v1.ISettingValue[],
): Record<string, SettingPrimitive | null> {
  return Object.fromEntries(
    values.map(({ key, flag, number, text }) => [key ?? '', flag ?? number ?? text ?? null]),
  );
}
