/** The settings of a device: what people may change while it runs. One entry gives type, default, range and help. */
import { Type, type Static, type TSchema } from '@sinclair/typebox';

/** Why a setting needs the household's consent; absent for plain preferences. */
export type ConsentClass = 'picture' | 'sound' | 'diagnostics';

declare module '@sinclair/typebox' {
  interface SchemaOptions {
    consent?: ConsentClass;
    unit?: string;
  }
}

export const SettingsSchema = Type.Object(
  {
    'device.name': Type.String({
      default: 'Front door',
      minLength: 1,
      maxLength: 40,
      description: 'What people call this device.',
    }),
    'privacy.on': Type.Boolean({
      default: false,
      consent: 'picture',
      description: 'The camera sees and hears nothing. Rings still reach you, without a picture.',
    }),
    'video.bitrateKbps': Type.Integer({
      default: 2000,
      minimum: 300,
      maximum: 8000,
      unit: 'kbit/s',
      description: 'Ceiling of the main stream; live view goes lower on a narrow link.',
    }),
    'microphone.on': Type.Boolean({
      default: true,
      consent: 'sound',
      description: 'Capture sound at the device. Off means that no sound is captured at all.',
    }),
    'doorbell.debounceMs': Type.Integer({
      default: 40,
      minimum: 5,
      maximum: 500,
      unit: 'ms',
      description: 'The button has to be let go this long before the next press counts.',
    }),
    'doorbell.blindSeconds': Type.Integer({
      default: 10,
      minimum: 0,
      maximum: 120,
      unit: 's',
      description: 'Further presses within this time count as the same ring.',
    }),
    'live.maxViewers': Type.Integer({
      default: 10,
      minimum: 1,
      maximum: 16,
      description: 'Live sessions at the same time; one more is refused.',
    }),
    'telemetry.on': Type.Boolean({
      default: true,
      consent: 'diagnostics',
      description: 'Send figures about temperature, memory and bitrate. No picture, no sound.',
    }),
    'telemetry.seconds': Type.Integer({
      default: 10,
      minimum: 2,
      maximum: 3600,
      unit: 's',
      description: 'How often the figures are sent.',
    }),
    'log.level': Type.Union(
      [
        Type.Literal('error'),
        Type.Literal('warn'),
        Type.Literal('info'),
        Type.Literal('debug'),
        Type.Literal('trace'),
      ],
      { default: 'info', description: 'How much the log says.' },
    ),
  },
  { additionalProperties: false },
);

export type Settings = Static<typeof SettingsSchema>;
export type SettingKey = keyof Settings;

/** Key to schema, for help texts and per-setting checks. */
export const SETTING_SCHEMAS = SettingsSchema.properties as Record<SettingKey, TSchema>;
