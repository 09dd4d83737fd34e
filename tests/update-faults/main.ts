/** Power cuts in simulated updates, in any number, or one of them with everything that happens: see HELP. */
import { parseArgs } from 'node:util';
import { explain } from '#kit/errors.ts';
import { Run, runOf } from './engine.ts';
import { MUTANTS, partsOf } from './mutants.ts';
import { runCuts, summary, type Total } from './pool.ts';

const PROGRESS_S = 10;
const say = (line: string) => void process.stdout.write(`${line}\n`);

const HELP = `npx tsx tests/update-faults/main.ts [options]

  --cuts N       this many power cuts, and the other faults in proportion (10000, or $CUTS)
  --workers N    processes that share the work (one for each core)
  --case N       plays the case with this number and tells what happens
  --mutant NAME  with --case: the engine has this mistake of mutants.ts in it, and the case may find it

Ends with 0 when nothing was found, 1 when something was, 2 when it was called wrongly.`;

const values = options();
if (values.help) say(HELP);
else if (values.mutant !== undefined && values.case === undefined) wrongly('--mutant goes with --case');
else process.exitCode = values.case === undefined ? await many() : await one(whole('case', values.case));

function options() {
  try {
    return parseArgs({
      options: {
        cuts: { type: 'string', default: process.env.CUTS ?? '10000' },
        workers: { type: 'string' },
        case: { type: 'string' },
        mutant: { type: 'string' },
        help: { type: 'boolean', short: 'h' },
      },
    }).values;
  } catch (error) {
    return wrongly(explain(error));
  }
}

function wrongly(problem: string): never {
  process.stderr.write(`${problem}\n\n${HELP}\n`);
  process.exit(2);
}

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
    const run = await Run.record(runOf(number), partsOf(mutant(values.mutant)));
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
  if (!Number.isSafeInteger(value) || value < 0) wrongly(`--${name} is a whole number, not ${text}`);
  return value;
}

function mutant(name: string | undefined): string | undefined {
  if (name === undefined || name in MUTANTS) return name;
  wrongly(`--mutant is one of:\n  ${Object.keys(MUTANTS).join('\n  ')}`);
}
