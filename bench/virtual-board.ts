/** The device on the virtual board's real kernel: one emulated processor does everything. */
import { join } from 'node:path';
import { prepareBoard } from '#board/virtual/prepared-board.ts';
import { measuredBy } from './child-measurement.ts';
import { row, type Group } from './rows.ts';
import type { VirtualFigures } from './virtual/figures.ts';

const SCRIPT = join(import.meta.dirname, 'virtual/measure.ts');

export const virtualBoard: Group = {
  name: 'virtual-board',
  about:
    'Inside the virtual board (User-Mode Linux, one processor, everything running): button edge until a subscriber ' +
    'has the message, beside gpiomon piped to mosquitto_pub on a second line; start of userspace until the first ' +
    'access unit; CPU of the media process on vivid -> vicodec by dmabuf (with sub and grey), beside gst-launch-1.0.',
  async run(progress) {
    await prepareBoard(progress);
    const { press, startSeconds, cpuPercent } = await measuredBy<VirtualFigures>(SCRIPT, progress);
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
