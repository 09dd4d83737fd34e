/** A button that is a key of an input device (gpio-keys): the kernel has debounced it already. */
import type { PupsentryError } from '#kit/errors.ts';
import type { BoardParts } from '../board-schema.ts';
import type { ButtonInput, EdgeListener } from './button.ts';
import { InputKey } from './input-keys.ts';

type KeyButtonProfile = Extract<BoardParts['button'], { kind: 'key' }>;

export class KeyButton implements ButtonInput {
  readonly name = 'button';
  readonly #profile: KeyButtonProfile;
  readonly #edgeListeners = new Set<EdgeListener>();
  readonly #lostListeners = new Set<(reason: PupsentryError) => void>();
  #key: InputKey | null = null;

  constructor(profile: KeyButtonProfile) {
    this.#profile = profile;
  }

  async start(): Promise<void> {
    this.#key = new InputKey(this.#profile.device, this.#profile.code, {
      onEdge: (pressed, atUs) => {
        for (const listener of this.#edgeListeners) listener(pressed, atUs);
      },
      onLost: (reason) => {
        for (const listener of this.#lostListeners) listener(reason);
      },
    });
  }

  async stop(): Promise<void> {
    this.#key?.close();
    this.#key = null;
  }

  onEdge(listener: EdgeListener): () => void {
    this.#edgeListeners.add(listener);
    return () => this.#edgeListeners.delete(listener);
  }

  onLost(listener: (reason: PupsentryError) => void): () => void {
    this.#lostListeners.add(listener);
    return () => this.#lostListeners.delete(listener);
  }
}
