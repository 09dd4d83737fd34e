/**
 * Tells devices that clips are wanted, where they go and for whose keys they are sealed: whenever a device comes
 * back, when the keys change, and before a pass expires.
 */
import type { Clock, Timer } from '#kit/clock.ts';
import { PupsentryError, explain } from '#kit/errors.ts';
import type { Logger } from '#kit/log.ts';
import type { Service } from '#kit/service.ts';
import { v1 } from '#protocol/messages.ts';
import type { Commands } from '../devices/commands.ts';
import type { Devices } from '../devices/devices.ts';
import type { Feed } from '../feed.ts';
import type { HouseholdKeys } from './household-keys.ts';
import { PASS_MS, type UploadPasses } from './upload-passes.ts';
import type { UploadPolicy } from './upload-policy.ts';

/** What a device answered to its last order; null before the first. */
export interface OrderAnswer {
  taken: boolean;
  /** A sentence for people; empty when taken. */
  message: string;
}

export interface RecordingOrdersOptions {
  devices: Devices;
  commands: Commands;
  keys: HouseholdKeys;
  passes: UploadPasses;
  policy: UploadPolicy;
  feed: Feed;
  /** Where the stub is reached, without a slash at its end. */
  publicUrl: () => string;
  clock: Clock;
  log: Logger;
}

export class RecordingOrders implements Service {
  readonly name = 'recording orders';
  readonly #options: RecordingOrdersOptions;
  readonly #online = new Set<string>();
  readonly #answers = new Map<string, OrderAnswer>();
  #timer: Timer | undefined;
  #end: () => void = () => undefined;

  constructor(options: RecordingOrdersOptions) {
    this.#options = options;
  }

  async start(): Promise<void> {
    const { feed, clock } = this.#options;
    this.#end = feed.subscribe(({ message, householdId }) => {
      if (message.type !== 'device') return;
      const { id, online } = message.data;
      if (!online) return void this.#online.delete(id);
      if (this.#online.has(id)) return;
      this.#online.add(id);
      void this.tell(id, householdId);
    });
    this.#timer = clock.every(PASS_MS / 4, () => void this.tellAll());
  }

  async stop(): Promise<void> {
    this.#end();
    this.#timer?.cancel();
  }

  answerOf(deviceId: string): OrderAnswer | null {
    return this.#answers.get(deviceId) ?? null;
  }

  /** Every device that is there: after the stub has started, after the keys or a package have changed. */
  async tellAll(): Promise<void> {
    const { devices } = this.#options;
    for (const id of await devices.idsOnline()) {
      this.#online.add(id);
      const householdId = await devices.ensure({ id });
      if (householdId) await this.tell(id, householdId);
    }
  }

  /** Never throws: a device that is away is told when it is back. */
  async tell(deviceId: string, householdId: string): Promise<void> {
    const { keys, passes, policy, publicUrl, commands, log } = this.#options;
    try {
      const list = await keys.list(householdId);
      if (!list) return; // nobody could open a clip
      const { token, expiresMs } = await passes.issue(deviceId);
      const { reply } = await commands.send(deviceId, {
        cloudRecording: {
          on: (await policy.refusal(deviceId)) === null,
          uploadUrl: `${publicUrl()}/device/clips`,
          ...{ uploadToken: token, expiresMs, keys: list, maxKbps: await policy.maxKbps(deviceId) },
        },
      });
      const taken = reply.status === v1.ReplyStatus.REPLY_STATUS_DONE;
      this.#answers.set(deviceId, { taken, message: taken ? '' : reply.message.slice(0, 500) });
      if (!taken) log.warn({ device: deviceId, code: reply.code }, `no cloud recording: ${reply.message}`);
    } catch (error) {
      const isKnown = error instanceof PupsentryError;
      log[isKnown ? 'info' : 'error'](
        { device: deviceId, ...(isKnown ? {} : { err: error }) },
        `the order for cloud recording was not sent: ${explain(error)}`,
      );
    }
  }
}
