/** What bench/virtual/measure.ts hands over: one value a run. */
export interface VirtualFigures {
  /** p99, ms. */
  press: { ours: number[]; theirs: number[] };
  startSeconds: number[];
  cpuPercent: { ours: number[]; theirs: number[] };
}
