/** Settings as live view reads them, at their defaults. */
import { Value } from '@sinclair/typebox/value';
import { SettingsSchema, type Settings } from '../../firmware/settings/schema.ts';
import type { SettingsStore } from '../../firmware/settings/store.ts';

export function liveSettings(): Pick<SettingsStore, 'get' | 'onChanged'> {
  const values = Value.Default(SettingsSchema, {}) as Settings;
  return { get: (key) => values[key], onChanged: () => () => undefined };
}
