/** What time does to cloud recording: lapses, ends of grace, smaller packages, and clips that are too old. */
import type { Clock, Timer } from '#kit/clock.ts';
import { explain } from '#kit/errors.ts';
import type { Logger } from '#kit/log.ts';
import type { Service } from '#kit/service.ts';
import type { ClipDeletion } from '../api.ts';
import type { ClipDeletions } from './clip-deletions.ts';
import type { PackageClips, Deleted } from './package-clips.ts';
import type { Orders } from './orders.ts';
import { GRACE_DAYS, type Subscription, type Subscriptions } from './subscriptions.ts';

const DAY_MS = 24 * 3600 * 1000;
const EVERY_MS = 3600 * 1000;
/** When a sweep had to stop before it was done, ms. */
const AGAIN_MS = 60_000;
/** Clips deleted at a time, and how many times for one device in one sweep: others have their turn too. */
const BATCH = 100;
const MAX_BATCHES = 20;

export interface PackageSweepOptions {
  subscriptions: Subscriptions;
  orders: Orders;
  shelf: PackageClips;
  deletions: ClipDeletions;
  clock: Clock;
  log: Logger;
}

export class PackageSweep implements Service {
  readonly name = 'packages';
  readonly #options: PackageSweepOptions;
  #every: Timer | undefined;
  #again: Timer | undefined;
  #running: Promise<void> = Promise.resolve();
  #stopping = false;

  constructor(options: PackageSweepOptions) {
    this.#options = options;
  }

  start(): Promise<void> {
    this.#every = this.#options.clock.every(EVERY_MS, () => void this.sweep());
    void this.sweep();
    return Promise.resolve();
  }

  /** Never throws: what could not be done is done the next time. */
  sweep(): Promise<void> {
    this.#running = this.#running
      .then(() => this.#sweep())
      .catch((error: unknown) => this.#failed('packages', error));
    return this.#running;
  }

  async stop(): Promise<void> {
    this.#stopping = true;
    this.#every?.cancel();
    this.#again?.cancel();
    await this.#running;
  }

  async #sweep(): Promise<void> {
    const { subscriptions, orders, clock } = this.#options;
    let done = true;
    for await (const row of subscriptions.rows()) {
      if (this.#stopping) return;
      // One device's trouble is not the others'.
      done =
        (await this.#look(row).catch((error: unknown) => this.#failed(row.device_id, error))) !== false &&
        done;
    }
    await orders.expire();
    this.#again?.cancel();
    if (!done && !this.#stopping) this.#again = clock.after(AGAIN_MS, () => void this.sweep());
  }

  /** @returns false when there is more to delete */
  async #look(row: Subscription): Promise<boolean | void> {
    const { subscriptions, clock } = this.#options;
    const now = clock.nowMs();
    switch (row.state) {
      case 'active': {
        if (Number(row.paid_until_ms) <= now) {
          // From when it is noticed: nobody loses clips because the stub was away for a week.
          await subscriptions.happened(row, 'lapsed', { erase_at_ms: now + GRACE_DAYS * DAY_MS });
          return;
        }
        if (row.shrink_days !== null && Number(row.shrink_at_ms) <= now) {
          const all = await this.#deleteBefore(row, row.shrink_days, 'downgrade');
          if (all) await subscriptions.shrunk(row);
          return all;
        }
        return this.#deleteBefore(row, row.days_kept, 'retention');
      }
      case 'grace':
        if (Number(row.erase_at_ms) > now || !(await subscriptions.happened(row, 'graceEnded'))) return;
        return this.#erase({ ...row, state: 'erasing' });
      case 'erasing':
        return this.#erase(row);
    }
  }

  async #erase(row: Subscription): Promise<boolean> {
    const { shelf, subscriptions } = this.#options;
    // Withdrawn has no end of a grace; a lapse has.
    const reason = row.erase_at_ms === null ? 'withdrawn' : 'lapse';
    const all = await this.#delete(row.device_id, reason, async () => {
      // Paid in the last moment: what is left stays.
      const stillErasing = (await subscriptions.of(row.device_id))?.state === 'erasing';
      return stillErasing ? shelf.deleteAll(row.device_id, BATCH) : { clips: 0, bytes: 0 };
    });
    if (all) await subscriptions.happened(row, 'erased');
    return all;
  }

  #deleteBefore(row: Subscription, daysKept: number, reason: ClipDeletion['reason']): Promise<boolean> {
    const { shelf, clock } = this.#options;
    const beforeMs = clock.nowMs() - daysKept * DAY_MS;
    return this.#delete(row.device_id, reason, () => shelf.deleteBefore(row.device_id, beforeMs, BATCH));
  }

  /** @returns whether everything is gone */
  async #delete(
    deviceId: string,
    reason: ClipDeletion['reason'],
    batch: () => Promise<Deleted>,
  ): Promise<boolean> {
    const { deletions, clock } = this.#options;
    for (let i = 0; i < MAX_BATCHES && !this.#stopping; i++) {
      const deleted = await batch();
      await deletions.record(deviceId, reason, deleted, clock.nowMs());
      if (deleted.clips < BATCH) return true;
    }
    return false;
  }

  #failed(what: string, error: unknown): void {
    this.#options.log.warn(`${what}: old clips could not be removed: ${explain(error)}`);
  }
}
