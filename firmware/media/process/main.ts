/**
 * `pupsentry-media`: camera, encoders and microphone. Started by pupsentryd, which holds the other end of
 * descriptor 3; ends when that end closes.
 */
import { fstatSync } from 'node:fs';
import { Socket } from 'node:net';
import { parseArgs } from 'node:util';
import { loadBoard } from '#board/board.ts';
import { PupsentryError, explain } from '#kit/errors.ts';
import { createLogger } from '#kit/log.ts';
import { VERSION } from '#kit/programs.ts';
import { MediaProcess } from './media-process.ts';
import { printablePipeline } from './printable-pipeline.ts';

const HELP = `pupsentry-media: camera, encoders and microphone of Pupsentry.

pupsentryd starts it and talks with it on descriptor 3. By hand it can only show what it would run:

  pupsentry-media --print-pipeline --camera scene|v4l2:NAME|/dev/videoN|FILE|rtsp://…
                  [--microphone auto|none|tone|alsa:NAME|pulse] [--board host]

The line is for gst-launch-1.0; the scene is painted by this program, so a test picture stands in for it.
`;
const DAEMON_FD = 3;

function daemonSocket(): Socket {
  try {
    if (fstatSync(DAEMON_FD).isSocket()) return new Socket({ fd: DAEMON_FD, readable: true, writable: true });
  } catch {
    // not open
  }
  throw new PupsentryError(
    'usage',
    'pupsentry-media is started by pupsentryd and has nobody to talk to.',
    'See pupsentry-media --help.',
  );
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      'print-pipeline': { type: 'boolean' },
      camera: { type: 'string', default: 'scene' },
      microphone: { type: 'string', default: 'auto' },
      board: { type: 'string', default: 'host' },
      help: { type: 'boolean', short: 'h' },
      version: { type: 'boolean' },
    },
  });
  if (values.help) return void process.stdout.write(HELP);
  if (values.version) return void process.stdout.write(`${VERSION}\n`);
  if (values['print-pipeline']) {
    const board = await loadBoard(values.board);
    process.stdout.write(
      `${await printablePipeline(board, values.camera, values.microphone, createLogger())}\n`,
    );
    return;
  }
  const socket = daemonSocket();
  // Ctrl-C in a terminal reaches the whole group: the daemon ends us, in its order.
  process.on('SIGINT', () => undefined);
  process.on('SIGHUP', () => undefined);
  process.on('SIGTERM', () => process.exit(0));
  new MediaProcess({ socket, log: createLogger(), exit: (code) => process.exit(code) }).serve();
}

main().catch((error: unknown) => {
  process.stderr.write(`${explain(error)}\n`);
  process.exitCode = 1;
});
