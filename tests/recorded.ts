/** Waits until a device has recorded so much: asked anew whenever its storage has changed. */
import { mkdirSync, watch } from 'node:fs';
import { join } from 'node:path';
import * as assert from 'uvu/assert';
import type { RecordingsAnswer } from '../firmware/ctl/answers.ts';

export interface RecordingDevice {
  /** Its folder, with `state` in it. */
  folder: string;
  call(method: string): Promise<unknown>;
}

/** @returns what is recorded, once that is at least so long in all, and lies in so many spans */
export async function recorded(
  device: RecordingDevice,
  seconds: number,
  spans = 1,
): Promise<RecordingsAnswer> {
  const recordings = join(device.folder, 'state/recordings');
  mkdirSync(recordings, { recursive: true });
  let changed = () => undefined as void;
  const watcher = watch(recordings, { recursive: true }, () => changed());
  try {
    for (;;) {
      const next = new Promise<void>((resolve) => (changed = resolve));
      const answer = (await device.call('recordings')) as RecordingsAnswer;
      assert.is(answer.status.fault, null);
      const lengthMs = answer.spans.reduce((sum, { startMs, endMs }) => sum + (endMs - startMs), 0);
      if (lengthMs >= seconds * 1000 && answer.spans.length >= spans) return answer;
      await next;
    }
  } finally {
    watcher.close();
  }
}
