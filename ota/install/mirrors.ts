/** Which of several servers is asked. */
import type { SourceFailure } from './source-failure.ts';

export interface Mirror {
  readonly index: number;
  /** Of the image. */
  readonly url: URL;
  /** Strong entity tag of the image there, once it is known. */
  etag: string | undefined;
}

export class Mirrors {
  readonly #onTurned: (index: number) => void;
  /** Those that may be asked. */
  #left: Mirror[];
  #mirror: Mirror;

  /** @param urls one or more @param first index of the one that is asked first @param onTurned another one is asked from now on */
  constructor(urls: readonly URL[], first: number, onTurned: (index: number) => void) {
    this.#left = urls.map((url, index) => ({ index, url, etag: undefined }));
    this.#mirror = this.#left[first]!;
    this.#onTurned = onTurned;
  }

  /** The one to ask now: always the same until it fails. */
  get mirror(): Mirror {
    return this.#mirror;
  }

  /** The next one is asked from now on, unless that is so already. */
  leave(mirror: Mirror): void {
    if (mirror !== this.#mirror) return;
    this.#mirror = this.#left.find(({ index }) => index > mirror.index) ?? this.#left[0]!;
    this.#onTurned(this.#mirror.index);
  }

  /** Never asks this one again. @throws `failure` when no other one is left */
  exclude(mirror: Mirror, failure: SourceFailure): void {
    const left = this.#left.filter((one) => one !== mirror);
    if (left.length === 0) throw failure;
    this.#left = left;
    this.leave(mirror);
  }
}
