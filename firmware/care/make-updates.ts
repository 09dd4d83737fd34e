/** Updates, joined with the parts of the daemon that they look at and speak through. */
import type { Board } from '#board/board.ts';
import { rebootMachine } from '#board/drivers/reboot.ts';
import type { Clock } from '#kit/clock.ts';
import { explain } from '#kit/errors.ts';
import type { Logger } from '#kit/log.ts';
import type { LinkService } from '../link/link-service.ts';
import type { Media } from '../media/media.ts';
import type { Recordings } from '../record/recordings.ts';
import type { DeviceConfig } from '../settings/config.ts';
import type { SettingsStore } from '../settings/store.ts';
import { UpdateHost, type UpdateHostOptions } from './update-host.ts';
import { UpdateSigns } from './update-signs.ts';
import { Updates } from './updates.ts';

export interface MakeUpdatesOptions {
  board: Pick<Board, 'name' | 'boot'>;
  config: Pick<DeviceConfig, 'updates' | 'stateFolder' | 'link'>;
  media: Media;
  recordings: Recordings;
  alarms: UpdateHostOptions['alarms'];
  viewers: () => number;
  link: LinkService;
  settings: SettingsStore;
  /** Ends the daemon so that its supervisor starts it anew. */
  restart: () => void;
  clock: Clock;
  log: Logger;
}

export interface MadeUpdates {
  updates: Updates;
  /** To be done when all services have stopped. */
  afterStop: () => Promise<void>;
}

export function makeUpdates(options: MakeUpdatesOptions): MadeUpdates {
  const { board, config, link, restart, log, ...parts } = options;
  let wantsReboot = false;
  const host = new UpdateHost({
    ...{ ...parts, link },
    reboot: () => {
      // On a PC the daemon's own start plays the boot loader.
      wantsReboot = board.boot.kind !== 'file';
      link.announceRestart();
      restart();
    },
  });
  const signs = new UpdateSigns({ ...parts, link: config.link ? link : null });
  const updates = new Updates({
    ...{ profile: board.boot, hardware: board.name, config: config.updates ?? null },
    ...{ stateFolder: config.stateFolder, host, signs, ...parts, log },
  });
  link.onChanged(() => {
    if (link.info().connected) updates.sawCloud();
  });
  const afterStop = async () => {
    if (!wantsReboot) return;
    await rebootMachine().catch((error: unknown) => log.error(`no restart: ${explain(error)}`));
  };
  return { updates, afterStop };
}
