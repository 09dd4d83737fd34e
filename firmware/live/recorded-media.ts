/**
 * Media without a camera: plays a recording in a loop, at its own pace, as if it were being encoded. A key
 * frame that is asked for comes with the next picture (the recording jumps to its next one), and a bitrate
 * picks the rendition that comes closest.
 */
import type { Clock, Timer } from '#kit/clock.ts';
import { PupsentryError } from '#kit/errors.ts';
import type { Media, MediaInfo, Picture, StreamName, VideoCodec, VideoStream } from '../media/media.ts';
import { Ring } from '../media/ring.ts';
import type { Recording, Rendition } from './recording.ts';

const AUDIO_MS = 20;
/** As the real encoders do it. */
const KEY_FRAME_SPACING_MS = 300;

interface VideoTrack {
  renditions: Rendition[];
  playing: Rendition;
  wished: Rendition;
  index: number;
  keyWanted: boolean;
  keyMs: number;
}

export class RecordedMedia implements Media {
  readonly ring = new Ring();
  /** Key frames asked for and bitrates set, in order. */
  readonly asked: { keyFrames: VideoStream[]; bitrates: [VideoStream, number][] } = {
    keyFrames: [],
    bitrates: [],
  };
  /** What the main stream is said to be coded in. */
  mainCodec: VideoCodec = 'h264';
  readonly #clock: Clock;
  readonly #audio: Buffer[];
  readonly #tracks: Record<VideoStream, VideoTrack>;
  readonly #listeners = new Set<() => void>();
  readonly #timers = new Map<StreamName, Timer>();
  #phase: MediaInfo['phase'] = 'starting';
  #restarts = 0;
  #audioIndex = 0;

  constructor(options: { recording: Recording; clock: Clock }) {
    this.#clock = options.clock;
    this.#audio = options.recording.audio;
    const track = (renditions: Rendition[]): VideoTrack => {
      const best = renditions.at(-1)!;
      return { renditions, playing: best, wished: best, index: 0, keyWanted: false, keyMs: -Infinity };
    };
    this.#tracks = { main: track(options.recording.main), sub: track(options.recording.sub) };
  }

  start(): void {
    const nowMs = this.#clock.monotonicMs();
    for (const stream of ['main', 'sub'] as const) this.#play(stream, nowMs);
    if (this.#audio.length > 0) this.#play('audio', nowMs);
    this.#change('running');
  }

  stop(): void {
    for (const timer of this.#timers.values()) timer.cancel();
    this.#timers.clear();
  }

  /** Privacy mode on or off. */
  setPrivacy(on: boolean): void {
    this.stop();
    if (!on) return this.start();
    this.ring.clear();
    this.#change('off');
  }

  info(): MediaInfo {
    const encoder = (stream: VideoStream) => {
      const { kbps, fps } = this.#tracks[stream].playing;
      const size = stream === 'main' ? { width: 1280, height: 720 } : { width: 640, height: 360 };
      return {
        element: 'recording',
        codec: stream === 'main' ? this.mainCodec : ('h264' as const),
        reason: 'a recording',
        fps,
        bitrateKbps: kbps,
        ...size,
      };
    };
    return {
      phase: this.#phase,
      camera: 'recording',
      microphone: 'recording',
      gstreamer: '',
      encoders: { main: encoder('main'), sub: encoder('sub') },
      restarts: this.#restarts,
      faults: [],
    };
  }

  onChanged(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  onGreyFrame(): () => void {
    return () => undefined;
  }

  onSound(): () => void {
    return () => undefined;
  }

  requestKeyFrame(stream: VideoStream): void {
    this.asked.keyFrames.push(stream);
    this.#tracks[stream].keyWanted = true;
  }

  setBitrate(stream: VideoStream, kbps: number): void {
    this.asked.bitrates.push([stream, kbps]);
    const { renditions } = this.#tracks[stream];
    this.#tracks[stream].wished = renditions.findLast((r) => r.kbps <= kbps) ?? renditions[0]!;
  }

  snapshot(): Promise<Picture> {
    return Promise.reject(new PupsentryError('no-picture', 'A recording gives no snapshots.'));
  }

  playChime(): Promise<void> {
    return Promise.reject(new PupsentryError('speaker-missing', 'A recording has no speaker.'));
  }

  restart(): void {
    this.#restarts++;
    this.stop();
    this.#change('starting');
    for (const track of Object.values(this.#tracks)) track.index = 0;
    this.start();
  }

  #change(phase: MediaInfo['phase']): void {
    this.#phase = phase;
    for (const listener of this.#listeners) listener();
  }

  #play(stream: StreamName, dueMs: number): void {
    const periodMs = stream === 'audio' ? AUDIO_MS : 1000 / this.#tracks[stream].playing.fps;
    const waitMs = Math.max(0, dueMs - this.#clock.monotonicMs());
    this.#timers.set(
      stream,
      this.#clock.after(waitMs, () => {
        this.#play(stream, dueMs + periodMs);
        const ptsUs = Math.round(dueMs * 1000);
        if (stream !== 'audio') return this.#show(stream, ptsUs);
        const data = this.#audio[this.#audioIndex++ % this.#audio.length]!;
        this.ring.push({ stream, codec: 'opus', key: true, ptsUs, data });
      }),
    );
  }

  #show(stream: VideoStream, ptsUs: number): void {
    const track = this.#tracks[stream];
    const spaced = ptsUs / 1000 - track.keyMs >= KEY_FRAME_SPACING_MS;
    const { units } = track.playing;
    if (track.keyWanted && spaced) {
      track.keyWanted = false;
      const next = units.findIndex((unit, index) => index >= track.index && unit.key);
      track.index = Math.max(0, next);
    }
    if (track.index >= units.length) track.index = 0;
    // Renditions have their key frames at the same places.
    if (units[track.index]!.key) track.playing = track.wished;
    const { key, data } = track.playing.units[track.index++]!;
    if (key) track.keyMs = ptsUs / 1000;
    const codec = stream === 'main' ? this.mainCodec : 'h264';
    this.ring.push({ stream, codec, key, ptsUs, data });
  }
}
