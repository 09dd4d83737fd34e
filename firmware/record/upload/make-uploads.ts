/** The upload with all its parts, for the composition root. */
import { join } from 'node:path';
import type { Clock } from '#kit/clock.ts';
import type { Logger } from '#kit/log.ts';
import type { ClipSource } from './clip-source.ts';
import { HttpUploadDoor } from './http-upload-door.ts';
import { Pace } from './pace.ts';
import { DoorError } from './upload-door.ts';
import { ORDERS_FILE, UploadOrders } from './upload-orders.ts';
import { Uploads } from './uploads.ts';

export interface MakeUploadsOptions {
  deviceId: string;
  stateFolder: string;
  source: ClipSource;
  /** The setting "cloud.recording"; after a change call `consentChanged`. */
  consent: () => boolean;
  /** A viewer needs the line. */
  busy: () => boolean;
  /** The device's own ceiling, kbit/s; 0 without one. The cloud's stands beside it. */
  maxKbps?: () => number;
  /** PEM; what signed the cloud's certificate, when the system does not know it. */
  ca?: string;
  clock: Clock;
  log: Logger;
}

/** In the state folder. */
const UPLOADS_FOLDER = 'uploads';
export const UPLOAD_ORDERS = join(UPLOADS_FOLDER, ORDERS_FILE);

export function makeUploads(options: MakeUploadsOptions): Uploads {
  const { stateFolder, clock, maxKbps = () => 0, ca, ...rest } = options;
  const folder = join(stateFolder, UPLOADS_FOLDER);
  const orders = new UploadOrders({ folder });
  const pace = new Pace({
    clock,
    kbps: () => Math.min(orders.maxKbps || Infinity, maxKbps() || Infinity),
  });
  const pass = () => {
    const found = orders.pass(clock);
    if (!found) throw new DoorError('pass', 'There is no pass for the cloud at present.');
    return found;
  };
  const door = new HttpUploadDoor({ pass, pace, ca });
  return new Uploads({ ...rest, folder, orders, door, clock });
}
