/** Spreads runs over worker processes until there were enough power cuts. */
import { fork, type ChildProcess } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { KINDS, type Kind } from './engine.ts';
import type { Finding, RunResult } from './shard.ts';

export interface Total {
  runs: number;
  operations: number;
  cases: Record<Kind, number>;
  byScenario: Record<string, number>;
  replayed: number;
  findings: Finding[];
  seconds: number;
}

/** More are not told. */
const MAX_FINDINGS = 100;

/** @param options.cuts single ones; the other kinds of cases come on top */
export async function runCuts(options: {
  cuts: number;
  workers?: number;
  onProgress?: (total: Total) => void;
}): Promise<Total> {
  const started = performance.now();
  const total: Total = {
    ...{ runs: 0, operations: 0, byScenario: {}, replayed: 0, findings: [], seconds: 0 },
    cases: { cut: 0, 'two cuts': 0, 'three cuts': 0, failure: 0 },
  };
  let next = 0;
  const work = async () => {
    const worker = fork(join(import.meta.dirname, 'worker.ts'));
    try {
      while (total.cases.cut < options.cuts && total.findings.length < MAX_FINDINGS) {
        add(total, await ask(worker, next++));
        total.seconds = (performance.now() - started) / 1000;
        options.onProgress?.(total);
      }
    } finally {
      worker.disconnect();
    }
  };
  await Promise.all(Array.from({ length: options.workers ?? availableParallelism() }, work));
  return total;
}

function ask(worker: ChildProcess, run: number): Promise<RunResult> {
  return new Promise((resolve, reject) => {
    const ended = (code: number | null) => reject(new Error(`a worker ended in run ${run} (${code})`));
    worker.once('exit', ended);
    worker.once('message', (result) => {
      worker.off('exit', ended);
      resolve(result as RunResult);
    });
    worker.send({ run });
  });
}

function add(total: Total, { scenario, operations, cases, replayed, findings }: RunResult): void {
  if (cases.cut === 0 && findings.length === 0) return; // no scenario has that number
  total.runs++;
  total.operations += operations;
  total.replayed += replayed;
  total.byScenario[scenario] = (total.byScenario[scenario] ?? 0) + cases.cut;
  for (const kind of KINDS) total.cases[kind] += cases[kind];
  total.findings.push(...findings);
}

/** For people: what was done and how fast. */
export function summary({ cases, operations, runs, replayed, findings, seconds, byScenario }: Total): string {
  const all = cases.cut + 2 * cases['two cuts'] + 3 * cases['three cuts'];
  return [
    `${cases.cut} power cuts at ${operations} operations of ${runs} runs (${replayed} checked by a real run from the start)`,
    `${cases['two cuts']} times two cuts in a row, ${cases['three cuts']} times three, ${cases.failure} failing operations`,
    `${Math.round(seconds)} s, ${Math.round(all / seconds)} cuts a second`,
    `by scenario: ${Object.entries(byScenario)
      .map(([name, count]) => `${name} ${count}`)
      .join(', ')}`,
    `${findings.length} findings`,
  ].join('\n');
}
