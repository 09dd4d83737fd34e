import type { RecordingsAnswer } from '../answers.ts';
import type { Command } from '../command.ts';
import { printPairs, printTable } from '../table.ts';
import { harmless, wrap } from '../terminal.ts';
import { readTime } from '../time-words.ts';
import { count, dateTime, duration, size, time } from '../words.ts';

const NOW: Record<RecordingsAnswer['status']['now'], string> = {
  recording: 'recording',
  off: 'off (record.mode)',
  privacy: 'paused: privacy mode',
  'no-event': 'waiting for an event (record.mode)',
  'not-scheduled': 'waiting for the schedule (record.schedule)',
  'no-picture': 'waiting for a picture',
};

export const recordings: Command = {
  name: 'recordings',
  usage: '[--from TIME] [--to TIME] [-n COUNT]',
  summary: 'What has been recorded, day by day, and how the storage is',
  details: 'A row is a stretch without a gap. TIME as in "clip".',
  options: {
    from: { value: 'TIME', help: 'Nothing that ended before (default: everything)' },
    to: { value: 'TIME', help: 'Nothing that began after' },
    count: { short: 'n', value: 'COUNT', help: 'How many rows, 1 to 500 (default 100)' },
  },
  examples: [
    ['pupsentryctl recordings', 'everything'],
    ['pupsentryctl recordings --from -2h', 'the last two hours'],
  ],
  words: { least: 0, most: 0 },
  async run({ client, text, integer, json, terminal }) {
    const limit = integer('count', { least: 1, most: 500, byDefault: 100 });
    const daemon = await client();
    const nowMs = Date.now();
    const [from, to] = [text('from'), text('to')];
    const answer = (await daemon.call('recordings', {
      ...(from !== undefined && { fromMs: Math.max(0, readTime(from, nowMs)) }),
      ...(to !== undefined && { toMs: Math.max(0, readTime(to, nowMs)) }),
      limit,
    })) as RecordingsAnswer;
    if (json) return terminal.json(answer);
    const { spans, nextMs, status: s } = answer;
    if (spans.length === 0) terminal.line('Nothing has been recorded.');
    else {
      let day = '';
      printTable(
        terminal,
        [
          { title: 'Day' },
          { title: 'From' },
          { title: 'To' },
          { title: 'Length', align: 'right' },
          { title: 'Stream' },
          { title: 'Size', align: 'right' },
        ],
        spans.map(({ startMs, endMs, stream, bytes }) => {
          const today = dateTime(startMs).slice(0, 10);
          const first = today === day ? '' : today;
          day = today;
          const end = dateTime(endMs).startsWith(today) ? time(endMs) : dateTime(endMs).slice(5);
          return [first, time(startMs), end, duration((endMs - startMs) / 1000), stream, size(bytes)];
        }),
      );
      if (nextMs !== null) terminal.line(`More: --from ${new Date(nextMs).toISOString()}`);
    }
    terminal.line();
    printPairs(terminal, [
      ['Now', `${NOW[s.now]}, ${s.stream} stream`],
      ['Kept', `${count(s.files, 'file')}, ${size(s.bytes)}`],
      ['Storage', storage(s)],
      ['Written', written(s)],
      ...s.flash.map((f): [string, string] => [
        'Flash',
        `${f.device}: ${f.usedPercent === null ? 'life not told' : `up to ${f.usedPercent} % of its life used`}, ` +
          `spare blocks ${f.reserve}`,
      ]),
    ]);
    if (!s.fault) return;
    terminal.line();
    terminal.line(`${terminal.paint('red', '!')} ${s.fault.code}`);
    for (const line of wrap(harmless(`${s.fault.message} ${s.fault.remedy}`), terminal.columns - 2))
      terminal.line(`  ${line}`);
  },
};

function storage({ folder, freeBytes, waitingBytes }: RecordingsAnswer['status']): string {
  const free = freeBytes === null ? 'room not known' : `${size(freeBytes)} free`;
  const waiting = waitingBytes > 0 ? `, ${size(waitingBytes)} waiting in memory` : '';
  return `${folder}, ${free}${waiting}`;
}

function written(s: RecordingsAnswer['status']): string {
  const parts = [
    `${size(s.writtenBytes)} since the start`,
    `${count(s.readBacks, 'read-back')}`,
    count(s.errors, 'error'),
    s.droppedFragments > 0 && `${count(s.droppedFragments, 'fragment')} lost`,
  ];
  return parts.filter((part) => part).join(', ');
}
