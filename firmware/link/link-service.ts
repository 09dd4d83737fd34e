/** The device's link with the cloud: one MQTT connection, the outbox, commands and signalling. */
import { join } from 'node:path';
import { v1 } from '#protocol/messages.ts';
import { fromSettingValues } from '#protocol/settings.ts';
import { downFilter, upTopic } from '#protocol/topics.ts';
import { sleep, type Clock } from '#kit/clock.ts';
import { PupsentryError, explain } from '#kit/errors.ts';
import { DiskFolder, type JournalFolder } from '#kit/journal-folder.ts';
import { LogThrottle, type Logger } from '#kit/log.ts';
import type { BackoffOptions } from '#kit/retry.ts';
import type { Service } from '#kit/service.ts';
import { takeBootEpoch } from './boot-epoch.ts';
import { readBootId } from './boot-id.ts';
import { CommandRunner, type CommandHandlers } from './command-runner.ts';
import { Envelopes, traceIdOf } from './envelopes.ts';
import { Inbox } from './inbox.ts';
import { LinkConnection } from './link-connection.ts';
import type { LinkProblem } from './link-problem.ts';
import type { Link, LinkInfo } from './link.ts';
import { openMqttSession, type BrokerAddress, type MqttSession, type MqttVersion } from './mqtt-session.ts';
import { OutboxDrain } from './outbox-drain.ts';
import { Outbox } from './outbox.ts';
import { UpSender } from './up-sender.ts';

/** A clean stop waits this long for the broker's last word, ms. */
const FAREWELL_MS = 600;

const { STATUS_REASON_LINK_LOST, STATUS_REASON_RESTART, STATUS_REASON_SHUTDOWN } = v1.StatusReason;

export interface LinkOptions {
  deviceId: string;
  /** Null: the device works alone; events are then neither kept nor sent. */
  broker: BrokerAddress | null;
  /** Outbox and boot epoch live here. */
  stateFolder: string;
  commands: CommandHandlers;
  /** Takes what the owner wants, one change after the other; rejects when it cannot be had. */
  onSettings: (values: Record<string, unknown>, revision: number) => Promise<void>;
  clock: Clock;
  log: Logger;
  backoff?: BackoffOptions;
  /** Where the outbox keeps its files; the folder `outbox` in stateFolder by default. */
  outboxFolder?: JournalFolder;
  /** The one version to speak; otherwise 5, and 3.1.1 when the broker does not know it. */
  mqttVersion?: MqttVersion;
}

/** What exists between start and stop. */
interface Running {
  bootEpoch: number;
  envelopes: Envelopes;
  sender: UpSender;
  outbox: Outbox;
  drain: OutboxDrain;
  connection: LinkConnection;
}

export class LinkService implements Service, Link {
  readonly name = 'link';
  readonly #options: LinkOptions;
  readonly #inbox: Inbox;
  readonly #throttle: LogThrottle;
  #running: Running | null = null;
  #session: MqttSession | null = null;
  #state: v1.IState | null = null;
  #problem = 'Not connected yet.';
  #sinceMs = 0;
  #settingsRevision = 0;
  #settingsWork: Promise<void> = Promise.resolve();
  #farewell = STATUS_REASON_SHUTDOWN;
  #changeListeners = new Set<() => void>();
  #signalListeners = new Set<(signal: v1.Signal, envelope: v1.Envelope) => void>();

  constructor(options: LinkOptions) {
    this.#options = options;
    const { deviceId, commands: handlers, clock, log } = options;
    const monotonicMs = () => clock.monotonicMs();
    this.#throttle = new LogThrottle({ monotonicMs });
    const reply = (message: v1.IReply, to: v1.Envelope) => this.#reply(message, to);
    const runner = new CommandRunner({ handlers, reply, clock, log });
    this.#inbox = new Inbox({
      deviceId,
      handlers: {
        command: (envelope) => runner.submit(envelope),
        settings: (envelope) => this.#takeSettings(envelope.settings as v1.SettingsChange),
        signal: (envelope) => {
          for (const listener of this.#signalListeners) listener(envelope.signal as v1.Signal, envelope);
        },
      },
      log,
      monotonicMs,
    });
  }

  /** Ready without a connection: that one comes when it can. */
  async start(): Promise<void> {
    const { deviceId, broker, stateFolder, clock, log, backoff } = this.#options;
    this.#sinceMs = clock.nowMs();
    if (!broker) return;
    const folder = this.#options.outboxFolder ?? new DiskFolder(join(stateFolder, 'outbox'));
    const outbox = new Outbox({ folder, clock, log, bootId: await readBootId() });
    await outbox.open();
    const file = join(stateFolder, 'boot-epoch');
    const { epoch: bootEpoch, problem } = await takeBootEpoch({ file, clock, above: outbox.highestEpoch });
    if (problem) log.error({ err: problem }, 'the boot epoch could not be stored');
    const envelopes = new Envelopes({ deviceId, bootEpoch, clock });
    const sender = new UpSender({ deviceId, envelopes, clock, log });
    const drain = new OutboxDrain({ outbox, topic: upTopic(deviceId, 'event'), log });
    const connection = new LinkConnection({
      open: (version, signal) => this.#open(broker, version, signal),
      onUp: (session) => this.#up(session),
      onDown: (reason, wasUp) => this.#down(reason, wasUp),
      clock,
      log,
      ...(backoff && { backoff }),
    });
    this.#running = { bootEpoch, envelopes, sender, outbox, drain, connection };
    if (this.#state) sender.setState(this.#state);
    connection.start();
  }

  #open(broker: BrokerAddress, version: MqttVersion, signal: AbortSignal): Promise<MqttSession> {
    const { deviceId, mqttVersion } = this.#options;
    return openMqttSession({
      broker,
      clientId: deviceId,
      version: mqttVersion ?? version,
      will: {
        topic: upTopic(deviceId, 'status'),
        payload: this.#running!.sender.encodeStatus(STATUS_REASON_LINK_LOST),
      },
      filter: downFilter(deviceId),
      onMessage: (topic, payload) => this.#inbox.take(topic, payload),
      signal,
    });
  }

  #up(session: MqttSession): void {
    const { broker, log } = this.#options;
    const { sender, drain } = this.#running!;
    log.info({ broker: withoutCredentials(broker!.url), mqtt: session.version }, 'connected');
    this.#session = session;
    sender.attach(session);
    drain.attach(session);
    this.#changed('');
  }

  #down(problem: LinkProblem, wasUp: boolean): void {
    this.#session = null;
    if (wasUp) {
      this.#running?.sender.detach();
      this.#running?.drain.detach();
    }
    if (problem.kind !== 'stopped') {
      this.#throttle.allow(problem.message, (heldBack) =>
        this.#options.log.warn({ heldBack }, `${wasUp ? 'lost' : 'no connection'}: ${problem.message}`),
      );
    }
    if (wasUp || problem.message !== this.#problem) this.#changed(problem.message);
  }

  #changed(problem: string): void {
    this.#problem = problem;
    this.#sinceMs = this.#options.clock.nowMs();
    for (const listener of this.#changeListeners) listener();
  }

  /** The sign of life of its loop, monotonic ms, whether there is a broker or not; null while it does not run. */
  get lastTurnMs(): number | null {
    return this.#running?.connection.lastTurnMs ?? null;
  }

  /** The retained status then says "restart" instead of "shutdown" when the link is stopped. */
  announceRestart(): void {
    this.#farewell = STATUS_REASON_RESTART;
  }

  async stop(): Promise<void> {
    if (!this.#running) return;
    const { sender, outbox, drain, connection } = this.#running;
    drain.detach();
    await connection.stop((session) => this.#sayFarewell(sender, session));
    this.#running = null;
    await outbox.close();
  }

  async #sayFarewell(sender: UpSender, session: MqttSession): Promise<void> {
    const { clock, log } = this.#options;
    const done = new AbortController();
    const words = sender
      .farewell(session, this.#farewell)
      .then(() => session.end())
      .catch((error: unknown) => log.debug(`no farewell: ${explain(error)}`));
    await Promise.race([words, sleep(clock, FAREWELL_MS, done.signal)]);
    done.abort();
  }

  #takeSettings({ revision, values }: v1.SettingsChange): void {
    const { onSettings, log } = this.#options;
    this.#settingsWork = this.#settingsWork.then(async () => {
      if (revision <= this.#settingsRevision) return;
      try {
        await onSettings(fromSettingValues(values), revision);
        this.#settingsRevision = revision;
      } catch (error) {
        // Retained: it comes again with the next connection.
        log.warn({ revision }, `settings not taken: ${explain(error)}`);
      }
    });
  }

  #reply(reply: v1.IReply, { correlationId, traceId }: v1.Envelope): void {
    const sender = this.#running?.sender;
    try {
      sender?.sendOrDrop('reply', { reply, correlationId, traceId });
    } catch (error) {
      this.#options.log.error({ err: error }, 'a reply could not be encoded');
      const failed: v1.IReply = {
        status: v1.ReplyStatus.REPLY_STATUS_FAILED,
        code: 'internal',
        message: 'The answer could not be sent; the log of the device says more.',
      };
      sender?.sendOrDrop('reply', { reply: failed, correlationId, traceId });
    }
  }

  info(): LinkInfo {
    const { broker } = this.#options;
    return {
      connected: this.#session !== null,
      broker: broker ? withoutCredentials(broker.url) : '',
      sinceMs: this.#sinceMs,
      problem: this.#session ? '' : broker ? this.#problem : 'No cloud is configured.',
      outbox: this.#running?.outbox.info() ?? { messages: 0, bytes: 0 },
      droppedMessages: this.#inbox.dropped,
    };
  }

  onChanged(listener: () => void): () => void {
    this.#changeListeners.add(listener);
    return () => this.#changeListeners.delete(listener);
  }

  async sendEvent(event: v1.IEvent): Promise<void> {
    if (!this.#options.broker) return;
    if (!this.#running)
      throw new PupsentryError(
        'link-stopped',
        'The link with the cloud does not run, the event was not taken.',
      );
    const { envelopes, outbox, bootEpoch } = this.#running;
    await outbox.add(envelopes.encode({ event, traceId: traceIdOf(event.id) }), bootEpoch);
  }

  sendTelemetry(telemetry: v1.ITelemetry): void {
    this.#running?.sender.sendOrKeep('telemetry', { telemetry });
  }

  /** Warnings and errors for support: sent now or kept like telemetry. */
  sendLog(log: v1.ILog): void {
    this.#running?.sender.sendOrKeep('log', { log });
  }

  setState(state: v1.IState): void {
    this.#state = state;
    this.#running?.sender.setState(state);
  }

  sendSignal(signal: v1.ISignal, correlationId: string): void {
    const traceId = traceIdOf(signal.sessionId);
    this.#running?.sender.sendOrDrop('signal', { signal, correlationId, traceId });
  }

  onSignal(listener: (signal: v1.Signal, envelope: v1.Envelope) => void): () => void {
    this.#signalListeners.add(listener);
    return () => this.#signalListeners.delete(listener);
  }
}

function withoutCredentials(url: string): string {
  const { protocol, host } = new URL(url);
  return `${protocol}//${host}`;
}
