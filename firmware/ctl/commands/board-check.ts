import { knownBoards, loadBoard, type Board } from '#board/board.ts';
import type { BoardCheck } from '#board/check/check-board.ts';
import type { Finding, Mark } from '#board/check/finding.ts';
import { PupsentryError } from '#kit/errors.ts';
import type { StatusAnswer } from '../answers.ts';
import type { Command, Context } from '../command.ts';
import { printBoardTitle } from './board.ts';
import { harmless, wrap, type Paint, type Terminal } from '../terminal.ts';

const PAINTS: Record<Mark, Paint> = {
  ok: 'green',
  missing: 'red',
  differs: 'yellow',
  'in use': 'yellow',
  unseen: 'yellow',
};
const MARK_WIDTH = Math.max(...Object.keys(PAINTS).map((mark) => mark.length));
const GAP = 2;

export const boardCheck: Command = {
  name: 'board check',
  usage: '[--board NAME]',
  summary: "Compares this machine with its board's profile, part by part",
  details:
    'Needs no daemon and changes nothing. Without --board the daemon is asked which board it runs as; where there ' +
    'is none, the device tree tells. What this device itself has in use counts as there. Exit code 1 when anything ' +
    'is not as the profile says.',
  options: { board: { value: 'NAME', help: 'Board to compare with; see "board list"' } },
  examples: [
    ['pupsentryctl board check', 'this device against its own profile'],
    ['pupsentryctl board check --board rock-5b', 'whether a machine could be this board'],
  ],
  words: { least: 0, most: 0 },
  async run(context) {
    const { json, terminal, machine, exitWith } = context;
    const board = await chosenBoard(context);
    const { checkBoard } = await import('#board/check/check-board.ts');
    const check = checkBoard(board, await machine());
    if (!check.ok) exitWith(1);
    if (json) return terminal.json(check);
    printBoardTitle(terminal, board);
    print(terminal, check);
  },
};

/** @throws PupsentryError "board-unknown", "board-unclear"; "not-running" and the like for a daemon that was named */
async function chosenBoard(context: Context): Promise<Board> {
  const named = context.text('board') ?? (await boardOfDaemon(context));
  if (named !== null) return loadBoard(named);
  const names = await knownBoards();
  const boards = await Promise.all(names.map((name) => loadBoard(name)));
  const { guessBoard } = await import('#board/check/guess-board.ts');
  const guessed = guessBoard(boards, await context.machine());
  if (guessed) return guessed;
  throw new PupsentryError(
    'board-unclear',
    'No daemon runs here that knows its board, and no device tree tells which one this is.',
    `Say it with --board: ${names.join(', ')}.`,
  );
}

/** @returns null when there is none to ask, and none was named on the command line */
async function boardOfDaemon({ client, text }: Context): Promise<string | null> {
  try {
    return ((await (await client()).call('status')) as StatusAnswer).board;
  } catch (error) {
    if (text('socket') ?? text('device')) throw error;
    return null;
  }
}

function print(terminal: Terminal, { findings, without }: BoardCheck): void {
  const partWidth = Math.max(...findings.map(({ part }) => part.length));
  for (const finding of findings) printFinding(terminal, finding, partWidth);
  if (without.length > 0) {
    terminal.line();
    for (const line of wrap(`Not on this board: ${without.join(', ')}.`, terminal.columns))
      terminal.line(terminal.paint('dim', line));
  }
  terminal.line();
  const all = countParts(findings);
  const wrong = countParts(findings.filter(({ mark }) => mark !== 'ok'));
  terminal.line(
    wrong === 0
      ? terminal.paint('green', `All ${all} parts are there.`)
      : terminal.paint(
          'red',
          `${wrong} of ${all} parts ${wrong === 1 ? 'is' : 'are'} not as the profile says.`,
        ),
  );
}

/** Several things may be wrong with one part. */
function countParts(findings: readonly Finding[]): number {
  return new Set(findings.map(({ part }) => part)).size;
}

function printFinding(terminal: Terminal, { part, mark, found, remedy }: Finding, partWidth: number): void {
  const indent = GAP + MARK_WIDTH + GAP + partWidth + GAP;
  const room = terminal.columns - indent;
  const margin = ' '.repeat(indent);
  wrap(harmless(found), room).forEach((line, i) => {
    const head = `${' '.repeat(GAP)}${terminal.paint(PAINTS[mark], mark.padEnd(MARK_WIDTH + GAP))}${part.padEnd(partWidth + GAP)}`;
    terminal.line((i === 0 ? head : margin) + line);
  });
  if (!remedy) return;
  wrap(harmless(remedy), room - GAP).forEach((line, i) => {
    terminal.line(margin + terminal.paint('dim', (i === 0 ? '> ' : '  ') + line));
  });
}
