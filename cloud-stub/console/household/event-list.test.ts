import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { DeviceEvent, EventPage } from '../../api.ts';
import { simulatedRing } from '../simulated-household.ts';
import { EventList } from './event-list.ts';

const test = suite('event list');
const event = (n: number, more: Partial<DeviceEvent> = {}) =>
  simulatedRing({ id: `e${n}`, startedMs: n * 1000, seen: true, ...more });
const ids = (list: EventList) => list.all.value.map((e) => e.id).join(' ');

/** The cloud's pages, newest first, two events each. */
function listOver(kept: { events: DeviceEvent[] }) {
  const marked: (string[] | 'all')[] = [];
  const api = {
    events: ({ before }: { before?: string }): Promise<EventPage> => {
      const sorted = [...kept.events].sort((a, b) => b.startedMs - a.startedMs);
      const from = before ? sorted.findIndex((e) => e.id === before) + 1 : 0;
      const events = sorted.slice(from, from + 2);
      const next = from + 2 < sorted.length ? events.at(-1)!.id : null;
      return Promise.resolve({ events, next, unseen: kept.events.filter((e) => !e.seen).length });
    },
    markSeen: (which: string[] | 'all') => {
      marked.push(which);
      return Promise.resolve(0);
    },
  };
  return { list: new EventList({ api }), marked };
}

test('pages join into one list', async () => {
  const { list } = listOver({ events: [1, 2, 3, 4, 5].map((n) => event(n)) });
  await list.refresh();
  assert.is(ids(list), 'e5 e4');
  await list.loadOlder();
  assert.is(ids(list), 'e5 e4 e3 e2');
  assert.ok(list.hasOlder);
  await list.loadOlder();
  assert.is(ids(list), 'e5 e4 e3 e2 e1');
  assert.not(list.hasOlder);
});

test('a refresh that meets the list keeps it, and tells what is new', async () => {
  const kept = { events: [1, 2, 3, 4].map((n) => event(n)) };
  const { list } = listOver(kept);
  await list.refresh();
  await list.loadOlder();
  kept.events.push(event(5));
  assert.equal(
    (await list.refresh()).map((e) => e.id),
    ['e5'],
  );
  assert.is(ids(list), 'e5 e4 e3 e2 e1');
});

test('after a long absence the list starts anew instead of hiding a hole', async () => {
  const kept = { events: [1, 2].map((n) => event(n)) };
  const { list } = listOver(kept);
  await list.refresh();
  kept.events.push(...[7, 8, 9].map((n) => event(n)));
  await list.refresh();
  assert.is(ids(list), 'e9 e8');
  await list.loadOlder();
  assert.is(ids(list), 'e9 e8 e7 e2');
});

test('an event that grows stays one; a late one goes where it belongs', async () => {
  const { list } = listOver({ events: [event(10), event(20)] });
  await list.refresh();
  assert.ok(list.apply(event(30, { seen: false })));
  assert.not(list.apply(event(30, { seen: false, snapshot: true })));
  assert.is(list.unseen.value, 1);
  assert.ok(list.byId('e30')?.snapshot);
  list.apply(event(15, { late: true, seen: false }));
  assert.is(ids(list), 'e30 e20 e15 e10');
  assert.is(list.unseen.value, 2);
  list.apply(event(15, { late: true, seen: true }));
  assert.is(list.unseen.value, 1, 'seen on another screen');
});

test('seen counts at once, and is told once', async () => {
  const { list, marked } = listOver({ events: [event(1), event(2, { seen: false })] });
  await list.refresh();
  const told = list.markSeen(['e2']);
  assert.is(list.unseen.value, 0);
  await told;
  await list.markSeen(['e2', 'e1']);
  assert.equal(marked, [['e2']]);
});

test('finds an old event page by page, and knows when there is none', async () => {
  const { list } = listOver({ events: [1, 2, 3, 4, 5].map((n) => event(n)) });
  await list.refresh();
  assert.ok(await list.find('e1'));
  assert.not(await list.find('e99'));
});

test.run();
