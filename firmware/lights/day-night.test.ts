import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import {
  step,
  UNDECIDED,
  type DayNightEffect,
  type DayNightEvent,
  type DayNightRules,
  type DayNightState,
} from './day-night.ts';

const RULES: DayNightRules = {
  mode: 'auto',
  darkLuma: 20,
  darkMs: 5000,
  dayLuma: 60,
  gainShare: 0.25,
  brightMs: 10_000,
  stayMs: 60_000,
  settleMs: 10_000,
  tryMs: 900_000,
  nightLux: 2,
  dayLux: 10,
  hasInfrared: true,
};

/** Effects in short: "filter out", "infrared on", "night". */
const short = (effects: DayNightEffect[]) =>
  effects.map((e) => {
    if (e.type === 'filter') return `filter ${e.place}`;
    return e.type === 'infrared' ? `infrared ${e.on ? 'on' : 'off'}` : e.to;
  });

/** Feeds events and keeps what was to be done, with its second. */
class Run {
  state: DayNightState = UNDECIDED;
  atMs = 0;
  rules: DayNightRules;
  readonly done: string[] = [];
  switches = 0;
  infrared = false;

  constructor(rules: Partial<DayNightRules> = {}) {
    this.rules = { ...RULES, ...rules };
    this.take({ type: 'ruled', atMs: 0 });
    this.done.length = 0;
  }

  take(event: DayNightEvent): void {
    const { state, effects } = step(this.state, event, this.rules);
    this.state = state;
    for (const effect of effects) {
      if (effect.type === 'infrared') this.infrared = effect.on;
      if (effect.type === 'switched') this.switches++;
    }
    if (effects.length > 0) this.done.push(`${this.atMs / 1000}: ${short(effects).join(', ')}`);
  }

  lookAs(seconds: number, luma: (infrared: boolean, second: number) => number): this {
    for (let s = 0; s < seconds; s++) this.look(1, luma(this.infrared, s));
    return this;
  }

  /** A look each second. */
  look(seconds: number, luma: number, gain: number | null = null): this {
    for (let s = 0; s < seconds; s++) {
      this.atMs += 1000;
      this.take({ type: 'looked', atMs: this.atMs, luma, gain });
    }
    return this;
  }

  sense(seconds: number, lux: number): this {
    for (let s = 0; s < seconds; s++) {
      this.atMs += 1000;
      this.take({ type: 'sensed', atMs: this.atMs, lux });
    }
    return this;
  }

  blind(seconds: number): this {
    for (let s = 0; s < seconds; s++) {
      this.atMs += 1000;
      this.take({ type: 'blinded', atMs: this.atMs });
    }
    return this;
  }

  rule(rules: Partial<DayNightRules>): this {
    this.rules = { ...this.rules, ...rules };
    this.take({ type: 'ruled', atMs: this.atMs });
    return this;
  }
}

const test = suite('day and night');

test('it begins by day: light off, filter in', () => {
  const { state, effects } = step(UNDECIDED, { type: 'ruled', atMs: 0 }, RULES);
  assert.is(state.view, 'day');
  assert.equal(short(effects), ['infrared off', 'filter in']);
});

const NIGHT = 'filter out, infrared on, night';
const DAY = 'infrared off, filter in, day';

const TABLE: [what: string, run: () => Run, done: string[]][] = [
  ['luma under 20 for 5 s is night', () => new Run().look(10, 100).look(6, 19), [`16: ${NIGHT}`]],
  ['luma of 20 is not', () => new Run().look(60, 20), []],
  ['4 s are not', () => new Run().look(4, 5).look(1, 25).look(4, 5).look(1, 25), []],
  ['what was dark before a gap does not count', () => new Run().look(4, 5).blind(1).look(5, 5), []],
  [
    'gain under a quarter of the baseline, and bright without infrared light, is day; the light first',
    () => new Run({ tryMs: 0 }).look(6, 10, 100).look(60, 90, 80).look(40, 90, 19),
    [`6: ${NIGHT}`, '77: infrared off', `90: ${DAY}`],
  ],
  [
    'gain of a quarter is not',
    () => new Run({ tryMs: 0 }).look(6, 10, 100).look(60, 90, 80).look(600, 90, 20),
    [`6: ${NIGHT}`],
  ],
  [
    'no day before the shortest stay is over',
    () => new Run({ tryMs: 0, stayMs: 600_000 }).look(6, 10, 100).look(20, 90, 80).look(560, 90, 5),
    [`6: ${NIGHT}`],
  ],
  [
    'luma far above its baseline is day where the gain is not known',
    () => new Run({ tryMs: 0 }).look(6, 10).look(60, 40).look(40, 100),
    [`6: ${NIGHT}`, '77: infrared off', `90: ${DAY}`],
  ],
  [
    'bright by infrared alone is not: the trial ends at its first dark look, the filter stands still',
    () => new Run({ tryMs: 0 }).look(6, 10).look(60, 40).look(11, 100).look(3, 12).look(60, 100),
    [`6: ${NIGHT}`, '77: infrared off', '80: infrared on'],
  ],
  [
    'headlights of 8 s are no day',
    () => new Run({ tryMs: 0 }).look(6, 10, 99).look(60, 90, 80).look(8, 200, 4).look(60, 90, 80),
    [`6: ${NIGHT}`],
  ],
  ['no picture: it stays as it is', () => new Run().look(6, 10).look(40, 50).blind(3600), [`6: ${NIGHT}`]],
  [
    'no picture in a trial: light on again',
    () => new Run({ tryMs: 0 }).look(6, 10).look(60, 40).look(11, 100).blind(5),
    [`6: ${NIGHT}`, '77: infrared off', '78: infrared on'],
  ],
  [
    'without an infrared light luma itself tells',
    () => new Run({ hasInfrared: false }).look(6, 10).look(60, 15).look(11, 70),
    [`6: ${NIGHT}`, `77: ${DAY}`],
  ],
  ['by hand, at once', () => new Run().look(2, 100).rule({ mode: 'night' }).look(99, 200), [`2: ${NIGHT}`]],
  [
    'by hand day, however dark',
    () => new Run().look(6, 10).rule({ mode: 'day' }).look(99, 0),
    [`6: ${NIGHT}`, `6: ${DAY}`],
  ],
  [
    'night by hand, then auto by daylight: it looks soon, whatever the baseline',
    () => new Run().rule({ mode: 'night' }).look(60, 100, 1).rule({ mode: 'auto' }).look(40, 100, 1),
    [`0: ${NIGHT}`, '62: infrared off', `75: ${DAY}`],
  ],
  [
    'night by hand ends a trial',
    () => new Run({ tryMs: 0 }).look(6, 10).look(60, 40).look(11, 100).rule({ mode: 'night' }),
    [`6: ${NIGHT}`, '77: infrared off', '77: infrared on'],
  ],
  ['a light sensor: under its night', () => new Run().sense(60, 5).sense(6, 1.9), [`66: ${NIGHT}`]],
  [
    'a light sensor: between the two nothing changes, over its day it is day',
    () => new Run().sense(6, 1).sense(600, 9).sense(11, 11),
    [`6: ${NIGHT}`, `617: ${DAY}`],
  ],
  [
    'trials come by themselves with pauses that double up to the longest',
    () => new Run({ tryMs: 240_000 }).look(6, 10).lookAs(700, (infrared) => (infrared ? 90 : 10)),
    [`6: ${NIGHT}`, ...[66, 189, 432, 675].flatMap((s) => [`${s}: infrared off`, `${s + 3}: infrared on`])],
  ],
];
for (const [what, run, done] of TABLE) test(what, () => assert.equal(run().done, done));

test('trials that fail wait longer each time', () => {
  const run = new Run({ tryMs: 0 }).look(6, 10).look(60, 30);
  const trials: number[] = [];
  let before = run.infrared;
  for (let s = 0; s < 4 * 3600; s++) {
    // A wall that throws back so much infrared that it is always far above what was seen just before.
    run.look(1, run.infrared ? (s % 60 < 30 ? 30 : 120) : 5);
    if (before && !run.infrared) trials.push(run.atMs);
    before = run.infrared;
  }
  assert.ok(trials.length <= 14, `${trials.length} trials in 4 hours`);
  assert.is(run.switches, 1);
});

test.run();
