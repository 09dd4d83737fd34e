import { useEffect, useState } from 'preact/hooks';
import type { ComponentChildren } from 'preact';
import type { DeviceEvent } from '../../api.ts';
import { useDesk } from '../desk.ts';
import { BackRow } from '../parts/back-row.tsx';
import { Fact } from '../parts/fact.tsx';
import { Icon } from '../parts/icon.tsx';
import { KeepButton } from '../parts/keep-button.tsx';
import { EventPicture } from '../parts/picture.tsx';
import { canLook } from '../wording/devices.ts';
import { eventSentence, lateSentence, whereSentence, whyNoticed } from '../wording/events.ts';
import { dayName, timeWithSeconds } from '../wording/times.ts';

export function EventPage({ eventId }: { eventId: string }) {
  const { events } = useDesk();
  const event = events.byId(eventId);
  const missing = useMissing(eventId);
  return (
    <section class="page">
      <BackRow to="events" name="Events" />
      {event ? <Found event={event} /> : missing ? <Gone /> : <div class="pic whole skel" aria-busy="true" />}
    </section>
  );
}

/** Fetches what is not in the list yet. @returns true when there is no such event */
function useMissing(eventId: string): boolean {
  const { events } = useDesk();
  const [missing, setMissing] = useState(false);
  const loaded = events.loaded.value;
  useEffect(() => {
    setMissing(false);
    if (!loaded) return;
    let left = false;
    events
      .find(eventId)
      .then((found) => !left && setMissing(!found))
      .catch(() => !left && setMissing(true));
    return () => {
      left = true;
    };
  }, [eventId, loaded]);
  return missing;
}

function Found({ event }: { event: DeviceEvent }) {
  const { events, devices, now, api } = useDesk();
  useEffect(() => {
    // Opening it is seeing it. When the cloud is away it stays "not seen" there, and comes back as that.
    void events.markSeen([event.id]).catch(() => {});
  }, [event.id]);
  const nowMs = now.ms.value;
  const name = devices.nameOf(event.deviceId);
  const device = devices.byId(event.deviceId);
  const late = lateSentence(event, nowMs);
  const where = whereSentence(event);
  const facts: [string, ComponentChildren][] = [
    ...(event.kind === 'ring' ? ([['Presses', String(event.presses)]] as [string, string][]) : []),
    ...(where ? ([['Where', where]] as [string, string][]) : []),
    ...(event.quiet
      ? ([['Notified', 'Nobody: notifications were off or snoozed.']] as [string, string][])
      : []),
    ...(late ? ([['Arrived late', late]] as [string, string][]) : []),
    ['Why noticed', whyNoticed(event)],
  ];
  return (
    <div class="two">
      <div>
        <EventPicture event={event} whole alt={`${name} at ${timeWithSeconds(event.startedMs)}`} />
        <div class="acts">
          {device && canLook(device) && (
            <a class="btn go" href={`#live/${device.id}`}>
              <Icon name="sound" />
              Look live
            </a>
          )}
          {device && (
            <a class="btn" href={`#recordings/${device.id}/${event.startedMs}`}>
              <Icon name="play" />
              Watch recording
            </a>
          )}
          {event.snapshot && <KeepButton request={{ eventId: event.id }} name={name} />}
          {event.snapshot && (
            <a
              class="btn"
              href={api.snapshotUrl(event)}
              download={`${name} ${fileTime(event.startedMs)}.jpg`}
            >
              <Icon name="download" />
              Save picture
            </a>
          )}
        </div>
      </div>
      <div>
        <h1>{eventSentence(event)}</h1>
        <p class="quiet num underhead">
          {name}, {dayName(event.startedMs, nowMs).toLowerCase()} {timeWithSeconds(event.startedMs)}
        </p>
        <dl class="facts">
          {facts.map(([term, value]) => (
            <Fact key={term} term={term}>
              {value}
            </Fact>
          ))}
        </dl>
      </div>
    </div>
  );
}

function Gone() {
  return (
    <div class="blank">
      <Icon name="bell" />
      <h2>This event is not here any more.</h2>
      <p class="quiet">It may have been erased, or it belongs to another household.</p>
    </div>
  );
}

/** "2026-11-23 18.20": no colon, which file systems refuse. */
function fileTime(ms: number): string {
  return new Date(ms - new Date(ms).getTimezoneOffset() * 60_000)
    .toISOString()
    .slice(0, 16)
    .replace('T', ' ')
    .replace(':', '.');
}
