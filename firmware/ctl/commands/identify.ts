import type { Command } from '../command.ts';

export const identify: Command = {
  name: 'identify',
  usage: '[--seconds COUNT]',
  summary: 'Makes the device blink and chirp, to find it among others',
  options: { seconds: { value: 'COUNT', help: 'How long, 1 to 60 (default 5)' } },
  examples: [['pupsentryctl identify --seconds 20', '']],
  words: { least: 0, most: 0 },
  async run({ client, integer, json, terminal }) {
    const seconds = integer('seconds', { least: 1, most: 60, byDefault: 5 });
    await (await client()).call('identify', { seconds });
    if (json) terminal.json({ seconds });
    else terminal.line(`Look and listen for ${seconds} s.`);
  },
};
