/** Whether a tone that went through a microphone and Opus has come out unharmed. */
import { Pipeline } from '../../firmware/media/gst/pipeline.ts';

const RATE_HZ = 48_000;
const WINDOW = 480; // 10 ms
/** A decoder that begins in the midst of a stream needs a moment, samples. */
const SETTLE = 0.4 * RATE_HZ;

export interface ToneReport {
  seconds: number;
  /** From the advance of its phase. */
  hz: number;
  /** Windows of 10 ms in which it is too weak, or its phase jumps. */
  dropouts: number;
}

/** @param packets Opus, 20 ms each, one after the other */
export async function decodeOpus(packets: readonly Buffer[]): Promise<Int16Array> {
  const pieces: Buffer[] = [];
  await new Promise<void>((resolve, reject) => {
    const pipeline = new Pipeline(
      'appsrc name=in format=time max-bytes=0 caps="audio/x-opus,rate=48000,channels=1,channel-mapping-family=0" ! ' +
        `opusdec ! audioconvert ! audio/x-raw,format=S16LE,rate=${RATE_HZ},channels=1 ! appsink name=out sync=false`,
      { onError: reject },
    );
    pipeline.sink('out').listen({
      onSample: (sample) => void pieces.push(sample.copy()),
      onEnded: () => void pipeline.close().then(resolve, reject),
    });
    packets.forEach((packet, i) => pipeline.source('in').push(packet, BigInt(i) * 20_000_000n));
    pipeline.source('in').end();
    pipeline.play().catch(reject);
  });
  const bytes = Buffer.concat(pieces);
  return new Int16Array(bytes.buffer, bytes.byteOffset, bytes.length >> 1);
}

/**
 * Looks at a sine of about `hz` window by window: how strong it is and where its phase stands.
 * @param settle samples at the beginning that are not judged
 */
export function judgeTone(samples: Int16Array, hz: number, settle = SETTLE): ToneReport {
  const windows: { amplitude: number; phase: number }[] = [];
  for (let from = settle; from + WINDOW <= samples.length; from += WINDOW) {
    let re = 0;
    let im = 0;
    for (let i = from; i < from + WINDOW; i++) {
      const angle = (2 * Math.PI * hz * i) / RATE_HZ;
      re += samples[i]! * Math.cos(angle);
      im += samples[i]! * Math.sin(angle);
    }
    windows.push({ amplitude: (2 * Math.hypot(re, im)) / WINDOW, phase: Math.atan2(-im, re) });
  }
  const usual = windows.map(({ amplitude }) => amplitude).sort((a, b) => a - b)[windows.length >> 1] ?? 0;
  let turned = 0;
  let dropouts = 0;
  for (const [i, { amplitude, phase }] of windows.entries()) {
    const step =
      i === 0
        ? 0
        : Math.atan2(Math.sin(phase - windows[i - 1]!.phase), Math.cos(phase - windows[i - 1]!.phase));
    turned += step;
    if (amplitude < usual * 0.8 || amplitude > usual * 1.2 || Math.abs(step) > 0.3) dropouts++;
  }
  const seconds = (windows.length * WINDOW) / RATE_HZ;
  return { seconds, hz: hz + turned / (2 * Math.PI) / seconds, dropouts };
}
