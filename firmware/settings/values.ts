/** Settings as the contract carries them, and back. */
import type { v1 } from '#protocol/messages.ts';

type Value = boolean | number | string;

export function toSettingValues(values: Readonly<Record<string, Value>>): v1.ISettingValue[] {
  return Object.entries(values).map(([key, value]) => {
    if (typeof value === 'boolean') return { key, flag: value };
    if (typeof value === 'number') return { key, number: value };
    return { key, text: value };
  });
}

/** @returns key to value; unchecked. A value that is missing altogether comes out as null and fails every check */
export function fromSettingValues(values: readonly v1.ISettingValue[]): Record<string, unknown> {
  return Object.fromEntries(
    values.map(({ key, flag, number, text }) => [key ?? '', flag ?? number ?? text ?? null]),
  );
}
