import type { UpdateStatus } from '#ota/agent/status.ts';
import { PupsentryError } from '#kit/errors.ts';
import type {
  UpdateAnswer,
  UpdateHistoryAnswer,
  UpdatePostponeAnswer,
  UpdateRollbackAnswer,
} from '../answers.ts';
import { UsageError, type Command, type Context } from '../command.ts';
import { printPairs, printTable } from '../table.ts';
import { harmless } from '../terminal.ts';
import { dateTime, duration, size } from '../words.ts';
import { outcomeWords, phaseSentence, updatePairs } from './update-words.ts';

/** A server that is slow has its time, ms. */
const CHECK_LIMIT_MS = 120_000;
/** Phases in which nothing more comes of it without another word, or the daemon ends. */
const AT_REST: readonly string[] = ['idle', 'back-off', 'reboot', 'trial', 'health'];

export const updateStatus: Command = {
  name: 'update status',
  usage: '',
  summary: 'What runs, what is offered, and what it waits for',
  examples: [
    ['pupsentryctl update status', ''],
    ['pupsentryctl update status --json | jq .status.phase', 'for programs'],
  ],
  words: { least: 0, most: 0 },
  async run({ client, json, terminal }) {
    const answer = (await (await client()).call('update.status')) as UpdateAnswer;
    if (json) terminal.json(answer);
    else printPairs(terminal, updatePairs(answer));
  },
};

export const updateCheck: Command = {
  name: 'update check',
  usage: '',
  summary: 'Asks the update server whether there is a newer version',
  details: 'What it finds installs itself at its time (settings updates.auto and updates.window).',
  examples: [['pupsentryctl update check', '']],
  words: { least: 0, most: 0 },
  async run(context) {
    const { client, json, terminal } = context;
    await (await client()).call('update.check', {}, CHECK_LIMIT_MS);
    const answer = await follow(context, ({ phase }) => phase !== 'check');
    if (json) terminal.json(answer);
    else printPairs(terminal, updatePairs(answer));
  },
};

export const updateNow: Command = {
  name: 'update now',
  usage: '',
  summary: 'Installs what there is, whatever the time, and restarts',
  details:
    'It waits only while somebody rings, watches, or an alarm goes on. At its end the device restarts into the new ' +
    'version, which then has to prove itself; when it cannot, the device goes back by itself within half an hour. ' +
    'Ctrl-C leaves the update alone: it goes on.',
  examples: [['pupsentryctl update now', 'and watch it']],
  words: { least: 0, most: 0 },
  async run(context) {
    const { client, json, terminal } = context;
    await (await client()).call('update.now', {}, CHECK_LIMIT_MS);
    const answer = await follow(context, ({ phase }) => AT_REST.includes(phase));
    if (json) return terminal.json(answer);
    const status = running(answer);
    if (status.phase === 'reboot')
      terminal.line(
        harmless(
          `The device restarts into ${status.update?.version}. "pupsentryctl update status" says how it fares.`,
        ),
      );
    else printPairs(terminal, updatePairs(answer));
  },
};

export const updatePostpone: Command = {
  name: 'update postpone',
  usage: '[HOURS]',
  summary: 'Puts the update that waits off, for a day or so many hours',
  details:
    'At most 168 hours and five times for one version; one that closes a security hole for 3 days in all.',
  examples: [
    ['pupsentryctl update postpone', 'for a day'],
    ['pupsentryctl update postpone 72', 'for three days'],
  ],
  words: { least: 0, most: 1 },
  async run({ client, words, json, terminal }) {
    const hours = words[0] === undefined ? undefined : Number(words[0]);
    if (hours !== undefined && !(Number.isInteger(hours) && hours >= 1 && hours <= 168))
      throw new UsageError(`HOURS is a whole number from 1 to 168, not "${words[0]}".`);
    const params = hours === undefined ? {} : { hours };
    const answer = (await (await client()).call('update.postpone', params)) as UpdatePostponeAnswer;
    if (json) terminal.json(answer);
    else terminal.line(`The update waits until ${dateTime(answer.untilMs)}.`);
  },
};

export const updateRollback: Command = {
  name: 'update rollback',
  usage: '',
  summary: 'Goes back to the version before, in the other slot',
  details:
    'The device restarts as soon as nobody is disturbed by it. The version that it leaves is not installed again by ' +
    'itself; "update now" does. There is no way back over an update that closed a security hole.',
  examples: [['pupsentryctl update rollback', '']],
  words: { least: 0, most: 0 },
  async run({ client, json, terminal }) {
    const answer = (await (await client()).call('update.rollback')) as UpdateRollbackAnswer;
    if (json) terminal.json(answer);
    else
      terminal.line(
        harmless(`The device goes back to ${answer.version} and restarts when nobody is disturbed by it.`),
      );
  },
};

export const updateHistory: Command = {
  name: 'update history',
  usage: '',
  summary: 'The last 50 updates, newest first',
  examples: [['pupsentryctl update history', '']],
  words: { least: 0, most: 0 },
  async run({ client, json, terminal }) {
    const answer = (await (await client()).call('update.history')) as UpdateHistoryAnswer;
    if (json) return terminal.json(answer);
    if (answer.updates.length === 0) return terminal.line('No update yet.');
    printTable(
      terminal,
      [
        ...['when', 'version', 'from', 'outcome'].map((title) => ({ title })),
        { title: 'took', align: 'right' as const },
        ...['fetched', 'written'].map((title) => ({ title, align: 'right' as const })),
      ],
      answer.updates.map((one) => [
        dateTime(one.startedMs).slice(5, 16),
        one.version || '-',
        one.from,
        outcomeWords(one.outcome) + (one.code && `: ${one.code}`),
        duration((one.endedMs - one.startedMs) / 1000),
        one.fetchedBytes > 0 ? size(one.fetchedBytes) : '-',
        one.writtenBytes > 0 ? size(one.writtenBytes) : '-',
      ]),
    );
  },
};

/** Shows what changes, to people until it is at an end; the daemon may leave before, as it does for a restart. */
async function follow(
  { client, terminal, json, signal }: Context,
  isEnd: (status: UpdateStatus) => boolean,
): Promise<UpdateAnswer> {
  const daemon = await client();
  let last: UpdateAnswer | null = null;
  let said = '';
  try {
    for await (const item of daemon.follow('update.follow', {}, signal)) {
      last = item as UpdateAnswer;
      const status = running(last);
      const sentence = harmless(phaseSentence(status));
      if (status.progress) terminal.progress(sentence);
      else if (!json && sentence !== said) {
        terminal.progress('');
        terminal.line(`${sentence[0]!.toUpperCase()}${sentence.slice(1)}.`);
      }
      said = sentence;
      if (isEnd(status)) break;
    }
  } catch (error) {
    if (!last || !(error instanceof PupsentryError)) throw error;
  } finally {
    terminal.progress('');
  }
  if (last) return last;
  throw new PupsentryError('connection-lost', 'The daemon left.', 'Try again in a moment.');
}

/** @throws PupsentryError when there are no updates */
function running({ status }: UpdateAnswer): UpdateStatus {
  if ('phase' in status) return status;
  throw new PupsentryError(status.code, status.message, status.remedy);
}
