/**
 * The client of wpa_supplicant's control socket: one socket for questions, one attached for what it tells
 * unasked (wpa_supplicant/ctrl_iface_unix.c). Attaches again, with back-off, when wpa_supplicant restarts.
 */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Clock, Timer } from '#kit/clock.ts';
import { PupsentryError, asError, explain } from '#kit/errors.ts';
import type { Logger } from '#kit/log.ts';
import { Backoff } from '#kit/retry.ts';
import type { Service } from '#kit/service.ts';
import { UnixDatagram } from './unix-datagram.ts';
import { parseEvent, type WpaEvent } from './wpa-event.ts';
import { wifiError } from './wifi-problem.ts';

/** How long an answer may take, ms. wpa_supplicant answers from memory; SAVE_CONFIG waits for the disk. */
const ANSWER_MS = 5000;
/** Most questions that wait behind the one on its way. */
const MAX_WAITING = 32;
/** wpa_supplicant takes no more (ctrl_iface.h, CTRL_IFACE_MAX_LEN is 8192; answers end at 4096). */
const MAX_COMMAND_BYTES = 4096;
/** A process that was killed says nothing: it is asked this often whether it lives, ms. */
const HEARTBEAT_MS = 5000;
const BACKOFF = { firstMs: 250, maxMs: 10_000 };

export interface WpaControlOptions {
  /** The socket of the interface, such as /run/wpa_supplicant/wlan0; asked for at every attempt. May throw. */
  socketPath: () => string;
  /** Where this end's two sockets lie; belongs to this client alone. */
  folder: string;
  clock: Clock;
  log: Logger;
  onEvent: (event: WpaEvent) => void;
  /** The answer to STATUS, at once and every 5 s: the sign of life. */
  onStatus: (status: string) => void;
  /** Questions can be asked; `attached` is true when it has resolved. What it throws counts as no attachment. */
  onAttached: () => void | Promise<void>;
  /** Every question fails until it is attached again. */
  onLost: () => void;
}

interface Question {
  command: string;
  resolve: (answer: string) => void;
  reject: (error: Error) => void;
}

/** Both sockets of one attachment. */
interface Line {
  commands: UnixDatagram;
  events: UnixDatagram;
}

export class WpaControl implements Service {
  readonly name = 'wpa-control';
  readonly #options: WpaControlOptions;
  readonly #backoff: Backoff;
  readonly #waiting: Question[] = [];
  #asked: (Question & { timer: Timer }) | null = null;
  #line: Line | null = null;
  /** Waits for the answer to ATTACH, the only one on the socket of the events. */
  #onSubscribed: ((answer: string) => void) | null = null;
  #retry: Timer | null = null;
  #heartbeat: Timer | null = null;
  #attached = false;
  #path = '';
  /** Which attempt to attach this is: what is left of an older one has no say. */
  #attempt = 0;
  #problem: PupsentryError = wifiError('wifi-down');

  constructor(options: WpaControlOptions) {
    this.#options = options;
    this.#backoff = new Backoff(BACKOFF);
  }

  get attached(): boolean {
    return this.#attached;
  }

  /** Why it is not attached: what a question would fail with. */
  get problem(): PupsentryError {
    return this.#problem;
  }

  /** Resolves after the first attempt, whatever came of it: wpa_supplicant may start later. */
  start(): Promise<void> {
    return this.#attach();
  }

  stop(): Promise<void> {
    this.#attempt++;
    this.#retry?.cancel();
    this.#hangUp();
    return Promise.resolve();
  }

  /**
   * Asks and waits for the answer; one question at a time is on its way.
   * @param command printable ASCII
   * @returns the answer, one character a byte, without the newline at its end
   * @throws PupsentryError "wifi-down" without an answer in 5 s or without wpa_supplicant; "wifi-busy" when 32 wait
   */
  request(command: string): Promise<string> {
    if (!/^[\x20-\x7e]+$/.test(command) || command.length > MAX_COMMAND_BYTES)
      return Promise.reject(new Error('a command for wpa_supplicant holds what it must not')); // never its text
    if (!this.#line) return Promise.reject(this.#problem);
    if (this.#waiting.length >= MAX_WAITING) return Promise.reject(wifiError('wifi-busy'));
    return new Promise((resolve, reject) => {
      this.#waiting.push({ command, resolve, reject });
      this.#askNext();
    });
  }

  /** Asks for something to be done. @throws Error when the answer is not OK; else as `request` */
  async order(command: string): Promise<void> {
    const answer = await this.request(command);
    if (answer !== 'OK')
      throw new Error(`wpa_supplicant refused ${command.split(' ', 1)[0]}: ${answer.slice(0, 40)}`);
  }

  async #attach(): Promise<void> {
    const { clock, log, onAttached } = this.#options;
    const attempt = ++this.#attempt;
    try {
      this.#open();
      await this.#subscribe();
      await onAttached();
      if (!this.#line) throw new Error('lost again'); // while what had to be asked was answered
    } catch (error) {
      if (attempt !== this.#attempt) return;
      this.#hangUp();
      this.#problem = error instanceof PupsentryError ? error : this.#noAnswer(error);
      const why = `no control of the Wi-Fi radio: ${explain(error)}`;
      if (this.#backoff.failures === 0) log.warn(why);
      else log.debug(why);
      return this.#tryLater();
    }
    if (attempt !== this.#attempt) return;
    this.#attached = true;
    this.#backoff.succeeded();
    log.info('attached to wpa_supplicant');
    this.#heartbeat = clock.every(HEARTBEAT_MS, () => this.#beat());
    this.#beat();
  }

  #tryLater(): void {
    this.#retry = this.#options.clock.after(this.#backoff.nextMs(), () => void this.#attach());
  }

  #open(): void {
    const { folder, socketPath } = this.#options;
    const remote = (this.#path = socketPath());
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    const commands = new UnixDatagram({
      local: join(folder, 'wpa-commands'),
      remote,
      onMessage: (message) => this.#answered(message),
    });
    try {
      const events = new UnixDatagram({
        local: join(folder, 'wpa-events'),
        remote,
        onMessage: (message) => this.#told(message),
      });
      this.#line = { commands, events };
    } catch (error) {
      commands.close();
      throw error;
    }
  }

  #subscribe(): Promise<void> {
    return new Promise((resolve, reject) => {
      const timer = this.#options.clock.after(ANSWER_MS, () => reject(new Error('no answer to ATTACH')));
      this.#onSubscribed = (answer) => {
        timer.cancel();
        if (answer === 'OK') resolve();
        else reject(new Error('ATTACH was refused'));
      };
      this.#line!.events.send(Buffer.from('ATTACH'));
    });
  }

  #askNext(): void {
    if (this.#asked || !this.#line) return;
    const question = this.#waiting.shift();
    if (!question) return;
    const timer = this.#options.clock.after(ANSWER_MS, () => this.#fail(new Error('no answer')));
    this.#asked = { ...question, timer };
    try {
      this.#line.commands.send(Buffer.from(question.command, 'latin1'));
    } catch (error) {
      this.#fail(asError(error));
    }
  }

  #answered(message: Buffer): void {
    const asked = this.#asked;
    if (!asked) return; // nobody asked
    asked.timer.cancel();
    this.#asked = null;
    asked.resolve(message.toString('latin1').replace(/\n$/, ''));
    this.#askNext();
  }

  #told(message: Buffer): void {
    const text = message.toString('latin1');
    if (this.#onSubscribed && !text.startsWith('<')) {
      this.#onSubscribed(text.trim());
      this.#onSubscribed = null;
      return;
    }
    const event = parseEvent(text);
    this.#options.log.trace({ event: event.kind }, 'wpa_supplicant tells');
    this.#options.onEvent(event);
    if (event.kind === 'terminating') this.#fail(new Error('it is terminating'));
  }

  #beat(): void {
    if (this.#asked) return; // the question on its way is the sign of life
    this.request('STATUS').then(
      (status) => this.#options.onStatus(status),
      () => {}, // was told by onLost
    );
  }

  /** Both sockets go: a late answer to an old question must not be taken for that of a new one. */
  #fail(error: Error): void {
    const wasAttached = this.#attached;
    this.#hangUp();
    if (!wasAttached) return; // the attempt under way sees it
    this.#problem = this.#noAnswer(error);
    this.#options.log.warn(`wpa_supplicant is lost: ${error.message}`);
    this.#options.onLost();
    this.#tryLater();
  }

  #hangUp(): void {
    this.#attached = false;
    this.#heartbeat?.cancel();
    this.#onSubscribed?.('');
    this.#onSubscribed = null;
    const line = this.#line;
    this.#line = null;
    const unanswered = [...(this.#asked ? [this.#asked] : []), ...this.#waiting.splice(0)];
    this.#asked?.timer.cancel();
    this.#asked = null;
    line?.commands.close();
    line?.events.close();
    for (const { reject } of unanswered) reject(wifiError('wifi-down'));
  }

  #noAnswer(cause: unknown): PupsentryError {
    return new PupsentryError(
      'wifi-down',
      `wpa_supplicant does not answer on ${this.#path}.`,
      'Check that it runs for this interface and that its configuration has ctrl_interface set to this folder.',
      { cause },
    );
  }
}
