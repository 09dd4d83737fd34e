/** The media process between the daemon's socket and the pipelines. */
import type { Duplex } from 'node:stream';
import { loadBoard } from '#board/board.ts';
import { explain } from '#kit/errors.ts';
import type { LogLevel, Logger } from '#kit/log.ts';
import { LOG_LEVELS } from '#kit/log.ts';
import { OrderSchema, parseControl, type Component, type Order } from '../control.ts';
import { initGStreamer } from '../gst/gstreamer.ts';
import type { VideoStream } from '../media.ts';
import { WireDecoder } from '../wire.ts';
import { planCamera } from './camera.ts';
import { chooseEncoder } from './encoders.ts';
import { keepTidy } from './keep-tidy.ts';
import { MediaFaultError } from './media-fault.ts';
import { Outlet } from './outlet.ts';
import { Pictures } from './pictures.ts';
import { Sounds, planSound } from './sounds.ts';
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
  /** Carries out orders once the pipelines stand. */
  #running: ((order: Order) => void) | undefined;
  #begun = false;

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
    if (order.order !== 'start') {
      if (this.#running) return this.#running(order);
      if (order.order === 'snapshot') this.#noPicture(order.requestId, 'The camera is just starting.');
      return;
    }
    if (this.#begun) return;
    this.#begun = true;
    this.#setLogLevel(order.logLevel);
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
    const { main, sub, encoders: candidates } = board.video;
    const kbps = { main: order.mainKbps, sub: order.subKbps };

    const outlet = this.#outlet;
    let greyWanted = false;
    const sounds = new Sounds({
      board,
      onUnit: (unit) => outlet.unit(unit),
      onFault: (fault) => this.#fault(fault),
      onWell: (name) => {
        outlet.report({ report: 'microphone', name });
        outlet.report({ report: 'mended', component: 'microphone' });
      },
    });
    const trials = Promise.all([chooseEncoder(candidates, main), chooseEncoder(candidates, sub)]);
    const encoders: Record<VideoStream, string> = { main: '', sub: '' };
    const pictures = new Pictures({
      plan,
      board,
      encoders,
      kbps,
      log,
      onUnit: (unit) => outlet.unit(unit),
      onGrey: (frame) => {
        if (greyWanted) outlet.grey(frame);
      },
      onSound: (sample, atNs) => sounds.feed(sample, atNs),
      onFault: (fault) => this.#fault(fault),
      onPicture: () => {
        outlet.report({ report: 'mended', component: 'camera' });
        keepTidy();
      },
      onHopeless: (fault) => this.#hopeless(fault),
    });
    if (plan.kind === 'scene') pictures.painter(); // while the encoders are tried on other threads
    const [mainChoice, subChoice] = await trials;
    if (!mainChoice.element || !subChoice.element) {
      throw new MediaFaultError(
        'encoder',
        'encoder-failed',
        `No video encoder works: ${mainChoice.element ? subChoice.reason : mainChoice.reason}.`,
        'Install GStreamer with x264 (gstreamer1.0-plugins-ugly) or the encoder of this board.',
      );
    }
    encoders.main = mainChoice.element;
    encoders.sub = subChoice.element;
    const info = (stream: VideoStream, choice: { element: string; reason: string }) => {
      const { width, height, fps } = board.video[stream];
      return { ...choice, width, height, fps, bitrateKbps: kbps[stream] };
    };
    outlet.report({
      report: 'started',
      gstreamer,
      camera: plan.name,
      encoders: { main: info('main', mainChoice), sub: info('sub', subChoice) },
    });

    const listenTo = (microphone: string) => {
      const sound = planSound(microphone, plan, board);
      pictures.wantSound(sound.kind === 'camera');
      void sounds.use(sound);
    };
    listenTo(order.microphone);
    this.#running = (next) => {
      switch (next.order) {
        case 'microphone':
          return listenTo(next.microphone);
        case 'bitrate':
          return pictures.setBitrate(next.stream, next.kbps);
        case 'grey':
          greyWanted = next.wanted;
          return;
        case 'key-frame':
          return pictures.forceKeyFrame(next.stream);
        case 'snapshot':
          return void this.#snapshot(pictures, main, next);
        default:
          return;
      }
    };
    await pictures.run();
  }

  async #snapshot(
    pictures: Pictures,
    main: Parameters<typeof encodeStill>[1],
    { requestId, width }: { requestId: number; width: number },
  ): Promise<void> {
    try {
      const raw = await pictures.newest();
      if (!raw) return this.#noPicture(requestId, 'The camera gives no picture.');
      const takenMs = Date.now() - Number(process.hrtime.bigint() - raw.atNs) / 1e6;
      try {
        const size = stillSize(main, width);
        const jpeg = await encodeStill(raw.sample, main, size);
        this.#outlet.picture(requestId, { jpeg, ...size, takenMs: Math.round(takenMs) });
      } finally {
        raw.sample.release();
      }
    } catch (error) {
      this.#noPicture(requestId, explain(error));
    }
  }

  #noPicture(requestId: number, message: string): void {
    this.#outlet.report({ report: 'no-picture', requestId, message });
  }

  #fault(fault: MediaFaultError): void {
    const { component, code, message, remedy } = fault;
    this.#options.log.warn({ component, code, err: fault.cause }, message);
    this.#outlet.report({ report: 'fault', component: component satisfies Component, code, message, remedy });
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
