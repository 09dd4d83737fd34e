/** A device with clips to upload, and a cloud in memory: what the tests of the upload stand on. */
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Test } from 'uvu';
import type { HouseholdKey } from '#protocol/sealed/household-key.ts';
import type { SignedKeyList } from '#protocol/sealed/key-list.ts';
import { FakeClock } from '#kit/clock.ts';
import { silentLogger } from '#kit/log.ts';
import { FakeUploadDoor } from '../fake-upload-door.ts';
import { SimulatedClips, simulatedHousehold } from '../simulated-clips.ts';
import { UploadOrders } from '../upload-orders.ts';
import { Uploads } from '../uploads.ts';

export const SEGMENT = 256 * 1024;
export const HOUR_MS = 3_600_000;

export interface UploadContext {
  phone: HouseholdKey;
  list: SignedKeyList;
  folder: string;
}

/** Gives each test of a suite the household and a folder for its rooms. */
export function withHousehold(test: Test<UploadContext>): void {
  test.before(async (context) => {
    Object.assign(context, await simulatedHousehold());
    context.folder = mkdtempSync(join(tmpdir(), 'pupsentry-uploads-'));
  });
  test.after(({ folder }) => rmSync(folder, { recursive: true, force: true }));
}

export class Room {
  static number = 0;
  readonly clips: SimulatedClips;
  readonly door: FakeUploadDoor;
  readonly clock = new FakeClock();
  readonly folder: string;
  readonly uploads: Uploads;
  readonly list: SignedKeyList;
  consent = true;
  busy = false;

  constructor(
    context: UploadContext,
    more: { from?: Room; folder?: string; door?: FakeUploadDoor; maxJobs?: number } = {},
  ) {
    this.list = context.list;
    this.folder = more.folder ?? join(context.folder, String(Room.number++));
    this.clips = more.from?.clips ?? new SimulatedClips();
    this.door = more.door ?? more.from?.door ?? new FakeUploadDoor();
    this.uploads = new Uploads({
      ...{
        deviceId: 'front-door-1',
        folder: this.folder,
        source: this.clips,
        door: this.door,
        maxJobs: more.maxJobs,
      },
      orders: new UploadOrders({ folder: this.folder }),
      consent: () => this.consent,
      busy: () => this.busy,
      ...{ clock: this.clock, log: silentLogger(), random: () => 1 },
    });
  }

  static async started(context: UploadContext, more: { maxJobs?: number } = {}): Promise<Room> {
    const room = new Room(context, more);
    await room.uploads.start();
    await room.order();
    return room;
  }

  order(more: { on?: boolean; keys?: SignedKeyList } = {}): Promise<void> {
    return this.uploads.take({
      ...{ on: true, uploadUrl: 'https://cloud.example/device/clips', uploadToken: 'pass' },
      ...{ expiresMs: this.clock.nowMs() + HOUR_MS, keys: this.list, ...more },
    });
  }

  /** Resolves when the status says so; files and threads are real, so that takes turns of the event loop. */
  async until(holds: (status: ReturnType<Uploads['status']>) => boolean): Promise<void> {
    while (!holds(this.uploads.status())) await new Promise((resolve) => setImmediate(resolve));
  }

  idle(): Promise<void> {
    return this.until(({ waiting }) => waiting === 0);
  }

  files(): string[] {
    return readdirSync(join(this.folder, 'queue')).sort();
  }
}
