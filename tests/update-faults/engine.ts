/**
 * Power cuts at every operation of every scenario. A run of a scenario is recorded once; each case forks the storage as it was
 * at one operation, takes the power, asks the oracle, and lets the device bring the same to its end.
 */
import { seededRandom } from '#kit/seeded-random.ts';
import { CUT_MODES } from '#kit/write-cache.ts';
import { Device, type Parts } from './device.ts';
import type { Ledger } from './ledger.ts';
import { Fault } from './checks.ts';
import { judge, judgeEnd } from './oracle.ts';
import { FAILURES, Power, said, type Operation } from './power.ts';
import { scenarioOf, type Scenario } from './scenarios.ts';
import type { Setting } from './setting.ts';
import type { World } from './world.ts';

/** Everything at one operation. */
interface Point {
  /** Null: after the last one. */
  operation: Operation | null;
  world: World;
  ledger: Ledger;
}

/** What a case does: cuts the power so often, each time at another operation of what then goes on; or lets one fail. */
export const KINDS = ['cut', 'two cuts', 'three cuts', 'failure'] as const;
export type Kind = (typeof KINDS)[number];

/** The number of a case: run * 10,000 + kind * 2,500 + its number among those. */
const PER_KIND = 2_500;
const PER_RUN = PER_KIND * KINDS.length;
/** One of so many cuts is followed by another one, and by two. */
const AGAIN = 20;
/** One operation of so many is one that fails. */
const FAILING = 5;
/** One of so many cuts is made once more by a real run from the start, which has to leave the same. */
const REPLAYED = 50;

/** Says what a case does, for people. */
export type Tell = (line: string) => void;

export const kindOf = (caseNumber: number): Kind => KINDS[Math.floor((caseNumber % PER_RUN) / PER_KIND)]!;
export const runOf = (caseNumber: number): number => Math.floor(caseNumber / PER_RUN);

export class Run {
  readonly scenario: Scenario;
  replayed = 0;
  readonly #number: number;
  readonly #setting: Setting;
  readonly #parts: Parts;
  readonly #points: readonly Point[];

  private constructor(run: {
    number: number;
    scenario: Scenario;
    setting: Setting;
    parts: Parts;
    points: Point[];
  }) {
    this.scenario = run.scenario;
    this.#number = run.number;
    this.#setting = run.setting;
    this.#parts = run.parts;
    this.#points = run.points;
  }

  /** Makes the scenario that has this number, and lets it happen once. @returns null when none has. @throws Fault */
  static async record(number: number, parts: Parts): Promise<Run | null> {
    const found = scenarioOf(number);
    if (!found) return null;
    const { scenario, seed } = found;
    const setting = await scenario.make(seed);
    const points = await record(setting.world.fork(), setting.ledger.fork(), setting, parts);
    return new Run({ number, scenario, setting, parts, points });
  }

  get operations(): number {
    return this.#points.length - 1;
  }

  /** The numbers of its cases, by kind. */
  cases(): Record<Kind, number[]> {
    const cuts = (this.#points.length * CUT_MODES.length) / (this.scenario.oneOf ?? 1);
    const counts = [cuts, cuts / AGAIN, cuts / AGAIN, this.operations / FAILING / (this.scenario.oneOf ?? 1)];
    return Object.fromEntries(
      KINDS.map((kind, k) => {
        const first = this.#number * PER_RUN + k * PER_KIND;
        return [kind, Array.from({ length: Math.min(PER_KIND, Math.ceil(counts[k]!)) }, (_, i) => first + i)];
      }),
    ) as Record<Kind, number[]>;
  }

  /** @throws Fault, or anything else that must not be thrown */
  async play(caseNumber: number, tell: Tell = () => {}): Promise<void> {
    const kind = kindOf(caseNumber);
    const { oneOf = 1 } = this.scenario;
    const index = (caseNumber % PER_KIND) * oneOf + (this.#number % oneOf);
    const random = seededRandom(caseNumber);
    if (kind === 'failure') return this.#fail(index, random, tell);
    if (kind === 'cut') return this.#cut(caseNumber, index, random, tell);
    return this.#cutAgain(KINDS.indexOf(kind) + 1, random, tell);
  }

  /** Every operation in every mode, one after the other. */
  async #cut(caseNumber: number, index: number, random: () => number, tell: Tell): Promise<void> {
    const at = index % this.#points.length;
    const mode = CUT_MODES[Math.floor(index / this.#points.length) % CUT_MODES.length]!;
    const point = this.#points[at]!;
    tell(`power cut at operation ${at}, ${nameOf(point)}; what was not flushed: ${mode}`);
    const world = point.world.cut(random, mode);
    if (caseNumber % REPLAYED === 0 && point.operation) await this.#replay(at, world, caseNumber, mode);
    await this.#finish(world, point.ledger.fork(), tell);
  }

  /** The same cut by a run from the start that ends there. @throws Fault when it leaves something else */
  async #replay(at: number, expected: World, seed: number, mode: (typeof CUT_MODES)[number]): Promise<void> {
    const { setting, world, ledger } = this.#start();
    const device = new Device({
      world,
      ledger,
      setting,
      parts: this.#parts,
      power: new Power({ cutAt: at }),
    });
    const thrown = await device.run().catch((error: unknown) => error);
    if (!thrown) throw new Fault(`a run to operation ${at} does not end there`);
    if (!(await world.cut(seededRandom(seed), mode).isSame(expected)))
      throw new Fault(`a real run to operation ${at} leaves something else than the fork at it`);
    this.replayed++;
  }

  async #cutAgain(cuts: number, random: () => number, tell: Tell): Promise<void> {
    let points = this.#points;
    for (let left = cuts; ; left--) {
      const at = Math.floor(random() * points.length);
      const mode = CUT_MODES[Math.floor(random() * CUT_MODES.length)]!;
      tell(`power cut at operation ${at}, ${nameOf(points[at]!)}; what was not flushed: ${mode}`);
      const world = points[at]!.world.cut(random, mode);
      const ledger = points[at]!.ledger.fork();
      if (left === 1) return this.#finish(world, ledger, tell);
      await judge(world, ledger, this.#setting, this.#parts);
      points = await record(world, ledger, this.#setting, this.#parts);
    }
  }

  /** An operation fails, the device says so; it is switched off in good order or not, and goes on. */
  async #fail(index: number, random: () => number, tell: Tell): Promise<void> {
    const at = (index * FAILING + this.#number) % this.operations;
    const how = FAILURES[(index + this.#number) % FAILURES.length]!;
    const { setting, world, ledger } = this.#start();
    const power = new Power({ fail: { at, how } });
    const thrown = await new Device({ world, ledger, setting, parts: this.#parts, power })
      .run()
      .catch((error: unknown) => error);
    tell(
      `operation ${at} fails (${how}), ${said(power.failed!)}: ${thrown instanceof Error ? thrown.message : 'unnoticed'}`,
    );
    if (!thrown && !power.isHarmless) throw new Fault('a failure goes unnoticed');
    if (thrown instanceof Fault) throw thrown;
    const isCut = random() < 0.5;
    if (isCut) tell('the power is cut');
    await this.#finish(isCut ? world.cut(random, 'reordered') : world, ledger, tell);
  }

  #start(): { setting: Setting; world: World; ledger: Ledger } {
    const setting = this.#setting;
    return { setting, world: setting.world.fork(), ledger: setting.ledger.fork() };
  }

  async #finish(world: World, ledger: Ledger, tell: Tell): Promise<void> {
    const setting = this.#setting;
    const parts = this.#parts;
    await judge(world, ledger, setting, parts);
    tell('the power is back: what starts is sound, and nothing that was acknowledged is lost');
    const device = new Device({
      ...{ world, ledger, setting, parts },
      power: new Power({ onOperation: (operation) => tell(`  ${said(operation)}`) }),
    });
    await device.run();
    await judge(world, ledger, setting, parts);
    await judgeEnd(device);
    tell(`brought to its end: ${setting.expected.runs.release.version} runs`);
  }
}

const nameOf = ({ operation }: Point) => (operation ? said(operation) : 'after the last one');

/** Lets a device live to the end. @returns everything at each of its operations */
async function record(world: World, ledger: Ledger, setting: Setting, parts: Parts): Promise<Point[]> {
  const points: Point[] = [];
  const onOperation = (operation: Operation) =>
    void points.push({ operation, world: world.fork(), ledger: ledger.fork() });
  await new Device({ world, ledger, setting, parts, power: new Power({ onOperation }) }).run();
  points.push({ operation: null, world, ledger });
  return points;
}
