/** A short MP4 with picture and sound, made on the spot. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export function recordedClip(seconds = 3): { file: string; remove: () => void } {
  const folder = mkdtempSync(join(tmpdir(), 'pupsentry-clip-'));
  const file = join(folder, 'clip.mp4');
  const args = ['-v', 'error', '-f', 'lavfi', '-i', `testsrc2=size=640x360:rate=25:duration=${seconds}`];
  args.push('-f', 'lavfi', '-i', `sine=440:duration=${seconds}`);
  args.push('-c:v', 'libx264', '-preset', 'ultrafast', '-pix_fmt', 'yuv420p', '-c:a', 'aac', file);
  execFileSync('ffmpeg', args);
  return { file, remove: () => rmSync(folder, { recursive: true, force: true }) };
}
