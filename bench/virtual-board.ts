/** The device on the virtual board's real kernel: one emulated processor does everything. */
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { join } from 'node:path';
import { prepareBoard } from '#board/virtual/prepared-board.ts';
import { row, type Group } from './rows.ts';
import type { VirtualFigures } from './virtual/figures.ts';

export const virtualBoard: Group = {
  name: 'virtual-board',
  about:
    'Inside the virtual board (User-Mode Linux, one processor, everything running): button edge until a subscriber ' +
    'has the message, beside gpiomon piped to mosquitto_pub on a second line; start of userspace until the first ' +
    'access unit; CPU of the media process on vivid -> vicodec by dmabuf (with sub and grey), beside gst-launch-1.0.',
  async run(progress) {
    await prepareBoard(progress);
    const { press, startSeconds, cpuPercent } = await measured(progress);
    return [
      row({
        id: 'edge-p99',
        what: 'press edge to subscriber, p99',
        unit: 'ms',
        ours: press.ours,
        peer: 'gpiomon piped to mosquitto_pub',
        theirs: press.theirs,
        aim: { atMost: 15 },
      }),
      row({
        id: 'userspace-first-unit',
        what: 'start of userspace to the first access unit',
        unit: 's',
        ours: startSeconds,
      }),
      row({
        id: 'v4l2-encode-cpu',
        what: 'V4L2 capture and encode, no sound',
        unit: '% of its processor',
        ours: cpuPercent.ours,
        peer: 'gst-launch-1.0',
        theirs: cpuPercent.theirs,
      }),
    ];
  },
};

async function measured(progress: (line: string) => void): Promise<VirtualFigures> {
  const script = join(import.meta.dirname, 'virtual/measure.ts');
  const child = spawn(process.execPath, ['--import', 'tsx', script], { stdio: ['ignore', 'pipe', 'pipe'] });
  createInterface({ input: child.stderr }).on('line', progress);
  let last = '';
  createInterface({ input: child.stdout }).on('line', (line) => (last = line));
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve));
  if (code !== 0) throw new Error(`bench/virtual/measure.ts ended with ${code}`);
  return JSON.parse(last) as VirtualFigures;
}
