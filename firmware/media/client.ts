/**
 * The daemon's side of the media process: starts it, watches it, starts it again, and keeps what it makes.
 */
import type { Board } from '#board/board.ts';
import type { Clock, Timer } from '#kit/clock.ts';
import { LogThrottle, type Logger } from '#kit/log.ts';
import type { Service } from '#kit/service.ts';
import type { SettingsStore } from '../settings/store.ts';
import { ReportSchema, parseControl, type Report } from './control.ts';
import { FaultList } from './fault-list.ts';
import { KeyFrameRequests } from './key-frame-requests.ts';
import { MediaChild, mediaCommand, type Command } from './media-child.ts';
import type { AccessUnit, GreyFrame, Media, MediaInfo, Picture, VideoStream } from './media.ts';
import { RestartPolicy } from './restart-policy.ts';
import { Ring } from './ring.ts';
import { Snapshots, noPicture } from './snapshots.ts';
import type { WireMessage } from './wire.ts';

export interface MediaServiceOptions {
  config: { camera: string; microphone: string };
  board: Board;
  settings: SettingsStore;
  clock: Clock;
  log: Logger;
  ring?: Ring;
  /** How the media process is started: the built one by default. */
  command?: Command;
}

/** Silence of a process that should be running: its own watch speaks after 2 s, so it hangs, ms. */
const SILENT_MS = 2200;
/** To come up the first time on a machine GStreamer has not seen yet it scans its plugins, ms. */
const START_LIMIT_MS = 25_000;
const CHECK_MS = 200;

/** One child and what is known of it. */
interface Life {
  child: MediaChild;
  startedMs: number;
  /** It has told that its encoders stand. */
  started: boolean;
  mainPictures: number;
  lastMainMs: number;
}

export class MediaService implements Service, Media {
  readonly name = 'media';
  readonly ring: Ring;
  readonly #options: MediaServiceOptions;
  readonly #faults = new FaultList();
  readonly #snapshots: Snapshots;
  readonly #restartPolicy: RestartPolicy;
  readonly #throttle: LogThrottle;
  readonly #changed = new Set<() => void>();
  readonly #grey = new Set<(frame: GreyFrame) => void>();
  /** What live view asked for, kbit/s; without it the ceiling. */
  readonly #asked: Partial<Record<VideoStream, number>> = {};
  readonly #keyFrames: KeyFrameRequests;
  #on = false;
  #life: Life | undefined;
  #respawn: Timer | undefined;
  #watch: Timer | undefined;
  #stopSettings: (() => void) | undefined;
  #stopping: Promise<void> = Promise.resolve();
  #info: Omit<MediaInfo, 'faults'>;

  constructor(options: MediaServiceOptions) {
    this.#options = options;
    const { clock, ring } = options;
    this.ring = ring ?? new Ring();
    this.#snapshots = new Snapshots(clock);
    this.#restartPolicy = new RestartPolicy({ nowMs: () => clock.monotonicMs() });
    this.#throttle = new LogThrottle({ monotonicMs: () => clock.monotonicMs() });
    this.#keyFrames = new KeyFrameRequests({
      clock,
      send: (stream) => this.#life?.child.send({ order: 'key-frame', stream }),
    });
    this.#info = {
      phase: 'off',
      camera: '',
      microphone: 'none',
      gstreamer: '',
      encoders: {},
      restarts: 0,
    };
  }

  /** Starts the media process; does not wait for its first picture. */
  start(signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
    const { settings, clock } = this.#options;
    this.#on = true;
    this.#stopSettings = settings.onChanged((keys) => {
      if (keys.has('privacy.on')) this.#apply();
      if (keys.has('microphone.on')) this.#life?.child.send(this.#microphoneOrder());
      if (keys.has('video.bitrateKbps')) this.#sendBitrate('main');
      if (keys.has('log.level'))
        this.#life?.child.send({ order: 'log-level', level: settings.get('log.level') });
    });
    this.#watch = clock.every(CHECK_MS, () => this.#checkSilence());
    this.#apply();
    return Promise.resolve();
  }

  async stop(): Promise<void> {
    this.#on = false;
    this.#stopSettings?.();
    this.#watch?.cancel();
    this.#keyFrames.stop();
    this.#apply();
    await this.#stopping;
  }

  /** Of the media process; null while there is none. */
  get pid(): number | null {
    return this.#life?.child.pid ?? null;
  }

  info(): MediaInfo {
    return { ...this.#info, faults: this.#faults.all };
  }

  onChanged(listener: () => void): () => void {
    this.#changed.add(listener);
    return () => this.#changed.delete(listener);
  }

  onGreyFrame(listener: (frame: GreyFrame) => void): () => void {
    this.#grey.add(listener);
    this.#orderGrey();
    return () => {
      this.#grey.delete(listener);
      this.#orderGrey();
    };
  }

  requestKeyFrame(stream: VideoStream): void {
    this.#keyFrames.ask(stream);
  }

  setBitrate(stream: VideoStream, kbps: number): void {
    if (!Number.isFinite(kbps)) delete this.#asked[stream];
    else this.#asked[stream] = Math.round(kbps);
    this.#sendBitrate(stream);
  }

  snapshot(options: { width?: number } = {}): Promise<Picture> {
    const life = this.#life;
    if (!life || this.#info.phase !== 'running') {
      const why = this.#info.phase === 'off' ? 'The camera is switched off.' : 'The camera gives no picture.';
      return Promise.reject(noPicture(this.#faults.all[0]?.message ?? why));
    }
    const width = Math.min(4096, Math.max(0, Math.round(options.width ?? 0)));
    return this.#snapshots.ask((requestId) => life.child.send({ order: 'snapshot', requestId, width }));
  }

  restart(): void {
    this.#life?.child.kill('restarted on purpose');
  }

  // The child's life.

  /** Makes what is (a child or none) follow what is wanted (on, and no privacy). */
  #apply(): void {
    const wanted = this.#on && !this.#options.settings.get('privacy.on');
    if (wanted && !this.#life && !this.#respawn) this.#spawn();
    if (wanted) return;
    this.#respawn?.cancel();
    this.#respawn = undefined;
    const life = this.#life;
    this.#life = undefined; // nothing it still says or does concerns us
    if (life) {
      const stopped = life.child.stop();
      this.#stopping = Promise.all([this.#stopping, stopped]).then(() => undefined);
    }
    this.ring.clear();
    this.#snapshots.failAll('The camera is switched off.');
    this.#faults.mend('camera', 'encoder', 'microphone', 'media');
    this.#update({ phase: 'off' });
  }

  #spawn(): void {
    const { clock, config, board, settings, log, command } = this.#options;
    const life: Life = {
      startedMs: clock.monotonicMs(),
      started: false,
      mainPictures: 0,
      lastMainMs: 0,
      child: new MediaChild({
        command: command ?? mediaCommand(),
        log,
        onMessage: (message) => this.#life === life && this.#onMessage(life, message),
        onGone: (why) => this.#life === life && this.#onGone(life, why),
      }),
    };
    this.#life = life;
    this.#update({ phase: 'starting' });
    life.child.send({
      order: 'start',
      camera: config.camera === 'board' ? board.camera : config.camera,
      microphone: this.#microphoneOrder().microphone,
      board: board.name,
      mainKbps: this.#target('main'),
      subKbps: this.#target('sub'),
      logLevel: settings.get('log.level'),
    });
  }

  #onGone(life: Life, why: string): void {
    const { clock, log } = this.#options;
    this.#life = undefined;
    this.#snapshots.failAll('The camera is starting again.');
    const waitMs = this.#restartPolicy.nextMs(life.mainPictures);
    log.warn({ why, waitMs: Math.round(waitMs), pictures: life.mainPictures }, 'media process ended');
    if (!this.#faults.has('camera') && !this.#faults.has('encoder')) {
      this.#faults.raise({
        component: 'media',
        code: 'media-restarting',
        message: `The media process ended (${why}).`,
        remedy: 'It is started again by itself.',
        sinceMs: clock.nowMs(),
      });
    }
    this.#respawn = clock.after(waitMs, () => {
      this.#respawn = undefined;
      this.#apply();
    });
    this.#update({ phase: 'starting', restarts: this.#info.restarts + 1 });
  }

  /** A process that lives and says nothing is ended; one that has told its fault is left to its own retries. */
  #checkSilence(): void {
    const life = this.#life;
    if (!life) return;
    const nowMs = this.#options.clock.monotonicMs();
    const silentMs = nowMs - life.lastMainMs;
    if (this.#info.phase === 'running' && silentMs > SILENT_MS) {
      life.child.kill(`no picture for ${(silentMs / 1000).toFixed(1)} s`);
    } else if (!life.started && nowMs - life.startedMs > START_LIMIT_MS) {
      life.child.kill('it did not start in time');
    }
  }

  #onMessage(life: Life, message: WireMessage): void {
    switch (message.kind) {
      case 'unit':
        if (message.unit.stream === 'main') this.#onMainPicture(life, message.unit);
        this.ring.push(message.unit);
        return;
      case 'grey':
        for (const listener of this.#grey) this.#tell(listener, message.frame);
        return;
      case 'picture':
        return this.#snapshots.came(message.requestId, message.picture);
      case 'control':
        return this.#onReport(life, parseControl(ReportSchema, message.control));
    }
  }

  #onMainPicture(life: Life, unit: AccessUnit): void {
    life.lastMainMs = this.#options.clock.monotonicMs();
    life.mainPictures++;
    if (this.#info.phase === 'running' || !unit.key) return;
    this.#faults.mend('camera', 'encoder', 'media');
    this.#update({ phase: 'running' });
  }

  #onReport(life: Life, report: Report): void {
    const { clock, log } = this.#options;
    switch (report.report) {
      case 'started':
        this.#orderGrey();
        life.started = true;
        return this.#update({
          camera: report.camera,
          gstreamer: report.gstreamer,
          encoders: report.encoders,
        });
      case 'microphone':
        return this.#update({ microphone: report.name });
      case 'fault': {
        const { component, code, message, remedy } = report;
        const raised = this.#faults.raise({ component, code, message, remedy, sinceMs: clock.nowMs() });
        if (component !== 'microphone') this.#update({ phase: 'starting' }, raised);
        else if (raised) this.#update({});
        return;
      }
      case 'mended':
        if (this.#faults.mend(report.component)) this.#update({});
        return;
      case 'no-picture':
        return this.#snapshots.failed(report.requestId, report.message);
      case 'dropped':
        this.#throttle.allow('dropped', () =>
          log.warn(
            { grey: report.grey, units: report.units },
            'the daemon was late: the media process dropped pictures',
          ),
        );
    }
  }

  // What is sent to it.

  #microphoneOrder() {
    const { settings, config } = this.#options;
    const microphone = settings.get('microphone.on') ? config.microphone : 'none';
    return { order: 'microphone', microphone } as const;
  }

  /** What was asked for, within what the board and the owner allow. */
  #target(stream: VideoStream): number {
    const { board, settings } = this.#options;
    const { minBitrateKbps, bitrateKbps } = board.video[stream];
    const ceiling = stream === 'main' ? settings.get('video.bitrateKbps') : bitrateKbps;
    return Math.min(ceiling, Math.max(minBitrateKbps, this.#asked[stream] ?? ceiling));
  }

  /** Grey pictures cross only while somebody looks at them. */
  #orderGrey(): void {
    this.#life?.child.send({ order: 'grey', wanted: this.#grey.size > 0 });
  }

  #sendBitrate(stream: VideoStream): void {
    const kbps = this.#target(stream);
    const encoder = this.#info.encoders[stream];
    if (encoder?.bitrateKbps === kbps) return;
    if (encoder)
      this.#info = {
        ...this.#info,
        encoders: { ...this.#info.encoders, [stream]: { ...encoder, bitrateKbps: kbps } },
      };
    this.#life?.child.send({ order: 'bitrate', stream, kbps });
  }

  /** One listener's bug is not the others'. */
  #tell<T>(listener: (value: T) => void, value: T): void {
    try {
      listener(value);
    } catch (error) {
      this.#options.log.error({ err: error }, 'a listener failed');
    }
  }

  #update(change: Partial<Omit<MediaInfo, 'faults'>>, force = true): void {
    const same = Object.entries(change).every(
      ([key, value]) => this.info()[key as keyof MediaInfo] === value,
    );
    if (same && !force) return;
    this.#info = { ...this.#info, ...change };
    for (const listener of this.#changed) this.#tell(listener, undefined);
  }
}
