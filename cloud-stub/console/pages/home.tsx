import type { Device } from '../../api.ts';
import { useDesk } from '../desk.ts';
import { EventRow } from '../parts/event-row.tsx';
import { Icon } from '../parts/icon.tsx';
import { HeroTile, Tile } from '../parts/tile.tsx';
import { canLook } from '../wording/devices.ts';
import { homeSentence, homeSubline } from '../wording/home.ts';

const LATEST = 4;

export function HomePage() {
  const { devices, events, link, now } = useDesk();
  const all = devices.all.value;
  const facts = {
    devices: all,
    events: events.all.value,
    connected: link.state.value !== 'lost',
    lastHeardMs: link.lastHeardMs.value,
    nowMs: now.ms.value,
  };
  return (
    <section class="page">
      <div class="headrow">
        <div class="head">
          <h1>{homeSentence(facts)}</h1>
          <p class="num">{homeSubline(facts)}</p>
        </div>
        <div class="deskonly">
          <LetItRing />
        </div>
      </div>
      {all === null ? <Loading /> : all.length === 0 ? <NoDevices /> : <Household devices={all} />}
    </section>
  );
}

/** Asks for the gesture that browsers want before a page may make sound; gone after the first one. */
export function LetItRing() {
  const { sound, devices } = useDesk();
  if (sound.audible.value || !devices.all.value?.length) return null;
  return (
    <button class="btn plain quiet" onClick={() => void sound.unlock()}>
      <Icon name="bell" />
      Let this page ring
    </button>
  );
}

function Household({ devices }: { devices: readonly Device[] }) {
  const hero = devices.find(canLook) ?? devices[0];
  const others = devices.filter((d) => d !== hero);
  return (
    <div class={others.length > 0 ? 'home' : 'home single'}>
      {hero && <HeroTile key={hero.id} device={hero} />}
      {others.length > 0 && (
        <div class="others">
          {others.map((d) => (
            <Tile key={d.id} device={d} />
          ))}
        </div>
      )}
      <Latest />
    </div>
  );
}

function Latest() {
  const { events } = useDesk();
  const latest = events.all.value.slice(0, LATEST);
  return (
    <div>
      <div class="row between">
        <h2>Latest</h2>
        {latest.length > 0 && (
          <a class="link" href="#events">
            All events
          </a>
        )}
      </div>
      {latest.length > 0 ? (
        <ul class="evs">
          {latest.map((e) => (
            <EventRow key={e.id} event={e} dated />
          ))}
        </ul>
      ) : (
        <p class="quiet">Nothing has happened yet. When someone rings, it appears here.</p>
      )}
    </div>
  );
}

function Loading() {
  const { link } = useDesk();
  if (link.state.value === 'lost') return null;
  const tile = (kind: string) => (
    <div class={`tile ${kind}`}>
      <div class="pic skel" />
      <div class="cap">
        <span class="skel bar" style={{ width: '40%' }} />
      </div>
    </div>
  );
  return (
    <>
      <div class="home" aria-busy="true">
        {tile('hero')}
        <div class="others">
          {tile('fresh')}
          {tile('')}
          {tile('')}
        </div>
      </div>
      <p class="quiet sm">Fetching the latest pictures.</p>
    </>
  );
}

function NoDevices() {
  return (
    <div class="first">
      <div class="blank">
        <Icon name="pup" />
        <h2>Your first camera goes here.</h2>
        <p class="quiet">
          It appears by itself when it connects for the first time. On this machine, <code>make run</code>{' '}
          starts a doorbell.
        </p>
      </div>
    </div>
  );
}
