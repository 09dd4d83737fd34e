/** Snapshots that were asked for and have not come yet. */
import type { Clock, Timer } from '#kit/clock.ts';
import { PupsentryError } from '#kit/errors.ts';
import type { Picture } from './media.ts';

const LIMIT_MS = 2000;
const MAX_WAITING = 8;

export const noPicture = (message: string) =>
  new PupsentryError('no-picture', message, 'Try again when the camera is running.');

interface Waiting {
  resolve: (picture: Picture) => void;
  reject: (error: Error) => void;
  timer: Timer;
}

export class Snapshots {
  readonly #clock: Clock;
  readonly #waiting = new Map<number, Waiting>();
  #lastId = 0;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** @param send orders the snapshot; @throws PupsentryError "no-picture" */
  ask(send: (requestId: number) => void): Promise<Picture> {
    if (this.#waiting.size >= MAX_WAITING)
      return Promise.reject(noPicture('Too many snapshots are being taken at once.'));
    const id = (this.#lastId = (this.#lastId + 1) >>> 0);
    return new Promise((resolve, reject) => {
      const timer = this.#clock.after(LIMIT_MS, () => this.failed(id, 'The camera gave no picture in time.'));
      this.#waiting.set(id, { resolve, reject, timer });
      send(id);
    });
  }

  came(id: number, picture: Picture): void {
    this.#take(id)?.resolve(picture);
  }

  failed(id: number, message: string): void {
    this.#take(id)?.reject(noPicture(message));
  }

  failAll(message: string): void {
    for (const id of [...this.#waiting.keys()]) this.failed(id, message);
  }

  #take(id: number): Waiting | undefined {
    const waiting = this.#waiting.get(id);
    this.#waiting.delete(id);
    waiting?.timer.cancel();
    return waiting;
  }
}
