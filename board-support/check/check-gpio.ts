/** GPIO lines of a profile: there, and free or ours. */
import type { GpioLineProfile } from '../board-schema.ts';
import type { GpioChip } from '../drivers/gpio/chips.ts';
import { CONSUMER } from '../drivers/gpio/kernel-lines.ts';
import { lineTitle } from '../drivers/gpio/lines.ts';
import { LONGEST_NAME } from '../drivers/gpio/uapi.ts';
import { about, type Finding } from './finding.ts';
import type { Surroundings } from './surroundings.ts';

/** Names that a sentence still lists. */
const MAX_LISTED = 24;

const OURS = 'in use by this device';

type Wanted = Pick<GpioLineProfile, 'chip' | 'line'>;

/** @returns one finding when all lines are there, else one for everything that is wrong with them */
export function checkLines(part: string, lines: readonly Wanted[], around: Surroundings): Finding[] {
  let chips: GpioChip[];
  try {
    chips = around.gpioChips();
  } catch (error) {
    return [about(part).error('unseen', error)];
  }
  const findings = lines.map((line) => checkLine(part, line, chips));
  const complaints = findings.filter(({ mark }) => mark !== 'ok');
  if (complaints.length === 0) return [about(part).ok(allThere(lines, findings))];
  // A chip that is not there is said once.
  return complaints.filter(({ found }, i) => complaints.findIndex((one) => one.found === found) === i);
}

/** @returns '"ir-cut-day" and "ir-cut-night" of cam-gpio': the lines of a part are on one chip */
function allThere(lines: readonly Wanted[], findings: readonly Finding[]): string {
  const names = lines.map(({ line }) => (typeof line === 'string' ? `"${line}"` : line));
  const ours = findings.every(({ found }) => found === OURS);
  return `${names.join(' and ')} of ${lines[0]!.chip}${ours ? ', in use by this device' : ''}`;
}

function checkLine(part: string, wanted: Wanted, chips: readonly GpioChip[]): Finding {
  const finding = about(part);
  const title = lineTitle(wanted);
  // As the driver finds them: by label, and by name only where no label fits.
  const labelled = chips.filter(({ label }) => label === wanted.chip.slice(0, LONGEST_NAME));
  const candidates = labelled.length > 0 ? labelled : chips.filter(({ name }) => name === wanted.chip);
  if (candidates.length === 0)
    return finding.missing(
      `There is no GPIO chip "${wanted.chip}".`,
      chips.length > 0
        ? `Chips here: ${chips.map(({ label, name }) => label || name).join(', ')}.`
        : 'The kernel has no GPIO chip (/dev/gpiochip*): check its drivers.',
    );
  const lines = candidates.flatMap((chip) => chip.lines);
  const line = lines.find(({ name, offset }) =>
    typeof wanted.line === 'string' ? name === wanted.line : offset === wanted.line,
  );
  if (!line)
    return finding.missing(`There is no GPIO line ${title}.`, `${whatIsThere(candidates)} See "gpioinfo".`);
  if (!line.isUsed) return finding.ok(title);
  if (line.consumer === CONSUMER) return finding.ok(OURS);
  return finding['in use'](
    `The GPIO line ${title} is in use by "${line.consumer || 'the kernel'}".`,
    'End that program; a driver of the kernel has to leave the line in the device tree, or serve it (as a light or a key).',
  );
}

function whatIsThere(chips: readonly GpioChip[]): string {
  const names = chips.flatMap(({ lines }) => lines.map(({ name }) => name)).filter((name) => name !== '');
  if (names.length === 0) return `Its ${chips[0]!.lines.length} lines have no names: give an offset.`;
  const more = names.length - MAX_LISTED;
  return `Lines here: ${names.slice(0, MAX_LISTED).join(', ')}${more > 0 ? ` and ${more} more` : ''}.`;
}
