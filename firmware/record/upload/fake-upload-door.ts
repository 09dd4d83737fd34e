/** A door in memory that refuses, stalls and forgets as it is told: for tests and simulations. */
import { DoorError, type DoorRefusal, type DoorState, type UploadDoor } from './upload-door.ts';
import { parseHeader } from '#protocol/sealed/header.ts';
import { sealedLayout } from '#protocol/sealed/layout.ts';

interface Arrived {
  head: Uint8Array;
  segments: Uint8Array[];
  count: number;
}

export class FakeUploadDoor implements UploadDoor {
  /** Every call is refused with this until it is unset. */
  refusal: DoorRefusal | undefined;
  /** Every call waits for its signal. */
  hangs = false;
  /** Calls, as "begin <clip>" and "<clip> <segment>". */
  readonly asked: string[] = [];
  readonly #clips = new Map<string, Arrived>();

  async begin(
    { clipId, head, totalBytes }: { clipId: string; head: Uint8Array; totalBytes: number },
    signal: AbortSignal,
  ): Promise<DoorState> {
    await this.#ask(`begin ${clipId}`, signal);
    const known = this.#clips.get(clipId);
    const count = sealedLayout(parseHeader(head), totalBytes)!.segments;
    if (!known || Buffer.compare(known.head, head) !== 0)
      this.#clips.set(clipId, { head, segments: [], count });
    return this.#state(clipId);
  }

  async put(clipId: string, number: number, segment: Uint8Array, signal: AbortSignal): Promise<DoorState> {
    await this.#ask(`${clipId} ${number}`, signal);
    const clip = this.#clips.get(clipId);
    if (!clip) throw new DoorError('unknown-clip', 'The cloud does not know this clip.');
    if (number === clip.segments.length) clip.segments.push(segment);
    return this.#state(clipId);
  }

  close(): void {}

  /** A door that has what this one has now. */
  copy(): FakeUploadDoor {
    const door = new FakeUploadDoor();
    for (const [id, clip] of this.#clips) door.#clips.set(id, { ...clip, segments: [...clip.segments] });
    return door;
  }

  /** Segments that have arrived, of all clips. */
  get arrived(): number {
    return [...this.#clips.values()].reduce((sum, { segments }) => sum + segments.length, 0);
  }

  forget(clipId: string): void {
    this.#clips.delete(clipId);
  }

  isComplete(clipId: string): boolean {
    return this.#clips.has(clipId) && this.#state(clipId).isComplete;
  }

  /** The sealed clip as it has arrived. */
  bytes(clipId: string): Buffer {
    const { head, segments } = this.#clips.get(clipId)!;
    return Buffer.concat([head, ...segments]);
  }

  #state(clipId: string): DoorState {
    const { segments, count } = this.#clips.get(clipId)!;
    return { received: segments.length, isComplete: segments.length === count };
  }

  async #ask(what: string, signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
    this.asked.push(what);
    if (this.hangs)
      await new Promise((_resolve, reject) =>
        signal.addEventListener('abort', () => reject(signal.reason as Error)),
      );
    if (this.refusal) throw new DoorError(this.refusal, `The door says: ${this.refusal}.`);
  }
}
