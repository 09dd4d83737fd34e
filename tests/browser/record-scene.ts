/** Makes a short recording with GStreamer: real H.264 in several bitrates and real Opus. */
import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { accessUnits, rtpPayloads, type Recording, type Rendition } from '../../firmware/live/recording.ts';

const SECONDS = 4;

/** @param mainKbps bitrates of the main stream, rising */
export async function recordScene(mainKbps: number[] = [2000], keyFrameEvery = 30): Promise<Recording> {
  const folder = await mkdtemp(join(tmpdir(), 'pupsentry-scene-'));
  try {
    const video = async (kbps: number, width: number, height: number, fps: number): Promise<Rendition> => {
      const file = join(folder, `${width}-${kbps}.h264`);
      await gst([
        `videotestsrc pattern=smpte num-buffers=${SECONDS * fps} horizontal-speed=6`,
        `video/x-raw,format=I420,width=${width},height=${height},framerate=${fps}/1`,
        `x264enc speed-preset=ultrafast tune=zerolatency bitrate=${kbps} vbv-buf-capacity=500 bframes=0 byte-stream=true aud=true key-int-max=${Math.round((keyFrameEvery * fps) / 30)} option-string=scenecut=0`,
        'video/x-h264,profile=constrained-baseline,stream-format=byte-stream,alignment=au',
        `filesink location=${file}`,
      ]);
      return { kbps, fps, units: accessUnits(await readFile(file)) };
    };
    const sound = join(folder, 'sound.rtp');
    await gst([
      `audiotestsrc num-buffers=${SECONDS * 50} samplesperbuffer=960 freq=440 volume=0.3`,
      'audio/x-raw,rate=48000,channels=1',
      'opusenc bitrate=32000 frame-size=20',
      'rtpopuspay',
      'rtpstreampay',
      `filesink location=${sound}`,
    ]);
    const main: Rendition[] = [];
    for (const kbps of mainKbps) main.push(await video(kbps, 1280, 720, 30));
    const sub: Rendition[] = [];
    for (const kbps of [100, 200, 300]) sub.push(await video(kbps, 640, 360, 15));
    return { main, sub, audio: rtpPayloads(await readFile(sound)) };
  } finally {
    await rm(folder, { recursive: true });
  }
}

function gst(elements: string[]): Promise<void> {
  const pipeline = elements.join(' ! ');
  return new Promise((resolve, reject) => {
    const child = spawn('gst-launch-1.0', ['-q', ...pipeline.split(' ')], {
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    let complaint = '';
    child.stderr.on('data', (chunk: Buffer) => (complaint += chunk.toString()));
    child.on('error', reject);
    child.on('close', (code) =>
      code === 0 ? resolve() : reject(new Error(`gst-launch-1.0 ${pipeline}: ${complaint}`)),
    );
  });
}
