import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { PupsentryError } from '#kit/errors.ts';
import { formatAnswer, MAX_DATA_BYTES } from './answer.ts';
import { parseCandidate } from './candidate.ts';
import type { PeerEvents, PeerState } from './engine.ts';
import { NodeDataChannelEngine } from './node-datachannel-engine.ts';
import { parseOffer } from './offer.ts';
import { DataViewer } from './testing/data-viewer.ts';

const OFFER = readFileSync(join(import.meta.dirname, 'chromium-offer.sdp'), 'latin1');
const SSRC = { video: 0xdeadbeef, audio: 7 };
const quiet: PeerEvents = {
  onState: () => undefined,
  onCandidate: () => undefined,
  onRtcp: () => undefined,
  onData: () => undefined,
  onDataDrained: () => undefined,
};

const test = suite('node-datachannel');

test('has its half of the transport at once, with addresses, and closes cleanly', () => {
  const engine = new NodeDataChannelEngine();
  const offer = parseOffer(OFFER);
  const started = performance.now();
  const peer = engine.open({ offer, ssrc: SSRC, iceServers: [], events: quiet });
  assert.ok(performance.now() - started < 5000);
  assert.is(peer.local.setup, 'active');
  assert.match(peer.local.fingerprint.value, /^([0-9A-F]{2}:){31}[0-9A-F]{2}$/);
  assert.ok(peer.local.candidates.every((c) => parseCandidate(c)));
  assert.match(formatAnswer({ offer, local: peer.local, ssrc: SSRC, cname: 'c' }), peer.local.ufrag);
  assert.not(peer.send('video', Buffer.alloc(20)), 'nothing is sent before it is open');
  peer.addCandidate(parseCandidate('candidate:1 1 udp 2113937151 127.0.0.1 9 typ host')!);
  peer.close();
  peer.close();
  peer.addCandidate(parseCandidate('candidate:1 1 udp 2113937151 127.0.0.1 9 typ host')!);
  engine.stop();
});

test('a data channel of a peer: messages both ways, a lump that fills it, and its end', async () => {
  const engine = new NodeDataChannelEngine();
  const viewer = new DataViewer();
  const heard: (string | Buffer)[] = [];
  let drained = () => undefined as void;
  const peer = engine.open({
    ...{ offer: parseOffer(await viewer.offer()), ssrc: SSRC, iceServers: [] },
    events: {
      ...quiet,
      onCandidate: (candidate) => candidate !== null && viewer.add(candidate),
      onData: (message) => heard.push(message),
      onDataDrained: () => drained(),
    },
  });
  assert.not(peer.sendData('too early'));
  viewer.accept(formatAnswer({ offer: parseOffer(viewer.sdp), local: peer.local, ssrc: SSRC, cname: 'c' }));
  for (const candidate of viewer.candidates) peer.addCandidate(parseCandidate(candidate)!);
  await viewer.opened;
  viewer.say('hello');
  viewer.say(Buffer.from([1, 2, 3]));
  while (heard.length < 2) await new Promise(setImmediate);
  assert.equal(heard, ['hello', Buffer.from([1, 2, 3])]);
  const empty = new Promise<void>((resolve) => (drained = resolve));
  let mostWaiting = 0;
  for (let i = 0; i < 64; i++) {
    assert.ok(peer.sendData(Buffer.alloc(MAX_DATA_BYTES, i)));
    mostWaiting = Math.max(mostWaiting, peer.dataWaiting); // other threads send what waits at the same time
  }
  assert.ok(mostWaiting > 0);
  await empty;
  assert.ok(peer.sendData('done'));
  await viewer.heard('done');
  assert.is(viewer.bytes, 64 * MAX_DATA_BYTES);
  peer.close();
  assert.not(peer.sendData('too late'));
  assert.is(peer.dataWaiting, 0);
  viewer.close();
  engine.stop();
});

test('may be closed from its own event', async () => {
  const engine = new NodeDataChannelEngine();
  const states: PeerState[] = [];
  await new Promise<void>((resolve) => {
    const peer = engine.open({
      offer: parseOffer(OFFER),
      ssrc: SSRC,
      iceServers: [],
      events: {
        ...quiet,
        onCandidate(candidate) {
          if (candidate !== null) return;
          peer.close();
          resolve();
        },
        onState: (state) => states.push(state),
      },
    });
  });
  assert.equal(states, []);
});

test('sixteen viewers at once, and again', () => {
  const engine = new NodeDataChannelEngine();
  for (let round = 0; round < 3; round++) {
    for (let i = 0; i < 16; i++)
      engine.open({ offer: parseOffer(OFFER), ssrc: SSRC, iceServers: [], events: quiet });
    engine.stop();
  }
});

test('what the library refuses is an error of ours, and the process lives', () => {
  const engine = new NodeDataChannelEngine();
  const offer = { ...parseOffer(OFFER), sections: [] };
  assert.throws(
    () => engine.open({ offer, ssrc: SSRC, iceServers: [], events: quiet }),
    (error: unknown) => error instanceof PupsentryError && error.code === 'engine',
  );
});

test('when file descriptors run out a viewer is refused, and the process lives', () => {
  const script = `
    import { openSync } from 'node:fs';
    import { NodeDataChannelEngine } from '${import.meta.dirname}/node-datachannel-engine.ts';
    import { parseOffer } from '${import.meta.dirname}/offer.ts';
    const offer = parseOffer(${JSON.stringify(OFFER)});
    const quiet = { onState() {}, onCandidate() {}, onRtcp() {}, onData() {}, onDataDrained() {} };
    try { for (;;) openSync('/dev/null', 'r'); } catch {}
    let said = 'opened';
    try { new NodeDataChannelEngine().open({ offer, ssrc: { video: 1, audio: 2 }, iceServers: [], events: quiet }); }
    catch (error) { said = error.code; }
    process.stdout.write(said);`;
  const command = 'ulimit -n 100; exec "$0" --import tsx --input-type=module -e "$1"';
  const said = execFileSync('sh', ['-c', command, process.execPath, script], { encoding: 'utf8' });
  assert.is(said, 'engine');
});

test.run();
