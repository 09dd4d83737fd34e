/** What every page and part may use, handed down by context. */
import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import type { ReadonlySignal } from '@preact/signals';
import type { ApiClient } from './api-client.ts';
import type { ClipOpener } from './clips/clip-opener.ts';
import type { Keyring } from './clips/keyring.ts';
import type { AlbumList } from './household/album-list.ts';
import type { CloudLink } from './household/cloud-link.ts';
import type { DeviceList } from './household/device-list.ts';
import type { EventList } from './household/event-list.ts';
import type { Recordings } from './household/recordings.ts';
import type { Wishes } from './household/wishes.ts';
import type { LivePool } from './live/live-pool.ts';
import type { Now } from './now.ts';
import type { PageSound } from './page-sound.ts';
import type { RingDesk } from './ring/ring-desk.ts';
import type { Route } from './router.ts';
import type { Theme } from './theme.ts';
import type { Toasts } from './toasts.ts';

export interface Desk {
  api: ApiClient;
  link: CloudLink;
  devices: DeviceList;
  events: EventList;
  album: AlbumList;
  recordings: Recordings;
  wishes: Wishes;
  live: LivePool;
  keyring: Keyring;
  opener: ClipOpener;
  sound: PageSound;
  ring: RingDesk;
  toasts: Toasts;
  theme: Theme;
  now: Now;
  route: ReadonlySignal<Route>;
}

export const DeskContext = createContext<Desk | null>(null);

export function useDesk(): Desk {
  const desk = useContext(DeskContext);
  if (!desk) throw new Error('useDesk outside of DeskContext');
  return desk;
}
