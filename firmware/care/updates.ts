/** Updates of this device: the agent of ota/, joined with what this device is made of. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { BoardParts } from '#board/board.ts';
import type { Clock } from '#kit/clock.ts';
import { PupsentryError, asError, explain } from '#kit/errors.ts';
import { DiskFolder } from '#kit/journal-folder.ts';
import type { Logger } from '#kit/log.ts';
import { BUILT_MS, VERSION } from '#kit/programs.ts';
import type { Service } from '#kit/service.ts';
import { UpdateAgent } from '#ota/agent/agent.ts';
import type { HeldRelease, Host, Signs } from '#ota/agent/parts.ts';
import type { UpdateReport } from '#ota/agent/state.ts';
import type { UpdateStatus } from '#ota/agent/status.ts';
import { otherSlot, type BootControl } from '#ota/boot/boot-control.ts';
import { openBootControl, slotPaths } from '#ota/boot/open-boot-control.ts';
import { RangeSource } from '#ota/install/range-source.ts';
import { SlotInstaller } from '#ota/install/slot-installer.ts';
import { BoardSlots } from '#ota/install/slots.ts';
import { httpGet } from '#ota/trust/http-get.ts';
import { Trust } from '#ota/trust/trust.ts';
import type { UpdatesConfig } from '../settings/config.ts';
import type { SettingsStore } from '../settings/store.ts';

/** In the state folder; a factory reset leaves it: floors and slots are the device's, not the household's. */
export const UPDATE_FOLDER = 'update';

/** Why there are no updates. */
export interface NoUpdates {
  code: 'updates-not-set-up' | 'updates-unsupported' | 'updates-failed';
  message: string;
  remedy: string;
}

export interface UpdatesOptions {
  profile: BoardParts['boot'];
  /** Name of the board: the id of this hardware. */
  hardware: string;
  /** Null: not set up. */
  config: UpdatesConfig | null;
  stateFolder: string;
  settings: SettingsStore;
  host: Host;
  signs: Signs;
  clock: Clock;
  log: Logger;
  checkEveryMs?: { least: number; most: number };
  firstCheckMs?: { least: number; most: number };
}

export const NOT_SET_UP: NoUpdates = {
  code: 'updates-not-set-up',
  message: 'Updates are not set up on this device.',
  remedy: 'Name the update server in device.json, under "updates".',
};
const UNSUPPORTED: NoUpdates = {
  code: 'updates-unsupported',
  message: 'This board has no second slot: it is updated in another way.',
  remedy: 'Its profile says so: "boot" in board.json.',
};

export class Updates implements Service {
  readonly name = 'updates';
  readonly #options: UpdatesOptions;
  readonly #listeners = new Set<() => void>();
  #agent: UpdateAgent | null = null;
  #none: NoUpdates = NOT_SET_UP;
  /** Requests that wait until the line costs nothing. */
  #heldUp = 0;

  constructor(options: UpdatesOptions) {
    this.#options = options;
  }

  /** Never fails: a device without updates is a device all the same. */
  async start(): Promise<void> {
    const { config, log } = this.#options;
    this.#none = NOT_SET_UP;
    if (!config) return;
    try {
      this.#agent = await this.#open(config);
      this.#agent?.onChanged(() => this.#tell());
      await this.#agent?.start();
    } catch (error) {
      this.#agent = null;
      this.#none = { code: 'updates-failed', message: explain(error), remedy: '' };
      log.error({ err: asError(error) }, `no updates: ${explain(error)}`);
    }
  }

  async stop(): Promise<void> {
    await this.#agent?.stop();
    this.#agent = null;
  }

  /** @throws PupsentryError "updates-not-set-up", "updates-unsupported", "updates-failed" */
  get agent(): UpdateAgent {
    if (this.#agent) return this.#agent;
    const { code, message, remedy } = this.#none;
    throw new PupsentryError(code, message, remedy);
  }

  status(): UpdateStatus | NoUpdates {
    const status = this.#agent?.status();
    if (!status) return this.#none;
    return this.#heldUp > 0 ? { ...status, waitsFor: 'metered' } : status;
  }

  history(): readonly UpdateReport[] {
    return this.agent.history();
  }

  /** Calls back when `status()` has changed. @returns a function that ends it */
  onChanged(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** The broker has let the device in: remembered for the health gate. */
  sawCloud(): void {
    this.#agent?.sawCloud();
  }

  #tell(): void {
    for (const listener of this.#listeners) listener();
  }

  /** @returns null where the board has no slots */
  async #open(config: UpdatesConfig): Promise<UpdateAgent | null> {
    const { profile, hardware, host, signs, clock, log, checkEveryMs, firstCheckMs } = this.#options;
    const folder = join(this.#options.stateFolder, UPDATE_FOLDER);
    const boot = await openBootControl(profile, { stateFolder: folder, log });
    if (!boot || profile.kind === 'none') {
      this.#none = UNSUPPORTED;
      return null;
    }
    const fileMiB = profile.kind === 'file' ? profile.slotMiB : undefined;
    const slots = new BoardSlots({ paths: slotPaths(profile, folder), fileMiB });
    const running = (await slots.held(boot.booted.slot)) ?? AS_BUILT;
    const ca = config.caFile && (await readFile(config.caFile, 'utf8'));
    const trust = await Trust.open({
      ...{ hardware, pinnedRoot: await readFile(config.rootFile, 'utf8'), mirrors: config.mirrors },
      image: { builtMs: BUILT_MS, securityVersion: running.securityVersion },
      ...{ folder: new DiskFolder(folder), clock, log, get: httpGet({ clock, ca }) },
    });
    return new UpdateAgent({
      releases: trust,
      installer: this.#installer(config, { boot, slots, ca }),
      ...{ boot, slots, host, signs, folder: new DiskFolder(folder), hardware, running, clock, log },
      ...(checkEveryMs && { checkEveryMs }),
      ...(firstCheckMs && { firstCheckMs }),
    });
  }

  #installer(
    { mirrors }: UpdatesConfig,
    { boot, slots, ca }: { boot: BootControl; slots: BoardSlots; ca?: string },
  ): SlotInstaller {
    const { settings, clock, log } = this.#options;
    const { slot } = boot.booted;
    const images = mirrors.map((mirror) => `${mirror.replace(/\/+$/, '')}/images`);
    return new SlotInstaller({
      targetSlot: () => slots.open(otherSlot(slot), { write: true }),
      runningSlot: async () => {
        const label = await slots.label(slot);
        return label && { device: await slots.open(slot, { write: false }), image: label.image };
      },
      source: {
        open: (path, sizeBytes) => {
          const maxKbps = settings.get('updates.maxKbps');
          const source = new RangeSource({
            ...{ mirrors: images, clock, log, ca, mayFetch: (signal) => this.#mayFetch(signal) },
            ...(maxKbps > 0 && { maxRate: (maxKbps * 1000) / 8 }),
          });
          return source.open(path, sizeBytes);
        },
      },
      ...{ clock, log },
    });
  }

  /** Waits while the line costs, unless somebody has said "now". */
  async #mayFetch(signal: AbortSignal): Promise<void> {
    const { settings } = this.#options;
    const mayGo = () => !settings.get('updates.metered') || this.#agent?.status().update?.isAsked;
    if (mayGo()) return;
    this.#heldUp++;
    this.#tell();
    try {
      await new Promise<void>((resolve, reject) => {
        const ends = [settings.onChanged(() => look()), this.onChanged(() => look())];
        const end = () => {
          for (const one of ends) one();
          signal.removeEventListener('abort', onAbort);
        };
        const onAbort = () => (end(), reject(asError(signal.reason)));
        const look = () => mayGo() && (end(), resolve());
        signal.addEventListener('abort', onAbort, { once: true });
        if (signal.aborted) onAbort();
      });
    } finally {
      this.#heldUp--;
      this.#tell();
    }
  }
}

/** A system that no update has brought: the version of its programs is all there is to say. */
const AS_BUILT: HeldRelease = { version: VERSION, securityVersion: 0, rootHash: '' };
