import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import {
  LAST_LUMP,
  LUMP_HEAD_BYTES,
  type PlaybackMessage,
  type PlaybackRequest,
} from '#protocol/playback.ts';
import type { DataLink } from './playback-channel.ts';
import { PlaybackSession, type Position } from './playback-session.ts';

/** The device's end of a data channel. */
class FakeLink implements DataLink {
  readyState: RTCDataChannelState = 'open';
  onmessage: DataLink['onmessage'] = null;
  onclose: DataLink['onclose'] = null;
  readonly heard: PlaybackRequest[] = [];

  send(text: unknown): void {
    this.heard.push(JSON.parse(String(text)) as PlaybackRequest);
  }

  async say(message: PlaybackMessage | string): Promise<void> {
    await this.#give(typeof message === 'string' ? message : JSON.stringify(message));
  }

  async lump(id: number, bytes: number[], { last = true, atMs = 0 } = {}): Promise<void> {
    const data = new ArrayBuffer(LUMP_HEAD_BYTES + bytes.length);
    const head = new DataView(data);
    head.setUint32(0, id, true);
    head.setUint32(4, last ? LAST_LUMP : 0, true);
    head.setFloat64(8, atMs, true);
    new Uint8Array(data, LUMP_HEAD_BYTES).set(bytes);
    await this.#give(data);
  }

  /** Done with the newest request. */
  done(): Promise<void> {
    return this.say({ id: this.heard.at(-1)!.id, done: true, bytes: 0 });
  }

  stands(state: Position['state'], atMs: number): Promise<void> {
    return this.say({ position: { state, atMs, speed: 1, gapMs: 0 } });
  }

  close(): void {
    this.readyState = 'closed';
    this.onclose?.call(this as unknown as RTCDataChannel, new Event('close'));
  }

  async #give(data: string | ArrayBuffer): Promise<void> {
    this.onmessage?.call(this as unknown as RTCDataChannel, { data } as MessageEvent);
    for (let i = 0; i < 10; i++) await Promise.resolve();
  }
}

function house() {
  const session = new PlaybackSession();
  const link = new FakeLink();
  session.attach(link);
  const asked = () => link.heard.map(({ id: _, ...request }) => request);
  return { session, link, asked };
}
const codeOf = (promise: Promise<unknown>) =>
  promise.then(
    () => 'served',
    (error: { code?: string }) => error.code,
  );

const test = suite('playback session');

test('what is recorded is asked for until all of it is here', async () => {
  const { session, link } = house();
  const refreshed = session.refresh(1000);
  assert.is(session.spans.value, null);
  await link.say({ id: 1, spans: [{ fromMs: 10, toMs: 20 }], nextMs: 30 });
  assert.equal(link.heard[1], { ...link.heard[0]!, id: 2, fromMs: 30 });
  await link.say({ id: 2, spans: [{ fromMs: 30, toMs: 40 }], nextMs: null });
  await refreshed;
  assert.equal(session.spans.value, [
    { fromMs: 10, toMs: 20 },
    { fromMs: 30, toMs: 40 },
  ]);
});

test('a device that always has more is asked no more than twenty times', async () => {
  const { session, link } = house();
  const refreshed = session.refresh(1000);
  for (let id = 1; id <= 20; id++)
    await link.say({ id, spans: [{ fromMs: id, toMs: id + 1 }], nextMs: id + 1 });
  await refreshed;
  assert.is(link.heard.length, 20);
});

test('while a picture is on its way the newest time waits, and those before it are dropped', async () => {
  const { session, link, asked } = house();
  for (const ms of [1, 2, 3, 4]) session.show(ms);
  assert.equal(asked(), [{ ask: 'show', atMs: 1 }]);
  await link.done();
  assert.equal(asked().at(-1), { ask: 'show', atMs: 4 });
  assert.ok(session.showing.value, 'where it stands is not yet where it is asked to');
  session.show(5);
  session.play(6);
  await link.say({ id: 2, done: true, bytes: 0 });
  assert.equal(asked().at(-1), { ask: 'play', atMs: 6, speed: 1 }, 'what is asked last counts');
  assert.is(asked().length, 3);
  assert.not(session.showing.value);
});

test('another speed holds for what plays, from where it stands', async () => {
  const { session, link, asked } = house();
  session.setSpeed(4);
  assert.is(asked().length, 0, 'nothing plays');
  session.play(1000);
  await link.stands('playing', 5000);
  session.setSpeed(8);
  assert.equal(asked().slice(0, 2), [
    { ask: 'play', atMs: 1000, speed: 4 },
    { ask: 'play', atMs: 5000, speed: 8 },
  ]);
});

test('the next link goes on where the last one stood', async () => {
  const { session, link } = house();
  session.play(1000, 2);
  await link.stands('playing', 7000);
  link.close();
  session.attach(null);
  const next = new FakeLink();
  session.attach(next);
  assert.equal(next.heard, [{ id: 1, ask: 'play', atMs: 7000, speed: 2 }]);
  await next.stands('playing', 8000);
  session.pause();
  await next.stands('paused', 8100);
  const third = new FakeLink();
  session.attach(third);
  assert.equal(third.heard, [{ id: 1, ask: 'show', atMs: 8000 }]);
  session.play(9000);
  await third.stands('playing', 9000);
  session.step(-1);
  await third.stands('paused', 8960);
  const fourth = new FakeLink();
  session.attach(fourth);
  assert.equal(fourth.heard, [{ id: 1, ask: 'show', atMs: 9000 }], 'a step stays where it is');
  assert.is(session.problem.value, null, 'a broken link is told by the page');
});

test('pictures come together from their lumps; one that is too large is left out', async () => {
  const { session, link } = house();
  const got: [number, number][] = [];
  const keys = session.keys([1, 2, 3], (data, atMs) => got.push([atMs, data.size]));
  await link.lump(1, [1, 2], { last: false, atMs: 1 });
  await link.lump(99, [9], { atMs: 1 });
  await link.lump(1, [3], { atMs: 1 });
  const large = Array<number>(1024 * 1024).fill(0);
  for (let i = 0; i < 5; i++) await link.lump(1, large, { last: i === 4, atMs: 2 });
  await link.lump(1, [4], { atMs: 3 });
  await link.done();
  await keys;
  assert.equal(got, [
    [1, 3],
    [3, 1],
  ]);
});

test('a clip is put together, with its progress; stopping tells the device', async () => {
  const { session, link, asked } = house();
  const range = { fromMs: 1, toMs: 2 };
  const seen: number[] = [];
  const clip = session.clip({ range, onProgress: (n) => seen.push(n), signal: new AbortController().signal });
  await link.lump(1, [1, 2, 3]);
  await link.lump(1, [4]);
  await link.done();
  assert.equal([...new Uint8Array(await (await clip).arrayBuffer())], [1, 2, 3, 4]);
  assert.equal(seen, [3, 4]);
  const abort = new AbortController();
  const stopped = codeOf(session.clip({ range, onProgress: () => {}, signal: abort.signal }));
  abort.abort();
  assert.equal(asked().at(-1), { ask: 'end-clip' });
  await link.say({ id: 2, problem: { code: 'ended', message: '' } });
  assert.is(await stopped, 'ended');
});

test('problems are told, and gone with the next thing that works', async () => {
  const { session, link } = house();
  session.show(5);
  await link.say({ id: 1, problem: { code: 'nothing-recorded', message: 'Nothing.' } });
  assert.is(session.problem.value?.code, 'nothing-recorded');
  session.show(6);
  await link.done();
  assert.is(session.problem.value, null);
});

test('a viewer who may not see recordings is told so, whatever was asked', async () => {
  const { session, link } = house();
  const refreshed = session.refresh(1000);
  await link.say({ id: 0, problem: { code: 'not-allowed', message: 'No.' } });
  await refreshed;
  assert.is(session.problem.value?.code, 'not-allowed');
});

test('a link that breaks fails what was asked for, and no more than eight things are asked at once', async () => {
  const { session, link } = house();
  const asked = Array.from({ length: 9 }, () => codeOf(session.keys([1], () => {})));
  assert.is(await asked[8], 'busy');
  link.close();
  assert.equal(new Set(await Promise.all(asked.slice(0, 8))), new Set(['link-lost']));
  assert.is(await codeOf(session.keys([1], () => {})), 'link-lost');
});

test('what no device of ours says changes nothing', async () => {
  const { session, link } = house();
  session.show(1);
  for (const text of ['', '{', 'null', '7', '{"id":77,"done":true}', '[]']) await link.say(text);
  await link.done();
  assert.is(session.problem.value, null);
});

test.run();
