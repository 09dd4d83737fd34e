import type { DeviceEvent } from '../../api.ts';
import { useDesk } from '../desk.ts';
import { EVENT_ICON, eventSentence } from '../wording/events.ts';
import { pointInTime, timeOfDay } from '../wording/times.ts';
import { Icon } from './icon.tsx';
import { EventPicture } from './picture.tsx';

/** @param dated outside of a list by day: with the day, when it is not today */
export function EventRow({ event, dated }: { event: DeviceEvent; dated?: boolean }) {
  const { devices, now } = useDesk();
  const marks = [event.seen ? '' : 'new', event.kind === 'tamper' ? 'bad' : ''];
  const when = dated ? pointInTime(event.startedMs, now.ms.value) : timeOfDay(event.startedMs);
  return (
    <li>
      <a class={['ev', ...marks].filter(Boolean).join(' ')} href={`#event/${event.id}`}>
        <EventPicture event={event} />
        <div>
          <p class="say">
            {!event.seen && <span class="unseen">Not seen: </span>}
            {eventSentence(event)}
          </p>
          <p class="meta">
            <Icon name={EVENT_ICON[event.kind]} />
            <span>{devices.nameOf(event.deviceId)}</span>
            <span aria-hidden="true">·</span>
            <time dateTime={new Date(event.startedMs).toISOString()}>{when}</time>
            {event.late && (
              <>
                <span aria-hidden="true">·</span>
                <span>arrived late</span>
              </>
            )}
          </p>
        </div>
      </a>
    </li>
  );
}
