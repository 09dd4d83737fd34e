/** A running machine against a board's profile, part by part. Changes nothing, and needs no daemon. */
import type { Board } from '../board.ts';
import { checkBoot } from './check-boot.ts';
import { checkCamera } from './check-camera.ts';
import { checkCare } from './check-care.ts';
import { checkEncoders } from './check-encoders.ts';
import { checkMachine } from './check-machine.ts';
import { checkPanel } from './check-panel.ts';
import { checkSound } from './check-sound.ts';
import type { Finding } from './finding.ts';
import type { Surroundings } from './surroundings.ts';

export interface BoardCheck {
  board: string;
  /** Everything is there, and free or used by this device itself. */
  ok: boolean;
  findings: Finding[];
  /** Parts that the profile says are not on this board. */
  without: string[];
}

/** Every part is looked at, whatever is wrong with the others. */
export function checkBoard(board: Board, around: Surroundings): BoardCheck {
  const findings = [
    ...checkMachine(board, around),
    ...checkCamera(board, around),
    ...checkEncoders(board, around),
    ...checkSound(board, around),
    ...checkPanel(board, around),
    ...checkCare(board, around),
    ...checkBoot(board, around),
  ];
  return {
    board: board.name,
    ok: findings.every(({ mark }) => mark === 'ok'),
    findings,
    without: partsWithout(board),
  };
}

function partsWithout({
  audio,
  button,
  resetButton,
  lights,
  irCut,
  chime,
  watchdog,
  ...rest
}: Board): string[] {
  const parts: [name: string, isThere: boolean][] = [
    ['microphone', audio.microphone !== 'none'],
    ['speaker', audio.speaker !== 'none'],
    ['button', button.kind !== 'none'],
    ['reset button', resetButton.kind !== 'none'],
    ['status light', lights.status.kind !== 'none'],
    ['indicator', lights.indicator.kind !== 'none'],
    ['IR light', lights.ir.kind !== 'none'],
    ['IR filter', irCut.kind !== 'none'],
    ['chime', chime.kind !== 'none'],
    ['watchdog', watchdog.kind !== 'none'],
    ['Wi-Fi', rest.wifi.kind !== 'none'],
    ['temperature', rest.temperature.kind !== 'none'],
    ['update slots', rest.boot.kind !== 'none'],
  ];
  return parts.flatMap(([name, isThere]) => (isThere ? [] : [name]));
}
