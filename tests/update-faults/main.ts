/**
 * Power cuts in simulated updates, in any number:
 *   npx tsx tests/update-faults/main.ts [--cuts 10000] [--workers 2]
 *   npx tsx tests/update-faults/main.ts --case 20030      plays one case and tells what happens
 */
import { parseArgs } from 'node:util';
import { explain } from '#kit/errors.ts';
import { Run, runOf } from './engine.ts';
import { partsOf } from './mutants.ts';
import { runCuts, summary, type Total } from './pool.ts';

const PROGRESS_S = 10;
const say = (line: string) => void process.stdout.write(`${line}\n`);

const { values } = parseArgs({
  options: {
    cuts: { type: 'string', default: process.env.CUTS ?? '10000' },
    workers: { type: 'string' },
    case: { type: 'string' },
    mutant: { type: 'string' },
  },
});

process.exitCode = values.case === undefined ? await many() : await one(whole('case', values.case));

async function many(): Promise<number> {
  let told = 0;
  const onProgress = (total: Total) => {
    if (total.seconds < told + PROGRESS_S) return;
    told = total.seconds;
    say(`${total.cases.cut} power cuts, ${Math.round(total.seconds)} s, ${total.findings.length} findings`);
  };
  const workers = values.workers === undefined ? undefined : whole('workers', values.workers);
  const total = await runCuts({ cuts: whole('cuts', values.cuts), workers, onProgress });
  for (const { case: of, scenario, what } of total.findings)
    say(`case ${of ?? 'none'} (${scenario}): ${what}`);
  say(summary(total));
  return total.findings.length > 0 ? 1 : 0;
}

async function one(number: number): Promise<number> {
  try {
    const run = await Run.record(runOf(number), partsOf(values.mutant));
    if (!run) throw new RangeError(`no case has the number ${number}`);
    say(`case ${number}: ${run.scenario.name}, ${run.operations} operations`);
    await run.play(number, say);
    say('nothing found');
    return 0;
  } catch (error) {
    say(`FOUND: ${explain(error)}`);
    return 1;
  }
}

function whole(name: string, text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value) || value < 0)
    throw new RangeError(`--${name} is a whole number, not ${text}`);
  return value;
}
