// time limit: 300 s
// runs in the background
/**
 * F1, F2 and F13 of updates: power cuts at every write and flush, two and three in a row, failing operations. CUTS=1000000 for
 * long; tests/update-faults/main.ts does the same with progress, and plays single cases.
 */
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { MUTANTS } from './mutants.ts';
import { runCuts, summary } from './pool.ts';
import { SCENARIOS } from './scenarios.ts';
import { playRun } from './shard.ts';

const test = suite('power cuts in updates');
const CUTS = Number(process.env.CUTS ?? 10_000);

test(`${CUTS} power cuts: what starts is sound, nothing acknowledged is lost, and it goes on`, async () => {
  const total = await runCuts({ cuts: CUTS });
  console.log(summary(total));
  assert.equal(total.findings, []);
  assert.ok(total.cases.cut >= CUTS);
  assert.ok(total.cases['two cuts'] + total.cases['three cuts'] >= CUTS / 10 - 100);
  assert.is(Object.keys(total.byScenario).length, SCENARIOS.length);
  assert.ok(total.replayed >= total.runs / 2, `${total.replayed} replayed`);
});

/** Short scenarios first; without the last one, of large images. */
function* runs(): Generator<number> {
  for (let first = 0; ; first += SCENARIOS.length)
    for (let i = SCENARIOS.length - 2; i >= 0; i--) yield first + i;
}

for (const mutant of Object.keys(MUTANTS)) {
  test(`the engine finds it when ${mutant}`, async () => {
    let cuts = 0;
    for (const run of runs()) {
      const { cases, findings } = await playRun(run, mutant);
      cuts += cases.cut;
      if (findings.length > 0) return;
      assert.ok(cuts < 10_000, `not found in ${cuts} cuts`);
    }
  });
}

test.run();
