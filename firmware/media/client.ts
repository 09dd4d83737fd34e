/**
 * The daemon's side of the media process: has it kept alive, tells it what to do, and keeps what it makes.
 */
import type { Board } from '#board/board.ts';
import type { Clock, Timer } from '#kit/clock.ts';
import { PupsentryError, explain } from '#kit/errors.ts';
import { LogThrottle, type Logger } from '#kit/log.ts';
import type { Service } from '#kit/service.ts';
import type { SettingsStore } from '../settings/store.ts';
import { Chimes } from './chimes.ts';
import { ReportSchema, parseControl, type Order, type Report } from './control.ts';
import { EncoderMemory } from './encoder-memory.ts';
import { FaultList } from '../care/faults.ts';
import { Keeper } from './keeper.ts';
import { KeyFrameRequests } from './key-frame-requests.ts';
import type { LensWatch } from './lens.ts';
import { mediaCommand, type Command } from './media-child.ts';
import type { AccessUnit, GreyFrame, Media, MediaInfo, PcmBlock, Picture, VideoStream } from './media.ts';
import { OnDemand } from './on-demand.ts';
import { PrivacyZones } from './privacy-zones.ts';
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
  /** Told before the camera opens and after it has closed: no light, no picture. */
  lens?: LensWatch;
  /** How the media process is started: the built one by default. */
  command?: Command;
}

const CHECK_MS = 200;

type Encoders = Extract<Report, { report: 'encoders' }>['encoders'];

export class MediaService implements Service, Media {
  readonly name = 'media';
  readonly ring: Ring;
  readonly #options: MediaServiceOptions;
  readonly #keeper: Keeper;
  readonly #faults = new FaultList();
  readonly #snapshots: Snapshots;
  readonly #memory: EncoderMemory;
  readonly #chimes: Chimes;
  readonly #privacyZones: PrivacyZones;
  readonly #throttle: LogThrottle;
  readonly #changed: OnDemand<void>;
  readonly #grey: OnDemand<GreyFrame>;
  readonly #sound: OnDemand<PcmBlock>;
  /** What live view asked for, kbit/s; without it the ceiling. */
  readonly #asked: Partial<Record<VideoStream, number>> = {};
  readonly #keyFrames: KeyFrameRequests;
  #on = false;
  /** As the present process has told them. */
  #encoders: Encoders | undefined;
  #watch: Timer | undefined;
  #stopSettings: (() => void) | undefined;
  #info: Omit<MediaInfo, 'faults'>;

  constructor(options: MediaServiceOptions) {
    this.#options = options;
    const { clock, log, ring, lens, board, command = mediaCommand() } = options;
    this.ring = ring ?? new Ring();
    this.#snapshots = new Snapshots(clock);
    this.#privacyZones = new PrivacyZones(options.settings);
    this.#memory = new EncoderMemory(clock);
    this.#chimes = new Chimes({ speaker: board.audio.speaker, command, clock, log });
    this.#throttle = new LogThrottle({ monotonicMs: () => clock.monotonicMs() });
    this.#changed = new OnDemand({ order: () => undefined, log });
    this.#grey = new OnDemand({ order: (wanted) => this.#send({ order: 'grey', wanted }), log });
    this.#sound = new OnDemand({ order: (wanted) => this.#send({ order: 'sound', wanted }), log });
    this.#keyFrames = new KeyFrameRequests({
      clock,
      send: (stream) => this.#send({ order: 'key-frame', stream }),
    });
    this.#keeper = new Keeper({
      ...{ command, lens, clock, log },
      startOrder: () => this.#startOrder(),
      onMessage: (message) => this.#onMessage(message),
      onBegin: () => this.#update({ phase: 'starting' }),
      onSpawned: () => this.#onSpawned(),
      onGone: (why, pictures) => this.#onGone(why, pictures),
      onLensRefused: (error) => this.#onLensRefused(error),
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
    this.#privacyZones.read();
    this.#stopSettings = settings.onChanged((keys) => {
      if (keys.has('privacy.on')) this.#apply();
      if (keys.has('zones.list')) this.#changePrivacyZones();
      if (keys.has('microphone.on')) this.#send(this.#microphoneOrder());
      if (keys.has('video.bitrateKbps')) this.#sendBitrate('main');
      if (keys.has('log.level')) this.#send({ order: 'log-level', level: settings.get('log.level') });
    });
    this.#watch = clock.every(CHECK_MS, () => this.#check());
    this.#apply();
    return Promise.resolve();
  }

  async stop(): Promise<void> {
    this.#on = false;
    this.#stopSettings?.();
    this.#watch?.cancel();
    this.#keyFrames.stop();
    this.#apply();
    await this.#keeper.closed;
  }

  /** Of the media process; null while there is none. */
  get pid(): number | null {
    return this.#keeper.child?.pid ?? null;
  }

  info(): MediaInfo {
    return { ...this.#info, faults: this.#faults.all };
  }

  onChanged(listener: () => void): () => void {
    return this.#changed.add(listener);
  }

  onGreyFrame(listener: (frame: GreyFrame) => void): () => void {
    return this.#grey.add(listener);
  }

  onSound(listener: (block: PcmBlock) => void): () => void {
    return this.#sound.add(listener);
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
    if (!this.#keeper.child || this.#info.phase !== 'running') {
      const why = this.#info.phase === 'off' ? 'The camera is switched off.' : 'The camera gives no picture.';
      return Promise.reject(noPicture(this.#faults.all[0]?.message ?? why));
    }
    const width = Math.min(4096, Math.max(0, Math.round(options.width ?? 0)));
    return this.#snapshots.ask((requestId) => this.#send({ order: 'snapshot', requestId, width }));
  }

  restart(): void {
    this.#keeper.child?.kill('restarted on purpose');
  }

  async playChime(): Promise<void> {
    try {
      await this.#chimes.play(this.#keeper.child);
    } catch (error) {
      if (error instanceof PupsentryError && this.#options.board.audio.speaker !== 'none')
        this.#raise('speaker', error.code, error.message, error.remedy);
      throw error;
    }
    if (this.#faults.mend('speaker')) this.#update({});
  }

  // The process's life.

  /** Makes what is (a process or none) follow what is wanted (on, and no privacy). */
  #apply(): void {
    const wanted = this.#on && !this.#options.settings.get('privacy.on');
    this.#keeper.follow(wanted);
    if (wanted) return;
    this.#chimes.gone();
    this.ring.clear();
    this.#snapshots.failAll('The camera is switched off.');
    this.#faults.mend('camera', 'encoder', 'microphone', 'media', 'indicator');
    this.#update({ phase: 'off' });
  }

  #onSpawned(): void {
    this.#encoders = undefined;
    this.#privacyZones.forget();
    if (this.#faults.mend('indicator')) this.#update({});
  }

  #onGone(why: string, pictures: number): void {
    this.#chimes.gone();
    this.#snapshots.failAll('The camera is starting again.');
    if (pictures === 0) this.#memory.doubt();
    if (!this.#faults.has('camera') && !this.#faults.has('encoder')) {
      const message = `The media process ended (${why}).`;
      this.#faults.raise(this.#fault('media', 'media-restarting', message, 'It is started again by itself.'));
    }
    this.#update({ phase: 'starting', restarts: this.#info.restarts + 1 });
  }

  #onLensRefused(error: unknown): void {
    const message = `The camera stays closed because its indicator light cannot be lit: ${explain(error)}`;
    this.#options.log.warn(message);
    this.#raise('indicator', 'indicator-failed', message, 'It is tried again by itself.');
  }

  #check(): void {
    this.#keeper.checkSilence(this.#info.phase === 'running');
    if (!this.#keeper.child || !this.#memory.secondChance()) return;
    this.#options.log.info('encoders that failed some hours ago are tried again');
    this.#chimes.gone();
    this.#keeper.renew();
    this.#update({ restarts: this.#info.restarts + 1 });
  }

  /** Nothing that was seen without them is left, and nothing more comes in until the process says that they are on. */
  #changePrivacyZones(): void {
    if (!this.#privacyZones.read()) return;
    this.ring.clear();
    this.#snapshots.failAll('The privacy zones have just changed.');
    this.#send({ order: 'privacy-zones', ...this.#privacyZones.order });
  }

  #onMessage(message: WireMessage): void {
    const { areOn } = this.#privacyZones;
    switch (message.kind) {
      case 'unit':
        if (!areOn && message.unit.stream !== 'audio') return;
        if (message.unit.stream === 'main') this.#onMainPicture(message.unit);
        this.ring.push(message.unit);
        return;
      case 'grey':
        if (areOn) this.#grey.tell(message.frame);
        return;
      case 'pcm':
        return this.#sound.tell(message.block);
      case 'picture':
        return this.#snapshots.came(message.requestId, message.picture);
      case 'control':
        return this.#onReport(parseControl(ReportSchema, message.control));
    }
  }

  #onMainPicture(unit: AccessUnit): void {
    this.#keeper.pictureCame();
    if (this.#info.phase === 'running' || !unit.key) return;
    if (this.#encoders) this.#memory.work(this.#encoders);
    this.#faults.mend('camera', 'encoder', 'media');
    this.#update({ phase: 'running' });
  }

  #onReport(report: Report): void {
    switch (report.report) {
      case 'started':
        this.#grey.order();
        this.#sound.order();
        this.#keeper.started();
        return this.#update({ camera: report.camera, gstreamer: report.gstreamer });
      case 'encoders':
        this.#encoders = report.encoders;
        return this.#update({ encoders: encoderInfos(report.encoders) });
      case 'copying':
        return this.#memory.copies(report.why);
      case 'encoder-failed':
        this.#keeper.pauses();
        return this.#memory.failed(report.failed);
      case 'privacy-zones':
        this.#keeper.pauses();
        return this.#privacyZones.confirmed(report.revision);
      case 'microphone':
        return this.#update({ microphone: report.name });
      case 'fault': {
        const { component, code, message, remedy } = report;
        return this.#raise(component, code, message, remedy, component !== 'microphone');
      }
      case 'mended':
        if (this.#faults.mend(report.component)) this.#update({});
        return;
      case 'no-picture':
        return this.#snapshots.failed(report.requestId, report.message);
      case 'chimed':
        return this.#chimes.came(report);
      case 'dropped':
        this.#throttle.allow('dropped', () =>
          this.#options.log.warn(
            { grey: report.grey, pcm: report.pcm, units: report.units },
            'the daemon was late: the media process dropped pictures or sound',
          ),
        );
    }
  }

  // What is sent to it.

  #send(order: Order): void {
    this.#keeper.child?.send(order);
  }

  #startOrder(): Extract<Order, { order: 'start' }> {
    const { config, board, settings } = this.#options;
    this.#memory.secondChance();
    return {
      order: 'start',
      camera: config.camera === 'board' ? board.camera : config.camera,
      microphone: this.#microphoneOrder().microphone,
      board: board.name,
      mainKbps: this.#target('main'),
      subKbps: this.#target('sub'),
      logLevel: settings.get('log.level'),
      passedOver: this.#memory.passedOver,
      copying: this.#memory.copying,
      proven: this.#memory.proven,
      privacyZones: this.#privacyZones.order,
    };
  }

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

  #sendBitrate(stream: VideoStream): void {
    const kbps = this.#target(stream);
    const encoder = this.#info.encoders[stream];
    if (encoder?.bitrateKbps === kbps) return;
    if (encoder)
      this.#info = {
        ...this.#info,
        encoders: { ...this.#info.encoders, [stream]: { ...encoder, bitrateKbps: kbps } },
      };
    this.#send({ order: 'bitrate', stream, kbps });
  }

  // What is told of it.

  #fault(component: string, code: string, message: string, remedy: string) {
    return { component, code, message, remedy, sinceMs: this.#options.clock.nowMs() };
  }

  /** @param stops it takes the picture away */
  #raise(component: string, code: string, message: string, remedy: string, stops = false): void {
    const raised = this.#faults.raise(this.#fault(component, code, message, remedy));
    if (stops) this.#update({ phase: 'starting' }, raised);
    else if (raised) this.#update({});
  }

  #update(change: Partial<Omit<MediaInfo, 'faults'>>, force = true): void {
    const same = Object.entries(change).every(
      ([key, value]) => this.info()[key as keyof MediaInfo] === value,
    );
    if (same && !force) return;
    this.#info = { ...this.#info, ...change };
    this.#changed.tell(undefined);
  }
}

function encoderInfos(encoders: Encoders): MediaInfo['encoders'] {
  const info = ({ way, ...encoder }: Encoders['main']) => ({
    ...encoder,
    reason: way ? `${encoder.reason}; ${way}` : encoder.reason,
  });
  return { main: info(encoders.main), sub: info(encoders.sub) };
}
