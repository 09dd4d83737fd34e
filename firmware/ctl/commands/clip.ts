import { open, rename, rm } from 'node:fs/promises';
import { PupsentryError, explain } from '#kit/errors.ts';
import type { ClipOpenAnswer, ClipTakeAnswer, RecordingsAnswer } from '../answers.ts';
import type { ControlClient } from '../client.ts';
import { UsageError, type Command } from '../command.ts';
import { readTime } from '../time-words.ts';
import { count, dateTime, duration, size } from '../words.ts';

export const clip: Command = {
  name: 'clip',
  usage: '--from TIME --to TIME -o FILE',
  summary: 'Takes a stretch of the recordings (MP4)',
  details:
    'TIME is "now", "-90s" (also m, h, d: before now), "14:03" or "14:03:22" (the last time it was that late), or ' +
    'a date and time such as "2026-11-26T14:03:22", local unless it says its zone. The clip begins at the last key ' +
    'frame at or before --from, up to a second early. What was not recorded is left out and told.',
  options: {
    from: { value: 'TIME', help: 'Where it begins' },
    to: { value: 'TIME', help: 'Where it ends (default: now)' },
    output: { short: 'o', value: 'FILE', help: 'Where to write it; - is the standard output' },
  },
  examples: [
    ['pupsentryctl clip --from -5m -o porch.mp4', 'the last five minutes'],
    ['pupsentryctl clip --from 14:00 --to 14:05 -o porch.mp4', 'five minutes at two'],
    ['ssh door pupsentryctl clip --from -90s -o - > door.mp4', 'from another machine'],
  ],
  words: { least: 0, most: 0 },
  async run({ client, text, json, terminal }) {
    const file = text('output');
    const from = text('from');
    if (!file) throw new UsageError('Say where to write the clip: -o FILE.');
    if (!from) throw new UsageError('Say where the clip begins: --from TIME.');
    const toStandardOutput = file === '-';
    if (toStandardOutput && json) throw new UsageError('--json and -o - both want the standard output.');
    if (toStandardOutput && terminal.isTty)
      throw new UsageError('A clip is nothing for a terminal: redirect it, or give a file with -o FILE.');
    readTime(from, 0); // a wrong word is told before anybody is asked
    readTime(text('to') ?? 'now', 0);

    const daemon = await client();
    const { nowMs } = (await daemon.call('recordings', { limit: 1 })) as RecordingsAnswer;
    const range = { fromMs: readTime(from, nowMs), toMs: readTime(text('to') ?? 'now', nowMs) };
    if (range.toMs <= range.fromMs) throw new UsageError('The clip would end before it begins.');
    const { id } = (await daemon.call('clip.open', range)) as ClipOpenAnswer;

    let taken = 0;
    const progress = (bytes: number) => {
      taken += bytes;
      if (terminal.isTty && !json) terminal.error(`\x1b[1A\x1b[2K${size(taken)} so far`);
    };
    if (terminal.isTty && !json) terminal.error('');
    const summary = toStandardOutput
      ? await take(daemon, id, (bytes) => {
          terminal.bytes(bytes);
          return Promise.resolve();
        })
      : await intoFile(file, (write) =>
          take(daemon, id, async (bytes) => {
            await write(bytes);
            progress(bytes.length);
          }),
        );
    if (json) return terminal.json({ file, ...summary });
    const say = toStandardOutput
      ? (line: string) => terminal.error(line)
      : (line: string) => terminal.line(line);
    const { startMs, endMs, bytes, gaps, stoppedMs } = summary;
    const missingS = gaps.reduce((sum, { missingMs }) => sum + missingMs, 0) / 1000;
    say(
      `${toStandardOutput ? 'Given' : `Saved ${file}`}: ${dateTime(startMs)}, ` +
        `${duration((endMs - startMs) / 1000 - missingS + 0.5)}, ${size(bytes)}.`,
    );
    if (gaps.length > 0) say(`${count(gaps.length, 'gap')} left out, ${duration(missingS)} together:`);
    for (const { atMs, missingMs } of gaps.slice(0, 10))
      say(`  ${dateTime(atMs)}  ${duration(missingMs / 1000)} not recorded`);
    if (gaps.length > 10) say(`  and ${gaps.length - 10} more`);
    if (stoppedMs !== null)
      say(`The picture changed its format at ${dateTime(stoppedMs)}: take the rest with --from there.`);
  },
};

async function take(daemon: ControlClient, id: number, write: (bytes: Buffer) => Promise<void>) {
  for (;;) {
    const { base64, summary } = (await daemon.call('clip.take', { id }, 60_000)) as ClipTakeAnswer;
    if (base64) await write(Buffer.from(base64, 'base64'));
    if (summary) return summary;
  }
}

/** The file is there when all of it is: what fails in the middle leaves none behind. */
async function intoFile<T>(
  file: string,
  run: (write: (bytes: Buffer) => Promise<void>) => Promise<T>,
): Promise<T> {
  const failed = (cause: unknown) =>
    new PupsentryError('file', `Cannot write ${file}: ${explain(cause)}.`, '', { cause });
  const temporary = `${file}.part`;
  const handle = await open(temporary, 'w').catch((cause: unknown) => {
    throw failed(cause);
  });
  try {
    const result = await run(async (bytes) => {
      await handle.writeFile(bytes).catch((cause: unknown) => {
        throw failed(cause);
      });
    });
    await handle.close();
    await rename(temporary, file).catch((cause: unknown) => {
      throw failed(cause);
    });
    return result;
  } catch (error) {
    await handle.close().catch(() => undefined);
    await rm(temporary, { force: true });
    throw error;
  }
}
