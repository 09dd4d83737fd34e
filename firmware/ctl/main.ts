/** The program: streams, signals and exit code; nothing else. */
import { runProgram } from './program.ts';
import { Terminal } from './terminal.ts';

const interrupted = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
  process.once(signal, () => interrupted.abort(new Error(signal)));

// "| head" has read enough: not an error.
for (const stream of [process.stdout, process.stderr])
  stream.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : 1));

const { env, stdout } = process;
const terminal = new Terminal({
  write: (text) => void stdout.write(text),
  writeError: (text) => void process.stderr.write(text),
  isTty: stdout.isTTY ?? false,
  errorIsTty: process.stderr.isTTY ?? false,
  columns: stdout.columns || 80, // some terminals say 0
  colour: (stdout.isTTY ?? false) && !env.NO_COLOR && env.TERM !== 'dumb',
});
process.exitCode = await runProgram(process.argv.slice(2), {
  terminal,
  env,
  folder: process.cwd(),
  signal: interrupted.signal,
});
