/** Server-sent events, read one by one, for tests. */
import type { StreamMessage } from '../api.ts';

type Message<T extends StreamMessage['type']> = Extract<StreamMessage, { type: T }>['data'];

export class EventStream {
  /** Everything that came so far. */
  readonly messages: StreamMessage[] = [];
  readonly response: Response;
  /** Resolves when the server has ended it. */
  readonly ended: Promise<void>;
  readonly #abort: AbortController;
  #wake: (() => void)[] = [];
  #isOver = false;

  private constructor(response: Response, abort: AbortController) {
    this.response = response;
    this.#abort = abort;
    this.ended = this.#read()
      .catch(() => undefined)
      .finally(() => {
        this.#isOver = true;
        this.#notify();
      });
  }

  static async open(url: string, headers: Record<string, string>): Promise<EventStream> {
    const abort = new AbortController();
    return new EventStream(await fetch(url, { headers, signal: abort.signal }), abort);
  }

  /** @returns the first message, come or to come, that is of this type and fits */
  async until<T extends StreamMessage['type']>(
    type: T,
    fits: (data: Message<T>) => boolean = () => true,
  ): Promise<Message<T>> {
    for (let seen = 0; ;) {
      for (; seen < this.messages.length; seen++) {
        const message = this.messages[seen]!;
        if (message.type === type && fits(message.data as Message<T>)) return message.data as Message<T>;
      }
      if (this.#isOver) throw new Error(`the stream ended without such a ${type}`);
      await new Promise<void>((resolve) => this.#wake.push(resolve));
    }
  }

  close(): void {
    this.#abort.abort();
  }

  async #read(): Promise<void> {
    let text = '';
    const decoder = new TextDecoder();
    for await (const chunk of this.response.body as unknown as AsyncIterable<Uint8Array>) {
      text += decoder.decode(chunk, { stream: true });
      const blocks = text.split('\n\n');
      text = blocks.pop()!;
      for (const block of blocks) {
        const match = /^event: (\w+)\ndata: (.*)$/s.exec(block);
        if (match) this.messages.push({ type: match[1], data: JSON.parse(match[2]!) } as StreamMessage);
      }
      this.#notify();
    }
  }

  #notify(): void {
    for (const wake of this.#wake.splice(0)) wake();
  }
}
