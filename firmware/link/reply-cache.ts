/** Replies already given, by correlation id: a command that comes twice is answered twice and done once. */
import type { v1 } from '#protocol/messages.ts';

export class ReplyCache {
  readonly #maxReplies: number;
  readonly #maxBytes: number;
  #replies = new Map<string, { reply: v1.IReply; bytes: number }>();
  #bytes = 0;

  /** @param options.maxBytes of all replies together; a picture is the only large one */
  constructor(options: { maxReplies?: number; maxBytes?: number } = {}) {
    this.#maxReplies = options.maxReplies ?? 64;
    this.#maxBytes = options.maxBytes ?? 2 * 1024 * 1024;
  }

  get(correlationId: string): v1.IReply | undefined {
    return this.#replies.get(correlationId)?.reply;
  }

  set(correlationId: string, reply: v1.IReply): void {
    const bytes = (reply.snapshot?.jpeg?.length ?? 0) + 256;
    this.#replies.set(correlationId, { reply, bytes });
    this.#bytes += bytes;
    for (const [oldest, { bytes }] of this.#replies) {
      if (this.#replies.size <= this.#maxReplies && this.#bytes <= this.#maxBytes) break;
      this.#replies.delete(oldest);
      this.#bytes -= bytes;
    }
  }
}
