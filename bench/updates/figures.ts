/** What bench/updates/measure.ts hands over: one value a run. */
export interface UpdateFigures {
  seconds: number;
  fetchedBytes: number;
  writtenBytes: number;
  /** Of the whole machine. */
  cpuSeconds: number;
  /** Peak of the process that installs, over what it needs while idle. */
  memoryMb: number;
}

export const METHODS = ['ours', 'rauc', 'curl'] as const;
export type Method = (typeof METHODS)[number];

export interface UpdateMeasurement {
  /** Of the image, tree included. */
  imageBytes: number;
  /** Blocks of the new image's data and tree that stand nowhere in the old one, bytes. */
  changedBytes: number;
  runs: Record<Method, UpdateFigures[]>;
}
