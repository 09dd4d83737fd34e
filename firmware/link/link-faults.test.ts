/** The link when things go wrong: no broker, broker killed, connections cut, device killed. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { v1 } from '#protocol/messages.ts';
import { DEVICE, bench, ids, ring, whenConnected } from './testing/link-bench.ts';

const test = suite('link faults');

for (const mqttVersion of [5, 4] as const) {
  const name = mqttVersion === 5 ? 'MQTT 5' : 'MQTT 3.1.1';

  test(
    `${name}: what happens while there is no broker arrives later, in order, once, marked late`,
    bench(async ({ link: makeLink, cloud, broker, clock, proxy: makeProxy }) => {
      // The proxy keeps the device away until the cloud's side has subscribed again.
      const proxy = await makeProxy();
      proxy.isOpen = false;
      await broker.kill();
      const link = await makeLink({ mqttVersion, broker: { url: proxy.url } });
      const before = Date.now();
      for (const id of ids(50)) await link.sendEvent(ring(id));
      for (let i = 0; i < 40; i++) link.sendTelemetry({ uptimeS: i });
      link.sendSignal({ sessionId: 'nobody', bye: {} }, '');
      assert.equal(link.info().outbox.messages, 50);
      clock.shiftMs = 60_000;
      await link.sendEvent(ring('fresh'));
      await broker.restart();
      await cloud.subscribed();
      proxy.isOpen = true;
      await cloud.until((seen) => seen.filter((m) => m.name === 'event').length >= 51);
      assert.equal(cloud.eventIds(), [...ids(50), 'fresh']);
      for (const envelope of cloud.of('event').slice(0, 50)) {
        assert.is(envelope.late, true);
        assert.ok(envelope.delayMs >= 60_000 && envelope.delayMs < 90_000, `${envelope.delayMs} ms`);
        assert.ok(envelope.timeMs >= before && envelope.timeMs < before + 30_000, 'its true time');
      }
      assert.is(cloud.of('event')[50]!.late, false);
      await cloud.until((seen) => seen.filter((m) => m.name === 'telemetry').length >= 30);
      const uptimes = cloud.of('telemetry').map(({ telemetry }) => telemetry!.uptimeS);
      assert.equal([uptimes.length, uptimes[0], uptimes.at(-1)], [30, 10, 39], 'the oldest were dropped');
      assert.equal(cloud.of('signal'), [], 'signals are of no use later');
    }),
  );

  test(
    `${name}: broker killed and restarted during 200 events: all of them, in order, once`,
    bench(async ({ link: makeLink, cloud, broker, proxy: makeProxy }) => {
      const proxy = await makeProxy();
      const link = await makeLink({ mqttVersion, broker: { url: proxy.url } });
      await whenConnected(link);
      for (const [i, id] of ids(200).entries()) {
        const sent = link.sendEvent(ring(id));
        if (i % 10 === 0) await sent;
        if (i === 60 || i === 130) {
          proxy.isOpen = false;
          await broker.kill();
          await broker.restart();
          await cloud.subscribed();
          proxy.isOpen = true;
        }
      }
      await cloud.until(() => cloud.eventIds().length === 200);
      assert.equal(cloud.eventIds(), ids(200));
      assert.is(new Set(cloud.of('event').map(({ bootEpoch }) => bootEpoch)).size, 1);
    }),
  );

  test(
    `${name}: 30 connections cut in mid-packet: everything arrives, in order, once`,
    bench(async ({ link: makeLink, cloud, proxy: makeProxy }) => {
      const proxy = await makeProxy();
      const link = await makeLink({
        mqttVersion,
        broker: { url: proxy.url },
        backoff: { firstMs: 4, maxMs: 20 },
      });
      const sent: string[] = [];
      for (let cut = 1; cut <= 30; cut++) {
        // Anywhere from within CONNECT to behind a dozen events.
        proxy.cutAfter(1 + ((cut * 7919) % 2500));
        while (proxy.cuts < cut) {
          const id = `event-${sent.length}`;
          sent.push(id);
          await link.sendEvent(ring(id));
          // More than enough for every cut; a quick disk would fill the outbox while a slow broker is away.
          if (proxy.cuts < cut && link.info().outbox.messages > 500) await proxy.nextCut();
        }
      }
      await cloud.until(() => cloud.eventIds().length === sent.length);
      assert.equal(cloud.eventIds(), sent);
      assert.ok(cloud.of('status').length > 5);
      await cloud.until((seen) => seen.findLast((m) => m.name === 'status')!.envelope.status!.online!);
    }),
  );
}

test(
  'kill -9 of the device: the will is delivered, and no accepted event is lost',
  bench(async ({ link: makeLink, cloud, broker, folder }) => {
    const accepted: string[] = [];
    for (let life = 0; life < 4; life++) {
      const acceptedBeforeKill = 3 + life * 17;
      // In its second life it finds no broker: what it accepts is on the disk alone.
      const [url, when] = life === 1 ? ['mqtt://127.0.0.1:9', 'at-once'] : [broker.url, 'online'];
      const script = join(import.meta.dirname, 'testing/device-process.ts');
      const args = ['--import', 'tsx', script, DEVICE, url, folder, `${life}-`, '1000', when];
      const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
      const gone = once(child, 'exit');
      let count = 0;
      for await (const line of createInterface({ input: child.stdout })) {
        accepted.push(line);
        if (++count === acceptedBeforeKill) child.kill('SIGKILL');
      }
      await gone;
    }
    const lost = v1.StatusReason.STATUS_REASON_LINK_LOST;
    await cloud.until((seen) => seen.filter((m) => m.envelope.status?.reason === lost).length >= 3);
    const link = await makeLink();
    await link.sendEvent(ring('4-0'));
    await cloud.until(() => cloud.eventIds().includes('4-0'));
    const arrived = cloud.eventIds();
    assert.ok(accepted.length >= 3 + 20 + 37 + 54);
    assert.equal(
      accepted.filter((id) => !arrived.includes(id)),
      [],
    );
    const place = (id: string) => Number(id.split('-')[0]) * 10_000 + Number(id.split('-')[1]);
    assert.equal(
      arrived,
      [...arrived].sort((a, b) => place(a) - place(b)),
    );
    assert.is(new Set(arrived).size, arrived.length);
  }),
);

test.run();
