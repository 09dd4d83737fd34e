/** One caller at the control socket. */
import type { Socket } from 'node:net';
import { PupsentryError, explain } from '#kit/errors.ts';
import type { Logger } from '#kit/log.ts';
import type { MethodTable } from './method.ts';
import { LineCutter, MAX_REQUEST_BYTES, parseRequest, type Answer, type Request } from './wire.ts';

/** A follower that leaves more than this unread is cut off, bytes. */
const MAX_UNREAD_BYTES = 1024 * 1024;
const MAX_FOLLOWED = 4;

/**
 * Serves a socket until it closes. Requests are carried out one after the other and nothing is read
 * while an answer waits to be taken, so that a caller can only ever hold up itself.
 */
export async function serveConnection(
  socket: Socket,
  options: { methods: MethodTable; log: Logger },
): Promise<void> {
  const { methods, log } = options;
  const followed: (() => void)[] = [];
  const closed = new Promise<void>((resolve) => socket.once('close', () => resolve()));
  socket.on('error', (error) => log.debug(`control connection: ${error.message}`));
  try {
    await readRequests();
    socket.end(); // whoever says no more has left: what it followed ends with it
    await closed;
  } finally {
    for (const end of followed) end();
    socket.destroy();
  }

  async function readRequests(): Promise<void> {
    const cutter = new LineCutter(MAX_REQUEST_BYTES);
    try {
      for await (const chunk of socket.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
        for (const line of cutter.push(chunk)) await answerLine(line);
      }
    } catch (error) {
      if (error instanceof RangeError) {
        await send(
          problem(null, new PupsentryError('line-too-long', `The request is too long: ${error.message}.`)),
        );
        socket.end();
      } // anything else is the socket's own error, logged above
    }
  }

  async function answerLine(line: string): Promise<void> {
    const request = parseRequest(line);
    if (typeof request === 'string') return send(problem(null, new PupsentryError('malformed', request)));
    let answer: Answer | null;
    try {
      answer = await carryOut(request);
    } catch (error) {
      if (!(error instanceof PupsentryError))
        log.error({ err: error, method: request.method }, 'a control request failed');
      answer = problem(request.id, error);
    }
    if (answer) await send(answer);
  }

  async function carryOut({ id, method: name, params }: Request): Promise<Answer | null> {
    const method = Object.hasOwn(methods, name) ? methods[name] : undefined;
    if (!method)
      throw new PupsentryError(
        'unknown-method',
        `There is no method "${name.slice(0, 60)}".`,
        `There are ${Object.keys(methods).join(', ')}.`,
      );
    if (method.kind === 'call') return { id, result: (await method.run(params)) ?? null };
    if (followed.length >= MAX_FOLLOWED)
      throw new PupsentryError('too-many', `At most ${MAX_FOLLOWED} can be followed on one connection.`);
    followed.push(method.run(params, (item) => emit({ id, item })));
    return null;
  }

  function emit(answer: Answer): void {
    if (socket.destroyed) return;
    if (socket.writableLength > MAX_UNREAD_BYTES) {
      socket.destroy();
      log.debug('a follower that does not read was cut off');
      return;
    }
    socket.write(JSON.stringify(answer) + '\n');
  }

  async function send(answer: Answer): Promise<void> {
    if (socket.destroyed || !socket.writable) return;
    if (socket.write(JSON.stringify(answer) + '\n')) return;
    await Promise.race([closed, new Promise<void>((resolve) => socket.once('drain', () => resolve()))]);
  }
}

function problem(id: Request['id'] | null, error: unknown): Answer {
  const known = error instanceof PupsentryError;
  return {
    id,
    error: {
      code: known ? error.code : 'internal',
      message: known ? error.message : `The daemon made a mistake: ${explain(error)}`,
      remedy: known ? error.remedy : 'The log has the details: pupsentryctl logs --level error',
    },
  };
}
