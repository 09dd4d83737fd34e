/**
 * A media process without GStreamer, for tests: speaks the protocol on descriptor 3. From `start` until its end its
 * "camera" is open, and it gives a main, a sub and a grey picture every 10 ms; while sound is wanted, 10 ms of silence
 * with them.
 *
 * The camera's name tells what it does: "steady"; "encoder-fails" loses its main encoder at once and says so;
 * "stuck" does not end when its socket closes. The speaker's name tells how the chime goes: "alsa:well",
 * "alsa:busy", "alsa:dies" (the process ends instead, but only after `start`).
 */
import { Socket } from 'node:net';
import { OrderSchema, parseControl, type Order, type Report } from './control.ts';
import { WireDecoder, encodeFrame, type WireMessage } from './wire.ts';

const PICTURE_MS = 10;
const socket = new Socket({ fd: 3, readable: true, writable: true });
let started = false;
let stuck = false;
let soundWanted = false;

const send = (message: WireMessage) => {
  for (const part of encodeFrame(message)) socket.write(part);
};
const report = (control: Report) => send({ kind: 'control', control });

function start(order: Extract<Order, { order: 'start' }>): void {
  started = true;
  stuck = order.camera === 'stuck';
  report({ report: 'privacy-zones', revision: order.privacyZones.revision });
  report({ report: 'started', gstreamer: '0.0.0', camera: order.camera });
  const failed = order.passedOver.find(({ stream }) => stream === 'main');
  const encoder = {
    element: failed ? 'secondenc' : 'firstenc',
    codec: 'h264' as const,
    reason: failed ? `firstenc failed while running (${failed.why})` : 'first choice',
    ...{ way: '', width: 640, height: 360, fps: 100, bitrateKbps: 100 },
  };
  report({ report: 'encoders', encoders: { main: encoder, sub: encoder } });
  if (order.camera === 'encoder-fails' && !failed) {
    report({
      report: 'encoder-failed',
      failed: { stream: 'main', element: 'firstenc', why: 'it broke' },
    });
    // What would be the next attempt is left to the next life here.
    setTimeout(() => process.exit(1), PICTURE_MS);
  }
  setInterval(() => {
    const ptsUs = Number(process.hrtime.bigint() / 1000n);
    for (const stream of ['main', 'sub'] as const)
      send({ kind: 'unit', unit: { stream, codec: 'h264', key: true, ptsUs, data: Buffer.alloc(100) } });
    send({ kind: 'grey', frame: { width: 4, height: 4, ptsUs, pixels: Buffer.alloc(16) } });
    if (soundWanted) send({ kind: 'pcm', block: { ptsUs, rateHz: 16_000, samples: new Int16Array(160) } });
  }, PICTURE_MS);
}

function chime({ requestId, speaker }: Extract<Order, { order: 'chime' }>): void {
  if (speaker === 'alsa:dies' && started) process.exit(1);
  const problem =
    speaker === 'alsa:busy'
      ? { code: 'speaker-busy', message: 'The speaker is in use by aplay (pid 1).', remedy: 'End aplay.' }
      : null;
  report({ report: 'chimed', requestId, problem });
}

const decoder = new WireDecoder((message) => {
  if (message.kind !== 'control') return;
  const order = parseControl(OrderSchema, message.control);
  if (order.order === 'start') start(order);
  if (order.order === 'privacy-zones') report({ report: 'privacy-zones', revision: order.revision });
  if (order.order === 'chime') chime(order);
  if (order.order === 'sound') soundWanted = order.wanted;
});
socket.on('data', (chunk: Buffer) => decoder.push(chunk));
socket.on('error', () => undefined);
socket.on('close', () => {
  if (!stuck) process.exit(0);
});
