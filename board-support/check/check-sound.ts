/** Microphone and speaker of a profile: the card there, and free. */
import { join } from 'node:path';
import type { Board } from '../board.ts';
import {
  listAlsaCards,
  lookUpPcm,
  parsePcmName,
  type AlsaCard,
  type Direction,
  type PcmName,
} from '../drivers/alsa-cards.ts';
import { about, type Finding } from './finding.ts';
import { isOurs, nameUsers, type Surroundings } from './surroundings.ts';

export function checkSound({ audio }: Pick<Board, 'audio'>, around: Surroundings): Finding[] {
  const cards = listAlsaCards(join(around.root, 'proc'));
  return [
    ...check('Microphone', audio.microphone, 'capture', cards),
    ...check('Speaker', audio.speaker, 'playback', cards),
  ];
}

function check(part: string, name: string, direction: Direction, cards: AlsaCard[]): Finding[] {
  if (name === 'none') return [];
  if (!name.startsWith('alsa:')) return [about(part).ok(`${name}: asked for when the device starts`)];
  const pcm = parsePcmName(name.slice('alsa:'.length));
  return [pcm ? checkPcm(part, pcm, direction, cards) : checkNamed(part, name, direction, cards)];
}

/** A name that alsa-lib's configuration explains; all we know is whether there is anything behind it. */
function checkNamed(part: string, name: string, direction: Direction, cards: AlsaCard[]): Finding {
  const able = cards.filter(({ devices }) => devices.some((device) => device.direction === direction));
  return able.length > 0
    ? about(part).ok(`${name}; cards that can: ${able.map(({ id }) => id).join(', ')}`)
    : about(part).missing(`No sound card can ${verb(direction)}.`, NO_CARD);
}

function checkPcm(part: string, pcm: PcmName, direction: Direction, cards: AlsaCard[]): Finding {
  const sound = about(part);
  const found = lookUpPcm(pcm, direction, cards);
  switch (found.kind) {
    case 'no-card':
      return sound.missing(
        `There is no sound card "${pcm.card}".`,
        cards.length > 0 ? `Cards here: ${cards.map(({ id }) => id).join(', ')}.` : NO_CARD,
      );
    case 'no-device': {
      const others = found.card.devices.filter((device) => device.direction === direction);
      return sound.missing(
        `The card ${pcm.card} cannot ${verb(direction)} on ${placeOf(pcm)}.`,
        others.length > 0
          ? `It can on ${others.map(({ number, name }) => `device ${number} (${name})`).join(', ')}.`
          : `It cannot ${verb(direction)} at all: name another card in the board profile.`,
      );
    }
    case 'free':
      return sound.ok(`${found.card.id}, ${placeOf(pcm)} (${found.device.name})`);
    case 'busy': {
      const where = `${found.card.id}, ${placeOf(pcm)}`;
      const users = nameUsers(found.users);
      if (found.users.length > 0 && found.users.every(({ name }) => isOurs(name)))
        return sound.ok(`${where}, in use by ${users}`);
      return sound['in use'](`${where}, is in use by ${users || 'another program'}.`, 'End that program.');
    }
  }
}

const verb = (direction: Direction) => (direction === 'capture' ? 'record' : 'play');

const placeOf = ({ device, subdevice }: PcmName) =>
  `device ${device}${subdevice === null ? '' : `, subdevice ${subdevice}`}`;

const NO_CARD =
  'Check that the sound card is connected and that its driver is loaded (/proc/asound/cards, dmesg).';
