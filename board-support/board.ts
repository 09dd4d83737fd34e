/** What a board is made of, as data: one strict `boards/<name>/board.json` each. No pin, sensor or size elsewhere. */
import { readdir, readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { check } from '#kit/check.ts';
import { PupsentryError } from '#kit/errors.ts';
import { BoardSchema, type Board } from './board-schema.ts';

export type { Board, BoardParts } from './board-schema.ts';
export type CodedStream = Board['video']['main'];
export type Product = Board['products'][number];

/** `boards/` beside this file in the source, beside the bundle in `dist/`. */
const BOARDS = join(import.meta.dirname, 'boards');

/** @returns the names of the boards this build knows, sorted */
export async function knownBoards(folder = BOARDS): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  return entries
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort();
}

/**
 * Reads a board's profile.
 * @throws PupsentryError "board-unknown" listing the known ones; "board-syntax" or "board-invalid" naming
 *   every path and reason
 */
export async function loadBoard(name: string, folder = BOARDS): Promise<Board> {
  const known = await knownBoards(folder);
  if (!known.includes(name)) {
    throw new PupsentryError(
      'board-unknown',
      `There is no board "${name}".`,
      known.length > 0 ? `Known boards: ${known.join(', ')}.` : `No board profile stands in ${folder}.`,
    );
  }
  const file = join(folder, name, 'board.json');
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (cause) {
    throw new PupsentryError('board-invalid', `Cannot read the board profile ${file}.`, '', { cause });
  }
  const board = check(BoardSchema, text, { file, code: 'board' });
  if (board.name !== basename(join(folder, name))) {
    throw new PupsentryError('board-invalid', `${file} is the profile of "${board.name}", not of "${name}".`);
  }
  return board;
}

/** @throws PupsentryError "board-product" when this board is never built as this product */
export function requireProduct(board: Board, product: Product): void {
  if (board.products.includes(product)) return;
  throw new PupsentryError(
    'board-product',
    `The board "${board.name}" is not made as a ${product}.`,
    `It can be a ${board.products.join(' or a ')}: change "product" in device.json, or choose another board.`,
  );
}
