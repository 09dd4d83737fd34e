/**
 * Runs on the board: presses a simulated button again and again, and takes the time until the message is back from the
 * broker. One clock for both ends; the time begins just before the edge is made, so it is a little more than from
 * the kernel's stamp of it.
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
/** Between presses: what follows a ring (picture, end) is over, and no rhythm is met. */
const REST_MS = { least: 350, more: 150 };
const LIMIT_MS = 5000;

const client = mqtt.connect(url, { protocolVersion: 4 });
let arrived: (() => void) | undefined;
client.on('message', (at, payload) => {
  const device = parseTopic(at);
  const counts =
    !device || decodeEnvelope(payload, device).event?.phase === v1.EventPhase.EVENT_PHASE_STARTED;
  if (counts) arrived?.();
});
await new Promise<void>((resolve) => client.once('connect', () => resolve()));
await client.subscribeAsync(topic, { qos: 1 });

const line = openSync(pull, 'w');
const samples: number[] = [];
for (let i = 0; i < Number(presses); i++) {
  await new Promise((resolve) => setTimeout(resolve, REST_MS.least + REST_MS.more * Math.random()));
  const message = new Promise<void>((resolve, reject) => {
    const timer = setTimeout(
      () => reject(new Error(`press ${i + 1} was not heard within ${LIMIT_MS} ms`)),
      LIMIT_MS,
    );
    arrived = () => (clearTimeout(timer), resolve());
  });
  const startNs = process.hrtime.bigint();
  writeSync(line, 'pull-down', 0);
  await message;
  samples.push(Number(process.hrtime.bigint() - startNs) / 1e6);
  arrived = undefined;
  writeSync(line, 'pull-up', 0);
}
closeSync(line);
await client.endAsync(true);
process.stdout.write(`${JSON.stringify(samples)}\n`);
