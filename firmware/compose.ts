/** The product at a glance: one ordered list of services. */
import { dirname, join } from 'node:path';
import { requireProduct, type Board } from '#board/board.ts';
import { forgetPanic, readBootReason } from '#board/drivers/boot-reason.ts';
import { isClockSynced } from '#board/drivers/kernel-clock.ts';
import { ensureFolder } from '#kit/atomic-file.ts';
import { SystemClock } from '#kit/clock.ts';
import { explain } from '#kit/errors.ts';
import type { Logger } from '#kit/log.ts';
import { BUILT_MS } from '#kit/programs.ts';
import type { Service } from '#kit/service.ts';
import { BoardHardware } from './care/board-hardware.ts';
import { commandHandlers } from './care/command-handlers.ts';
import { EventHistory } from './care/event-history.ts';
import { Health } from './care/health.ts';
import type { LogBuffer } from './care/log-buffer.ts';
import { Machine } from './care/machine.ts';
import { makeUpdates, type MadeUpdates } from './care/make-updates.ts';
import { Operations } from './care/operations.ts';
import { Reporter, type DeviceIdentity } from './care/reporter.ts';
import { StartReasonReader } from './care/start-reason.ts';
import { WatchdogFeeder } from './care/watchdog-feeder.ts';
import { controlMethods } from './ctl/methods.ts';
import { ControlServer } from './ctl/server.ts';
import { Alarms } from './detect/alarms.ts';
import { DETECTORS_OF_SETTINGS } from './detect/detectors.ts';
import { Watch } from './detect/watch.ts';
import { Doorbell } from './doorbell/doorbell.ts';
import { RingChime } from './doorbell/ring-chime.ts';
import { finishFactoryReset, markFactoryReset } from './enroll/factory-reset.ts';
import { ResetHold } from './enroll/reset-hold.ts';
import { Wifi } from './enroll/wifi.ts';
import { Indicator } from './lights/indicator.ts';
import { NightVision } from './lights/night-vision.ts';
import { StatusLight } from './lights/status-light.ts';
import { readBootId } from './link/boot-id.ts';
import { LinkService } from './link/link-service.ts';
import { LiveService } from './live/live.ts';
import { NodeDataChannelEngine } from './live/node-datachannel-engine.ts';
import { MediaService } from './media/client.ts';
import { CloudRecording } from './record/cloud-recording.ts';
import { Recordings, recordingsFolder } from './record/recordings.ts';
import type { DeviceConfig } from './settings/config.ts';
import { SettingsStore } from './settings/store.ts';

export interface Device {
  /** In order of their start. */
  services: Service[];
  /** Resolves when the first picture is there (at once in privacy mode), or with the sentence why it is not. */
  ready: Promise<string>;
  /** To be done when all services have stopped: a factory reset erases what they had open. */
  afterStop: () => Promise<void>;
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
  requireProduct(board, config.product);
  const clock = new SystemClock({ isSynced: isClockSynced, floorMs: BUILT_MS });
  const { stateFolder } = config;
  await ensureFolder(stateFolder);
  const afterStop = async () => {
    try {
      const also = [recordingsFolder({ place: config.recordings ?? null, stateFolder })];
      if (await finishFactoryReset(stateFolder, { hasWifi: board.wifi.kind !== 'none', also }))
        root.warn('factory reset: the household is erased');
    } catch (error) {
      root.error(`the factory reset is not finished, the next start tries again: ${explain(error)}`);
    }
  };
  await afterStop(); // one that was cut

  const settings = new SettingsStore({
    folder: stateFolder,
    log: log('settings'),
    initial: config.name ? { 'device.name': config.name } : {},
  });
  await settings.load();
  const setLogLevel = () => {
    for (const logger of loggers) logger.level = settings.get('log.level'); // children keep a level of their own
  };

  const camera = config.camera === 'board' ? board.camera : config.camera;
  const hardware = new BoardHardware({
    ...{ board, camera, product: config.product, runFolder: dirname(config.controlSocket), clock },
    log: log('hardware'),
  });
  const { bell } = hardware;
  const indicator = new Indicator({ light: hardware.indicator });
  const media = new MediaService({ config, board, settings, lens: indicator, clock, log: log('media') });
  const recordings = new Recordings({
    ...{ media, settings, stateFolder, clock },
    place: config.recordings ?? null,
    onFault: (fault) => hardware.tell('storage', fault),
    log: log('recorder'),
  });
  const history = new EventHistory({ file: join(stateFolder, 'events.jsonl'), log: log('events') });
  const cloudRecording = new CloudRecording({
    ...{ deviceId: config.deviceId, stateFolder, settings, history, recordings, clock },
    busy: () => live.isShortOfLine,
    log: log('uploads'),
  });
  const operations = new Operations({
    media,
    settings,
    restartDevice: () => {
      link.announceRestart();
      restart();
    },
    identify: (seconds) => {
      statusLight.identify(seconds);
      chime.sound();
    },
    clock,
    log: log('operations'),
  });
  const link = new LinkService({
    deviceId: config.deviceId,
    broker: config.link ?? null,
    stateFolder,
    commands: commandHandlers({ operations, settings, cloudRecording, updates: () => updates }),
    onSettings: (values, revision) => settings.set(values, revision),
    clock,
    log: log('link'),
  });
  const live: LiveService = new LiveService({
    ...{ media, link, settings, clock, log: log('live') },
    engine: new NodeDataChannelEngine(),
    recordings: recordings.forViewers,
  });
  const alarms = new Alarms({
    ...{ media, link, settings, history, clips: recordings.ofEvents },
    onClip: (event, picture) => cloudRecording.offer(event, picture),
    clock,
    log: log('alarms'),
  });
  const doorbell = bell && new Doorbell({ button: bell, alarms, settings, clock });
  const chime = new RingChime({
    chime: hardware.chime,
    speaker: board.chime.kind === 'speaker' ? media : null,
    settings,
    log: log('chime'),
  });
  const nightVision = new NightVision({
    ...{ sense: board.nightSense, media, settings, clock },
    hasInfrared: board.lights.ir.kind !== 'none',
    infrared: hardware.infrared,
    filter: hardware.filter,
    sensor: hardware.sensor,
    log: log('night'),
  });

  const watch = new Watch({
    ...{ media, alarms, settings, nightVision, clock },
    detectors: DETECTORS_OF_SETTINGS,
    log: log('watch'),
  });

  const identity: DeviceIdentity = {
    deviceId: config.deviceId,
    product: config.product,
    board: board.name,
    capabilities: capabilities(board, config),
    startedMs: clock.nowMs(),
  };
  const cloud = config.link ? link : null;
  const health = new Health({ media, link: cloud, history, hardware, stateFolder, clock });
  const machine = new Machine({ zone: board.temperature.kind === 'zone' ? board.temperature.zone : null });
  const mediaPid = () => media.pid;
  const viewers = () => live.sessions().length;
  const { updates, afterStop: afterUpdates }: MadeUpdates = makeUpdates({
    ...{ board, config, media, recordings, alarms, viewers, link, settings, restart, clock },
    log: log('updates'),
  });
  const reporter = new Reporter({
    ...{ identity, media, link, settings, health, updates, machine, viewers, mediaPid, clock },
    log: log('reporter'),
  });
  const statusLight = new StatusLight({
    ...{ light: hardware.statusLight, media, link: cloud, health, settings, viewers, clock },
  });
  alarms.onStarted(({ kind }) => {
    if (kind !== 'ring') return;
    chime.ring();
    statusLight.rang();
  });
  const resetHold = new ResetHold({
    ...{ bell, resetButton: hardware.resetButton, clock },
    debounceMs: () => settings.get('doorbell.debounceMs'),
    onCountdown: (secondsLeft) => statusLight.countdown(secondsLeft),
    onHeld: () => {
      statusLight.resetting(true);
      markFactoryReset(stateFolder).then(
        () => {
          link.announceRestart();
          restart();
        },
        (error: unknown) => {
          root.error(`no factory reset: ${explain(error)}`);
          statusLight.resetting(false);
        },
      );
    },
    log: log('reset'),
  });
  const watchdog = new WatchdogFeeder({
    ...{ watchdog: hardware.watchdog, media, link: cloud, stateFolder, clock },
    log: log('watchdog'),
  });
  const wifi: Wifi | null =
    board.wifi.kind === 'none'
      ? null
      : new Wifi({
          radio: hardware.wifi((driver) => wifi!.follow(driver)),
          ...{ hardware, stateFolder, clock },
          log: log('wifi'),
        });
  const startReason = new StartReasonReader({
    stateFolder,
    bootId: readBootId,
    bootReason: () => readBootReason({ bootStatus: hardware.bootStatus }),
    forgetPanic,
    log: log('start'),
  });
  const methods = controlMethods({
    ...{ identity, media, link: cloud, settings, doorbell, live, operations, health, history },
    ...{ logs: logBuffer, machine, mediaPid, clock },
    ...{ hardware, statusLight, indicator, nightVision, startReason, wifi },
    ...{ recordings, watch, cloudRecording, updates },
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
    services: [
      ...[watchdog, startReason, updates, history, statusLight, indicator, media, recordings.recorder],
      ...[cloudRecording, link, live, nightVision, chime],
      ...[resetHold, alarms, watch, ...(doorbell ? [doorbell] : []), ...(wifi ? [wifi] : [])],
      ...[health, reporter, control],
    ],
    ready: firstPicture(media, settings),
    afterStop: async () => {
      await afterStop();
      await afterUpdates();
    },
  };
}

/** What the apps may offer for this device. */
function capabilities({ lights, irCut, chime, wifi }: Board, { product }: DeviceConfig): string[] {
  return [
    ...['live', 'snapshot'],
    ...(product === 'doorbell' ? ['ring'] : []),
    ...(lights.ir.kind !== 'none' || irCut.kind !== 'none' ? ['night'] : []),
    ...(product === 'doorbell' && chime.kind !== 'none' ? ['chime'] : []),
    ...(wifi.kind !== 'none' ? ['wifi'] : []),
  ];
}

/** Faults that do not stand in the way of a picture. */
const SOUND_ONLY = ['microphone', 'speaker'];

function firstPicture(media: MediaService, settings: SettingsStore): Promise<string> {
  return new Promise((resolve) => {
    if (settings.get('privacy.on')) return resolve('');
    const end = media.onChanged(() => {
      const { phase, faults } = media.info();
      const inTheWay = faults.find((fault) => !SOUND_ONLY.includes(fault.component));
      if (phase !== 'running' && !inTheWay) return;
      end();
      resolve(phase === 'running' ? '' : `${inTheWay!.message} ${inTheWay!.remedy}`);
    });
  });
}
