import type { StreamAnswer, StreamsAnswer } from '../answers.ts';
import type { Command } from '../command.ts';
import { printTable } from '../table.ts';
import { count, duration, size } from '../words.ts';

export const streamStats: Command = {
  name: 'stream stats',
  usage: '',
  summary: 'What the streams and the viewers really get',
  details:
    'Streams are counted over the last two seconds of the ring, viewers over the last one. "Link" is what the ' +
    'link to that viewer carries by our estimate, kbit/s; "trip" is the way there and back.',
  examples: [
    ['pupsentryctl stream stats', ''],
    ['watch -n 1 pupsentryctl stream stats', 'a new look every second'],
  ],
  words: { least: 0, most: 0 },
  async run({ client, json, terminal }) {
    const answer = (await (await client()).call('stream.stats')) as StreamsAnswer;
    if (json) return terminal.json(answer);
    const { main, sub, audio, ring, sessions, nowMs } = answer;
    printTable(
      terminal,
      [
        { title: 'Stream' },
        { title: 'Encoder' },
        { title: 'Size' },
        { title: 'Fps', align: 'right' },
        { title: 'kbit/s', align: 'right' },
        { title: 'Key frame' },
      ],
      [
        row('main', main),
        row('sub', sub),
        ['sound', 'opus', '-', `${audio.packetsPerSecond.toFixed(0)}`, audio.kbps.toFixed(0), '-'],
      ],
    );
    terminal.line();
    terminal.line(
      `Ring: ${(ring.spanMs / 1000).toFixed(1)} of ${ring.maxMs / 1000} s, ${size(ring.bytes)} of ${size(ring.maxBytes)}, ` +
        `${count(ring.readers, 'reader')}.`,
    );
    terminal.line();
    if (sessions.length === 0) return terminal.line('Nobody is watching.');
    printTable(
      terminal,
      [
        { title: 'Viewer' },
        { title: 'For' },
        { title: 'State' },
        { title: 'Stream' },
        { title: 'Fps', align: 'right' },
        { title: 'kbit/s', align: 'right' },
        { title: 'Link', align: 'right' },
        { title: 'Trip', align: 'right' },
        { title: 'Lost', align: 'right' },
      ],
      sessions.map((s) => [
        s.viewer.slice(0, 8),
        duration((nowMs - s.sinceMs) / 1000),
        s.state,
        s.stream,
        `${s.fps}`,
        `${s.kbps}`,
        `${s.linkKbps}`,
        `${s.rttMs} ms`,
        `${(s.lost * 100).toFixed(1)} %`,
      ]),
    );
  },
};

function row(name: string, s: StreamAnswer | null): string[] {
  if (!s) return [name, 'none', '-', '-', '-', '-'];
  return [
    name,
    s.element,
    `${s.width}x${s.height}`,
    `${s.measuredFps.toFixed(1)} of ${s.fps}`,
    `${s.measuredKbps.toFixed(0)} of ${s.bitrateKbps}`,
    s.gopMs === null ? '-' : `every ${(s.gopMs / 1000).toFixed(2)} s`,
  ];
}
