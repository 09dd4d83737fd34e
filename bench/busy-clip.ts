/** The clip that benchmarks encode. */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A busy picture, so that both encoders fill their 2 Mbit/s; one minute, so that nobody reaches its end. */
export function busyClip(): string {
  const folder = join(tmpdir(), 'pupsentry-bench');
  const file = join(folder, 'busy.mp4');
  if (!existsSync(file)) {
    mkdirSync(folder, { recursive: true });
    const picture = 'testsrc2=size=1280x720:rate=30:duration=60,noise=alls=12:allf=t';
    const args = [
      '-v',
      'error',
      '-y',
      '-f',
      'lavfi',
      '-i',
      picture,
      '-f',
      'lavfi',
      '-i',
      'sine=440:duration=60',
    ];
    args.push(
      '-c:v',
      'libx264',
      '-preset',
      'ultrafast',
      '-b:v',
      '6M',
      '-pix_fmt',
      'yuv420p',
      '-c:a',
      'aac',
      file,
    );
    execFileSync('ffmpeg', args);
  }
  return file;
}
