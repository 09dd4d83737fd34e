/** All commands, in the order of the help. */
import type { Command } from '../command.ts';
import { analyze } from './analyze.ts';
import { boardCheck } from './board-check.ts';
import { boardList, boardShow } from './board.ts';
import { buttonPress } from './button-press.ts';
import { clip } from './clip.ts';
import { events } from './events.ts';
import { identify } from './identify.ts';
import { logs } from './logs.ts';
import { recordings } from './recordings.ts';
import { restart } from './restart.ts';
import { settingsGet, settingsSet } from './settings.ts';
import { snapshot } from './snapshot.ts';
import { status } from './status.ts';
import { streamStats } from './stream-stats.ts';
import {
  updateCheck,
  updateHistory,
  updateNow,
  updatePostpone,
  updateRollback,
  updateStatus,
} from './update.ts';
import { wifiConnect, wifiForget, wifiScan, wifiStatus } from './wifi.ts';

export const COMMANDS: readonly Command[] = [
  status,
  events,
  snapshot,
  recordings,
  clip,
  buttonPress,
  streamStats,
  settingsGet,
  settingsSet,
  logs,
  analyze,
  restart,
  identify,
  updateStatus,
  updateCheck,
  updateNow,
  updatePostpone,
  updateRollback,
  updateHistory,
  wifiStatus,
  wifiScan,
  wifiConnect,
  wifiForget,
  boardCheck,
  boardList,
  boardShow,
];
