/** Debian's `motion` on one clip: it reads a file at the clip's own rate, and we note when its events start and end. */
import { execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Alarm } from '../firmware/detect/testing/watching.ts';
import { cpuSeconds, pause } from './measure.ts';

/** Its defaults, but for an event that ends after 2 s as ours does, two frames in a row, its own noise tuning. */
const SETTINGS = [
  'threshold 1500',
  'noise_tune on',
  'despeckle_filter EedDl',
  'minimum_motion_frames 2',
  'event_gap 2',
  'lightswitch_percent 50',
  'picture_output off',
  'movie_output off',
  'webcontrol_port 0',
  'stream_port 0',
  'text_right ',
];

/** @param grey all frames, 640x360 */
export async function runMotion(
  grey: Buffer,
  clip: { width: number; height: number; fps: number; seconds: number },
): Promise<{ alarms: Alarm[]; cpuSeconds: number }> {
  const folder = mkdtempSync(join(tmpdir(), 'pup-motion-'));
  try {
    // Uncompressed: next to nothing to decode, and what it costs is measured and taken off.
    const file = join(folder, 'clip.mkv');
    const size = `${clip.width}x${clip.height}`;
    const raw = ['-f', 'rawvideo', '-pix_fmt', 'gray', '-s', size, '-r', String(clip.fps), '-i', '-'];
    execFileSync('ffmpeg', ['-v', 'error', ...raw, '-c:v', 'rawvideo', '-pix_fmt', 'yuv420p', file], {
      input: grey,
    });
    const notes = join(folder, 'notes');
    writeFileSync(notes, '');
    const note = (what: string) => `echo ${what} $(date +%s.%N) >> ${notes}`;
    const config = [
      'daemon off',
      `target_dir ${folder}`,
      `netcam_url file://${file}`,
      `width ${clip.width}`,
      `height ${clip.height}`,
      `framerate ${Math.round(clip.fps)}`,
      `on_camera_found ${note('begin')}`,
      `on_event_start ${note('start')}`,
      `on_event_end ${note('end')}`,
      ...SETTINGS,
    ].join('\n');
    writeFileSync(join(folder, 'motion.conf'), config);
    const startedMs = Date.now();
    const child = spawn('motion', ['-c', join(folder, 'motion.conf')], { stdio: 'ignore' });
    try {
      await pause(clip.seconds * 1000 + 1500);
      const cpu = Math.max(0, cpuSeconds(child.pid!) - decodingSeconds(file));
      return { alarms: read(readFileSync(notes, 'utf8'), startedMs / 1000, clip.seconds), cpuSeconds: cpu };
    } finally {
      child.kill('SIGKILL');
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function read(notes: string, startedS: number, lastsS: number): Alarm[] {
  const alarms: Alarm[] = [];
  let beginS = startedS;
  for (const line of notes.trim().split('\n')) {
    const [what, text] = line.split(' ');
    const atS = Number(text) - beginS;
    if (what === 'begin') beginS = Number(text);
    if (what === 'start') alarms.push({ startS: atS, endS: lastsS });
    if (what === 'end' && alarms.length > 0) alarms.at(-1)!.endS = atS - 2;
  }
  return alarms;
}

/** CPU seconds that ffmpeg needs to read the file and throw it away. */
function decodingSeconds(file: string): number {
  const said = execFileSync(
    'sh',
    ['-c', `ffmpeg -v info -benchmark -threads 1 -i "$0" -f null - 2>&1`, file],
    {
      encoding: 'utf8',
    },
  );
  const [, user = '0', system = '0'] = /bench: utime=([\d.]+)s stime=([\d.]+)s/.exec(said) ?? [];
  return Number(user) + Number(system);
}
