/** What a board is made of, as data: one strict `boards/<name>/board.json` each. No pin, sensor or size elsewhere. */
import { Type, type Static } from '@sinclair/typebox';
import { readdir, readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { check } from '#kit/check.ts';
import { PupsentryError } from '#kit/errors.ts';

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

const GpioLine = {
  chip: Type.String({
    pattern: '^[A-Za-z0-9._-]{1,32}$',
    description: 'GPIO chip by name, such as "gpiochip0".',
  }),
  line: Type.Integer({ minimum: 0, maximum: 1023, description: 'Offset of the line on its chip.' }),
  activeLow: Type.Boolean({ description: 'The line is low while active.' }),
};

export const BoardSchema = Type.Object(
  {
    name: Type.String({ pattern: '^[a-z0-9-]{2,32}$', description: "The folder's name." }),
    description: Type.String({ minLength: 1, maxLength: 120, description: 'One line for people.' }),
    camera: Type.String({
      minLength: 1,
      description: 'The camera when the configuration says "board": scene, /dev/videoN, a file or rtsp://…',
    }),
    video: Type.Object(
      {
        main: CodedStreamSchema('the main stream; the camera is opened with it'),
        sub: CodedStreamSchema('the stream for narrow links'),
        grey: Type.Object(size('the luma pictures for detection'), strict),
        encoders: Type.Array(Type.String({ pattern: '^[a-z0-9]{2,40}$' }), {
          minItems: 1,
          maxItems: 16,
          description: 'GStreamer H.264 encoders, the preferred first; the first one that works is used.',
        }),
      },
      { ...strict, description: 'What the sensor gives and what is made of it.' },
    ),
    audio: Type.Object(
      {
        microphone: Type.String({
          minLength: 1,
          description: 'What "auto" falls back to when the camera brings no sound: alsa:NAME, pulse or none.',
        }),
        bitrateKbps: Type.Integer({ minimum: 8, maximum: 256, description: 'Opus, mono, 48 kHz, kbit/s.' }),
      },
      strict,
    ),
    button: Type.Union(
      [
        Type.Object({ kind: Type.Literal('none') }, { ...strict, description: 'No button.' }),
        Type.Object(
          { kind: Type.Literal('simulated') },
          { ...strict, description: 'Pressed by pupsentryctl or a key in the terminal.' },
        ),
        Type.Object({ kind: Type.Literal('gpio'), ...GpioLine }, strict),
      ],
      { description: 'The bell button.' },
    ),
    leds: Type.Array(
      Type.Union([
        Type.Object(
          {
            role: Type.Literal('status'),
            kind: Type.Literal('sysfs'),
            name: Type.String({
              pattern: '^[A-Za-z0-9:._-]{1,64}$',
              description: 'Folder in /sys/class/leds.',
            }),
          },
          strict,
        ),
        Type.Object({ role: Type.Literal('status'), kind: Type.Literal('gpio'), ...GpioLine }, strict),
      ]),
      { maxItems: 8, description: 'Lights for people, by role.' },
    ),
    temperature: Type.Optional(
      Type.String({
        pattern: '^/sys/',
        description: 'File with the temperature in thousandths of a degree Celsius; it may be absent.',
      }),
    ),
  },
  strict,
);

export type Board = Static<typeof BoardSchema>;
export type CodedStream = Board['video']['main'];
export type ButtonProfile = Board['button'];

/** `boards/` beside this file in the source, beside the bundle in `dist/`. */
const BOARDS = join(import.meta.dirname, 'boards');

/** @returns the names of the boards this build knows, sorted */
export async function knownBoards(folder = BOARDS): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  return entries
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort();
}

/**
 * Reads a board's profile.
 * @throws PupsentryError "board-unknown" listing the known ones; "board-syntax" or "board-invalid" naming
 *   every path and reason
 */
export async function loadBoard(name: string, folder = BOARDS): Promise<Board> {
  const known = await knownBoards(folder);
  if (!known.includes(name)) {
    throw new PupsentryError(
      'board-unknown',
      `There is no board "${name}".`,
      known.length > 0 ? `Known boards: ${known.join(', ')}.` : `No board profile stands in ${folder}.`,
    );
  }
  const file = join(folder, name, 'board.json');
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (cause) {
    throw new PupsentryError('board-invalid', `Cannot read the board profile ${file}.`, '', { cause });
  }
  const board = check(BoardSchema, text, { file, code: 'board' });
  if (board.name !== basename(join(folder, name))) {
    throw new PupsentryError('board-invalid', `${file} is the profile of "${board.name}", not of "${name}".`);
  }
  return board;
}
