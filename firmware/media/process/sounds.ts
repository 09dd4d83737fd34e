/**
 * The sound side of the media process, in a pipeline of its own: a microphone that is missing, busy or
 * pulled out never touches the picture. Tried again with a back-off.
 */
import { readdirSync } from 'node:fs';
import type { Board } from '#board/board.ts';
import { Backoff } from '#kit/retry.ts';
import type { AccessUnit, PcmBlock } from '../media.ts';
import { Pipeline } from '../gst/pipeline.ts';
import { GstError, quoted } from '../gst/gstreamer.ts';
import type { Sample } from '../gst/sample.ts';
import { soundUser } from './sound-user.ts';
import type { CameraPlan } from './camera.ts';
import { fedSound, opus } from './descriptions.ts';
import { microphoneFault, type MediaFaultError } from './media-fault.ts';
import { PcmBlocks } from '../pcm-blocks.ts';
import { playSceneSound } from './scene-camera.ts';

/** Where sound comes from. "camera": what the file or the network camera brings along. */
export type SoundPlan =
  | { kind: 'none'; name: string }
  | { kind: 'scene' | 'camera' | 'tone' | 'pulse'; name: string }
  | { kind: 'alsa'; name: string; device: string };

/**
 * @param microphone auto, none, tone, alsa:NAME or pulse; "auto" is the camera's own sound, else the
 *   board's microphone if the kernel knows any, else none
 */
export function planSound(
  microphone: string,
  camera: CameraPlan,
  board: Board,
  hasAlsa = hasCapture,
): SoundPlan {
  if (microphone === 'auto') {
    if (camera.kind === 'scene') return { kind: 'scene', name: 'scene' };
    if (camera.kind !== 'device') return { kind: 'camera', name: camera.name };
    // A machine without any microphone is well; a board that names its own is not, without it.
    const own = board.audio.microphone;
    return own === 'alsa:default' && !hasAlsa()
      ? { kind: 'none', name: 'none' }
      : planSound(own === 'auto' ? 'none' : own, camera, board, hasAlsa);
  }
  if (microphone === 'tone' || microphone === 'pulse') return { kind: microphone, name: microphone };
  if (microphone.startsWith('alsa:'))
    return { kind: 'alsa', name: microphone, device: microphone.slice('alsa:'.length) };
  return { kind: 'none', name: 'none' };
}

function hasCapture(): boolean {
  try {
    return readdirSync('/dev/snd').some((file) => /^pcmC\d+D\d+c$/.test(file));
  } catch {
    return false;
  }
}

/** Read every 20 ms; half a second may wait while the machine is busy before any is lost. */
const CAPTURE_BUFFER = 'buffer-time=500000 latency-time=20000';

/** Where sound comes from, as for gst-launch. */
export function soundSource(plan: SoundPlan): string {
  switch (plan.kind) {
    case 'alsa':
      return `alsasrc name=microphone device=${quoted(plan.device)} ${CAPTURE_BUFFER}`;
    case 'pulse':
      return `pulsesrc name=microphone ${CAPTURE_BUFFER}`;
    case 'tone':
      return 'audiotestsrc is-live=true freq=880 volume=0.2 samplesperbuffer=960';
    default:
      return fedSound();
  }
}

const BACKOFF = { firstMs: 500, maxMs: 10_000 };
/** A microphone that gives nothing for this long is as good as gone, ms. */
const SILENT_MS = 3000;

export interface SoundsOptions {
  board: Board;
  onUnit: (unit: AccessUnit) => void;
  /** Only while it is wanted, see `wantPcm`. */
  onPcm: (block: PcmBlock) => void;
  onFault: (fault: MediaFaultError) => void;
  /** Sound flows, or none is wanted. @param name where it comes from, or "none" */
  onWell: (name: string) => void;
}

export class Sounds {
  readonly #options: SoundsOptions;
  readonly #backoff = new Backoff(BACKOFF);
  #plan: SoundPlan = { kind: 'none', name: 'none' };
  #pipeline: Pipeline | undefined;
  #pcmWanted = false;
  #stopFeed: (() => void) | undefined;
  #retry: NodeJS.Timeout | undefined;
  #watch: NodeJS.Timeout | undefined;
  #work: Promise<void> = Promise.resolve();

  constructor(options: SoundsOptions) {
    this.#options = options;
  }

  /** Changes to another source; "none" closes the microphone. */
  use(plan: SoundPlan): Promise<void> {
    this.#plan = plan;
    this.#backoff.succeeded();
    return this.#reopen();
  }

  /** Takes the camera's own sound; dropped unless that is what is wanted. */
  feed(sample: Sample, atNs: bigint): void {
    const pipeline = this.#pipeline;
    if (!pipeline || this.#plan.kind !== 'camera') return;
    const runningNs = atNs - pipeline.baseTimeNs;
    if (runningNs >= 0n) pipeline.source('sound').forward(sample, runningNs);
  }

  /** Opens or closes the branch that detection listens to. */
  wantPcm(wanted: boolean): void {
    this.#pcmWanted = wanted;
    this.#pipeline?.element('pcm-valve').set('drop', !wanted);
  }

  #reopen(): Promise<void> {
    clearTimeout(this.#retry);
    this.#work = this.#work.then(async () => {
      await this.#close();
      await this.#open(this.#plan);
    });
    return this.#work;
  }

  async #open(plan: SoundPlan): Promise<void> {
    if (plan.kind === 'none') return this.#options.onWell(plan.name);
    const { board, onUnit, onPcm, onWell } = this.#options;
    let failed = false;
    const fail = (error: unknown) => {
      if (failed || plan !== this.#plan) return;
      failed = true;
      clearInterval(this.#watch);
      const user = plan.kind === 'alsa' ? soundUser(plan.device, 'capture') : null;
      this.#options.onFault(microphoneFault(error, plan.name, user));
      this.#retry = setTimeout(() => void this.#reopen(), this.#backoff.nextMs());
    };
    try {
      const pipeline = new Pipeline(
        opus(
          soundSource(plan),
          board.audio.bitrateKbps,
          'appsink name=out sync=false async=false max-buffers=50 drop=true',
          'appsink name=pcm sync=false async=false max-buffers=50 drop=true',
        ),
        { onError: fail },
      );
      this.#pipeline = pipeline;
      this.wantPcm(this.#pcmWanted);
      const timeUs = (sample: Sample) => Number((pipeline.baseTimeNs + (sample.runningTimeNs ?? 0n)) / 1000n);
      let first = true;
      let heardMs = performance.now();
      // A network camera may have no sound at all.
      if (plan.kind !== 'camera')
        this.#watch = setInterval(() => {
          if (performance.now() - heardMs > SILENT_MS) fail(new GstError('it gives no sound'));
        }, SILENT_MS / 4);
      pipeline.sink('out').listen({
        onSample: (sample) => {
          heardMs = performance.now();
          onUnit({ stream: 'audio', codec: 'opus', key: true, ptsUs: timeUs(sample), data: sample.copy() });
          if (!first) return;
          first = false;
          this.#backoff.succeeded();
          onWell(plan.name);
        },
      });
      const blocks = new PcmBlocks((block) => {
        if (this.#pcmWanted) onPcm(block);
      });
      pipeline.sink('pcm').listen({ onSample: (sample) => blocks.push(sample.copy(), timeUs(sample)) });
      await pipeline.play();
      if (plan.kind === 'scene') {
        const entry = pipeline.source('sound');
        const { baseTimeNs } = pipeline;
        this.#stopFeed = playSceneSound((block, atNs) => {
          if (atNs >= baseTimeNs) entry.push(block, atNs - baseTimeNs);
        });
      }
    } catch (error) {
      fail(error);
    }
  }

  async #close(): Promise<void> {
    clearInterval(this.#watch);
    this.#stopFeed?.();
    this.#stopFeed = undefined;
    const pipeline = this.#pipeline;
    this.#pipeline = undefined;
    await pipeline?.close();
  }
}
