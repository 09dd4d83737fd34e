/** What the host asks of the guest's agent and what comes back: one JSON object a line, in both directions. */

/** How a program is started. */
export interface Program {
  argv: string[];
  env?: Record<string, string>;
  cwd?: string;
}

/** `id` is the host's, and is in every answer. */
export type Request = { id: number } & (
  | ({ do: 'run'; input?: string; timeLimitMs: number } & Program)
  | ({ do: 'spawn' } & Program)
  | { do: 'signal'; to: number; signal: string }
  | { do: 'read'; path: string }
  /** `data` is base64. */
  | { do: 'write'; path: string; data: string; append?: boolean; mode?: number }
  | { do: 'power-off' }
);

/** A program that ran to its end. */
export interface RunResult {
  /** Null when a signal ended it. */
  code: number | null;
  signal: string | null;
  stdout: string;
  stderr: string;
  /** Its time was up and it was killed. */
  late: boolean;
  /** More was written than is kept; the beginning is missing. */
  cut: boolean;
}

export interface Exit {
  code: number | null;
  signal: string | null;
  /** Lines that were not passed on because the host did not take them fast enough. */
  lostLines: number;
}

export type Reply = { id: number } & (
  | { is: 'hello'; uptimeS: number }
  | { is: 'done' }
  | ({ is: 'ran' } & RunResult)
  | { is: 'started'; pid: number }
  | { is: 'line'; line: string; from: 'stdout' | 'stderr' }
  | ({ is: 'exited' } & Exit)
  /** base64 */
  | { is: 'content'; data: string }
  | { is: 'failed'; code: string; message: string }
);

/** Most that is kept of each output of a program that is run to its end, bytes. */
export const OUTPUT_LIMIT = 1024 * 1024;
/** Longest line that is passed on whole, bytes; a longer one comes in pieces. */
export const LINE_LIMIT = 64 * 1024;
/** Largest file that is read or written at once, bytes. */
export const FILE_LIMIT = 16 * 1024 * 1024;
/** Longest message, bytes: a file in base64 and what is around it. */
export const MESSAGE_LIMIT = FILE_LIMIT * 1.5;
/** Programs that run at the same time. */
export const PROGRAM_LIMIT = 64;
