import { useRef, useState } from 'preact/hooks';
import type { Device, DeviceEvent } from '../../api.ts';
import { keepFrame } from '../album/keep-from-page.ts';
import { useDesk } from '../desk.ts';
import { BackRow } from '../parts/back-row.tsx';
import { Icon } from '../parts/icon.tsx';
import { NoSuchDevice } from '../parts/no-such-device.tsx';
import { ClosedPicture } from '../parts/picture.tsx';
import { Segmented } from '../parts/segmented.tsx';
import { VideoStage } from '../parts/video-stage.tsx';
import { ClipSaver } from '../playback/clip-saver.tsx';
import { DayRow } from '../playback/day-row.tsx';
import type { PlaybackSession } from '../playback/playback-session.ts';
import { RecordMode } from '../playback/record-mode.tsx';
import { clipAround, eventAt } from '../playback/timeline.ts';
import { TimelineStrip } from '../playback/timeline-strip.tsx';
import { Transport } from '../playback/transport.tsx';
import { useOlderEvents } from '../playback/use-older-events.ts';
import { usePlayback, type Playback } from '../playback/use-playback.ts';
import { usePlayer, type Player } from '../playback/use-player.ts';
import { canLook, isPrivate } from '../wording/devices.ts';
import { eventSentence } from '../wording/events.ts';
import { playbackSentence } from '../wording/playback.ts';
import { whyNot } from '../wording/refused-command.ts';
import { dayName, timeWithSeconds } from '../wording/times.ts';

const ZOOM_NAMES = [
  { value: 'day' as const, name: 'Day' },
  { value: 'hour' as const, name: 'Hour' },
  { value: 'minutes' as const, name: '10 min' },
];

/** What a device has recorded. @param atMs where to begin; null: at the newest */
export function RecordingsPage({ deviceId, atMs }: { deviceId: string; atMs: number | null }) {
  const { devices } = useDesk();
  const device = devices.byId(deviceId);
  return (
    <section class="page">
      <BackRow to={`device/${deviceId}`} name={device?.name ?? 'Device'} title="Recordings" />
      {device ? <LookBack device={device} beginMs={atMs} /> : <NoSuchDevice />}
    </section>
  );
}

function LookBack({ device, beginMs }: { device: Device; beginMs: number | null }) {
  const { now } = useDesk();
  const playback = usePlayback(device);
  const { link, session, thumbnails } = playback;
  const spans = session.spans.value;
  const events = useOlderEvents(device.id, spans?.[0]?.fromMs ?? null);
  const player = usePlayer({ session, events, beginMs, nowMs: now.ms.value });
  const video = useRef<HTMLVideoElement>(null);
  const isLive = player.shows === 'live';
  return (
    <>
      <StorageFault device={device} />
      <div class="look">
        <VideoStage
          device={device}
          stream={link?.stream.value ?? null}
          waits={player.shows === null}
          poster={false}
          label={`${device.name}, ${isLive ? 'live' : 'recorded'}`}
          video={video}
          instead={isLive && isPrivate(device) && <ClosedPicture />}
        />
        <Panel device={device} playback={playback} player={player} events={events} video={video} />
      </div>
      {spans && spans.length > 0 && (
        <div class="timeline">
          <div class="timehead">
            <DayRow
              spans={spans}
              view={player.state.view.value}
              onDay={(day) =>
                player.state.look(
                  day,
                  Math.max(day.fromMs, spans.find((s) => s.toMs > day.fromMs)?.fromMs ?? 0),
                )
              }
            />
            <span class="zoomer">
              <PanButton player={player} by={-1} />
              <Segmented
                label="Shown"
                options={ZOOM_NAMES}
                value={player.state.zoom.value}
                onChange={player.zoom}
              />
              <PanButton player={player} by={1} />
            </span>
          </div>
          <TimelineStrip
            name={device.name}
            state={player.state}
            spans={spans}
            events={events}
            thumbnails={thumbnails}
            atMs={player.atMs}
            onHold={player.hold}
            onSeek={player.seek}
            onToggle={player.toggle}
            onEvent={player.event}
            onZoom={player.zoomBy}
          />
        </div>
      )}
      <RecordMode device={device} />
    </>
  );
}

interface PanelProps {
  device: Device;
  playback: Playback;
  player: Player;
  events: readonly DeviceEvent[];
  video: { current: HTMLVideoElement | null };
}

/** Where it stands, in figures and words, and what can be done about it. */
function Panel({ device, playback, player, events, video }: PanelProps) {
  const { now } = useDesk();
  const { session } = playback;
  const { atMs, shows, state } = player;
  const nowMs = now.ms.value;
  const event = shows === 'live' ? undefined : eventAt(events, atMs);
  const nothing = !session.spans.value?.length;
  return (
    <div class="panel lookpanel">
      <div class="standing">
        <p class="quiet sm">
          {dayName(atMs, nowMs)}, {device.name}
        </p>
        <p class="clock num">{nothing && shows === null ? '\u2013' : timeWithSeconds(atMs)}</p>
      </div>
      <Said device={device} playback={playback} player={player} event={event} />
      <Transport
        playing={shows === 'playing'}
        live={shows === 'live'}
        speed={session.speed.value}
        disabled={nothing}
        canLive={canLook(device) && playback.link?.phase.value === 'live'}
        onToggle={player.toggle}
        onStep={player.step}
        onEvent={player.event}
        onSpeed={player.setSpeed}
        onLive={() => session.live()}
      />
      {state.clip.value ? (
        <ClipSaver device={device} session={session} state={state} events={events} atMs={atMs} />
      ) : (
        <div class="acts">
          <button class="btn" disabled={nothing} onClick={() => state.beginClip(clipAround(atMs, events))}>
            <Icon name="clip" />
            Save clip
          </button>
          <KeepPicture device={device} session={session} player={player} event={event} video={video} />
        </div>
      )}
    </div>
  );
}

/** The state, or else what happened then. Changes of state are announced; what happened is not. */
function Said({
  device,
  playback,
  player,
  event,
}: Pick<PanelProps, 'device' | 'playback' | 'player'> & { event?: DeviceEvent }) {
  const { now } = useDesk();
  const { link, session } = playback;
  const sentence = playbackSentence({
    device,
    phase: link?.phase.value ?? null,
    trouble: link?.trouble.value ?? null,
    spans: session.spans.value,
    shows: player.shows,
    atMs: player.atMs,
    speed: session.speed.value,
    problem: session.problem.value,
    nowMs: now.ms.value,
  });
  const happened = event ? eventSentence(event) : 'Nothing was noticed here.';
  return (
    <>
      <p class="playstate" role="status">
        {sentence}
      </p>
      {!sentence && <p class="playstate">{player.shows !== null && happened}</p>}
    </>
  );
}

function PanButton({ player, by }: { player: Player; by: 1 | -1 }) {
  const label = by > 0 ? 'Later' : 'Earlier';
  return (
    <button class="btn icon" aria-label={label} title={label} onClick={() => player.state.move(by)}>
      <Icon name={by > 0 ? 'next' : 'back'} />
    </button>
  );
}

interface KeepPictureProps {
  device: Device;
  session: PlaybackSession;
  player: Player;
  event?: DeviceEvent;
  video: { current: HTMLVideoElement | null };
}

function KeepPicture({ device, session, player, event, video }: KeepPictureProps) {
  const { api, album, toasts } = useDesk();
  const [busy, setBusy] = useState(false);
  const keep = async () => {
    if (!video.current) return;
    setBusy(true);
    try {
      const isLive = player.shows === 'live';
      const item = await keepFrame(api, video.current, {
        deviceId: device.id,
        takenMs: Math.round(player.atMs),
        source: isLive ? 'live' : 'playback',
        eventId: event?.id,
      });
      album.apply({ items: [item], removed: [] });
      toasts.say('Kept in the album until someone deletes it.');
    } catch (error) {
      toasts.say(whyNot(error, device.name));
    }
    setBusy(false);
  };
  return (
    <button
      class="btn"
      aria-busy={busy}
      disabled={session.position.value === null}
      onClick={() => void keep()}
    >
      {!busy && <Icon name="snap" />}
      {busy ? 'Keeping' : 'Keep picture'}
    </button>
  );
}

/** Storage that fails is told where it is missed. */
function StorageFault({ device }: { device: Device }) {
  const fault = device.state?.faults.find((f) => f.component === 'storage');
  if (!fault) return null;
  return (
    <div class="banner bad" role="status">
      <Icon name="tamper" />
      <span>
        <b>{fault.message}</b>
        {fault.remedy}
      </span>
    </div>
  );
}
