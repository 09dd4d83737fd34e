/** The cloud's door for sealed clips, seen from the device. */

/** How much of a clip has arrived. */
export interface DoorState {
  /** Segments of the media, from the first on without a gap. */
  received: number;
  isComplete: boolean;
}

export type DoorRefusal =
  /** No answer, or one that says "later": try again after a while. */
  | 'unreachable'
  /** The pass is not good (any more): wait for a new one. */
  | 'pass'
  /** No package for it, or no room: wait long. */
  | 'lapsed'
  | 'full'
  /** This clip will never be taken. */
  | 'clip'
  /** The cloud knows nothing of this clip: begin it again. */
  | 'unknown-clip';

export class DoorError extends Error {
  override name = 'DoorError';
  /** @param message a sentence for people */
  constructor(
    readonly refusal: DoorRefusal,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

export interface UploadDoor {
  /**
   * Announces a clip with its head, or asks how much of it is there: repeated, it changes nothing.
   * @throws DoorError; the signal's reason
   */
  begin(
    clip: { clipId: string; head: Uint8Array; totalBytes: number },
    signal: AbortSignal,
  ): Promise<DoorState>;
  /** Brings one segment; one that is there already is only acknowledged. @throws as `begin` */
  put(clipId: string, number: number, segment: Uint8Array, signal: AbortSignal): Promise<DoorState>;
  /** Gives the connection back; a later call makes a new one. */
  close(): void;
}
