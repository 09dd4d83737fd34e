/** Settings for people: what each one is, and its value from what somebody typed. */
import { PupsentryError } from '#kit/errors.ts';
import { SETTING_SCHEMAS, type ConsentClass, type SettingKey } from './schema.ts';
import type { SettingsStore } from './store.ts';

type Value = boolean | number | string;

export interface SettingDescription {
  key: SettingKey;
  value: Value;
  /** What this device has when nobody chose. */
  default: Value;
  type: 'boolean' | 'integer' | 'number' | 'string' | 'choice';
  unit?: string;
  minimum?: number;
  maximum?: number;
  maxLength?: number;
  choices?: string[];
  consent?: ConsentClass;
  help: string;
}

/** @returns one setting, or all of them in the order of the schema */
export function describeSettings(store: SettingsStore, only?: string): SettingDescription[] {
  const keys = only === undefined ? (Object.keys(SETTING_SCHEMAS) as SettingKey[]) : [known(only)];
  return keys.map((key) => {
    const schema = SETTING_SCHEMAS[key];
    const choices = (schema.anyOf as { const: string }[] | undefined)?.map((option) => option.const);
    return {
      key,
      value: store.get(key),
      default: store.defaults[key],
      type: choices ? 'choice' : (schema.type as SettingDescription['type']),
      ...(schema.unit && { unit: schema.unit }),
      ...(schema.minimum !== undefined && { minimum: schema.minimum as number }),
      ...(schema.maximum !== undefined && { maximum: schema.maximum as number }),
      ...(schema.maxLength !== undefined && { maxLength: schema.maxLength as number }),
      ...(choices && { choices }),
      ...(schema.consent && { consent: schema.consent }),
      help: schema.description ?? '',
    };
  });
}

const FLAGS = new Map([
  ...['on', 'true', 'yes'].map((word) => [word, true] as const),
  ...['off', 'false', 'no'].map((word) => [word, false] as const),
]);

/**
 * @returns the value that somebody's text means for this setting: "off" is false for a switch and text
 *   for a name. What cannot be read stays text, for the store to refuse with its reason
 * @throws PupsentryError "unknown-setting"
 */
export function settingFromText(key: string, text: string): Value {
  const { type } = SETTING_SCHEMAS[known(key)] as { type?: string };
  if (type === 'boolean') return FLAGS.get(text.toLowerCase()) ?? text;
  if ((type === 'integer' || type === 'number') && /^-?\d+(\.\d+)?$/.test(text)) return Number(text);
  return text;
}

function known(key: string): SettingKey {
  if (Object.hasOwn(SETTING_SCHEMAS, key)) return key as SettingKey;
  throw new PupsentryError(
    'unknown-setting',
    `There is no setting "${key.slice(0, 60)}".`,
    `There are ${Object.keys(SETTING_SCHEMAS).join(', ')}.`,
  );
}
