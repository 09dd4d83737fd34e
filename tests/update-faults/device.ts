/**
 * A simulated device: the boot loader's rule, then a program that does what the update agent does, with the real installer,
 * boot control and records. It may be started again from whatever a power cut left, and then brings the same to its end.
 */
import { FakeClock } from '#kit/clock.ts';
import { Generations } from '#kit/generations.ts';
import type { JournalFolder } from '#kit/journal-folder.ts';
import { silentLogger } from '#kit/log.ts';
import {
  otherSlot,
  type BootControl,
  type Booted,
  type BootState,
  type SlotName,
} from '#ota/boot/boot-control.ts';
import {
  afterConfirm,
  afterInvalidate,
  afterReject,
  afterStage,
  bootStateOf,
  DEFAULT_BOOT_STATE,
  nextStart,
  withBootState,
} from '#ota/boot/boot-rule.ts';
import type { Variables } from '#ota/boot/environment.ts';
import { RedundantEnvironment } from '#ota/boot/redundant-environment.ts';
import { encodeLabel } from '#ota/boot/slot-label.ts';
import { StoredBootControl } from '#ota/boot/stored-boot-control.ts';
import { UBootStore } from '#ota/boot/uboot.ts';
import { BLOCK_BYTES, type BlockDevice } from '#ota/install/block-device.ts';
import { SlotInstaller } from '#ota/install/slot-installer.ts';
import { TrustRecords, type TrustRecord } from '#ota/trust/record.ts';
import type { WrapDisk } from './household.ts';
import type { SimulatedImage } from './images.ts';
import type { Ledger } from './ledger.ts';
import { MemorySource } from './memory-source.ts';
import { checkFetched, checkStart, Fault } from './checks.ts';
import { Power } from './power.ts';
import type { Setting } from './setting.ts';
import { watchedFolder, WatchedPart } from './watched-storage.ts';
import { slotStart, type World } from './world.ts';

/** More than the longest scenario needs, three power cuts in its trial among it. */
const MAX_STARTS = 16;
const LOG = silentLogger();

/** What stands between the real code and storage: nothing, unless it is to be seen that the oracle sees. */
export interface Parts {
  /** @param label of what is being installed */
  slot: (device: BlockDevice, label: Buffer) => BlockDevice;
  environment: (device: BlockDevice, copyBytes: number) => BlockDevice;
  folder: (folder: JournalFolder) => JournalFolder;
  reset: WrapDisk;
  bootRule: typeof nextStart;
}
export const REAL: Parts = {
  slot: (device) => device,
  environment: (device) => device,
  folder: (folder) => folder,
  reset: (disk) => disk,
  bootRule: nextStart,
};

export interface DeviceOptions {
  world: World;
  ledger: Ledger;
  setting: Setting;
  parts?: Parts;
  power?: Power;
}

export const textOf = (variables: Variables | null): string =>
  variables === null ? 'unreadable' : JSON.stringify([...variables].sort());

export class Device {
  readonly setting: Setting;
  readonly world: World;
  readonly ledger: Ledger;
  readonly environment: RedundantEnvironment;
  readonly memory: Generations;
  readonly trust: TrustRecords;
  readonly #parts: Parts;
  readonly #power: Power;

  constructor({ world, ledger, setting, parts = REAL, power = new Power() }: DeviceOptions) {
    this.world = world;
    this.ledger = ledger;
    this.setting = setting;
    this.#parts = parts;
    this.#power = power;
    const { copyBytes } = world.layout;
    const disk = world.environmentDisk;
    const part = new WatchedPart({ name: 'environment', disk, start: 0, sizeBytes: 2 * copyBytes, power });
    const device = parts.environment(part, copyBytes);
    this.environment = new RedundantEnvironment({
      copies: [
        { device, offset: 0 },
        { device, offset: copyBytes },
      ],
      sizeBytes: copyBytes,
      log: LOG,
    });
    const folder = parts.folder(watchedFolder(world.files, power));
    this.memory = new Generations({ folder, name: 'agent' });
    this.trust = new TrustRecords({ folder, log: LOG });
  }

  /** Switches on and lives until there is nothing left to do. @throws Fault, PowerCut, and what the real code throws */
  async run(): Promise<void> {
    for (let starts = 0; starts < MAX_STARTS; starts++) {
      const booted = await this.#start();
      if ((await this.setting.live(this, booted)) === 'done') return;
    }
    throw new Fault(`not settled after ${MAX_STARTS} starts`);
  }

  async #start(): Promise<Booted> {
    const variables = await this.environment.read();
    const hasLabel = { A: this.world.label('A') !== null, B: this.world.label('B') !== null };
    const { start, write } = this.#parts.bootRule(variables && bootStateOf(variables), hasLabel);
    if (write) await this.changeVariables((before) => withBootState(before, write));
    return checkStart(start, this.world, this.setting);
  }

  /** As the running system: what it knows of its own start, and of the rest what is stored. */
  bootControl(booted: Booted): BootControl {
    return new StoredBootControl({ store: new UBootStore(this.environment), booted });
  }

  async changeVariables(change: (before: Variables) => Map<string, string>): Promise<void> {
    const variables = (await this.environment.read()) ?? new Map<string, string>();
    const work = () => this.environment.change((before) => change(before ?? new Map()));
    await this.ledger.change('boot', textOf(change(variables)), work);
  }

  async invalidate(control: BootControl, slot: SlotName): Promise<void> {
    await this.#control(
      (state) => afterInvalidate(state, slot),
      () => control.invalidate(slot),
    );
  }

  async stage(control: BootControl, slot: SlotName): Promise<void> {
    await this.#control(
      () => afterStage(slot),
      () => control.stage(slot),
    );
  }

  async confirm(control: BootControl): Promise<void> {
    await this.#control(
      (state) => afterConfirm(state, control.booted.slot),
      () => control.confirm(),
    );
  }

  async reject(control: BootControl): Promise<void> {
    await this.#control(
      (state) => afterReject(state, control.booted.slot),
      () => control.reject(),
    );
  }

  async #control(rule: (state: BootState) => BootState, work: () => Promise<void>): Promise<void> {
    const variables = (await this.environment.read()) ?? new Map<string, string>();
    const state = variables.size > 0 ? bootStateOf(variables) : DEFAULT_BOOT_STATE;
    await this.ledger.change('boot', textOf(withBootState(variables, rule(state))), work);
  }

  /** Installs into the slot that does not run. */
  async install(image: SimulatedImage, booted: Booted): Promise<void> {
    const slot = otherSlot(booted.slot);
    const running = this.setting.lends ? this.setting.imageOf(this.world.label(booted.slot)) : null;
    const source = new MemorySource(image, this.setting.pieceBlocks);
    const installer = new SlotInstaller({
      targetSlot: async () => this.#parts.slot(this.#slot(slot), encodeLabel(image.release)),
      runningSlot: async () => running && { device: this.#slot(booted.slot), image: running.release.image },
      source,
      clock: new FakeClock(),
      log: LOG,
    });
    const check = checkFetched(this.world, slot, image, running);
    const work = () =>
      installer.install(image.release, { signal: new AbortController().signal, onProgress: () => {} });
    await this.ledger.change(`slot ${slot}`, image.release.image.rootHash, work, '');
    check(source.fetchedBlocks);
  }

  #slot(slot: SlotName): BlockDevice {
    const { layout, disk } = this.world;
    return new WatchedPart({
      name: `slot ${slot}`,
      disk,
      start: slotStart(layout, slot),
      sizeBytes: layout.slotBlocks * BLOCK_BYTES,
      power: this.#power,
    });
  }

  async remember(text: string): Promise<void> {
    await this.ledger.change('agent', text, () => this.memory.save(Buffer.from(text)));
  }

  async keepTrust(record: TrustRecord): Promise<void> {
    await this.ledger.change('trust', JSON.stringify(record), () => this.trust.save(record));
  }

  /** Somebody holds the button. */
  async markReset(): Promise<void> {
    await this.ledger.change('household', 'marked', () =>
      this.world.household.mark(this.#power, this.#parts.reset),
    );
  }

  /** At every start, before anything of the household is read. @returns whether there was one to finish */
  async finishReset(): Promise<boolean> {
    const { household } = this.world;
    const work = () => household.finish(this.#power, this.#parts.reset);
    if (household.state !== 'marked') return work();
    await this.ledger.change('household', 'gone', work);
    return true;
  }
}
