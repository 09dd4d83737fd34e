/** The console: puts its parts together, and draws the page the address names. */
import { computed, effect, signal } from '@preact/signals';
import { render } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { ApiClient } from './api-client.ts';
import { ClipOpener } from './clips/clip-opener.ts';
import { Keyring } from './clips/keyring.ts';
import { DeskContext, useDesk, type Desk } from './desk.ts';
import { AlbumList } from './household/album-list.ts';
import { CloudLink } from './household/cloud-link.ts';
import { DeviceList } from './household/device-list.ts';
import { EventList } from './household/event-list.ts';
import { Recordings } from './household/recordings.ts';
import { Wishes } from './household/wishes.ts';
import { LivePool } from './live/live-pool.ts';
import { Now } from './now.ts';
import { ClipsPage } from './pages/clips.tsx';
import { AlbumPage } from './pages/album.tsx';
import { DevicePage } from './pages/device.tsx';
import { DevicesPage } from './pages/devices.tsx';
import { EventPage } from './pages/event.tsx';
import { EventsPage } from './pages/events.tsx';
import { HomePage, LetItRing } from './pages/home.tsx';
import { KeptPage } from './pages/kept.tsx';
import { LivePage } from './pages/live.tsx';
import { RecordingPage } from './pages/recording.tsx';
import { SignInPage } from './pages/sign-in.tsx';
import { TestPaymentPage } from './pages/test-payment.tsx';
import { WatchPage } from './pages/watch.tsx';
import { LatePage } from './parts/late-page.tsx';
import { LinkBanner } from './parts/banners.tsx';
import { Brand, Rail, Tabs } from './parts/navigation.tsx';
import { RingOverlay } from './parts/ring-overlay.tsx';
import { Toast } from './parts/toast.tsx';
import { PageSound } from './page-sound.ts';
import { Chime } from './ring/chime.ts';
import { RingDesk } from './ring/ring-desk.ts';
import { routeOf, type Route } from './router.ts';
import { Theme } from './theme.ts';
import { Toasts } from './toasts.ts';
import { titleOf } from './wording/titles.ts';

function compose(): Desk {
  const api = new ApiClient();
  const devices = new DeviceList();
  const events = new EventList({ api });
  const toasts = new Toasts();
  const album = new AlbumList({ api, toasts });
  const recordings = new Recordings({ api });
  const sound = new PageSound();
  const ring = new RingDesk({
    chime: new Chime({ sound }),
    vibrate: (pattern) => void navigator.vibrate?.(pattern),
  });
  const live: LivePool = new LivePool({
    iceServers: () => link.session.value?.iceServers ?? [],
    send: (deviceId, request, options) => api.signal(deviceId, request, options),
  });
  const link: CloudLink = new CloudLink({
    api,
    devices,
    events,
    onSignal: (message) => live.receive(message),
    onNews: (event, from) => ring.hear(event, from),
    onDevice: (device, before) => device.online && !before?.online && live.retryNow(device.id),
    onAlbum: (change) => album.apply(change),
    onPackage: (now) => recordings.apply(now),
    onConnected: () => {
      live.retryNow();
      album.refreshIfShown();
      recordings.forget();
    },
    onSignedOut: () => {
      album.clear();
      recordings.forget();
      ring.stop();
      live.closeAll();
    },
  });
  const keyring = new Keyring({ api });
  const route = signal<Route>(routeOf(location.hash));
  addEventListener('hashchange', () => (route.value = routeOf(location.hash)));
  addEventListener('pagehide', () => {
    live.closeAll({ leaving: true });
    toasts.settle();
  });
  return {
    api,
    link,
    devices,
    events,
    album,
    recordings,
    wishes: new Wishes({ api }),
    live,
    keyring,
    opener: new ClipOpener({ api, keyring }),
    sound,
    ring,
    toasts,
    theme: new Theme(),
    now: new Now(),
    route,
  };
}

function App() {
  const { route, link, ring } = useDesk();
  const at = route.value;
  const token = at.page === 'sign-in' ? at.token : undefined;
  return (
    <>
      {token || link.state.value === 'signed-out' ? <SignInPage token={token} /> : <Frame />}
      {ring.ringing.value && <RingOverlay />}
      <Toast />
    </>
  );
}

function Frame() {
  const { route } = useDesk();
  const main = useRef<HTMLElement>(null);
  const first = useRef(true);
  const place = location.hash;
  useEffect(() => {
    // A new page starts at its top, for eyes and for screen readers.
    if (!first.current) {
      scrollTo(0, 0);
      main.current?.focus({ preventScroll: true });
    }
    first.current = false;
  }, [place, route.value]);
  return (
    <div class="frame">
      <a
        class="skip"
        href="#main"
        onClick={(event) => {
          event.preventDefault();
          main.current?.focus();
        }}
      >
        Skip to the page
      </a>
      <Rail />
      {route.value.page === 'home' && (
        <header class="topbar">
          <Brand />
          <LetItRing />
        </header>
      )}
      <main id="main" ref={main} tabIndex={-1}>
        <LinkBanner />
        <Page route={route.value} />
      </main>
      <Tabs />
    </div>
  );
}

/** Fetched when somebody looks back: a camera is mostly looked at as it is now. */
const loadRecordings = async () => (await import('./pages/recordings.tsx')).RecordingsPage;

function Page({ route }: { route: Route }) {
  switch (route.page) {
    case 'live':
      return <LivePage deviceId={route.deviceId} />;
    case 'events':
      return <EventsPage />;
    case 'event':
      return <EventPage eventId={route.eventId} />;
    case 'album':
      return <AlbumPage />;
    case 'kept':
      return <KeptPage itemId={route.itemId} />;
    case 'recording':
      return <RecordingPage deviceId={route.deviceId} />;
    case 'recordings':
      return <LatePage load={loadRecordings} {...route} key={`${route.deviceId} ${route.atMs}`} />;
    case 'test-payment':
      return <TestPaymentPage orderNumber={route.orderNumber} />;
    case 'devices':
      return <DevicesPage />;
    case 'device':
      return <DevicePage deviceId={route.deviceId} />;
    case 'clips':
      return <ClipsPage deviceId={route.deviceId} />;
    case 'watch':
      return <WatchPage deviceId={route.deviceId} />;
    default:
      return <HomePage />;
  }
}

function start(): void {
  const desk = compose();
  const title = computed(() => titleOf(desk));
  effect(() => {
    document.title = title.value;
  });
  const unlock = () => void desk.sound.unlock().catch(() => {});
  for (const gesture of ['pointerdown', 'keydown'] as const)
    addEventListener(gesture, unlock, { once: true });
  unlock();
  desk.now.start();
  desk.link.watch();
  if (desk.route.value.page !== 'sign-in') void desk.link.reconnect();
  const root = document.getElementById('app');
  if (!root) throw new Error('index.html has no #app');
  render(
    <DeskContext.Provider value={desk}>
      <App />
    </DeskContext.Provider>,
    root,
  );
}

start();
