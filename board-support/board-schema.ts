/**
 * The schema of `board.json`. Strict: unknown keys are refused. Devices are named by what they are (driver, label,
 * name), never by a number that another boot may give to another device.
 */
import { Type, type Static } from '@sinclair/typebox';
import { BootSchema } from './boot-schema.ts';

const strict = { additionalProperties: false } as const;

/** Sizes are even because the pictures are 4:2:0. */
const size = (what: string) => ({
  width: Type.Integer({
    minimum: 160,
    maximum: 3840,
    multipleOf: 2,
    description: `Width of ${what}, pixels.`,
  }),
  height: Type.Integer({
    minimum: 90,
    maximum: 2160,
    multipleOf: 2,
    description: `Height of ${what}, pixels.`,
  }),
  fps: Type.Integer({ minimum: 1, maximum: 60, description: `Pictures a second of ${what}.` }),
});

const CodedStreamSchema = (what: string) =>
  Type.Object(
    {
      ...size(what),
      bitrateKbps: Type.Integer({
        minimum: 100,
        maximum: 20_000,
        description: 'Target before settings and live view change it, kbit/s.',
      }),
      minBitrateKbps: Type.Integer({
        minimum: 50,
        maximum: 20_000,
        description: 'Below this the picture is of no use, kbit/s.',
      }),
    },
    strict,
  );

/** A line of a GPIO chip, by names that the device tree gives. */
const gpioLine = {
  chip: Type.String({
    pattern: '^[A-Za-z0-9@:,._-]{1,64}$',
    description: 'Label of the GPIO chip, such as "pinctrl-bcm2835"; see `gpiodetect`.',
  }),
  line: Type.Union(
    [
      Type.String({
        pattern: '^[\\x21-\\x7e][\\x20-\\x7e]{0,30}$',
        description: 'Name of the line on its chip; see `gpioinfo`.',
      }),
      Type.Integer({
        minimum: 0,
        maximum: 1023,
        description: 'Offset on its chip, for lines without a name.',
      }),
    ],
    { description: 'The line, by name; by offset where the device tree gives it none.' },
  ),
  activeLow: Type.Boolean({ description: 'The line is low while active.' }),
};

const bias = Type.Union(
  [Type.Literal('as-is'), Type.Literal('pull-up'), Type.Literal('pull-down'), Type.Literal('disabled')],
  { default: 'as-is', description: 'Resistor of an input, where the chip has one.' },
);

const none = (what: string) => Type.Object({ kind: Type.Literal('none') }, { ...strict, description: what });

const ButtonSchema = (what: string) =>
  Type.Union(
    [
      none('There is none.'),
      Type.Object(
        { kind: Type.Literal('simulated') },
        { ...strict, description: 'Pressed by pupsentryctl or a key in the terminal.' },
      ),
      Type.Object(
        { kind: Type.Literal('gpio'), ...gpioLine, bias },
        { ...strict, description: 'A line of a GPIO chip; its bounce is the setting doorbell.debounceMs.' },
      ),
      Type.Object(
        {
          kind: Type.Literal('key'),
          device: Type.String({
            minLength: 1,
            maxLength: 80,
            description: 'Name of the input device, such as "gpio-keys"; see /proc/bus/input/devices.',
          }),
          code: Type.Integer({
            minimum: 1,
            maximum: 0x2ff,
            description: 'Key code (linux/input-event-codes.h).',
          }),
        },
        { ...strict, description: 'A key that the kernel debounces (gpio-keys).' },
      ),
    ],
    { default: { kind: 'none' }, description: what },
  );

const LightSchema = (what: string) =>
  Type.Union(
    [
      none('There is none.'),
      Type.Object(
        { kind: Type.Literal('simulated') },
        { ...strict, description: 'Seen by `pupsentryctl status` only.' },
      ),
      Type.Object(
        {
          kind: Type.Literal('sysfs'),
          name: Type.String({
            pattern: '^[A-Za-z0-9:._-]{1,64}$',
            description: 'Folder in /sys/class/leds.',
          }),
        },
        { ...strict, description: 'A light of the kernel’s LED class.' },
      ),
      Type.Object(
        { kind: Type.Literal('gpio'), ...gpioLine },
        { ...strict, description: 'A line of a GPIO chip.' },
      ),
    ],
    { default: { kind: 'none' }, description: what },
  );

export const BoardSchema = Type.Object(
  {
    name: Type.String({ pattern: '^[a-z0-9-]{2,32}$', description: "The folder's name." }),
    description: Type.String({ minLength: 1, maxLength: 120, description: 'One line for people.' }),
    products: Type.Array(Type.Union([Type.Literal('camera'), Type.Literal('doorbell')]), {
      minItems: 1,
      uniqueItems: true,
      description: 'What this board is built as: a camera has no bell button.',
    }),
    machine: Type.Object(
      {
        architectures: Type.Array(Type.Union([Type.Literal('x64'), Type.Literal('arm64')]), {
          minItems: 1,
          uniqueItems: true,
          description: "Processor architectures, in Node's words.",
        }),
        compatible: Type.Array(Type.String({ pattern: '^[a-z0-9,._+-]{1,80}$' }), {
          default: [],
          description: 'One of these stands in /proc/device-tree/compatible; empty asks for none.',
        }),
      },
      { ...strict, description: 'How the machine is told apart from others.' },
    ),
    camera: Type.String({
      minLength: 1,
      description:
        'The camera when the configuration says "board": scene, v4l2:NAME (driver or card), a file or rtsp://…',
    }),
    video: Type.Object(
      {
        main: CodedStreamSchema('the main stream; the camera is opened with it'),
        sub: CodedStreamSchema('the stream for narrow links; always H.264'),
        grey: Type.Object(size('the luma pictures for detection'), strict),
        encoders: Type.Array(Type.String({ pattern: '^[a-z0-9]{2,40}$' }), {
          minItems: 1,
          maxItems: 16,
          description: 'GStreamer encoders, the preferred first; the first one that works is used.',
        }),
        dmabuf: Type.Boolean({
          default: false,
          description: 'The camera’s buffers go into a V4L2 encoder as they are (dmabuf), without a copy.',
        }),
        controls: Type.Record(
          Type.String({ pattern: '^[a-z0-9_]{1,64}$' }),
          Type.Integer({ description: 'Value of the control.' }),
          {
            default: {},
            description:
              'V4L2 controls set when the camera is opened, by name, such as power_line_frequency.',
          },
        ),
      },
      { ...strict, description: 'What the sensor gives and what is made of it.' },
    ),
    audio: Type.Object(
      {
        microphone: Type.String({
          minLength: 1,
          description: 'What "auto" falls back to when the camera brings no sound: alsa:NAME, pulse or none.',
        }),
        speaker: Type.String({
          pattern: '^(none|alsa:.+)$',
          default: 'none',
          description: 'Where the chime and talk-back are heard: alsa:NAME or none.',
        }),
        bitrateKbps: Type.Integer({ minimum: 8, maximum: 256, description: 'Opus, mono, 48 kHz, kbit/s.' }),
      },
      { ...strict, description: 'Microphone and speaker.' },
    ),
    button: ButtonSchema('The bell button; held for 10 s it resets the device.'),
    resetButton: ButtonSchema('A button for the factory reset alone, held for 10 s.'),
    lights: Type.Object(
      {
        status: LightSchema('Speaks to people: see "status light" in docs/boards.md.'),
        indicator: LightSchema('Lit whenever pictures are taken.'),
        ir: LightSchema('Infrared light for the night.'),
      },
      { ...strict, default: {}, description: 'Lights, by role.' },
    ),
    irCut: Type.Union(
      [
        none('There is none: colours stay as they are.'),
        Type.Object(
          { kind: Type.Literal('simulated') },
          { ...strict, description: 'Exists in memory only.' },
        ),
        Type.Object(
          { kind: Type.Literal('gpio'), ...gpioLine },
          { ...strict, description: 'Active while the filter is in (day).' },
        ),
        Type.Object(
          {
            kind: Type.Literal('gpio-pulse'),
            chip: gpioLine.chip,
            day: gpioLine.line,
            night: gpioLine.line,
            activeLow: gpioLine.activeLow,
            pulseMs: Type.Integer({
              minimum: 5,
              maximum: 1000,
              description: 'How long the coil is driven, ms.',
            }),
          },
          { ...strict, description: 'A bistable filter: a pulse on one line moves it in, on the other out.' },
        ),
      ],
      { default: { kind: 'none' }, description: 'The filter that keeps infrared from the sensor by day.' },
    ),
    nightSense: Type.Union(
      [
        none('Always day.'),
        Type.Object({ kind: Type.Literal('luma') }, { ...strict, description: 'From the grey pictures.' }),
        Type.Object(
          {
            kind: Type.Literal('gain'),
            control: Type.String({
              pattern: '^[a-z0-9_]{1,64}$',
              description: 'V4L2 control with the sensor’s gain.',
            }),
          },
          { ...strict, description: 'From the grey pictures, and back to day from the gain.' },
        ),
        Type.Object(
          {
            kind: Type.Literal('iio'),
            name: Type.String({ minLength: 1, maxLength: 64, description: 'Name of the IIO light sensor.' }),
            nightLux: Type.Number({ minimum: 0, description: 'Night below this, lux.' }),
            dayLux: Type.Number({ minimum: 0, description: 'Day above this, lux.' }),
          },
          { ...strict, description: 'A light sensor (/sys/bus/iio).' },
        ),
      ],
      { default: { kind: 'none' }, description: 'What tells day from night.' },
    ),
    chime: Type.Union(
      [
        none('Rings are heard on phones only.'),
        Type.Object(
          { kind: Type.Literal('simulated') },
          { ...strict, description: 'Exists in memory only.' },
        ),
        Type.Object(
          {
            kind: Type.Literal('gpio'),
            ...gpioLine,
            pulseMs: Type.Integer({
              minimum: 20,
              maximum: 5000,
              description: 'How long the relay is closed, ms.',
            }),
          },
          { ...strict, description: 'A relay that drives a mechanical chime.' },
        ),
        Type.Object(
          { kind: Type.Literal('speaker') },
          { ...strict, description: 'Our own two notes on the speaker.' },
        ),
      ],
      { default: { kind: 'none' }, description: 'What is heard at home when somebody rings.' },
    ),
    watchdog: Type.Union(
      [
        none('Nothing resets a stuck machine.'),
        Type.Object(
          { kind: Type.Literal('simulated') },
          { ...strict, description: 'Exists in memory only.' },
        ),
        Type.Object(
          {
            kind: Type.Literal('device'),
            identity: Type.String({
              minLength: 1,
              maxLength: 32,
              description: 'What /sys/class/watchdog/*/identity says.',
            }),
            timeoutSeconds: Type.Integer({
              minimum: 5,
              maximum: 600,
              description: 'The machine is reset this long after the last sign of life, seconds.',
            }),
          },
          { ...strict, description: 'A watchdog of the kernel (/dev/watchdogN).' },
        ),
      ],
      { default: { kind: 'none' }, description: 'What resets a stuck machine.' },
    ),
    wifi: Type.Union(
      [
        none('Wired, or the system looks after it.'),
        Type.Object(
          { kind: Type.Literal('simulated') },
          { ...strict, description: 'Exists in memory only.' },
        ),
        Type.Object(
          {
            kind: Type.Literal('wpa'),
            driver: Type.String({
              pattern: '^[A-Za-z0-9_-]{1,32}$',
              description: 'Kernel driver of the radio, such as "brcmfmac".',
            }),
            socketFolder: Type.String({
              pattern: '^/',
              default: '/run/wpa_supplicant',
              description: 'Where wpa_supplicant keeps its control sockets.',
            }),
          },
          { ...strict, description: 'A radio of the kernel, looked after by wpa_supplicant.' },
        ),
      ],
      { default: { kind: 'none' }, description: 'The Wi-Fi radio.' },
    ),
    temperature: Type.Union(
      [
        none('The hottest sensor of the processor, where it can be told.'),
        Type.Object(
          {
            kind: Type.Literal('zone'),
            zone: Type.String({
              minLength: 1,
              maxLength: 64,
              description: 'What /sys/class/thermal/*/type says, such as "cpu-thermal".',
            }),
          },
          { ...strict, description: 'A thermal zone of the kernel.' },
        ),
      ],
      { default: { kind: 'none' }, description: 'Where the temperature is read.' },
    ),
    boot: BootSchema,
  },
  strict,
);

export type Board = Static<typeof BoardSchema>;

/** The profile of each part, for the driver that serves it. */
export interface BoardParts {
  button: Board['button'];
  light: Board['lights']['status'];
  irCut: Board['irCut'];
  chime: Board['chime'];
  watchdog: Board['watchdog'];
  wifi: Board['wifi'];
  temperature: Board['temperature'];
  nightSense: Board['nightSense'];
  boot: Board['boot'];
}
export type GpioLineProfile = { chip: string; line: string | number; activeLow: boolean };
