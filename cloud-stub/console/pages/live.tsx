import { useEffect, useRef, useState } from 'preact/hooks';
import type { Device } from '../../api.ts';
import { useDesk } from '../desk.ts';
import type { LiveSession } from '../live/live-session.ts';
import type { Quality } from '../live/live-peer.ts';
import { useLiveSession } from '../live/use-live-session.ts';
import { remember, remembered } from '../memory.ts';
import { BackRow } from '../parts/back-row.tsx';
import { EventRow } from '../parts/event-row.tsx';
import { LiveFiguresRow } from '../parts/live-figures-row.tsx';
import { LiveStage } from '../parts/live-stage.tsx';
import { NoSuchDevice } from '../parts/no-such-device.tsx';
import { PrivacySwitch } from '../parts/privacy-switch.tsx';
import { RecordingsLink } from '../parts/recordings-link.tsx';
import { Segmented } from '../parts/segmented.tsx';
import { Snapshot } from '../parts/snapshot.tsx';
import { SoundMeter } from '../parts/sound-meter.tsx';
import { WatchLink } from '../parts/watch-link.tsx';
import { canLook, isPrivate } from '../wording/devices.ts';
import { liveSentence } from '../wording/live.ts';
import { pointInTime } from '../wording/times.ts';

const QUALITIES: { value: Quality; name: string }[] = [
  { value: 'auto', name: 'Auto' },
  { value: 'sharp', name: 'Sharp' },
  { value: 'light', name: 'Light' },
];
const QUALITY_KEY = 'pupsentry.quality';
const EARLIER = 3;

export function LivePage({ deviceId }: { deviceId: string }) {
  const { devices } = useDesk();
  const device = devices.byId(deviceId);
  if (!device) {
    return (
      <section class="page">
        <BackRow to="home" name="Home" />
        <NoSuchDevice />
      </section>
    );
  }
  return <Look key={device.id} device={device} />;
}

function Look({ device }: { device: Device }) {
  const [quality, setQuality] = useQuality();
  const session = useLiveSession(device.id, canLook(device), quality, isPrivate(device));
  // A session that came from the ring or the tile takes the quality chosen here.
  useEffect(() => session?.setQuality(quality), [session, quality]);
  return (
    <section class="page">
      <BackRow to="home" name="Home" title={device.name}>
        <Segmented
          label="Picture quality"
          options={QUALITIES}
          value={session?.quality.value ?? quality}
          onChange={setQuality}
        />
      </BackRow>
      <div class="look">
        <LiveStage device={device} session={session} />
        <div class="panel">
          <LiveState device={device} session={session} />
          {device.state?.audio?.on === false ? (
            <p class="quiet sm">The microphone is off.</p>
          ) : (
            <SoundMeter session={session} label={`Sound at ${device.name}`} />
          )}
          <LiveFiguresRow session={session} />
          <Snapshot device={device} />
          <PrivacySwitch device={device} />
          <RecordingsLink device={device} />
          <WatchLink device={device} />
          <Earlier deviceId={device.id} />
        </div>
      </div>
    </section>
  );
}

function useQuality(): [Quality, (quality: Quality) => void] {
  const kept = useRef(
    remembered(
      QUALITY_KEY,
      QUALITIES.map((q) => q.value),
    ) ?? 'auto',
  );
  const [quality, setQuality] = useState<Quality>(kept.current);
  const choose = (chosen: Quality) => {
    remember(QUALITY_KEY, chosen);
    setQuality(chosen);
  };
  return [quality, choose];
}

/** Changes of state are announced; figures are not. */
function LiveState({ device, session }: { device: Device; session: LiveSession | null }) {
  const { now } = useDesk();
  const phase = session?.phase.value;
  const trouble = session?.trouble.value;
  const away = !device.online && phase !== 'live';
  const words = isPrivate(device)
    ? 'Privacy is on.'
    : away
      ? `${device.name} is offline since ${pointInTime(device.sinceMs, now.ms.value)}.`
      : phase === 'live' && !session?.showsNow
        ? 'The picture stands still. One moment.'
        : liveSentence(phase ?? 'joining', trouble?.reason, trouble?.message);
  return (
    <p class="livestate" role="status">
      {session?.showsNow && <i class="lampdot" />}
      <span>{words}</span>
      {phase === 'refused' && (
        <button class="link" onClick={() => session?.retryNow()}>
          Try again
        </button>
      )}
    </p>
  );
}

function Earlier({ deviceId }: { deviceId: string }) {
  const { events } = useDesk();
  const earlier = events.all.value.filter((e) => e.deviceId === deviceId).slice(0, EARLIER);
  return (
    <div class="earlier">
      <div class="row between">
        <h3>Earlier</h3>
        {earlier.length > 0 && (
          <a class="link sm" href="#events">
            All events
          </a>
        )}
      </div>
      {earlier.length > 0 ? (
        <ul class="evs">
          {earlier.map((e) => (
            <EventRow key={e.id} event={e} dated />
          ))}
        </ul>
      ) : (
        <p class="quiet sm">Nothing has happened here yet.</p>
      )}
    </div>
  );
}
