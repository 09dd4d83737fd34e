/** What a person can have a device do, as api.ts names it. */
import { ProtocolError } from '#protocol/codec.ts';
import { v1 } from '#protocol/messages.ts';
import type { Clock } from '#kit/clock.ts';
import type { CommandReply, CommandRequest } from '../api.ts';
import type { Snapshots } from '../events/snapshots.ts';
import { text, timeMs } from '../ingest/bounds.ts';
import { readSettings } from '../ingest/read-state.ts';
import type { Commands } from './commands.ts';
import type { Devices } from './devices.ts';
import { settingsChange, type Wishes } from './wishes.ts';

const STATUS: Partial<Record<v1.ReplyStatus, CommandReply['status']>> = {
  [v1.ReplyStatus.REPLY_STATUS_DONE]: 'done',
  [v1.ReplyStatus.REPLY_STATUS_REFUSED]: 'refused',
};

export class Operations {
  readonly #parts: {
    commands: Commands;
    devices: Devices;
    snapshots: Snapshots;
    wishes: Wishes;
    clock: Clock;
  };

  constructor(parts: {
    commands: Commands;
    devices: Devices;
    snapshots: Snapshots;
    wishes: Wishes;
    clock: Clock;
  }) {
    this.#parts = parts;
  }

  /**
   * Sends a command and waits for the reply. A picture in it becomes the device's newest one.
   * @throws PupsentryError "timeout", "busy" or "broker-down"
   */
  async run(deviceId: string, request: CommandRequest): Promise<CommandReply> {
    const { reply, tookMs } = await this.#parts.commands.send(
      deviceId,
      await this.#toCommand(deviceId, request),
    );
    const answer: CommandReply = {
      status: STATUS[reply.status ?? v1.ReplyStatus.REPLY_STATUS_UNSPECIFIED] ?? 'failed',
      code: text(reply.code, 60),
      message: text(reply.message, 500),
      tookMs,
    };
    if (reply.settings) answer.settings = readSettings(reply.settings.values);
    if (!reply.snapshot?.jpeg?.length) return answer;
    try {
      return { ...answer, pictureMs: await this.#keepPicture(deviceId, reply.snapshot) };
    } catch (error) {
      if (!(error instanceof ProtocolError)) throw error;
      return { ...answer, status: 'failed', code: 'bad-picture', message: 'The picture was damaged.' };
    }
  }

  async #keepPicture(deviceId: string, { jpeg, takenMs }: v1.ISnapshot): Promise<number> {
    const pictureMs = timeMs(takenMs) || this.#parts.clock.nowMs();
    await this.#parts.snapshots.keepNewest(deviceId, jpeg!);
    await this.#parts.devices.setPicture(deviceId, pictureMs);
    return pictureMs;
  }

  async #toCommand(deviceId: string, request: CommandRequest): Promise<v1.ICommand> {
    switch (request.action) {
      case 'snapshot':
        return { snapshot: { width: request.width ?? 0 } };
      case 'settings': {
        const revision = await this.#parts.wishes.nextRevision(deviceId);
        return { settings: settingsChange(revision, request.values) };
      }
      case 'restart':
        return { restart: { what: request.what ?? 'device' } };
      case 'identify':
        return { identify: { seconds: request.seconds ?? 0 } };
      case 'ping':
        return { ping: {} };
    }
  }
}
