/** Whether this is the machine that a profile is for. */
import type { Board } from '../board.ts';
import { about, type Finding } from './finding.ts';
import { textOf, type Surroundings } from './surroundings.ts';

export function checkMachine({ machine }: Pick<Board, 'machine'>, around: Surroundings): Finding[] {
  const processor = about('Processor');
  const findings = [
    machine.architectures.some((architecture) => architecture === around.arch)
      ? processor.ok(around.arch)
      : processor.differs(
          `This processor is ${around.arch}; the board has ${machine.architectures.join(' or ')}.`,
          'This is another machine: choose its board with --board.',
        ),
  ];
  if (machine.compatible.length > 0) findings.push(checkCompatible(machine.compatible, around));
  return findings;
}

function checkCompatible(wanted: readonly string[], around: Surroundings): Finding {
  const device = about('Machine');
  const here = compatibleStrings(around);
  const found = wanted.find((one) => here.includes(one));
  if (found) return device.ok(found);
  return here.length > 0
    ? device.differs(
        `The device tree says ${here.join(', ')}; the board says ${wanted.join(' or ')}.`,
        'This is another machine: choose its board with --board.',
      )
    : device.missing(
        `There is no device tree; the board says ${wanted.join(' or ')}.`,
        'This is another machine (choose its board with --board), or its boot loader hands over no device tree.',
      );
}

/** @returns what /proc/device-tree/compatible says, the most special first; empty on a machine without */
export function compatibleStrings(around: Pick<Surroundings, 'root'>): string[] {
  const text = textOf(around, 'proc/device-tree/compatible') ?? '';
  return text.split('\0').filter((one) => one !== '');
}
