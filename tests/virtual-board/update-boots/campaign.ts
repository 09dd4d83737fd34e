/** What a device's owner and its update agent would do, from outside: pursues a release until it runs or has failed. */
import * as assert from 'uvu/assert';
import type { UpdateDisk } from '#board/virtual/update-disk.ts';
import type { CutTrigger } from '#board/virtual/power-cut/nbd-server.ts';
import { CUT_MODES } from '#kit/write-cache.ts';
import { otherSlot, TRIAL_TRIES, type SlotName } from '#ota/boot/boot-control.ts';
import type { Release } from '#ota/trust/release.ts';
import type { BootLoader } from './boot-loader.ts';
import type { Machine, End } from './machine.ts';
import type { Answer, Hello, Order } from './messages.ts';

/** A release that has not come to an end after so many starts never will. */
const MAX_STARTS = 12;

export type Outcome = 'runs' | 'failed';

export interface CampaignOptions {
  machine: Machine;
  bootLoader: BootLoader;
  disk: UpdateDisk;
  /** What stands in a slot whose label has this version, byte by byte. */
  images: ReadonlyMap<string, Buffer>;
  mirror: string;
  random: () => number;
}

/** Something that happens once, when the device is about to be told this. */
export interface Mishap {
  at: Order['do'];
  /** The power is cut at this operation of the disk. */
  cut?: CutTrigger;
  /** After it, with the machine off. */
  damage?: () => void;
}

export class Campaign {
  readonly #options: CampaignOptions;
  /** The device that runs; null: the machine is off. */
  #hello: Hello | null = null;
  /** Slots that were damaged on purpose. */
  readonly damaged = new Set<SlotName>();

  constructor(options: CampaignOptions) {
    this.#options = options;
  }

  /** What runs; the machine is started when it is off. */
  async running(): Promise<Hello> {
    for (let starts = 0; !this.#hello; starts++) {
      assert.ok(starts < MAX_STARTS, 'nothing comes up');
      await this.#start();
    }
    return this.#hello;
  }

  /** Installs a release, stages, starts, checks and confirms it, whatever happens meanwhile. */
  async pursue(release: Release, mishap: Mishap | null = null): Promise<Outcome> {
    let wasStaged = false;
    let left = mishap;
    const tell = async (order: Order): Promise<Answer | End> => {
      const now = left?.at === order.do ? left : null;
      if (now) left = null;
      if (now?.cut) this.#cutAt(now.cut);
      const answer = await this.#tell(order);
      if (now?.damage && typeof answer === 'string') now.damage();
      return answer;
    };
    for (let turn = 0; turn < MAX_STARTS; turn++) {
      const { booted, state, version, health } = await this.running();
      if (booted.isTrial && state.trial) {
        const read = await tell({ do: 'read-root' });
        if (typeof read === 'string') continue;
        const isGood = read.is === 'done' && health === 'ok';
        if (isGood && isDone(await tell({ do: 'confirm' }))) return 'runs';
        if (!isGood && isDone(await tell({ do: 'reject' }))) await tell({ do: 'restart' });
      } else if (version === release.version) return 'runs';
      else if (state.failed && wasStaged) return 'failed';
      else if (state.trial) await tell({ do: 'restart' });
      else if (await this.#putIn(release, tell)) {
        wasStaged = true;
        await tell({ do: 'restart' });
      }
    }
    throw new Error(`${release.version} came to no end`);
  }

  /** @returns whether the release is staged */
  async #putIn(release: Release, tell: (order: Order) => Promise<Answer | End>): Promise<boolean> {
    const install = { do: 'install', release, mirror: this.#options.mirror } as const;
    for (const order of [{ do: 'invalidate' }, install, { do: 'stage' }] as const)
      if (!isDone(await tell(order))) return false;
    return true;
  }

  /** In an orderly way. */
  async restart(): Promise<void> {
    await this.running();
    await this.#tell({ do: 'restart' });
  }

  #cutAt(trigger: CutTrigger): void {
    const { machine, random } = this.#options;
    const mode = CUT_MODES[Math.floor(random() * CUT_MODES.length)]!;
    machine.cutAt(trigger, Math.floor(random() * 2 ** 31), mode);
  }

  async #tell(order: Order): Promise<Answer | End> {
    const { machine, bootLoader } = this.#options;
    let answer = await machine.order(order);
    if (order.do === 'restart' && typeof answer !== 'string') answer = await machine.off();
    if (typeof answer === 'string') this.#hello = null;
    else if (answer.is === 'failed') throw new Error(`${order.do} failed: ${answer.code}`);
    else if (order.do === 'confirm') this.#hello!.state = bootLoader.state()!;
    else if (order.do === 'install') this.damaged.delete(otherSlot(this.#hello!.booted.slot));
    return answer;
  }

  /** One start, and what must be so before and after it. */
  async #start(): Promise<void> {
    const { machine, bootLoader } = this.#options;
    this.#checkSlots();
    const stateBefore = bootLoader.state();
    const bytesBefore = bootLoader.environmentBytes();
    const hello = await machine.start();
    const { slot, isTrial } = machine.chosen!;
    if (!stateBefore?.trial)
      assert.ok(bootLoader.environmentBytes().equals(bytesBefore), 'a start without a trial writes nothing');
    if (typeof hello === 'string') {
      const isExpected = isTrial || this.damaged.has(slot);
      assert.ok(
        isExpected || hello === 'cut off',
        `slot ${slot} ${hello} although it is good and not on trial`,
      );
      return;
    }
    this.#checkHello(hello);
    this.#hello = hello;
  }

  #checkHello(hello: Hello): void {
    const { machine, bootLoader } = this.#options;
    const chosen = machine.chosen!;
    const isRescue = hello.booted.slot !== chosen.slot;
    if (isRescue) {
      assert.ok(this.damaged.has(chosen.slot) && !chosen.isTrial, 'the other slot runs for no reason');
      assert.equal(hello.booted, { slot: otherSlot(chosen.slot), isTrial: false, isFailsafe: true });
    } else assert.equal(hello.booted, chosen);
    assert.is(hello.version, bootLoader.label(hello.booted.slot)!.version);
    const { trial } = hello.state;
    if (chosen.isTrial) assert.ok(trial && trial.slot === chosen.slot && trial.triesLeft < TRIAL_TRIES);
  }

  /** A label stands in front of nothing but the whole image that it names; one slot at least is such. */
  #checkSlots(): void {
    const { bootLoader, disk, images } = this.#options;
    const labels = bootLoader.labels();
    for (const { slot, label } of labels) {
      if (!label) this.damaged.delete(slot); // it is being replaced
      if (!label || this.damaged.has(slot)) continue;
      const image = images.get(label.version);
      assert.ok(image, `slot ${slot} has a label of ${label.version}`);
      const found = bootLoader.read(disk.offsets[slot], image.length);
      assert.ok(found.equals(image), `slot ${slot} is not the ${label.version} that its label names`);
    }
    assert.ok(
      labels.some(({ slot, label }) => label && !this.damaged.has(slot)),
      'no slot is sound',
    );
  }
}

const isDone = (answer: Answer | End) => typeof answer !== 'string' && answer.is === 'done';
