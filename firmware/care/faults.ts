/** What is not as it should be on this device, for `state`, `pupsentryctl status` and the log. */
export interface Fault {
  /** The part: "camera", "encoder", "microphone", "media", "storage", "link". */
  component: string;
  /** Stable word for programs, such as "camera-missing". */
  code: string;
  /** A sentence for people. */
  message: string;
  /** What to do about it. */
  remedy: string;
  sinceMs: number;
}
