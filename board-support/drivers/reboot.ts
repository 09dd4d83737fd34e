/** Restarts the machine. */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const run = promisify(execFile);
/** BusyBox's and systemd's: asks init, which ends everything in order. */
const PROGRAM = 'reboot';

/** Resolves when init has been asked. @throws what the program said */
export async function rebootMachine(): Promise<void> {
  await run(PROGRAM, [], { timeout: 30_000 });
}
