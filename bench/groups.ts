/** The groups of `make bench`, in the order of the report. */
import { capture, idle } from './device.ts';
import { install } from './install.ts';
import { joining, liveCpu } from './live.ts';
import { motion } from './motion.ts';
import { narrow } from './narrow.ts';
import { press } from './press.ts';
import { privacyZones } from './privacy-zones.ts';
import { record } from './record.ts';
import type { Group } from './rows.ts';
import { sound } from './sound.ts';
import { update } from './update.ts';
import { virtualBoard } from './virtual-board.ts';

export const groups: Group[] = [
  ...[liveCpu, joining, press, capture, idle, privacyZones],
  ...[narrow, motion, sound, record, install, update, virtualBoard],
];
