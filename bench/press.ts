/** From the press of the button to a subscriber at the broker. */
import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import mqtt from 'mqtt';
import { v1 } from '#protocol/messages.ts';
import { ControlClient } from '../firmware/ctl/client.ts';
import { Broker } from '../tests/broker.ts';
import { DeviceUnderTest } from '../tests/device-under-test.ts';
import { pause, quantile } from './measure.ts';
import { row, type Group, type Row } from './rows.ts';

const RUNS = 3;
const PRESSES = 60;

export const press: Group = {
  name: 'press',
  about:
    'Button pressed over the control socket until a subscriber at the broker has the message; peer: mosquitto_pub.',
  async run(progress): Promise<Row[]> {
    const ours: number[] = [];
    const middle: number[] = [];
    const pictures: number[] = [];
    const theirs: number[] = [];
    for (let run = 0; run < RUNS; run++) {
      const figures = await deviceRun();
      ours.push(quantile(figures.events, 0.99));
      middle.push(quantile(figures.events, 0.5));
      pictures.push(quantile(figures.pictures, 0.99));
      theirs.push(quantile(await mosquittoRun(), 0.99));
      progress(
        `run ${run + 1} of ${RUNS}: p99 ${ours.at(-1)!.toFixed(1)} ms, mosquitto_pub ${theirs.at(-1)!.toFixed(1)} ms`,
      );
    }
    return [
      row({ id: 'press-p50', what: 'press to subscriber, p50', unit: 'ms', ours: middle }),
      row({
        id: 'press-p99',
        what: 'press to subscriber, p99',
        unit: 'ms',
        ours,
        peer: 'mosquitto_pub, started per press',
        theirs,
        aim: { atMost: 10 },
      }),
      row({
        id: 'press-picture',
        what: 'press to subscriber with picture, p99',
        unit: 'ms',
        ours: pictures,
        aim: { atMost: 1000 },
      }),
    ];
  },
};

const isRing = (event: v1.IEvent | null | undefined) => event?.kind === v1.EventKind.EVENT_KIND_RING;

async function deviceRun(): Promise<{ events: number[]; pictures: number[] }> {
  const device = await DeviceUnderTest.start({ settings: { 'doorbell.blindSeconds': 0 } });
  const control = await ControlClient.connect(device.socket);
  const events: number[] = [];
  const pictures: number[] = [];
  try {
    await pause(3000); // past start-up
    for (let i = 0; i < PRESSES; i++) {
      const seen = device.received.length;
      const startedMs = performance.now();
      await control.call('button.press', {});
      const arrival = (phase: v1.EventPhase) =>
        device.waitFor('the ring', () =>
          device.received
            .slice(seen)
            .find(({ envelope: { event } }) => isRing(event) && event?.phase === phase),
        );
      events.push((await arrival(v1.EventPhase.EVENT_PHASE_STARTED)).atMs - startedMs);
      pictures.push((await arrival(v1.EventPhase.EVENT_PHASE_SNAPSHOT)).atMs - startedMs);
      await pause(100 + 150 * Math.random());
    }
  } finally {
    control.close();
    await device.stop();
  }
  return { events, pictures };
}

async function mosquittoRun(): Promise<number[]> {
  const folder = mkdtempSync(join(tmpdir(), 'pupsentry-press-'));
  const broker = await Broker.start(folder);
  const client = mqtt.connect(broker.url, { protocolVersion: 4 });
  await new Promise<void>((resolve) => client.once('connect', () => resolve()));
  await client.subscribeAsync('ring', { qos: 1 });
  const samples: number[] = [];
  for (let i = 0; i < PRESSES; i++) {
    const id = randomUUID();
    const arrived = new Promise<number>((resolve) => {
      const take = (_topic: string, payload: Buffer) => {
        if (payload.toString() !== id) return;
        client.off('message', take);
        resolve(performance.now());
      };
      client.on('message', take);
    });
    const startedMs = performance.now();
    spawn('mosquitto_pub', ['-p', String(broker.port), '-q', '1', '-t', 'ring', '-m', id], {
      stdio: 'ignore',
    });
    samples.push((await arrived) - startedMs);
    await pause(50 * Math.random());
  }
  await client.endAsync(true);
  await broker.stop();
  rmSync(folder, { recursive: true, force: true });
  return samples;
}
