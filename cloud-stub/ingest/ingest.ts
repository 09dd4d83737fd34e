/** Takes in what devices send: decoded, checked, brought within bounds, stored, told on. */
import { ProtocolError, decodeEnvelope } from '#protocol/codec.ts';
import { v1 } from '#protocol/messages.ts';
import { parseTopic, type Up } from '#protocol/topics.ts';
import type { Clock } from '#kit/clock.ts';
import { LogThrottle, type Logger } from '#kit/log.ts';
import type { Incoming } from '../broker/client.ts';
import type { Calls } from '../devices/calls.ts';
import type { Commands } from '../devices/commands.ts';
import type { Devices } from '../devices/devices.ts';
import type { Presence } from '../devices/presence.ts';
import type { Wishes } from '../devices/wishes.ts';
import type { Events } from '../events/events.ts';
import type { Snapshots } from '../events/snapshots.ts';
import type { Feed } from '../feed.ts';
import { text } from './bounds.ts';
import { readEvent } from './read-event.ts';
import { readUpdate } from './read-update.ts';
import { readName, readProduct, readState, readTelemetry } from './read-state.ts';

export interface IngestOptions {
  devices: Devices;
  presence: Presence;
  wishes: Wishes;
  commands: Commands;
  calls: Calls;
  events: Events;
  snapshots: Snapshots;
  feed: Feed;
  clock: Clock;
  log: Logger;
}

/** A sound envelope and where it came from. */
interface Letter {
  deviceId: string;
  householdId: string;
  envelope: v1.Envelope;
  retained: boolean;
}

export class Ingest {
  readonly #parts: IngestOptions;
  readonly #throttle: LogThrottle;
  readonly #deviceLog: LogThrottle;
  #dropped = 0;

  /** What is done with each kind of message. */
  readonly #readers: Record<Up, (letter: Letter) => Promise<void>> = {
    status: (letter) => this.#status(letter),
    state: (letter) => this.#state(letter),
    event: (letter) => this.#event(letter),
    telemetry: (letter) => this.#telemetry(letter),
    reply: (letter) => this.#reply(letter),
    signal: (letter) => this.#signal(letter),
    log: (letter) => this.#log(letter),
  };

  constructor(options: IngestOptions) {
    this.#parts = options;
    const monotonicMs = () => options.clock.monotonicMs();
    this.#throttle = new LogThrottle({ monotonicMs });
    this.#deviceLog = new LogThrottle({ monotonicMs, intervalMs: 1000 });
  }

  /** Messages dropped as malformed, oversize or unknown since the start. */
  get droppedMessages(): number {
    return this.#dropped;
  }

  /**
   * Takes one message in; stored when this resolves. What cannot be read is counted, logged once a minute
   * and dropped.
   * @throws when it could not be stored for want of a working disk: it has to come again
   */
  async take({ topic, payload, retained }: Incoming): Promise<void> {
    const from = parseTopic(topic);
    try {
      if (from?.direction !== 'up') throw new ProtocolError('malformed', 'not a topic of the contract');
      // The broker says so when a retained message is deleted.
      if (payload.length === 0 && (from.name === 'status' || from.name === 'state')) return;
      const envelope = decodeEnvelope(payload, from);
      const householdId = await this.#parts.devices.ensure({ id: from.deviceId });
      if (!householdId) throw new ProtocolError('device-id', 'more devices than this stub takes');
      await this.#readers[from.name]({ deviceId: from.deviceId, householdId, envelope, retained });
    } catch (error) {
      if (isTrouble(error)) throw error;
      this.#drop(error, from?.deviceId ?? 'unknown');
    }
  }

  async #status({ deviceId, envelope, retained }: Letter): Promise<void> {
    const { devices, presence } = this.#parts;
    const online = envelope.status?.online ?? false;
    if (online && retained) presence.doubt(deviceId);
    else presence.heard(deviceId);
    await devices.setOnline(deviceId, online);
  }

  async #state(letter: Letter): Promise<void> {
    const { devices, wishes } = this.#parts;
    const state = letter.envelope.state!;
    await this.#spoke(letter);
    await devices.setState(letter.deviceId, readState(state), {
      name: readName(state),
      product: readProduct(state),
    });
    await wishes.confirmed(letter.deviceId, state.settingsRevision ?? 0);
  }

  async #event(letter: Letter): Promise<void> {
    const { events, snapshots, devices, feed, clock } = this.#parts;
    const { deviceId, householdId, envelope } = letter;
    const key = { deviceId, bootEpoch: envelope.bootEpoch, seq: envelope.seq };
    if (!(key.seq >= 1) || !Number.isSafeInteger(key.seq) || !Number.isSafeInteger(key.bootEpoch))
      throw new ProtocolError('malformed', 'no sequence number');
    if (envelope.event?.kind === v1.EventKind.EVENT_KIND_UPDATE) return this.#update(letter);
    const receivedMs = clock.nowMs();
    const message = readEvent(envelope, receivedMs);
    await this.#spoke(letter);
    // The file before the row: a crash between leaves a file that retention finds.
    if (message.snapshot) await snapshots.keep(deviceId, message.id, message.snapshot.jpeg);
    const event = await events.record(key, message, { householdId, receivedMs });
    if (!event) return;
    feed.publish({ householdId, message: { type: 'event', data: event } });
    if (!message.snapshot) return;
    const device = await devices.get(householdId, deviceId);
    if (device?.pictureMs !== message.snapshot.takenMs) return; // there is a newer one
    await snapshots.promote(deviceId, message.id);
    await devices.announce(deviceId);
  }

  /** It may come twice: what is counted is counted by its id. */
  async #update(letter: Letter): Promise<void> {
    await this.#spoke(letter);
    const { outcome, version, from, code } = readUpdate(letter.envelope);
    this.#parts.log.info({ device: letter.deviceId, outcome, version, from, code }, 'update');
  }

  async #telemetry(letter: Letter): Promise<void> {
    await this.#spoke(letter);
    const telemetry = readTelemetry(letter.envelope.telemetry!, this.#parts.clock.nowMs());
    this.#parts.devices.setTelemetry(letter.deviceId, letter.householdId, telemetry);
  }

  async #reply(letter: Letter): Promise<void> {
    const { deviceId, envelope } = letter;
    await this.#spoke(letter);
    const { commands, log } = this.#parts;
    if (!commands.settle(deviceId, envelope.correlationId, envelope.reply as v1.Reply))
      log.debug({ device: deviceId }, 'a reply nobody waits for');
  }

  async #signal(letter: Letter): Promise<void> {
    await this.#spoke(letter);
    if (!this.#parts.calls.fromDevice(letter.deviceId, letter.envelope.signal!))
      this.#parts.log.debug({ device: letter.deviceId }, 'signalling of a session nobody has open');
  }

  async #log(letter: Letter): Promise<void> {
    await this.#spoke(letter);
    const { level, component, code, message } = letter.envelope.log!;
    const fields = { device: letter.deviceId, component: text(component, 40), code: text(code, 60) };
    this.#deviceLog.allow(letter.deviceId, (heldBack) =>
      this.#parts.log.info({ ...fields, deviceLevel: text(level, 10), heldBack }, text(message, 500)),
    );
  }

  /** A message that is not retained proves that its device is there. */
  async #spoke({ deviceId, retained }: Letter): Promise<void> {
    if (retained) return;
    this.#parts.presence.heard(deviceId);
    await this.#parts.devices.setOnline(deviceId, true);
  }

  #drop(error: unknown, deviceId: string): void {
    this.#dropped++;
    const isBad = error instanceof ProtocolError;
    const code = isBad ? error.code : 'bug';
    this.#throttle.allow(`${deviceId} ${code}`, (heldBack) => {
      const about = { device: deviceId, code, heldBack, dropped: this.#dropped };
      // Anything else is a mistake of ours. Taking the message again would only repeat it.
      if (isBad) this.#parts.log.warn(about, `message dropped: ${error.message}`);
      else this.#parts.log.error({ ...about, err: error }, 'message dropped: it could not be handled');
    });
  }
}

/** What the disk or the machine is to blame for, as opposed to the message. */
const SQLITE_TROUBLE = /^SQLITE_(BUSY|LOCKED|IOERR|FULL|CANTOPEN|READONLY|NOMEM|CORRUPT|NOTADB|PROTOCOL)/;

function isTrouble(error: unknown): boolean {
  if (!(error instanceof Error) || error instanceof ProtocolError) return false;
  const { code, errno } = error as NodeJS.ErrnoException;
  return errno !== undefined || SQLITE_TROUBLE.test(code ?? '');
}
