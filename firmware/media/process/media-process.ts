/** The media process between the daemon's socket and the pipelines. */
import type { Duplex } from 'node:stream';
import { loadBoard, type Board, type CodedStream } from '#board/board.ts';
import { explain } from '#kit/errors.ts';
import type { LogLevel, Logger } from '#kit/log.ts';
import { LOG_LEVELS } from '#kit/log.ts';
import { OrderSchema, parseControl, type Component, type Order, type PrivacyZonesOrder } from '../control.ts';
import { initGStreamer } from '../gst/gstreamer.ts';
import type { VideoStream } from '../media.ts';
import { WireDecoder } from '../wire.ts';
import { planCamera } from './camera.ts';
import type { ChosenEncoder } from './choose-encoder.ts';
import { Encoders } from './encoders.ts';
import { keepTidy } from './keep-tidy.ts';
import { MediaFaultError } from './media-fault.ts';
import { Outlet } from './outlet.ts';
import { Pictures } from './pictures.ts';
import { PrivacyMask } from './privacy-mask.ts';
import { Sounds, planSound } from './sounds.ts';
import { playChime } from './speaker.ts';
import { encodeStill, stillSize } from './still.ts';

export interface MediaProcessOptions {
  socket: Duplex;
  log: Logger;
  /** Ends the process; the daemon starts a new one. */
  exit: (code: number) => void;
}

type Start = Extract<Order, { order: 'start' }>;

export class MediaProcess {
  readonly #options: MediaProcessOptions;
  readonly #outlet: Outlet;
  readonly #mask = new PrivacyMask();
  /** Carries out orders once the pipelines stand. */
  #running: ((order: Order) => void) | undefined;
  /** What was ordered before that; the last of each kind counts. */
  readonly #early = new Map<string, Order>();
  #begun = false;
  /** Faults that stand, as they were logged. */
  readonly #logged = new Map<Component, string>();
  /** What was told of the encoders last. */
  #told = '';
  /** The chime that sounds now; one asked for meanwhile is the same. */
  #chime: Promise<void> | null = null;

  constructor(options: MediaProcessOptions) {
    this.#options = options;
    this.#outlet = new Outlet({
      socket: options.socket,
      onSkipped: (stream) => this.#running?.({ order: 'key-frame', stream }),
    });
  }

  /** Serves the daemon until its end of the socket closes: then the process has nobody to work for. */
  serve(): void {
    const { socket, log, exit } = this.#options;
    const decoder = new WireDecoder((message) => {
      if (message.kind === 'control') this.#take(parseControl(OrderSchema, message.control));
    });
    socket.on('data', (chunk: Buffer) => {
      try {
        decoder.push(chunk);
      } catch (error) {
        log.error({ err: error }, 'the daemon does not speak our protocol');
        exit(1);
      }
    });
    socket.on('error', () => exit(0));
    socket.on('close', () => exit(0));
    socket.on('end', () => exit(0));
  }

  #take(order: Order): void {
    if (order.order === 'log-level') return this.#setLogLevel(order.level);
    if (order.order === 'chime') return void this.#playChime(order);
    if (order.order === 'privacy-zones') return this.#usePrivacyZones(order);
    if (order.order !== 'start') {
      if (this.#running) return this.#running(order);
      if (order.order === 'snapshot') return this.#noPicture(order.requestId, 'The camera is just starting.');
      const kind = 'stream' in order ? `${order.order} ${order.stream}` : order.order;
      return void this.#early.set(kind, order);
    }
    if (this.#begun) return;
    this.#begun = true;
    this.#setLogLevel(order.logLevel);
    this.#usePrivacyZones(order.privacyZones);
    this.#start(order).catch((error: unknown) => {
      this.#hopeless(
        error instanceof MediaFaultError
          ? error
          : new MediaFaultError(
              'media',
              'pipeline-error',
              explain(error),
              'The media process is started again.',
            ),
      );
    });
  }

  async #start(order: Start): Promise<void> {
    const { log } = this.#options;
    const gstreamer = initGStreamer();
    const board = await loadBoard(order.board);
    const plan = planCamera(order.camera);
    const kbps = { main: order.mainKbps, sub: order.subKbps };

    const outlet = this.#outlet;
    let greyWanted = false;
    const sounds = new Sounds({
      board,
      onUnit: (unit) => outlet.unit(unit),
      onPcm: (block) => outlet.pcm(block),
      onFault: (fault) => this.#fault(fault),
      onWell: (name) => {
        outlet.report({ report: 'microphone', name });
        this.#mended('microphone');
      },
    });
    const { passedOver, proven, copying } = order;
    const encoders = new Encoders({ video: board.video, passedOver, proven });
    const trials = encoders.choose();
    const pictures = new Pictures({
      plan,
      board,
      encoders,
      kbps,
      log,
      mask: this.#mask,
      onEncoders: (chosen, way) => this.#tellEncoders(chosen, way, board.video, kbps),
      copying,
      onCopying: (why) => outlet.report({ report: 'copying', why }),
      onEncoderFailed: (failed) => outlet.report({ report: 'encoder-failed', failed }),
      onUnit: (unit) => outlet.unit(unit),
      onGrey: (frame) => {
        if (greyWanted) outlet.grey(frame);
      },
      onSound: (sample, atNs) => sounds.feed(sample, atNs),
      onFault: (fault) => this.#fault(fault),
      onPicture: () => {
        this.#mended('camera');
        this.#logged.delete('encoder');
        keepTidy();
      },
      onHopeless: (fault) => this.#hopeless(fault),
    });
    if (plan.kind === 'scene') pictures.painter(); // while the encoders are tried on other threads
    await trials;
    outlet.report({ report: 'started', gstreamer, camera: plan.name });

    const listenTo = (microphone: string) => {
      const sound = planSound(microphone, plan, board);
      pictures.wantSound(sound.kind === 'camera');
      void sounds.use(sound);
    };
    this.#running = (next) => {
      switch (next.order) {
        case 'microphone':
          return listenTo(next.microphone);
        case 'bitrate':
          return pictures.setBitrate(next.stream, next.kbps);
        case 'grey':
          greyWanted = next.wanted;
          return;
        case 'sound':
          return sounds.wantPcm(next.wanted);
        case 'privacy-zones':
          return pictures.zonesChanged();
        case 'key-frame':
          return pictures.forceKeyFrame(next.stream);
        case 'snapshot':
          return void this.#snapshot(pictures, board.video.main, next);
        default:
          return;
      }
    };
    // One that was switched off meanwhile is not opened first.
    if (!this.#early.has('microphone')) listenTo(order.microphone);
    for (const early of this.#early.values()) this.#running(early);
    await pictures.run();
  }

  /** Every picture that follows the report has them. */
  #usePrivacyZones(zones: PrivacyZonesOrder): void {
    this.#mask.set(zones.polygons);
    this.#running?.({ ...zones, order: 'privacy-zones' });
    // What an encoder makes of the next pictures may refer to one without them.
    for (const stream of ['main', 'sub'] as const) this.#outlet.awaitKeyFrame(stream);
    this.#outlet.report({ report: 'privacy-zones', revision: zones.revision });
  }

  async #snapshot(
    pictures: Pictures,
    main: CodedStream,
    { requestId, width }: { requestId: number; width: number },
  ): Promise<void> {
    try {
      const raw = await pictures.newest();
      if (!raw) return this.#noPicture(requestId, 'The camera gives no picture.');
      const takenMs = Date.now() - Number(process.hrtime.bigint() - raw.atNs) / 1e6;
      try {
        const size = stillSize(main, width);
        const jpeg = await encodeStill(raw.sample, size);
        this.#outlet.picture(requestId, { jpeg, ...size, takenMs: Math.round(takenMs) });
      } finally {
        raw.sample.release();
      }
    } catch (error) {
      this.#noPicture(requestId, explain(error));
    }
  }

  #tellEncoders(
    chosen: Record<VideoStream, ChosenEncoder>,
    way: string,
    video: Board['video'],
    kbps: Record<VideoStream, number>,
  ): void {
    const info = (stream: VideoStream, how: string) => {
      const { element, reason, family } = chosen[stream];
      const { width, height, fps } = video[stream];
      const { codec } = family;
      return { element, codec, reason, way: how, width, height, fps, bitrateKbps: kbps[stream] };
    };
    const encoders = { main: info('main', way), sub: info('sub', '') };
    const text = JSON.stringify(encoders);
    if (text === this.#told) return;
    this.#told = text;
    this.#outlet.report({ report: 'encoders', encoders });
  }

  async #playChime({ requestId, speaker }: Extract<Order, { order: 'chime' }>): Promise<void> {
    let problem: { code: string; message: string; remedy: string } | null = null;
    try {
      initGStreamer();
      await (this.#chime ??= playChime(speaker));
    } catch (error) {
      problem =
        error instanceof MediaFaultError
          ? { code: error.code, message: error.message, remedy: error.remedy }
          : { code: 'speaker-missing', message: explain(error), remedy: '' };
    }
    this.#chime = null;
    this.#outlet.report({ report: 'chimed', requestId, problem });
  }

  #noPicture(requestId: number, message: string): void {
    this.#outlet.report({ report: 'no-picture', requestId, message });
  }

  #fault(fault: MediaFaultError): void {
    const { component, code, message, remedy } = fault;
    // Tried again and again, it is told once; what led to it is of interest where we do not understand it.
    if (this.#logged.get(component) !== message)
      this.#options.log.warn(
        { component, code, ...(component === 'media' && { err: fault.cause }) },
        message,
      );
    this.#logged.set(component, message);
    this.#outlet.report({ report: 'fault', component: component satisfies Component, code, message, remedy });
  }

  #mended(component: Component): void {
    this.#logged.delete(component);
    this.#outlet.report({ report: 'mended', component });
  }

  /** Tells the daemon why, and goes. */
  #hopeless(fault: MediaFaultError): void {
    const { socket, exit } = this.#options;
    this.#fault(fault);
    setTimeout(() => exit(1), 500).unref();
    socket.end(() => exit(1));
  }

  #setLogLevel(level: string): void {
    if (LOG_LEVELS.includes(level as LogLevel)) this.#options.log.level = level;
  }
}
