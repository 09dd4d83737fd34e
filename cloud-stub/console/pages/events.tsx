import { useState } from 'preact/hooks';
import type { DeviceEvent } from '../../api.ts';
import { useDesk } from '../desk.ts';
import { EventRow } from '../parts/event-row.tsx';
import { FilterChips, type Filter } from '../parts/filter-chips.tsx';
import { Icon } from '../parts/icon.tsx';
import { ShowEarlier } from '../parts/show-earlier.tsx';
import { count } from '../wording/home.ts';
import { whyNot } from '../wording/refused-command.ts';
import { dayName } from '../wording/times.ts';

type Shown = 'all' | 'new' | DeviceEvent['kind'];

const FILTERS: Filter<Shown, DeviceEvent>[] = [
  { id: 'all', name: 'All', passes: () => true },
  { id: 'new', name: 'Not seen', passes: (e) => !e.seen },
  { id: 'ring', name: 'Rings', icon: 'bell', passes: (e) => e.kind === 'ring' },
  { id: 'motion', name: 'Motion', icon: 'motion', passes: (e) => e.kind === 'motion' },
  { id: 'sound', name: 'Sounds', icon: 'wave', passes: (e) => e.kind === 'sound' },
  { id: 'tamper', name: 'Tampering', icon: 'tamper', passes: (e) => e.kind === 'tamper' },
];

export function EventsPage() {
  const { events } = useDesk();
  const [filter, setFilter] = useState<Shown>('all');
  const passes = FILTERS.find((f) => f.id === filter)?.passes ?? (() => true);
  const shown = events.all.value.filter(passes);
  return (
    <section class="page">
      <div class="head">
        <h1>{events.loaded.value ? eventsSentence(events.unseen.value) : 'One moment.'}</h1>
        <SeenLine />
      </div>
      <FilterChips filters={FILTERS} chosen={filter} onChoose={setFilter} />
      {!events.loaded.value ? (
        <LoadingRows />
      ) : shown.length > 0 ? (
        <Days events={shown} />
      ) : (
        <Nothing filter={filter} />
      )}
      <ShowEarlier list={events} />
    </section>
  );
}

/** A page opens with its state, not with its category. */
function eventsSentence(unseen: number): string {
  if (unseen === 0) return 'You have seen everything.';
  return unseen === 1 ? 'One event you have not seen.' : `${count(unseen)} events you have not seen.`;
}

function SeenLine() {
  const { events, toasts } = useDesk();
  const unseen = events.unseen.value;
  const seen = async () => {
    try {
      await events.markSeen('all');
      toasts.say('All events marked as seen.');
    } catch (error) {
      toasts.say(whyNot(error, ''));
    }
  };
  return (
    <div class="seenline">
      {unseen > 0 && (
        <button class="link" onClick={() => void seen()}>
          Mark all as seen
        </button>
      )}
    </div>
  );
}

function Days({ events }: { events: readonly DeviceEvent[] }) {
  const { now } = useDesk();
  const days = new Map<string, DeviceEvent[]>();
  for (const event of events) {
    const day = dayName(event.startedMs, now.ms.value);
    days.set(day, [...(days.get(day) ?? []), event]);
  }
  return (
    <>
      {[...days].map(([day, ofDay]) => (
        <section key={day} aria-label={day}>
          <h2 class="day">{day}</h2>
          <ul class="evs wide">
            {ofDay.map((e) => (
              <EventRow key={e.id} event={e} />
            ))}
          </ul>
        </section>
      ))}
    </>
  );
}

function Nothing({ filter }: { filter: Shown }) {
  const { events } = useDesk();
  const everything = events.all.value.length === 0;
  return (
    <div class="blank">
      <Icon name={everything ? 'bell' : 'check'} />
      <h2>{everything ? 'Nothing has happened yet.' : 'Nothing here.'}</h2>
      <p class="quiet">
        {everything
          ? 'When someone rings or something moves, it appears here with its picture.'
          : filter === 'new'
            ? 'You have seen everything.'
            : 'No such event among those shown.'}
      </p>
    </div>
  );
}

function LoadingRows() {
  return (
    <div aria-busy="true">
      {[0, 1, 2].map((i) => (
        <div key={i} class="ev">
          <div class="pic skel" />
          <span class="skel bar" style={{ width: '60%' }} />
        </div>
      ))}
    </div>
  );
}
