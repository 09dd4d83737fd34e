/** A JPEG of a raw picture, made when somebody asks and at no other time. */
import type { CodedStream } from '#board/board.ts';
import { GstError } from '../gst/gstreamer.ts';
import { Pipeline } from '../gst/pipeline.ts';
import type { Sample } from '../gst/sample.ts';
import { jpeg } from './descriptions.ts';

const LIMIT_MS = 1500;

/** @param width 0 = as it is; else scaled to this, keeping the aspect, never enlarged */
export function stillSize(main: CodedStream, width: number): { width: number; height: number } {
  const wanted = width > 0 ? Math.min(main.width, Math.max(64, width)) : main.width;
  const even = (value: number) => Math.max(2, 2 * Math.round(value / 2));
  return { width: even(wanted), height: even((wanted * main.height) / main.width) };
}

/** @throws GstError when the encoder fails or takes too long */
export async function encodeStill(raw: Sample, size: { width: number; height: number }): Promise<Buffer> {
  let pipeline: Pipeline | undefined;
  let timer: NodeJS.Timeout | undefined;
  try {
    return await new Promise<Buffer>((resolve, reject) => {
      timer = setTimeout(() => reject(new GstError('the JPEG encoder takes too long')), LIMIT_MS);
      pipeline = new Pipeline(jpeg(raw.caps, size), { onError: reject });
      pipeline.sink('out').listen({ onSample: (sample) => resolve(sample.copy()) });
      pipeline.source('in').forward(raw, 0n);
      pipeline.play().catch(reject);
    });
  } finally {
    clearTimeout(timer);
    await pipeline?.close();
  }
}
