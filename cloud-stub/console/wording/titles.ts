/** The title of the tab: the page, or the door that rings, blinking once a second. */
import type { Desk } from '../desk.ts';

const NAMES = { home: 'Home', events: 'Events', devices: 'Devices', 'sign-in': 'Sign in' };

export function titleOf({ route, devices, events, ring, now, link }: Desk): string {
  const ringing = ring.ringing.value;
  if (ringing && Math.floor(now.ms.value / 1000) % 2 === 0)
    return `${devices.nameOf(ringing.deviceId)} rings`;
  const at = route.value;
  if (link.state.value === 'signed-out') return 'Sign in · Pupsentry';
  const name =
    at.page === 'live'
      ? `${devices.nameOf(at.deviceId)}, live`
      : at.page === 'device'
        ? `${devices.nameOf(at.deviceId)}, device`
        : at.page === 'clips'
          ? `${devices.nameOf(at.deviceId)}, clips`
          : at.page === 'event'
            ? 'Event'
            : NAMES[at.page];
  const unseen = events.unseen.value;
  return `${unseen > 0 ? `(${unseen}) ` : ''}${name} · Pupsentry`;
}
