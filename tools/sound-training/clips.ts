/** The recordings that the sound classifier is trained and judged with. */
import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { RATE_HZ } from '../../firmware/detect/sound/spectrum.ts';

/** Folder to what it stands for. */
export const FOLDERS = {
  'dog-bark': 'dog',
  'baby-cry': 'baby',
  sneeze: 'sneeze',
  rain: 'rain',
  'clock-tick': 'clock',
  'fire-crackling': 'fire',
} as const;
export type ClipKind = (typeof FOLDERS)[keyof typeof FOLDERS];
export const NUISANCES: readonly ClipKind[] = ['rain', 'clock', 'fire'];

export interface Clip {
  kind: ClipKind;
  /** Name of the file without its ending, such as "1-22694-A". */
  name: string;
  /** The recording at Freesound that it is a piece of: pieces of one recording stay together. */
  recording: string;
  /** 16 kHz, full scale 1. */
  wave: Float32Array;
}

/** @returns the folder with the recordings, or null when this machine has none */
export function soundFolder(root: string): string | null {
  const folder = process.env.PUPSENTRY_SHARED ?? join(root, '../shared');
  const sound = join(folder, 'data/sound');
  return existsSync(sound) ? sound : null;
}

/** Needs ffmpeg. @param folders of the kinds that are wanted; @param most of each */
export function readClips(
  folder: string,
  folders: readonly string[] = Object.keys(FOLDERS),
  most = Infinity,
): Clip[] {
  return Object.entries(FOLDERS)
    .filter(([sub]) => folders.includes(sub))
    .flatMap(([sub, kind]) =>
      readdirSync(join(folder, sub))
        .filter((file) => /\.(ogg|wav|flac)$/.test(file))
        .sort()
        .slice(0, most)
        .map((file) => ({
          kind,
          name: file.replace(/\.\w+$/, ''),
          recording: file.split('-')[1] ?? file,
          wave: decode(join(folder, sub, file)),
        })),
    );
}

function decode(file: string): Float32Array {
  const args = ['-v', 'error', '-i', file, '-ac', '1', '-ar', String(RATE_HZ), '-f', 'f32le', '-'];
  const bytes = execFileSync('ffmpeg', args, { maxBuffer: 1 << 28 });
  return Float32Array.from({ length: bytes.length >> 2 }, (_, i) => bytes.readFloatLE(i * 4));
}

/** Deals clips to folds, kind by kind and recording by recording, so that every fold has as many of each. */
export function foldOf(clips: readonly Clip[], folds: number): Map<Clip, number> {
  const dealt = new Map<Clip, number>();
  for (const kind of new Set(clips.map((clip) => clip.kind))) {
    const sizes = new Array<number>(folds).fill(0);
    const recordings = new Map<string, Clip[]>();
    for (const clip of clips)
      if (clip.kind === kind)
        recordings.set(clip.recording, [...(recordings.get(clip.recording) ?? []), clip]);
    const largestFirst = [...recordings.values()].sort((a, b) => b.length - a.length);
    for (const pieces of largestFirst) {
      const fold = sizes.indexOf(Math.min(...sizes));
      sizes[fold]! += pieces.length;
      for (const clip of pieces) dealt.set(clip, fold);
    }
  }
  return dealt;
}
