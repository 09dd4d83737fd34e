import { useEffect, useRef } from 'preact/hooks';
import type { Device } from '../../api.ts';
import { useDesk } from '../desk.ts';
import { useLiveSession } from '../live/use-live-session.ts';
import type { Ringing } from '../ring/ring-desk.ts';
import { canLook, isPrivate } from '../wording/devices.ts';
import { liveWords } from '../wording/live.ts';
import { ago } from '../wording/times.ts';
import { LivePicture } from './live-picture.tsx';
import { Icon } from './icon.tsx';

/** Over every page while a door rings. */
export function RingOverlay() {
  const { ring, devices } = useDesk();
  const ringing = ring.ringing.value;
  const device = ringing && devices.byId(ringing.deviceId);
  return ringing && device ? <RingDialog key={ringing.eventId} ringing={ringing} device={device} /> : null;
}

function RingDialog({ ringing, device }: { ringing: Ringing; device: Device }) {
  const { ring, events, toasts, now } = useDesk();
  const dialog = useRef<HTMLDialogElement>(null);
  const words = useRef<HTMLHeadingElement>(null);
  // Joins while it rings, so that the answer finds the picture there.
  const session = useLiveSession(device.id, canLook(device), 'auto', isPrivate(device));
  useEffect(() => {
    const before = document.activeElement;
    const element = dialog.current;
    element?.showModal();
    // It comes uninvited: a stray Enter must not answer.
    words.current?.focus();
    return () => {
      element?.close(); // what is behind an open dialog takes no focus
      if (before instanceof HTMLElement && before.isConnected) before.focus({ preventScroll: true });
    };
  }, []);

  const seen = () => void events.markSeen([ringing.eventId]).catch(() => {});
  const answer = () => {
    seen();
    ring.stop();
    location.hash = `live/${device.id}`;
  };
  const notNow = () => {
    if (ring.ringing.value !== ringing) return;
    seen();
    ring.stop();
    toasts.say('The visitor hears nothing. The others can still answer.');
  };
  const live = session?.showsNow;
  return (
    <dialog
      ref={dialog}
      class="ring"
      aria-labelledby="ring-words"
      aria-describedby="ring-place"
      onCancel={(event) => {
        event.preventDefault();
        notNow();
      }}
      // Browsers skip the cancel event of a page nobody has touched yet.
      onClose={notNow}
    >
      <div class="pic">
        {isPrivate(device) ? (
          <div class="note">
            <Icon name="shutter" />
            Privacy is on. No picture, no sound.
          </div>
        ) : (
          <RingPicture ringing={ringing} device={device} stream={session?.stream.value ?? null} />
        )}
      </div>
      <div class="plate">
        <div>
          <h2 id="ring-words" ref={words} tabIndex={-1}>
            Someone rang
          </h2>
          <p class="place" id="ring-place">
            {device.name}
          </p>
          <p class="fig">
            <span>{ago(ringing.rangAtMs, now.ms.value)}</span>
            {live && `, ${liveWords(session.figures.value?.behindS)}`}
          </p>
        </div>
        <div class="choices">
          <button class="btn go" onClick={answer}>
            <Icon name="sound" />
            Answer
          </button>
          <button class="btn" onClick={notNow}>
            Not now
          </button>
        </div>
      </div>
    </dialog>
  );
}

/** The picture of this ring once it is there, the newest one before, the live one over both. */
function RingPicture(props: { ringing: Ringing; device: Device; stream: MediaStream | null }) {
  const { api, events } = useDesk();
  const event = events.byId(props.ringing.eventId);
  return (
    <>
      <LivePicture
        stream={props.stream}
        soundOn={false}
        poster={props.device}
        label={`${props.device.name}, live`}
      />
      {event?.snapshot && !props.stream && (
        <img src={api.snapshotUrl(event)} alt="The picture of this ring" width={1280} height={720} />
      )}
    </>
  );
}
