/** The product at a glance: one ordered list of services. */
import { join } from 'node:path';
import type { Board } from '#board/board.ts';
import { openButton } from '#board/drivers/button.ts';
import { isClockSynced } from '#board/drivers/kernel-clock.ts';
import { ensureFolder } from '#kit/atomic-file.ts';
import { SystemClock } from '#kit/clock.ts';
import type { Logger } from '#kit/log.ts';
import { BUILT_MS } from '#kit/programs.ts';
import type { Service } from '#kit/service.ts';
import { commandHandlers } from './care/command-handlers.ts';
import { EventHistory } from './care/event-history.ts';
import { Health } from './care/health.ts';
import type { LogBuffer } from './care/log-buffer.ts';
import { Machine } from './care/machine.ts';
import { Operations } from './care/operations.ts';
import { Reporter, type DeviceIdentity } from './care/reporter.ts';
import { controlMethods } from './ctl/methods.ts';
import { ControlServer } from './ctl/server.ts';
import { Doorbell } from './doorbell/doorbell.ts';
import { LinkService } from './link/link-service.ts';
import { LiveService } from './live/live.ts';
import { NodeDataChannelEngine } from './live/node-datachannel-engine.ts';
import { MediaService } from './media/client.ts';
import type { DeviceConfig } from './settings/config.ts';
import { SettingsStore } from './settings/store.ts';

export interface Device {
  /** In order of their start. */
  services: Service[];
  /** Resolves when the first picture is there (at once in privacy mode), or with the sentence why it is not. */
  ready: Promise<string>;
}

export interface ComposeOptions {
  board: Board;
  config: DeviceConfig;
  log: Logger;
  logBuffer: LogBuffer;
  /** Ends the daemon so that its supervisor starts it anew. */
  restart: () => void;
}

export async function compose({
  board,
  config,
  log: root,
  logBuffer,
  restart,
}: ComposeOptions): Promise<Device> {
  const loggers = [root];
  const log = (part: string) => {
    const logger = root.child({ part });
    loggers.push(logger);
    return logger;
  };
  const clock = new SystemClock({ isSynced: isClockSynced, floorMs: BUILT_MS });
  await ensureFolder(config.stateFolder);

  const settings = new SettingsStore({
    folder: config.stateFolder,
    log: log('settings'),
    initial: config.name ? { 'device.name': config.name } : {},
  });
  await settings.load();
  const setLogLevel = () => {
    for (const logger of loggers) logger.level = settings.get('log.level'); // children keep a level of their own
  };

  const media = new MediaService({ config, board, settings, clock, log: log('media') });
  const history = new EventHistory({ file: join(config.stateFolder, 'events.jsonl'), log: log('events') });
  const operations = new Operations({
    media,
    settings,
    restartDevice: () => {
      link.announceRestart();
      restart();
    },
    // The lights and the chime come with the boards that have them; an engineer sees it in the log meanwhile.
    identify: (seconds) => root.info({ part: 'identify', seconds }, 'here I am'),
    clock,
    log: log('operations'),
  });
  const link = new LinkService({
    deviceId: config.deviceId,
    broker: config.link ?? null,
    stateFolder: config.stateFolder,
    commands: commandHandlers({ operations, settings }),
    onSettings: (values, revision) => settings.set(values, revision),
    clock,
    log: log('link'),
  });
  const live = new LiveService({
    media,
    link,
    settings,
    clock,
    log: log('live'),
    engine: new NodeDataChannelEngine(),
  });
  const button = config.product === 'doorbell' ? openButton(board.button) : null;
  const doorbell =
    button && new Doorbell({ button, media, link, settings, history, clock, log: log('doorbell') });

  const identity: DeviceIdentity = {
    deviceId: config.deviceId,
    product: config.product,
    board: board.name,
    capabilities: ['live', 'snapshot', ...(doorbell ? ['ring'] : [])],
    startedMs: clock.nowMs(),
  };
  const cloud = config.link ? link : null;
  const health = new Health({ media, link: cloud, history, stateFolder: config.stateFolder, clock });
  const machine = new Machine();
  const mediaPid = () => media.pid;
  const viewers = () => live.sessions().length;
  const reporter = new Reporter({
    ...{ identity, media, link, settings, health, machine, viewers, mediaPid, clock },
    log: log('reporter'),
  });
  const methods = controlMethods({
    ...{ identity, media, link: cloud, settings, doorbell, live, operations, health, history },
    ...{ logs: logBuffer, machine, mediaPid, clock },
  });
  const control = new ControlServer({ socketPath: config.controlSocket, methods, log: log('control') });

  // Support sees what went wrong, if the household lets it; the link's own troubles would feed on themselves.
  logBuffer.follow('warn', ({ level, part, msg }) => {
    if (settings.get('telemetry.on') && part !== 'link')
      link.sendLog({ level, component: part ?? '', message: msg });
  });
  setLogLevel();
  settings.onChanged((changed) => {
    if (changed.has('log.level')) setLogLevel();
  });
  return {
    services: [history, media, link, live, ...(doorbell ? [doorbell] : []), health, reporter, control],
    ready: firstPicture(media, settings),
  };
}

function firstPicture(media: MediaService, settings: SettingsStore): Promise<string> {
  return new Promise((resolve) => {
    if (settings.get('privacy.on')) return resolve('');
    const end = media.onChanged(() => {
      const { phase, faults } = media.info();
      const inTheWay = faults.find((fault) => fault.component !== 'microphone');
      if (phase !== 'running' && !inTheWay) return;
      end();
      resolve(phase === 'running' ? '' : `${inTheWay!.message} ${inTheWay!.remedy}`);
    });
  });
}
