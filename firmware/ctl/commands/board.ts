import { knownBoards, loadBoard, type Board } from '#board/board.ts';
import type { Command } from '../command.ts';
import { printPairs } from '../table.ts';
import { wrap, type Terminal } from '../terminal.ts';

export const boardList: Command = {
  name: 'board list',
  usage: '',
  summary: 'The boards this build knows',
  examples: [['pupsentryctl board list', '']],
  words: { least: 0, most: 0 },
  async run({ json, terminal }) {
    const boards = await Promise.all((await knownBoards()).map((name) => loadBoard(name)));
    if (json)
      return terminal.json({
        boards: boards.map(({ name, description, products, machine }) => ({
          name,
          description,
          products,
          machine,
        })),
      });
    printPairs(
      terminal,
      boards.map(({ name, products, description }) => [name, `${description} (${products.join(', ')})`]),
    );
  },
};

export const boardShow: Command = {
  name: 'board show',
  usage: 'NAME',
  summary: 'What a board is made of, by its profile',
  details: 'With --json it is the whole profile, defaults filled in.',
  examples: [['pupsentryctl board show raspberrypi4', '']],
  words: { least: 1, most: 1 },
  async run({ words, json, terminal }) {
    const board = await loadBoard(words[0]!);
    if (json) return terminal.json(board);
    printBoardTitle(terminal, board);
    printPairs(terminal, pairs(board));
  },
};

/** Name and description, and a blank line. */
export function printBoardTitle(terminal: Terminal, { name, description }: Board): void {
  terminal.line(terminal.paint('bold', name));
  for (const line of wrap(description, terminal.columns)) terminal.line(line);
  terminal.line();
}

function pairs(board: Board): [name: string, text: string][] {
  const { machine, video, audio, lights } = board;
  const controls = Object.entries(video.controls).map(([name, value]) => `${name}=${value}`);
  const all: [string, string][] = [
    ['Products', board.products.join(', ')],
    ['Machine', [...machine.architectures, ...machine.compatible].join(', ')],
    ['Camera', board.camera],
    ['Main', stream(video.main)],
    ['Sub', stream(video.sub)],
    ['Grey', `${video.grey.width}x${video.grey.height}, ${video.grey.fps} fps`],
    ['Encoders', video.encoders.join(', ') + (video.dmabuf ? '; the first without a copy (dmabuf)' : '')],
    ['Controls', controls.join(', ') || 'none'],
    ['Microphone', audio.microphone],
    ['Speaker', audio.speaker],
    ['Button', part(board.button)],
    ['Reset button', part(board.resetButton)],
    ['Status light', part(lights.status)],
    ['Indicator', part(lights.indicator)],
    ['IR light', part(lights.ir)],
    ['IR filter', part(board.irCut)],
    ['Night sense', part(board.nightSense)],
    ['Chime', part(board.chime)],
    ['Watchdog', part(board.watchdog)],
    ['Wi-Fi', part(board.wifi)],
    ['Temperature', part(board.temperature)],
  ];
  return all;
}

function stream({ width, height, fps, bitrateKbps, minBitrateKbps }: Board['video']['main']): string {
  return `${width}x${height}, ${fps} fps, ${bitrateKbps} kbit/s, at least ${minBitrateKbps}`;
}

/** Its kind, and what else the profile says of it: "gpio: cam-gpio, chime, pulseMs 300". */
function part({ kind, ...fields }: { kind: string } & Record<string, unknown>): string {
  const words = Object.entries(fields).flatMap(([name, value]) => {
    if (value === false || value === 'as-is') return [];
    if (value === true) return ['active low'];
    return ['chip', 'line', 'name', 'device', 'identity', 'driver', 'zone', 'control'].includes(name)
      ? [`${value as string}`]
      : [`${name} ${value as string}`];
  });
  return words.length > 0 ? `${kind}: ${words.join(', ')}` : kind;
}
