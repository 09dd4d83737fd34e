import { EVENT_KINDS, type HistoryEvent } from '../../care/event-history.ts';
import type { EventsAnswer } from '../answers.ts';
import { UsageError, type Command } from '../command.ts';
import { printTable, type Cell } from '../table.ts';
import { dateTime, duration } from '../words.ts';

export const events: Command = {
  name: 'events',
  usage: '[-n COUNT] [--kind KIND]',
  summary: 'The last events, newest first',
  details:
    'The device keeps the last 2000. "Kept" is what there is of it: the picture is with the cloud, the clip in the ' +
    'recordings of the device. Cloud: "no" means that it will not hear of it, see status.',
  options: {
    count: { short: 'n', value: 'COUNT', help: 'How many, 1 to 2000 (default 20)' },
    kind: { value: 'KIND', help: 'ring, motion, sound or tamper alone' },
  },
  examples: [
    ['pupsentryctl events', 'the last 20'],
    ['pupsentryctl events --kind sound', 'what was heard'],
    ['pupsentryctl events -n 1 --json', 'the newest one, for programs'],
  ],
  words: { least: 0, most: 0 },
  async run({ client, integer, text, json, terminal }) {
    const wanted = integer('count', { least: 1, most: 2000, byDefault: 20 });
    const kind = text('kind');
    if (kind !== undefined && !EVENT_KINDS.includes(kind as HistoryEvent['kind']))
      throw new UsageError(`--kind takes one of ${EVENT_KINDS.join(', ')}, not "${kind}".`);
    const answer = (await (await client()).call('events', { count: wanted, kind })) as EventsAnswer;
    if (json) return terminal.json(answer);
    if (answer.events.length === 0) return terminal.line('Nothing has happened yet.');
    printTable(
      terminal,
      [
        { title: 'Time' },
        { title: 'Event' },
        { title: 'Lasted', align: 'right' },
        { title: 'Kept' },
        { title: 'Cloud' },
        { title: 'Id' },
      ],
      answer.events.map((event) => [
        when(event.startedMs, answer.nowMs),
        happening(event),
        event.endedMs === null ? 'goes on' : duration((event.endedMs - event.startedMs) / 1000),
        [event.snapshot && 'picture', event.clip && 'clip'].filter(Boolean).join(', ') || '-',
        stored(event),
        event.id.slice(0, 8),
      ]),
    );
  },
};

/** @returns "ring, 3 presses", "motion in Path", "sound: dog, loud", "tamper: covered" */
export function happening({ kind, presses, labels, zones }: HistoryEvent): string {
  if (kind === 'ring') return presses > 1 ? `ring, ${presses} presses` : 'ring';
  const what = labels.filter((label) => label !== kind).join(', ');
  const where = zones.length > 0 ? ` in ${zones.join(', ')}` : '';
  return `${kind}${what && `: ${what}`}${where}`;
}

/** Local; the day only when it is not today. */
function when(ms: number, nowMs: number): string {
  const [day, time] = dateTime(ms).split(' ');
  return dateTime(nowMs).startsWith(day!) ? time! : `${day} ${time}`;
}

function stored(event: HistoryEvent): Cell {
  return event.accepted ? { text: 'yes' } : { text: 'no', paint: 'red' };
}
