import { writeFile } from 'node:fs/promises';
import { PupsentryError, explain } from '#kit/errors.ts';
import type { SnapshotAnswer } from '../answers.ts';
import { UsageError, type Command } from '../command.ts';
import { size } from '../words.ts';

export const snapshot: Command = {
  name: 'snapshot',
  usage: '-o FILE [--width PIXELS]',
  summary: 'Takes a picture (JPEG)',
  options: {
    output: { short: 'o', value: 'FILE', help: 'Where to write it; - is the standard output' },
    width: { value: 'PIXELS', help: "Width of the picture, 16 to 4096 (default: the camera's)" },
  },
  examples: [
    ['pupsentryctl snapshot -o door.jpg', 'into a file'],
    ['ssh door pupsentryctl snapshot -o - > door.jpg', 'from another machine'],
  ],
  words: { least: 0, most: 0 },
  async run({ client, text, integer, json, terminal }) {
    const file = text('output');
    if (!file) throw new UsageError('Say where to write the picture: -o FILE.');
    const toStandardOutput = file === '-';
    if (toStandardOutput && json) throw new UsageError('--json and -o - both want the standard output.');
    if (toStandardOutput && terminal.isTty)
      throw new UsageError('A picture is nothing for a terminal: redirect it, or give a file with -o FILE.');
    const params =
      text('width') === undefined ? {} : { width: integer('width', { least: 16, most: 4096, byDefault: 0 }) };

    const answer = (await (await client()).call('snapshot', params)) as SnapshotAnswer;
    const jpeg = Buffer.from(answer.jpegBase64, 'base64');
    if (toStandardOutput) return terminal.bytes(jpeg);
    try {
      await writeFile(file, jpeg);
    } catch (cause) {
      throw new PupsentryError('file', `Cannot write ${file}: ${explain(cause)}.`, '', { cause });
    }
    const { width, height, takenMs } = answer;
    if (json) return terminal.json({ file, width, height, bytes: jpeg.length, takenMs });
    terminal.line(`Saved ${file}: ${width}x${height}, ${size(jpeg.length)}.`);
  },
};
