/** Live view with a recorded camera and fake viewers: what its tests stand on. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { FakeClock } from '#kit/clock.ts';
import { silentLogger } from '#kit/log.ts';
import { v1 } from '#protocol/messages.ts';
import type { MediaInfo } from '../media/media.ts';
import type { SettingKey, Settings } from '../settings/schema.ts';
import { FakeEngine, type FakePeer } from './fake-engine.ts';
import { FakeSignalLink } from './fake-signal-link.ts';
import { LiveService } from './live.ts';
import { FakeRecordings } from './playback/fake-recordings.ts';
import { RecordedMedia } from './recorded-media.ts';
import type { Recording, Rendition } from './recording.ts';

export const OFFER = readFileSync(join(import.meta.dirname, 'chromium-offer.sdp'), 'latin1');
export const TYPE_IDR = 5;
/** When the recording begins, wall clock ms. */
export const T = 1_790_000_000_000;

/** One key frame a second; a picture of `kbps` at its pace. */
function rendition(kbps: number, fps: number): Rendition {
  const unit = (type: number) =>
    Buffer.concat([Buffer.from([0, 0, 0, 1, 0x60 | type]), Buffer.alloc((kbps * 125) / fps, 0xa5)]);
  return {
    kbps,
    fps,
    units: Array.from({ length: fps }, (_, i) => ({ key: i === 0, data: unit(i === 0 ? TYPE_IDR : 1) })),
  };
}

const RECORDING: Recording = {
  main: [rendition(500, 30), rendition(1000, 30), rendition(2000, 30)],
  sub: [rendition(100, 15), rendition(300, 15)],
  audio: [Buffer.from([0xf8, 1, 2, 3])],
};

/** The live service on a recorded camera, with viewers that say what a test has them say. */
export class LiveUnderTest {
  readonly clock = new FakeClock();
  readonly media = new RecordedMedia({ recording: RECORDING, clock: this.clock });
  readonly link = new FakeSignalLink();
  readonly engine = new FakeEngine();
  readonly recordings = new FakeRecordings([{ startMs: T, endMs: T + 60_000 }]);
  readonly settings: Partial<Settings> = { 'live.maxViewers': 10, 'video.bitrateKbps': 2000 };
  #onSettings: (keys: ReadonlySet<SettingKey>) => void = () => undefined;
  readonly live = new LiveService({
    media: this.media,
    link: this.link,
    settings: {
      get: (key) => this.settings[key]!,
      onChanged: (listener) => {
        this.#onSettings = listener;
        return () => undefined;
      },
    },
    clock: this.clock,
    log: silentLogger(),
    engine: this.engine,
    recordings: this.recordings,
  });

  static async start(): Promise<LiveUnderTest> {
    const device = new LiveUnderTest();
    device.media.start();
    await device.live.start();
    await device.clock.advance(1500);
    return device;
  }

  async stop(): Promise<void> {
    await this.live.stop();
    this.media.stop();
  }

  offer(
    sessionId: string,
    more: { sdp?: string; quality?: v1.Quality; recordings?: boolean; envelope?: v1.IEnvelope } = {},
  ): FakePeer {
    const { sdp = OFFER, quality = v1.Quality.QUALITY_AUTO, recordings, envelope } = more;
    this.link.receive({ sessionId, offer: { sdp, quality, recordings } }, envelope);
    return this.engine.peers.at(-1)!;
  }

  /** A viewer that has connected and says something each second. */
  viewer(sessionId: string): FakePeer {
    const peer = this.offer(sessionId);
    peer.connect();
    return peer;
  }

  /** The camera is missing from now on, and its fault is told. */
  loseCamera(): void {
    const info = this.media.info.bind(this.media);
    const missing = {
      component: 'camera',
      code: 'camera-missing',
      message: 'No camera.',
      remedy: '',
    } as const;
    this.media.info = (): MediaInfo => ({
      ...info(),
      phase: 'starting',
      faults: [{ ...missing, sinceMs: 0 }],
    });
  }

  change(key: SettingKey, value: never): void {
    Object.assign(this.settings, { [key]: value });
    this.#onSettings(new Set([key]));
  }

  said(sessionId: string): v1.ISignal[] {
    return this.link.sent.filter((s) => s.signal.sessionId === sessionId).map((s) => s.signal);
  }
}

export function nalTypes(packets: readonly Buffer[]): number[] {
  return packets.map((p) => ((p[20]! & 0x1f) === 28 ? p[21]! & 0x1f : p[20]! & 0x1f));
}

/** RTCP about the video track of a peer. */
export function feedback(peer: FakePeer, type: number, format: number, rest: number[] = []): Buffer {
  const packet = Buffer.alloc(12 + rest.length * 4);
  packet.writeUInt16BE(((0x80 | format) << 8) | type, 0);
  packet.writeUInt16BE(packet.length / 4 - 1, 2);
  packet.writeUInt32BE(peer.options.ssrc.video, 8);
  rest.forEach((word, i) => packet.writeUInt32BE(word, 12 + 4 * i));
  return packet;
}
export const pli = (peer: FakePeer) => feedback(peer, 206, 1);
export const remb = (peer: FakePeer, kbps: number) =>
  feedback(peer, 206, 15, [0x52454d42, (1 << 24) | (10 << 18) | Math.round((kbps * 1000) / 1024), 0]);
