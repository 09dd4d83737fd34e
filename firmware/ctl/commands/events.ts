import type { HistoryEvent } from '../../care/event-history.ts';
import type { EventsAnswer } from '../answers.ts';
import type { Command } from '../command.ts';
import { printTable, type Cell } from '../table.ts';
import { ago, dateTime } from '../words.ts';

export const events: Command = {
  name: 'events',
  usage: '[-n COUNT]',
  summary: 'The last events, newest first',
  details:
    'The device keeps the last 200. "Not stored" means that the cloud will not hear of it: see status.',
  options: { count: { short: 'n', value: 'COUNT', help: 'How many, 1 to 200 (default 20)' } },
  examples: [
    ['pupsentryctl events', 'the last 20'],
    ['pupsentryctl events -n 1 --json', 'the newest one, for programs'],
  ],
  words: { least: 0, most: 0 },
  async run({ client, integer, json, terminal }) {
    const wanted = integer('count', { least: 1, most: 200, byDefault: 20 });
    const answer = (await (await client()).call('events', { count: wanted })) as EventsAnswer;
    if (json) return terminal.json(answer);
    if (answer.events.length === 0) return terminal.line('Nothing has happened yet.');
    printTable(
      terminal,
      [
        { title: 'When' },
        { title: 'Time' },
        { title: 'Event' },
        { title: 'Picture' },
        { title: 'Cloud' },
        { title: 'Id' },
      ],
      answer.events.map((event) => [
        ago(event.startedMs, answer.nowMs),
        dateTime(event.startedMs),
        event.presses > 1 ? `${event.kind}, ${event.presses} presses` : event.kind,
        event.snapshot ? 'yes' : 'no',
        stored(event),
        event.id.slice(0, 8),
      ]),
    );
  },
};

function stored(event: HistoryEvent): Cell {
  return event.accepted ? { text: 'stored' } : { text: 'not stored', paint: 'red' };
}
