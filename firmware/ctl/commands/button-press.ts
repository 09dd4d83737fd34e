import { setTimeout as pause } from 'node:timers/promises';
import type { PressResult } from '../../doorbell/doorbell.ts';
import type { Command } from '../command.ts';

export const buttonPress: Command = {
  name: 'button press',
  usage: '[--times COUNT] [--interval MS] [--hold S]',
  summary: 'Rings, as a finger on the button would',
  details:
    'Presses within the blind time (setting doorbell.blindSeconds) count as one ring. With --hold a simulated ' +
    'button is held down; after 10 s that is a factory reset.',
  options: {
    times: { value: 'COUNT', help: 'How often, 1 to 1000 (default 1)' },
    hold: { value: 'S', help: 'Holds a simulated button down, 1 to 60 s; returns at once' },
    interval: { value: 'MS', help: 'Time between two presses, 1 to 60000 ms (default 1000)' },
  },
  examples: [
    ['pupsentryctl button press', 'someone is at the door'],
    ['pupsentryctl button press --times 3 --interval 300', 'someone is impatient'],
    ['pupsentryctl button press --hold 11', 'factory reset'],
  ],
  words: { least: 0, most: 0 },
  async run({ client, integer, text, json, terminal, signal }) {
    const times = integer('times', { least: 1, most: 1000, byDefault: 1 });
    const intervalMs = integer('interval', { least: 1, most: 60_000, byDefault: 1000 });
    const daemon = await client();
    if (text('hold') !== undefined) {
      const seconds = integer('hold', { least: 1, most: 60, byDefault: 1 });
      await daemon.call('button.hold', { seconds });
      if (json) terminal.json({ seconds });
      else terminal.line(`The button is held down for ${seconds} s.`);
      return;
    }
    const presses: PressResult[] = [];
    for (let i = 0; i < times; i++) {
      if (i > 0) await pause(intervalMs, undefined, { signal });
      const result = (await daemon.call('button.press')) as PressResult;
      presses.push(result);
      if (!json) terminal.line(sentence(result));
    }
    if (json) terminal.json({ presses });
  },
};

function sentence({ outcome, eventId, presses }: PressResult): string {
  if (outcome === 'rang') return `It rings: event ${eventId}.`;
  if (outcome === 'counted') return `Counted to the same ring: ${presses} presses so far.`;
  return 'Ignored: the button is held down, or was let go only just now.';
}
