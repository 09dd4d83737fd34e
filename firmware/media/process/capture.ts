/** How a V4L2 camera's pictures are brought to the encoders: as dmabufs where that works, copied where it does not. */
import { readdirSync, readlinkSync } from 'node:fs';
import { join } from 'node:path';
import type { Board } from '#board/board.ts';
import { openedBy } from '#board/drivers/process-name.ts';
import type { Logger } from '#kit/log.ts';
import type { Pipeline } from '../gst/pipeline.ts';
import type { CameraPlan } from './camera.ts';
import type { ChosenEncoder } from './choose-encoder.ts';
import { device, painted } from './descriptions.ts';
import { locateCamera } from './locate-camera.ts';
import { EncoderFaultError, type MediaFaultError } from './media-fault.ts';
import { probeCamera } from './probe-camera.ts';
import { setControls } from './set-controls.ts';

export interface CaptureOptions {
  plan: Extract<CameraPlan, { kind: 'device' }>;
  video: Board['video'];
  log: Logger;
  /** Why an earlier life of this process had to copy; empty when it had not. */
  copying: string;
  /** The same of this life, when it changes: the next one is to know. */
  onCopying: (why: string) => void;
  /** Takes a probe down. */
  close: (probe: Pipeline) => Promise<void>;
}

/** Where raw pictures come from, as for gst-launch. */
export interface Source {
  description: string;
  dmabuf: boolean;
  /** Ends in "unpainted" and begins anew at "picture": between the two privacy zones are painted. */
  painted: boolean;
  /** For people: how pictures reach the main encoder; empty when there is nothing to say. */
  way: string;
}

export class Capture {
  readonly #options: CaptureOptions;
  /** Why buffers are copied although they should not have to be; empty while dmabuf is tried. */
  #copying: string;
  #last: Source | null = null;
  /** Sources in a row that gave no picture, with dmabuf. */
  #failures = 0;
  #path: string | null = null;

  constructor(options: CaptureOptions) {
    this.#options = options;
    this.#copying = options.copying;
  }

  /**
   * Finds the camera and what it offers.
   * @param paints whether pictures are painted before they are coded: then they are copied
   * @throws MediaFaultError, GstError
   */
  async source(main: ChosenEncoder, paints: boolean): Promise<Source> {
    const { plan, video, log, close } = this.#options;
    this.#last = null;
    const path = (this.#path = await locateCamera(plan));
    setControls(path, video.controls, log);
    const wanted = video.dmabuf && main.family.importsDmabuf;
    const into = wanted && !paints && !this.#copying ? main.element : null;
    const format = await probeCamera({ path, main: video.main, into, close });
    const { width, height, fps } = video.main;
    const why =
      (paints ? 'privacy zones are painted on them' : this.#copying) ||
      `the camera gives no ${width}x${height} at ${fps} Hz in a format that it takes`;
    const way = format.dmabuf
      ? 'takes the camera’s buffers as they are (dmabuf)'
      : wanted
        ? `pictures are copied to it: ${why}`
        : '';
    const camera = device(path, format);
    const description = paints ? painted(camera, video.main) : camera;
    return (this.#last = { description, dmabuf: format.dmabuf, painted: paints, way });
  }

  /** Who else has the camera open, such as "motion (pid 88)". */
  user(): string | null {
    const users = this.#path === null ? [] : openedBy(this.#path);
    return users.map(({ name, pid }) => `${name} (pid ${pid})`).join(', ') || null;
  }

  /**
   * Whether this process still has the camera open although no pipeline uses it: a V4L2 element of GStreamer that
   * failed may leave buffers behind, and only the end of the process frees them.
   */
  isHeld(): boolean {
    return this.#path !== null && hasOpen(this.#path);
  }

  /** The last source gives pictures. */
  worked(): void {
    this.#failures = 0;
  }

  /** The last source gave no picture at all. @returns whether there is another way, to be tried at once */
  otherWay(fault: MediaFaultError): boolean {
    const last = this.#last;
    if (!last || fault.code === 'camera-busy') return false;
    if (!last.dmabuf) {
      this.#copy(''); // what fails while copying too was not the fault of dmabuf
      return false;
    }
    // What the encoder refuses once it refuses always; the camera may have been unlucky.
    const refused = fault instanceof EncoderFaultError;
    if (!refused && ++this.#failures < 2) return false;
    this.#failures = 0;
    this.#copy(`dmabuf failed (${refused ? fault.said : fault.message})`);
    return true;
  }

  #copy(why: string): void {
    if (why === this.#copying) return;
    this.#copying = why;
    this.#options.onCopying(why);
  }
}

function hasOpen(path: string): boolean {
  const own = '/proc/self/fd';
  return readdirSync(own).some((fd) => {
    try {
      return readlinkSync(join(own, fd)) === path;
    } catch {
      return false; // closed meanwhile, as the one that lists them
    }
  });
}
