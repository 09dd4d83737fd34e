/** A short scene as the encoders give it: real H.264 and real Opus, made once with GStreamer. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { AccessUnit } from '../../media/media.ts';
import { accessUnits, rtpPayloads, type RecordedUnit } from '../../live/recording.ts';

export interface Scene {
  seconds: number;
  fps: number;
  video: RecordedUnit[];
  audio: Buffer[];
}

/** @param options.fps is the number of pictures between two key frames, too */
export function makeScene(
  options: { seconds?: number; width?: number; height?: number; fps?: number; kbps?: number } = {},
): Scene {
  const { seconds = 8, width = 160, height = 96, fps = 10, kbps = 60 } = options;
  const folder = mkdtempSync(join(tmpdir(), 'pupsentry-scene-'));
  const run = (elements: string[]) =>
    execFileSync('gst-launch-1.0', ['-q', ...elements.join(' ! ').split(' ')], { stdio: 'pipe' });
  try {
    const [video, sound] = [join(folder, 'video.h264'), join(folder, 'sound.rtp')];
    run([
      `videotestsrc pattern=ball num-buffers=${seconds * fps}`,
      `video/x-raw,format=I420,width=${width},height=${height},framerate=${fps}/1`,
      `x264enc speed-preset=ultrafast tune=zerolatency bitrate=${kbps} byte-stream=true aud=true key-int-max=${fps} option-string=scenecut=0`,
      'video/x-h264,profile=constrained-baseline,stream-format=byte-stream,alignment=au',
      `filesink location=${video}`,
    ]);
    run([
      `audiotestsrc num-buffers=${seconds * 50} samplesperbuffer=960 freq=440 volume=0.3`,
      'audio/x-raw,rate=48000,channels=1',
      'opusenc bitrate=24000 frame-size=20',
      'rtpopuspay',
      'rtpstreampay',
      `filesink location=${sound}`,
    ]);
    return {
      seconds,
      fps,
      video: accessUnits(readFileSync(video)),
      audio: rtpPayloads(readFileSync(sound)),
    };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Plays a scene over and over. @returns its units in the order of their capture */
export function* sceneUnits(
  scene: Scene,
  options: { seconds: number; startUs?: number; sound?: boolean },
): Generator<AccessUnit> {
  const { seconds, startUs = 1_000_000, sound = true } = options;
  const { video, audio, fps } = scene;
  let packet = 0;
  for (let i = 0; i < seconds * fps; i++) {
    const ptsUs = startUs + Math.round((i * 1e6) / fps);
    for (; sound && startUs + packet * 20_000 < ptsUs; packet++)
      yield {
        stream: 'audio',
        codec: 'opus',
        key: true,
        ptsUs: startUs + packet * 20_000,
        data: audio[packet % audio.length]!,
      };
    yield { stream: 'main', codec: 'h264', ptsUs, ...video[i % video.length]! };
  }
}
