/**
 * The picture side of the media process: opens the camera, keeps the coded streams flowing, tries again
 * with a back-off when the camera is away. Only what it cannot mend itself reaches `onHopeless`.
 */
import { setTimeout as pause } from 'node:timers/promises';
import type { Board } from '#board/board.ts';
import type { Logger } from '#kit/log.ts';
import { Backoff } from '#kit/retry.ts';
import type { PassedOver } from '../control.ts';
import type { AccessUnit, GreyFrame, VideoStream } from '../media.ts';
import type { Sample } from '../gst/sample.ts';
import { Pipeline } from '../gst/pipeline.ts';
import { ScenePainter } from '../scene/scene-painter.ts';
import { Halts } from '../halts.ts';
import { withoutSecrets, type CameraPlan } from './camera.ts';
import { Capture, type Source } from './capture.ts';
import type { ChosenEncoder } from './choose-encoder.ts';
import { fedPicture, reader, streams } from './descriptions.ts';
import type { Encoders } from './encoders.ts';
import { requireFile } from './locate-camera.ts';
import { EncoderFaultError, MediaFaultError, cameraFault } from './media-fault.ts';
import { PictureEntry } from './picture-entry.ts';
import { PictureGate, type Exit } from './picture-gate.ts';
import type { PrivacyMask } from './privacy-mask.ts';
import { playScene } from './scene-camera.ts';
import { Reader } from './reader.ts';
import { postpone, stallOf, type Seen } from './stall.ts';

/** How long a snapshot waits for the next picture when it has just taken one, ms. */
const NEXT_PICTURE_MS = 500;
const CHECK_MS = 250;
const BACKOFF = { firstMs: 200, maxMs: 10_000 };
/** A camera of this machine: the picture is back within 3 s of its return, and to look for it costs next to nothing. */
const DEVICE_BACKOFF = { firstMs: 200, maxMs: 1600 };
/** A device that does not close keeps the process in its grip: then the process has to go, ms. */
const CLOSE_LIMIT_MS = 3000;

export interface PicturesOptions {
  plan: CameraPlan;
  board: Board;
  encoders: Encoders;
  kbps: Record<VideoStream, number>;
  log: Logger;
  /** What is black in every picture; `zonesChanged` is called when it changes. */
  mask: PrivacyMask;
  /** These encoders serve from now on. @param way how pictures reach the main one, for people */
  onEncoders: (chosen: Record<VideoStream, ChosenEncoder>, way: string) => void;
  /** It is passed over from now on. */
  onEncoderFailed: (failed: PassedOver) => void;
  /** As in CaptureOptions. */
  copying: string;
  onCopying: (why: string) => void;
  onUnit: (unit: AccessUnit) => void;
  onGrey: (frame: GreyFrame) => void;
  /** The camera's own sound, while `wantSound` is set; time on CLOCK_MONOTONIC, ns. */
  onSound: (sample: Sample, atNs: bigint) => void;
  onFault: (fault: MediaFaultError) => void;
  /** The first picture of an attempt is there. */
  onPicture: () => void;
  /** The process has to be started anew. */
  onHopeless: (fault: MediaFaultError) => void;
}

export class Pictures {
  readonly #options: PicturesOptions;
  readonly #backoff: Backoff;
  readonly #stopping = new AbortController();
  readonly #capture: Capture | null;
  #pipeline: Pipeline | undefined;
  #chosen: Record<VideoStream, ChosenEncoder> | undefined;
  #gate: PictureGate | undefined;
  /** Where pictures come in; none while they flow from the camera to the encoders by themselves. */
  #entry: PictureEntry | undefined;
  #seen: Seen = unseen();
  #reader: Reader | undefined;
  #painter: ScenePainter | undefined;
  #wantSound = false;
  /** Ends the present attempt without a fault: something about it has to change. */
  #again: () => void = () => undefined;

  constructor(options: PicturesOptions) {
    this.#options = options;
    const { plan, board, log, copying, onCopying } = options;
    const { video } = board;
    const close = (probe: Pipeline) => this.#close(probe);
    this.#capture =
      plan.kind === 'device' ? new Capture({ plan, video, log, copying, onCopying, close }) : null;
    this.#backoff = new Backoff(this.#capture ? DEVICE_BACKOFF : BACKOFF);
  }

  /** Runs until `stop`. */
  async run(): Promise<void> {
    const { signal } = this.#stopping;
    const { onFault, onHopeless } = this.#options;
    while (!signal.aborted) {
      let fault: MediaFaultError | null = null;
      try {
        await this.#attempt(signal);
      } catch (error) {
        fault = this.#faultOf(error);
      }
      if (signal.aborted) return;
      if (!fault) continue;
      const isHeld = this.#capture?.isHeld() ?? false;
      if (this.#seen.main === null && this.#capture?.otherWay(fault)) {
        if (isHeld) return onHopeless(noDmabuf(fault));
        continue;
      }
      if (fault instanceof EncoderFaultError) this.#passOver(fault);
      else if (fault.component !== 'camera') return onHopeless(fault);
      if (isHeld) return onHopeless(fault);
      onFault(fault);
      await pause(this.#backoff.nextMs(), undefined, { signal }).catch(() => undefined); // stopped
    }
  }

  stop(): void {
    this.#stopping.abort();
  }

  /** Whether the camera's own sound is captured with the picture. */
  wantSound(on: boolean): void {
    if (on === this.#wantSound) return;
    this.#wantSound = on;
    if (this.#options.plan.kind === 'file' || this.#options.plan.kind === 'rtsp') this.#again();
  }

  /**
   * The privacy zones are others. From this call on no picture leaves that does not have them; an encoder's next
   * pictures may still refer to such ones, until its key frame.
   */
  zonesChanged(): void {
    const gate = this.#gate;
    if (!gate) return; // no picture is on its way; the next attempt knows them
    const { plan, mask } = this.#options;
    const isPainted = this.#entry !== undefined;
    if (plan.kind === 'device' && isPainted !== mask.active) {
      // Its pictures have to take another way: through JavaScript, or past it.
      gate.shut();
      this.#again();
    } else if (this.#entry && this.#entry.newestNs !== null) gate.outdate(this.#entry.newestNs);
  }

  forceKeyFrame(stream: VideoStream): void {
    const pipeline = this.#pipeline;
    if (pipeline)
      this.#chosen?.[stream].family.forceKeyFrame(
        pipeline.element(`${stream}-encoder`),
        pipeline.sink(stream),
      );
  }

  setBitrate(stream: VideoStream, kbps: number): void {
    this.#options.kbps[stream] = kbps;
    if (this.#pipeline)
      this.#chosen?.[stream].family.setBitrate(this.#pipeline.element(`${stream}-encoder`), kbps);
  }

  /** @returns the newest raw picture and its time on CLOCK_MONOTONIC, ns; release it. Null when there is none */
  async newest(): Promise<{ sample: Sample; atNs: bigint } | null> {
    const pipeline = this.#pipeline;
    if (!pipeline) return null;
    const { baseTimeNs } = pipeline;
    const sink = pipeline.sink('still');
    const gate = this.#gate;
    const untilMs = performance.now() + NEXT_PICTURE_MS;
    for (;;) {
      const sample = sink.take() ?? (await sink.next(Math.max(0, Math.round(untilMs - performance.now()))));
      if (!sample) return null;
      const timeNs = sample.runningTimeNs;
      if (!gate || gate.passes('still', timeNs)) return { sample, atNs: baseTimeNs + (timeNs ?? 0n) };
      sample.release();
      if (performance.now() >= untilMs || gate !== this.#gate) return null;
    }
  }

  /** One life of the pipeline. Resolves when it is to be made anew, rejects with what went wrong. */
  async #attempt(signal: AbortSignal): Promise<void> {
    const { plan, board, kbps, encoders, log, mask, onEncoders } = this.#options;
    this.#seen = unseen();
    const chosen = (this.#chosen = await encoders.choose());
    const paints = mask.active;
    const source: Source = this.#capture
      ? await this.#capture.source(chosen.main, paints)
      : { description: fedPicture(board.video.main), dmabuf: false, painted: true, way: '' };
    if (plan.kind === 'file') await requireFile(plan.path, plan.name);
    if (this.#capture && paints !== mask.active) return; // changed meanwhile: another way
    onEncoders(chosen, source.way);
    const { dmabuf } = source;
    const description = streams({ board, encoders: chosen, kbps, dmabuf, sink: appsink });

    const ended = new AbortController(); // of this attempt
    const life = new Promise<void>((resolve, reject) => {
      const onStop = () => resolve();
      this.#again = onStop;
      signal.addEventListener('abort', onStop, { signal: ended.signal });
      const pipeline = new Pipeline(`${source.description} ! ${description}`, {
        onError: reject,
        onWarning: (warning) => log.debug(withoutSecrets(plan, warning.message)),
      });
      this.#pipeline = pipeline;
      const entry = source.painted
        ? new PictureEntry({
            ...{ source: pipeline.source('picture'), mask, size: board.video.main, onFailed: reject },
            baseTimeNs: () => pipeline.baseTimeNs,
          })
        : undefined;
      this.#entry = entry;
      this.#deliver(pipeline, chosen, (this.#gate = new PictureGate(board.video)));
      if (entry && this.#capture) takeToPaint(pipeline, entry);
      pipeline
        .play()
        .then(() => entry && this.#feed(entry, ended.signal, reject))
        .catch(reject);
      let startedMs = performance.now();
      const halts = new Halts(startedMs);
      const timer = setInterval(() => {
        const nowMs = performance.now();
        const haltedMs = halts.look(nowMs);
        startedMs += haltedMs;
        postpone(this.#seen, haltedMs);
        const stalled = stallOf(this.#seen, startedMs, nowMs, plan.name);
        if (stalled) reject(stalled);
      }, CHECK_MS);
      ended.signal.addEventListener('abort', () => clearInterval(timer));
    });
    try {
      await life;
    } catch (error) {
      const fault = this.#faultOf(error);
      // Told at once: to close what is left of the pipeline may take longer than the daemon waits for a picture.
      if (fault instanceof EncoderFaultError && this.#seen.main !== null) this.#passOver(fault);
      throw fault;
    } finally {
      ended.abort();
      const pipeline = this.#pipeline;
      const source = this.#reader;
      this.#pipeline = this.#reader = this.#entry = this.#gate = undefined;
      if (source) await this.#close(source);
      if (pipeline) await this.#close(pipeline);
    }
  }

  #faultOf(error: unknown): MediaFaultError {
    const { plan } = this.#options;
    const clean = (text: string) => withoutSecrets(plan, text);
    return cameraFault(error, plan.name, clean, () => this.#capture?.user() ?? null);
  }

  /** Another encoder serves from the next attempt on; said twice, it is the same. */
  #passOver({ stream, said }: EncoderFaultError): void {
    const { encoders, onEncoderFailed } = this.#options;
    const failed = encoders.failed(stream, said);
    if (failed) onEncoderFailed(failed);
  }

  /** Hands on what the pipeline makes. */
  #deliver(pipeline: Pipeline, chosen: Record<VideoStream, ChosenEncoder>, gate: PictureGate): void {
    const { onUnit, onGrey, onPicture, board } = this.#options;
    const seen = this.#seen;
    const timeUs = (sample: Sample) => Number((pipeline.baseTimeNs + (sample.runningTimeNs ?? 0n)) / 1000n);
    for (const stream of ['main', 'sub'] as const) {
      const { codec, isKey } = chosen[stream].family;
      pipeline.sink(stream).listen({
        onSample: (sample) => {
          if (stream === 'main' && seen.main === null) {
            this.#backoff.succeeded();
            this.#capture?.worked();
            onPicture();
          }
          seen[stream] = performance.now();
          if (!gate.passes(stream, sample.runningTimeNs)) return;
          const data = sample.copy();
          onUnit({ stream, codec, key: isKey?.(data) ?? sample.key, ptsUs: timeUs(sample), data });
        },
      });
    }
    const { width, height } = board.video.grey;
    pipeline.sink('grey').listen({
      onSample: (sample) => {
        seen.raw = performance.now();
        if (!gate.passes('grey', sample.runningTimeNs)) return;
        onGrey({ width, height, ptsUs: timeUs(sample), pixels: sample.copy() });
      },
    });
  }

  /** Brings pictures into a pipeline that does not take them from a device itself. */
  async #feed(entry: PictureEntry, ended: AbortSignal, fail: (error: unknown) => void): Promise<void> {
    const { plan, board, onSound } = this.#options;
    if (plan.kind === 'device' || ended.aborted) return;
    if (plan.kind === 'scene') {
      const stop = playScene(this.painter(), board.video.main.fps, (i420, atNs) => entry.push(i420, atNs));
      ended.addEventListener('abort', stop);
      return;
    }
    // A file's picture waits for the clock, and its laps for each other. What comes over the network has its
    // own pace, and must not wait for a sound that may never come.
    const sync = plan.kind === 'file';
    const feed = new Reader({
      description: reader(plan, board.video.main, {
        picture: `appsink name=picture max-buffers=2 enable-last-sample=false sync=${sync} async=${sync}`,
        ...(this.#wantSound && { sound: `appsink name=sound async=false max-buffers=50 sync=${sync}` }),
      }),
      loop: plan.kind === 'file',
      sound: this.#wantSound,
      onPicture: (sample, atNs) => entry.forward(sample, atNs),
      onSound,
      onFailed: fail,
    });
    this.#reader = feed;
    await feed.start();
  }

  /** The painter of the scene; made once, it takes a moment. */
  painter(): ScenePainter {
    return (this.#painter ??= new ScenePainter());
  }

  async #close(what: { close(): Promise<void> }): Promise<void> {
    const timer = setTimeout(() => {
      this.#options.onHopeless(
        new MediaFaultError(
          'media',
          'pipeline-error',
          'The camera does not close.',
          'The media process restarts.',
        ),
      );
    }, CLOSE_LIMIT_MS);
    await what.close();
    clearTimeout(timer);
  }
}

const noDmabuf = ({ message }: Error) =>
  new MediaFaultError(
    'media',
    'pipeline-error',
    `The camera’s buffers cannot go into the encoder as they are. ${message}`,
    'The media process is started again, and copies them.',
  );

/** Takes a camera's pictures out of its pipeline to have them painted, and brings them back. */
function takeToPaint(pipeline: Pipeline, entry: PictureEntry): void {
  pipeline.sink('unpainted').listen({
    onSample: (sample) => entry.forward(sample, pipeline.baseTimeNs + (sample.runningTimeNs ?? 0n)),
  });
}

const unseen = (): Seen => ({ main: null, sub: null, raw: null });

const appsink = (name: Exit) =>
  name === 'main' || name === 'sub'
    ? // Never drops: when JavaScript is late, pictures go before they are coded, and no reference is lost.
      `appsink name=${name} sync=false async=false max-buffers=8`
    : `appsink name=${name} sync=false async=false max-buffers=1 drop=true`;
