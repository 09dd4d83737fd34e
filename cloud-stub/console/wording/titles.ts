/** The title of the tab: the page, or the door that rings, blinking once a second. */
import type { Desk } from '../desk.ts';
import type { Route } from '../router.ts';

/** A page of a device says which. @param name of its device; empty for others */
const TITLES: Record<Route['page'], (name: string) => string> = {
  home: () => 'Home',
  live: (name) => `${name}, live`,
  events: () => 'Events',
  event: () => 'Event',
  album: () => 'Album',
  kept: () => 'Album',
  devices: () => 'Devices',
  device: (name) => `${name}, device`,
  watch: (name) => `What ${name} watches for`,
  clips: (name) => `${name}, clips`,
  recording: (name) => `${name}, cloud recording`,
  recordings: (name) => `${name}, recordings`,
  'test-payment': () => 'Test payment',
  'sign-in': () => 'Sign in',
};

export function titleOf({ route, devices, events, ring, now, link }: Desk): string {
  const ringing = ring.ringing.value;
  if (ringing && Math.floor(now.ms.value / 1000) % 2 === 0)
    return `${devices.nameOf(ringing.deviceId)} rings`;
  const at = route.value;
  if (link.state.value === 'signed-out') return 'Sign in · Pupsentry';
  const title = TITLES[at.page]('deviceId' in at ? devices.nameOf(at.deviceId) : '');
  const unseen = events.unseen.value;
  return `${unseen > 0 ? `(${unseen}) ` : ''}${title} · Pupsentry`;
}
