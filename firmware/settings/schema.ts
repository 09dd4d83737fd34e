/** The settings of a device: what people may change while it runs. One entry gives type, default, range and help. */
import { Type, type Static, type TSchema } from '@sinclair/typebox';
import { complaintOfSchedule } from './schedule.ts';
import { complaintOfZones } from './zones.ts';

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
    'zones.list': Type.String({
      default: '',
      maxLength: 4096,
      consent: 'picture',
      complain: complaintOfZones,
      description:
        'Zones of the picture as JSON: where motion counts, where it does not, and what is black for everyone.',
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
    'chime.on': Type.Boolean({
      default: true,
      description: 'The chime at home sounds when somebody rings.',
    }),
    'light.ready': Type.Boolean({
      default: false,
      description: 'The status light is steady while all is well. Off: it is dark then.',
    }),
    'night.mode': Type.Union([Type.Literal('auto'), Type.Literal('day'), Type.Literal('night')], {
      default: 'auto',
      description: 'Night view (infrared light, no colours) by itself, never or always.',
    }),
    'night.luma': Type.Integer({
      default: 20,
      minimum: 1,
      maximum: 100,
      description: 'A darker picture is night: its mean brightness, 0 to 255.',
    }),
    'night.darkSeconds': Type.Integer({
      default: 5,
      minimum: 1,
      maximum: 600,
      unit: 's',
      description: 'It has to be dark for this long before night view begins.',
    }),
    'night.gainPercent': Type.Integer({
      default: 25,
      minimum: 1,
      maximum: 90,
      unit: '%',
      description: 'Day may have come when the gain of the sensor is under this part of its value at night.',
    }),
    'night.dayLuma': Type.Integer({
      default: 60,
      minimum: 2,
      maximum: 250,
      description: 'Without infrared light the picture has to be this bright for day, 0 to 255.',
    }),
    'night.brightSeconds': Type.Integer({
      default: 10,
      minimum: 1,
      maximum: 600,
      unit: 's',
      description: 'It has to be bright for this long before night view ends.',
    }),
    'night.minSeconds': Type.Integer({
      default: 60,
      minimum: 0,
      maximum: 3600,
      unit: 's',
      description: 'Shortest stay in day or night view.',
    }),
    'night.settleSeconds': Type.Integer({
      default: 10,
      minimum: 1,
      maximum: 60,
      unit: 's',
      description: 'How long the picture takes to settle after a switch.',
    }),
    'night.tryMinutes': Type.Integer({
      default: 15,
      minimum: 0,
      maximum: 240,
      unit: 'min',
      description:
        'At the latest after this long the infrared light is put out to see whether it is day; 0: never.',
    }),
    'night.quietSeconds': Type.Integer({
      default: 30,
      minimum: 0,
      maximum: 300,
      unit: 's',
      description: 'No motion is reported for this long after a switch between day and night view.',
    }),
    'motion.on': Type.Boolean({
      default: true,
      consent: 'picture',
      description: 'Watch for changes in the picture. Off means that nobody and nothing looks for them.',
    }),
    'motion.notify': Type.Boolean({
      default: true,
      description: 'Tell people at once when something moves; without it the events are kept all the same.',
    }),
    'motion.sensitivity': Type.Integer({
      default: 5,
      minimum: 1,
      maximum: 10,
      description: 'How small and faint a change may be: 1 only what is large and clear, 10 nearly anything.',
    }),
    'motion.minSizePercent': Type.Number({
      default: 0,
      minimum: 0,
      maximum: 50,
      unit: '%',
      description: 'Smaller things than this part of the picture do not count; 0: what the sensitivity says.',
    }),
    'motion.minSeconds': Type.Number({
      default: 0,
      minimum: 0,
      maximum: 10,
      unit: 's',
      description: 'What moves for less does not count; 0: as soon as it is sure.',
    }),
    'motion.schedule': Type.String({
      default: '',
      maxLength: 200,
      complain: complaintOfSchedule,
      description: 'When to watch, such as "mon-fri 22:00-06:00; sat,sun 00:00-24:00"; empty: always.',
    }),
    'sound.on': Type.Boolean({
      default: false,
      consent: 'sound',
      description: 'Listen for loud sounds. Nothing of it is kept but what the recording keeps.',
    }),
    'sound.notify': Type.Boolean({
      default: true,
      description:
        'Tell people at once when something is heard; without it the events are kept all the same.',
    }),
    'sound.sensitivity': Type.Integer({
      default: 5,
      minimum: 1,
      maximum: 10,
      description: 'How quiet a sound may be: 1 only the loudest, 10 nearly any.',
    }),
    'sound.minSeconds': Type.Number({
      default: 0,
      minimum: 0,
      maximum: 10,
      unit: 's',
      description: 'Shorter sounds do not count; 0: as soon as it is sure.',
    }),
    'sound.kinds': Type.String({
      default: 'dog,baby,loud',
      maxLength: 40,
      pattern: '^(dog|baby|loud)(,(dog|baby|loud))*$',
      description: 'What counts, with commas between: dog, baby, loud (any other loud sound).',
    }),
    'sound.schedule': Type.String({
      default: '',
      maxLength: 200,
      complain: complaintOfSchedule,
      description: 'When to listen, as in motion.schedule; empty: always.',
    }),
    'tamper.on': Type.Boolean({
      default: true,
      consent: 'picture',
      description: 'Notice when the lens is covered, out of focus or turned away, or gives no picture.',
    }),
    'tamper.notify': Type.Boolean({
      default: true,
      description: 'Tell people at once when the camera has been tampered with.',
    }),
    'alarm.leastSeconds': Type.Number({
      default: 3,
      minimum: 1,
      maximum: 30,
      unit: 's',
      description: 'An alarm of motion or sound lasts at least this long.',
    }),
    'alarm.quietSeconds': Type.Number({
      default: 3,
      minimum: 1,
      maximum: 60,
      unit: 's',
      description: 'It ends when nothing more has happened for this long.',
    }),
    'alarm.mostSeconds': Type.Number({
      default: 60,
      minimum: 10,
      maximum: 600,
      unit: 's',
      description: 'It ends after this long even if it goes on: what goes on is then a new alarm.',
    }),
    'alarm.blindSeconds': Type.Number({
      default: 5,
      minimum: 0,
      maximum: 600,
      unit: 's',
      description: 'After an alarm nothing of its kind is told for this long.',
    }),
    'notify.snoozeUntilMs': Type.Integer({
      default: 0,
      minimum: 0,
      maximum: 4_102_444_800_000,
      unit: 'ms since 1970',
      description:
        'Until then nobody is notified of alarms; they are kept, and rings come through. 0: not snoozed.',
    }),
    'live.maxViewers': Type.Integer({
      default: 10,
      minimum: 1,
      maximum: 16,
      description: 'Live sessions at the same time; one more is refused.',
    }),
    'record.mode': Type.Union(
      [Type.Literal('continuous'), Type.Literal('events'), Type.Literal('scheduled'), Type.Literal('off')],
      {
        default: 'events',
        consent: 'picture',
        description: 'Record on the device always, around events, by the schedule, or not at all.',
      },
    ),
    'record.schedule': Type.String({
      default: 'mon-sun 22:00-06:00',
      complain: complaintOfSchedule,
      maxLength: 200,
      description:
        'When to record in scheduled mode, local time: "mon-fri 22:00-06:00; sat,sun 00:00-24:00".',
    }),
    'record.days': Type.Integer({
      default: 2,
      minimum: 1,
      maximum: 365,
      unit: 'd',
      description: 'Recordings are removed after this long.',
    }),
    'record.maxMegabytes': Type.Integer({
      default: 8192,
      minimum: 0,
      maximum: 1_000_000,
      unit: 'MB',
      description: 'Most that all recordings may take; the oldest are removed. 0: what the disk holds.',
    }),
    'record.reserveMegabytes': Type.Integer({
      default: 200,
      minimum: 16,
      maximum: 100_000,
      unit: 'MB',
      description: 'So much of the disk stays free.',
    }),
    'record.stream': Type.Union([Type.Literal('main'), Type.Literal('sub')], {
      default: 'main',
      description: 'Which stream is recorded: the large picture or the small one.',
    }),
    'record.sound': Type.Boolean({
      default: true,
      consent: 'sound',
      description: 'Record the sound, too.',
    }),
    'cloud.recording': Type.Boolean({
      default: false,
      consent: 'picture',
      description:
        'Send clips of events to the cloud, sealed for the household alone. Off: nothing is sent, and what waits is erased.',
    }),
    'updates.auto': Type.Boolean({
      default: true,
      description:
        'Updates install themselves, at the time of updates.window. Off: they wait until you say so.',
    }),
    'updates.window': Type.String({
      default: 'mon-sun 02:00-05:00',
      maxLength: 200,
      complain: complaintOfSchedule,
      description: 'When updates may install and restart the device, as in motion.schedule; empty: always.',
    }),
    'updates.notify': Type.Boolean({
      default: true,
      description: 'Tell people once when there is an update, and when it is done.',
    }),
    'updates.metered': Type.Boolean({
      default: false,
      description: 'The line costs by what it carries: no update is fetched unless you say "now".',
    }),
    'updates.maxKbps': Type.Integer({
      default: 0,
      minimum: 0,
      maximum: 1_000_000,
      unit: 'kbit/s',
      description: 'Updates are fetched no faster than this; 0: as fast as they come.',
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
