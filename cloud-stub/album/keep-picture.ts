/** Keeps pictures the cloud has, or can have the device take, without a way through the browser. */
import { PupsentryError } from '#kit/errors.ts';
import type { AlbumItem, Device, KeepRequest } from '../api.ts';
import type { Devices } from '../devices/devices.ts';
import type { Operations } from '../devices/operations.ts';
import type { Events } from '../events/events.ts';
import type { Snapshots } from '../events/snapshots.ts';
import type { Album } from './album.ts';

export interface Keeper {
  householdId: string;
  /** Name of the person who keeps it. */
  user: string;
}

export class KeepPicture {
  readonly #parts: {
    album: Album;
    devices: Devices;
    events: Events;
    operations: Operations;
    snapshots: Snapshots;
  };

  constructor(parts: {
    album: Album;
    devices: Devices;
    events: Events;
    operations: Operations;
    snapshots: Snapshots;
  }) {
    this.#parts = parts;
  }

  /**
   * The same picture is kept once; asked again, it is the item of the first time.
   * @throws PupsentryError "no-such-device", "no-such-event", "no-picture", "picture-gone", what Album.keepPicture
   *   throws, and what the device answers
   */
  keep(request: KeepRequest, keeper: Keeper): Promise<AlbumItem> {
    return 'eventId' in request
      ? this.#keepEvent(request.eventId, keeper)
      : this.#keepDevice(request, keeper);
  }

  async #keepEvent(eventId: string, { householdId, user }: Keeper): Promise<AlbumItem> {
    const { album, devices, events, snapshots } = this.#parts;
    const event = await events.get(householdId, eventId);
    if (!event) throw new PupsentryError('no-such-event', 'There is no such event.');
    const jpeg = event.snapshot ? await snapshots.read(event.deviceId, event.id) : null;
    if (!jpeg) throw new PupsentryError('no-picture', 'There is no picture of this event.');
    const device = await devices.get(householdId, event.deviceId);
    return album.keepPicture(jpeg, {
      ...{ householdId, deviceId: event.deviceId, deviceName: device?.name ?? event.deviceId },
      ...{ source: 'event', eventId, takenMs: event.startedMs, keptBy: user, origin: `event ${eventId}` },
    });
  }

  async #keepDevice(request: { deviceId: string; pictureMs?: number }, keeper: Keeper): Promise<AlbumItem> {
    const { album, devices, snapshots } = this.#parts;
    const { householdId, user } = keeper;
    const device = await devices.get(householdId, request.deviceId);
    if (!device) throw new PupsentryError('no-such-device', 'There is no such device.');
    const pictureMs = request.pictureMs ?? (await this.#take(device));
    const jpeg = await snapshots.read(device.id, null);
    // Looked at after reading: a newer one may have come in between.
    const now = await devices.get(householdId, device.id);
    if (!jpeg || now?.pictureMs !== pictureMs)
      throw new PupsentryError('picture-gone', 'A newer picture has come since. Take another one.');
    return album.keepPicture(jpeg, {
      ...{ householdId, deviceId: device.id, deviceName: device.name, source: 'live', eventId: null },
      ...{ takenMs: pictureMs, keptBy: user, origin: `device ${device.id} ${pictureMs}` },
    });
  }

  async #take(device: Device): Promise<number> {
    if (!device.online)
      throw new PupsentryError('device-offline', `${device.name} is not connected at the moment.`);
    const reply = await this.#parts.operations.run(device.id, { action: 'snapshot' });
    if (reply.status !== 'done' || reply.pictureMs === undefined)
      throw new PupsentryError('no-picture', reply.message || `${device.name} could not take a picture.`);
    return reply.pictureMs;
  }
}
