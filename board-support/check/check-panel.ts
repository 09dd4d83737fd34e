/** What people press, see and hear: buttons, lights, infrared filter, chime. */
import type { Board, BoardParts } from '../board.ts';
import { about, type Finding } from './finding.ts';
import { checkLines } from './check-gpio.ts';
import { findKey } from './find-key.ts';
import { namesIn, type Surroundings } from './surroundings.ts';

type Panel = Pick<Board, 'button' | 'resetButton' | 'lights' | 'irCut' | 'chime' | 'audio'>;

const SIMULATED = 'simulated';

export function checkPanel(board: Panel, around: Surroundings): Finding[] {
  return [
    ...checkButton('Button', board.button, around),
    ...checkButton('Reset button', board.resetButton, around),
    ...checkLight('Status light', board.lights.status, around),
    ...checkLight('Indicator', board.lights.indicator, around),
    ...checkLight('IR light', board.lights.ir, around),
    ...checkFilter(board.irCut, around),
    ...checkChime(board, around),
  ];
}

function checkButton(part: string, button: BoardParts['button'], around: Surroundings): Finding[] {
  switch (button.kind) {
    case 'none':
      return [];
    case 'simulated':
      return [about(part).ok(SIMULATED)];
    case 'gpio':
      return checkLines(part, [button], around);
    case 'key':
      return [findKey(part, button, around)];
  }
}

function checkLight(part: string, light: BoardParts['light'], around: Surroundings): Finding[] {
  switch (light.kind) {
    case 'none':
      return [];
    case 'simulated':
      return [about(part).ok(SIMULATED)];
    case 'gpio':
      return checkLines(part, [light], around);
    case 'sysfs': {
      const lights = namesIn(around, 'sys/class/leds');
      if (lights.includes(light.name)) return [about(part).ok(light.name)];
      return [
        about(part).missing(
          `There is no light "${light.name}" in /sys/class/leds.`,
          lights.length > 0
            ? `Lights here: ${lights.join(', ')}.`
            : 'The kernel has no lights: check the device tree and CONFIG_LEDS_GPIO.',
        ),
      ];
    }
  }
}

function checkFilter(filter: BoardParts['irCut'], around: Surroundings): Finding[] {
  const part = 'IR filter';
  switch (filter.kind) {
    case 'none':
      return [];
    case 'simulated':
      return [about(part).ok(SIMULATED)];
    case 'gpio':
      return checkLines(part, [filter], around);
    case 'gpio-pulse': {
      const { chip, day, night } = filter;
      const lines = [day, night].map((line) => ({ chip, line }));
      return checkLines(part, lines, around);
    }
  }
}

function checkChime({ chime, audio }: Pick<Panel, 'chime' | 'audio'>, around: Surroundings): Finding[] {
  const part = 'Chime';
  switch (chime.kind) {
    case 'none':
      return [];
    case 'simulated':
      return [about(part).ok(SIMULATED)];
    case 'gpio':
      return checkLines(part, [chime], around);
    case 'speaker':
      return [
        audio.speaker === 'none'
          ? about(part).missing(
              'The chime plays on a speaker, and the board has none.',
              'Name audio.speaker.',
            )
          : about(part).ok('on the speaker'),
      ];
  }
}
