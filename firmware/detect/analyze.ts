/** The detectors of the device over a recording: what would have been an alarm. */
import { decodeFile, type Decoded } from '../media/decode-file.ts';
import { AlarmSpans, type AlarmSpan } from './alarm-spans.ts';
import { makeDetectors, type DetectorOptions } from './detectors.ts';
import type { Sighting } from './sighting.ts';

export interface AnalyzeOptions extends DetectorOptions {
  /** Whether sound is listened to. */
  sound: boolean;
  /** @param seconds of the recording done so far */
  onProgress?: (seconds: number) => void;
  signal: AbortSignal;
}

export interface Analysis {
  /** In the order of their beginning. */
  alarms: AlarmSpan[];
  decoded: Decoded;
}

/** @throws PupsentryError "file-unreadable", "file-no-media", "gstreamer-missing" */
export async function analyzeFile(path: string, options: AnalyzeOptions): Promise<Analysis> {
  const { sound, onProgress, signal } = options;
  const { looking, hearing } = makeDetectors(options);
  const spans = new AlarmSpans();
  const alarms: AlarmSpan[] = [];
  const note = (sighting: Sighting | null) => {
    const ended = sighting && spans.add(sighting);
    if (ended) alarms.push(ended);
  };
  const decoded = await decodeFile(path, {
    onFrame: (frame) => {
      for (const detector of looking) note(detector.look(frame));
      onProgress?.(frame.ptsUs / 1e6);
    },
    ...(sound && {
      onBlock: (block) => {
        for (const detector of hearing) note(detector.hear(block));
        onProgress?.(block.ptsUs / 1e6);
      },
    }),
    signal,
  });
  alarms.push(...spans.end());
  alarms.sort((a, b) => a.startUs - b.startUs);
  return { alarms, decoded };
}
