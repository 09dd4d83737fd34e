/**
 * Runs on the board: presses a simulated button again and again, and takes the time from the kernel's stamp of the edge
 * until the message is back from the broker, by the board's own clock. A ring carries its stamp as wall clock,
 * rounded to the millisecond; gpiomon's line carries it as seconds and
 * nanoseconds on CLOCK_MONOTONIC.
 *
 *   node press-meter.mjs BROKER_URL TOPIC PULL_FILE PRESSES
 *
 * Prints a JSON list of milliseconds.
 */
import { closeSync, openSync, writeSync } from 'node:fs';
import mqtt from 'mqtt';
import { decodeEnvelope } from '#protocol/codec.ts';
import { v1 } from '#protocol/messages.ts';
import { parseTopic } from '#protocol/topics.ts';

const [url = '', topic = '', pull = '', presses = '0'] = process.argv.slice(2);
/** Between presses: no rhythm is met. */
const REST_MS = { least: 350, more: 150 };
const LIMIT_MS = 5000;

const client = mqtt.connect(url, { protocolVersion: 4 });
let arrived: ((ms: number) => void) | undefined;
let pictured: (() => void) | undefined;
client.on('message', (at, payload) => {
  const nowS = Number(process.hrtime.bigint()) / 1e9;
  const nowMs = performance.timeOrigin + performance.now();
  const device = parseTopic(at);
  if (!device) {
    const [seconds = 0, nanoseconds = 0] = payload.toString().split(' ').map(Number);
    return arrived?.((nowS - seconds - nanoseconds / 1e9) * 1000);
  }
  const { event } = decodeEnvelope(payload, device);
  if (event?.kind !== v1.EventKind.EVENT_KIND_RING) return;
  if (event.phase === v1.EventPhase.EVENT_PHASE_STARTED) arrived?.(nowMs - Number(event.startedMs));
  if (event.phase === v1.EventPhase.EVENT_PHASE_SNAPSHOT) pictured?.();
});
await new Promise<void>((resolve) => client.once('connect', () => resolve()));
await client.subscribeAsync(topic, { qos: 1 });

const line = openSync(pull, 'w');
const samples: number[] = [];
for (let i = 0; i < Number(presses); i++) {
  await new Promise((resolve) => setTimeout(resolve, REST_MS.least + REST_MS.more * Math.random()));
  const message = new Promise<number>((resolve, reject) => {
    const timer = setTimeout(
      () => reject(new Error(`press ${i + 1} was not heard within ${LIMIT_MS} ms`)),
      LIMIT_MS,
    );
    arrived = (ms) => (clearTimeout(timer), resolve(ms));
  });
  // A ring brings its picture along, which is work of its own: the next press waits for it.
  const picture = parseTopic(topic) && new Promise<void>((resolve) => (pictured = resolve));
  writeSync(line, 'pull-down', 0);
  samples.push(await message);
  arrived = undefined;
  writeSync(line, 'pull-up', 0);
  await picture;
}
closeSync(line);
await client.endAsync(true);
process.stdout.write(`${JSON.stringify(samples)}\n`);
