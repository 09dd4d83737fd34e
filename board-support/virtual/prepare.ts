/** Makes what the virtual board is started with, so that no test has to wait for it; quiet when all is there. */
import { explain } from '#kit/errors.ts';
import { prepareBoard } from './prepared-board.ts';

try {
  await prepareBoard((line) => process.stderr.write(`virtual board: ${line}\n`));
} catch (error) {
  process.stderr.write(`virtual board: ${explain(error)}\n`);
  process.exitCode = 1;
}
