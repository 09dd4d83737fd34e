/**
 * Carries out commands from the cloud, one after the other.
 *
 * Every command gets exactly one reply with its correlation id: done, refused (not tried) or failed.
 * One that comes again gets the same reply again and is not carried out again.
 */
import { v1 } from '#protocol/messages.ts';
import type { Clock, Timer } from '#kit/clock.ts';
import { PupsentryError, explain } from '#kit/errors.ts';
import type { Logger } from '#kit/log.ts';
import type { CommandHandler } from './link.ts';
import { ReplyCache } from './reply-cache.ts';

export type CommandAction = NonNullable<v1.Command['action']>;
export type CommandHandlers = Record<CommandAction, CommandHandler>;

/** Without expires_ms a command is good for this long after it was made (pupsentry.proto, Command). */
const DEFAULT_LIFE_MS = 60_000;
/** A handler that takes longer is given up: the next command must have its turn. */
const HANDLER_LIMIT_MS = 30_000;
const MAX_WAITING = 8;
const MAX_CORRELATION_ID = 128;

const { REPLY_STATUS_FAILED, REPLY_STATUS_REFUSED } = v1.ReplyStatus;

export interface CommandRunnerOptions {
  handlers: CommandHandlers;
  /** Sends the reply to this command. */
  reply: (reply: v1.IReply, command: v1.Envelope) => void;
  clock: Clock;
  log: Logger;
}

export class CommandRunner {
  readonly #options: CommandRunnerOptions;
  readonly #answered = new ReplyCache();
  #waiting: v1.Envelope[] = [];
  /** Correlation ids of the commands that wait or run. */
  #open = new Set<string>();
  #running: Promise<void> | undefined;

  constructor(options: CommandRunnerOptions) {
    this.#options = options;
  }

  /** Takes a command's envelope. Never throws; what is wrong with it is in the reply. */
  submit(envelope: v1.Envelope): void {
    const { correlationId } = envelope;
    const earlier = this.#answered.get(correlationId);
    if (earlier) return this.#options.reply(earlier, envelope);
    if (this.#open.has(correlationId)) return; // its reply is on the way
    const refusal = this.#refusalOf(envelope);
    if (refusal) return this.#options.reply(refusal, envelope);
    this.#open.add(correlationId);
    this.#waiting.push(envelope);
    this.#running ??= this.#runWaiting();
  }

  #refusalOf(envelope: v1.Envelope): v1.IReply | null {
    const { correlationId, command } = envelope;
    if (!correlationId || correlationId.length > MAX_CORRELATION_ID)
      return refused('no-correlation-id', 'A command needs a correlation id of 1 to 128 characters.');
    if (!command?.action) return refused('unknown-command', 'This device does not know this command.');
    if (this.#waiting.length >= MAX_WAITING)
      return refused('busy', 'Too many commands wait already. Try again in a moment.');
    return this.#isExpired(envelope)
      ? refused('expired', 'The command came too late and was not done.')
      : null;
  }

  /** Cannot be told without a clock that is right: then the command counts as fresh. */
  #isExpired({ timeMs, command }: v1.Envelope): boolean {
    const { clock } = this.#options;
    if (clock.quality() !== 'synced') return false;
    return clock.nowMs() > (command?.expiresMs || timeMs + DEFAULT_LIFE_MS);
  }

  async #runWaiting(): Promise<void> {
    for (let envelope = this.#waiting.shift(); envelope; envelope = this.#waiting.shift()) {
      const startedMs = this.#options.clock.monotonicMs();
      // It may have expired while it waited for its turn.
      const reply = this.#isExpired(envelope)
        ? refused('expired', 'The command waited too long behind others and was not done.')
        : await this.#run(envelope.command as v1.Command);
      this.#open.delete(envelope.correlationId);
      this.#answered.set(envelope.correlationId, reply);
      this.#options.log.info(
        {
          action: envelope.command?.action,
          correlationId: envelope.correlationId,
          code: reply.code || 'done',
          ms: Math.round(this.#options.clock.monotonicMs() - startedMs),
        },
        'command answered',
      );
      this.#options.reply(reply, envelope);
    }
    this.#running = undefined;
  }

  async #run(command: v1.Command): Promise<v1.IReply> {
    const { handlers, clock, log } = this.#options;
    let timer: Timer | undefined;
    const limit = new Promise<v1.IReply>((resolve) => {
      timer = clock.after(HANDLER_LIMIT_MS, () =>
        resolve(failed('timeout', `Not done after ${HANDLER_LIMIT_MS / 1000} s.`)),
      );
    });
    try {
      return await Promise.race([handlers[command.action!](command), limit]);
    } catch (error) {
      if (error instanceof PupsentryError) return failed(error.code, explain(error));
      log.error({ err: error, action: command.action }, 'a command handler failed');
      return failed('internal', 'Something went wrong on the device; its log says more.');
    } finally {
      timer?.cancel();
    }
  }
}

function refused(code: string, message: string): v1.IReply {
  return { status: REPLY_STATUS_REFUSED, code, message };
}

function failed(code: string, message: string): v1.IReply {
  return { status: REPLY_STATUS_FAILED, code, message };
}
