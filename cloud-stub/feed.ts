/** News inside the stub: written by ingest, read by the browsers' streams. */
import type { StreamMessage } from './api.ts';

export interface News {
  householdId: string;
  /** Only for this sign-in session: live signalling is nobody else's business. */
  sessionId?: string;
  message: StreamMessage;
}

export class Feed {
  readonly #listeners = new Set<(news: News) => void>();

  publish(news: News): void {
    for (const listener of this.#listeners) listener(news);
  }

  /** @returns a function that ends it */
  subscribe(listener: (news: News) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }
}
