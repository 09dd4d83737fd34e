/** Plays all cases of one run, here or in a worker process. */
import { explain } from '#kit/errors.ts';
import { seededRandom } from '#kit/seeded-random.ts';
import { kindOf, KINDS, Run, type Kind } from './engine.ts';
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

/** @param mutant a mistake of mutants.ts: the cases then come in any order, and the first finding ends the run */
export async function playRun(number: number, mutant?: string): Promise<RunResult> {
  const scenario = SCENARIOS[number % SCENARIOS.length]!.name;
  const cases = { cut: 0, 'two cuts': 0, 'three cuts': 0, failure: 0 };
  const findings: Finding[] = [];
  const found = (of: number | null, error: unknown) =>
    void findings.push({ case: of, scenario, what: explain(error) });
  const result = { scenario, operations: 0, cases, replayed: 0, findings };
  const run = await Run.record(number, partsOf(mutant)).catch((error: unknown) => found(null, error));
  if (!run) return result;
  const numbers = KINDS.flatMap((kind) => run.cases()[kind]);
  for (const of of mutant ? shuffled(numbers, seededRandom(number)) : numbers) {
    cases[kindOf(of)]++;
    await run.play(of).catch((error: unknown) => found(of, error));
    if (findings.length >= (mutant ? 1 : MAX_FOUND)) return result;
  }
  return { ...result, operations: run.operations, replayed: run.replayed };
}

const shuffled = <T>(items: readonly T[], random: () => number): T[] =>
  items
    .map((item) => ({ item, key: random() }))
    .sort((a, b) => a.key - b.key)
    .map(({ item }) => item);
