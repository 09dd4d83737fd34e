/** Who uses a sound device that is busy, as far as the kernel tells. */
import { listAlsaCards, lookUpPcm, parsePcmName, type Direction } from '#board/drivers/alsa-cards.ts';

/**
 * @param device an ALSA name, such as "hw:Loopback,1,0" or "default"
 * @returns such as "arecord (pid 412)", or null when it cannot be told
 */
export function soundUser(device: string, direction: Direction, proc?: string): string | null {
  const name = parsePcmName(device);
  const cards = listAlsaCards(proc);
  const found = name && lookUpPcm(name, direction, cards);
  const users = found
    ? found.kind === 'busy'
      ? found.users
      : []
    : cards // a name of alsa-lib's own may stand for any of them
        .flatMap((card) => card.devices.filter((one) => one.direction === direction))
        .flatMap((one) => one.subdevices.flatMap(({ user }) => (user ? [user] : [])));
  return users.map(({ name: program, pid }) => `${program} (pid ${pid})`).join(', ') || null;
}
