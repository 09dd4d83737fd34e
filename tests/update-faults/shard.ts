/** Plays all cases of one run, here or in a worker process. */
import { explain } from '#kit/errors.ts';
import { KINDS, Run, type Kind } from './engine.ts';
import { partsOf } from './mutants.ts';
import { SCENARIOS } from './scenarios.ts';

/** A run that finds more is broken as a whole. */
const MAX_FOUND = 20;

export interface Finding {
  /** Of the case; of the whole run when already recording it fails. */
  case: number | null;
  scenario: string;
  what: string;
}

export interface RunResult {
  scenario: string;
  operations: number;
  cases: Record<Kind, number>;
  /** Cuts that were made again by a real run from the start. */
  replayed: number;
  findings: Finding[];
}

/** @param mutant a mistake of mutants.ts; the first finding then ends the run */
export async function playRun(number: number, mutant?: string): Promise<RunResult> {
  const scenario = SCENARIOS[number % SCENARIOS.length]!.name;
  const cases = { cut: 0, 'two cuts': 0, 'three cuts': 0, failure: 0 };
  const findings: Finding[] = [];
  const found = (of: number | null, error: unknown) =>
    void findings.push({ case: of, scenario, what: explain(error) });
  const result = { scenario, operations: 0, cases, replayed: 0, findings };
  const run = await Run.record(number, partsOf(mutant)).catch((error: unknown) => found(null, error));
  if (!run) return result;
  const numbers = run.cases();
  for (const kind of KINDS) {
    for (const of of numbers[kind]) {
      cases[kind]++;
      await run.play(of).catch((error: unknown) => found(of, error));
      if (findings.length >= (mutant ? 1 : MAX_FOUND)) return result;
    }
  }
  return { ...result, operations: run.operations, replayed: run.replayed };
}
