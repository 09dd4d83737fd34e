import type { RestartAnswer } from '../answers.ts';
import { UsageError, type Command } from '../command.ts';

export const restart: Command = {
  name: 'restart',
  usage: '[device|media]',
  summary: 'Restarts the daemon, or the media process alone',
  details: 'Nothing that was accepted is lost: events wait on disk.',
  examples: [
    ['pupsentryctl restart', 'the daemon and all it has started'],
    ['pupsentryctl restart media', 'camera and encoders only; viewers stay connected'],
  ],
  words: { least: 0, most: 1 },
  async run({ client, words, json, terminal }) {
    const [what = 'device'] = words;
    if (what !== 'device' && what !== 'media')
      throw new UsageError(`"${what}" cannot be restarted: device or media.`);
    const answer = (await (await client()).call('restart', { what })) as RestartAnswer;
    if (json) return terminal.json(answer);
    terminal.line(
      what === 'device'
        ? 'The daemon restarts; it answers again in a few seconds.'
        : 'The media process restarts; the picture is back in a moment.',
    );
  },
};
