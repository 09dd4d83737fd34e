import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { Device, DeviceEvent, EventPage, StreamMessage } from '../../api.ts';
import { simulatedDevices, simulatedRing } from '../simulated-household.ts';
import { CloudLink, type CloudLinkOptions } from './cloud-link.ts';
import { DeviceList } from './device-list.ts';
import { EventList } from './event-list.ts';

const test = suite('link to the cloud');
const NOW = 1_000_000_000;
const [front] = simulatedDevices(NOW) as [Device, ...Device[]];
const ring = simulatedRing({ id: 'ring', startedMs: NOW });
const older = simulatedRing({ id: 'older', startedMs: NOW - 1000 });

/** A page that connects: the stream is open, and the cloud answers with the lists when the test says so. */
async function connecting() {
  let say!: (message: StreamMessage) => void;
  let answerDevices!: (devices: Device[]) => void;
  let answerEvents!: (page: EventPage) => void;
  const api = {
    session: () => Promise.resolve({}),
    openStream: ({ message }: { message: typeof say }) => {
      say = message;
      return Promise.resolve({ close: () => undefined });
    },
    devices: () => new Promise<Device[]>((resolve) => (answerDevices = resolve)),
    events: () => new Promise<EventPage>((resolve) => (answerEvents = resolve)),
  } as unknown as CloudLinkOptions['api'];
  const devices = new DeviceList();
  const events = new EventList({ api });
  const news: [string, string][] = [];
  const nothing = () => undefined;
  const link = new CloudLink({
    ...{ api, devices, events, onSignal: nothing, onAlbum: nothing, onPackage: nothing, onDevice: nothing },
    ...{ onConnected: nothing, onSignedOut: nothing },
    onNews: ({ id }, from) => news.push([id, from]),
  });
  const connected = link.reconnect();
  await new Promise((resolve) => setImmediate(resolve)); // it has asked for the lists
  return {
    ...{ devices, events, news, say },
    answer: async (listed: Device[], kept: DeviceEvent[], next: string | null = null) => {
      answerDevices(listed);
      answerEvents({ events: kept, next, unseen: 0 });
      await connected;
    },
  };
}

test('what a device says while the lists are under way is newer than they are', async () => {
  const { devices, say, answer } = await connecting();
  say({ type: 'device', data: { ...front, online: true } });
  await answer([{ ...front, online: false }], []);
  assert.is(devices.byId(front.id)?.online, true);
});

test('an event while the lists are under way is news, grows, and hides none of the older ones', async () => {
  const { events, news, say, answer } = await connecting();
  say({ type: 'event', data: ring });
  say({ type: 'event', data: { ...ring, snapshot: true } });
  await answer([front], [older], older.id);
  assert.equal(
    events.all.value.map(({ id, snapshot }) => [id, snapshot]),
    [
      ['ring', true],
      ['older', false],
    ],
  );
  assert.ok(events.hasOlder);
  assert.equal(news, [
    ['older', 'list'],
    ['ring', 'stream'],
  ]);
});

test('an event that the list has already is news once', async () => {
  const { events, news, say, answer } = await connecting();
  say({ type: 'event', data: { ...ring, presses: 2 } });
  await answer([front], [ring, older], older.id);
  assert.is(events.byId('ring')?.presses, 2);
  assert.ok(events.hasOlder);
  assert.equal(
    news.filter(([id]) => id === 'ring'),
    [['ring', 'list']],
  );
});

test.run();
