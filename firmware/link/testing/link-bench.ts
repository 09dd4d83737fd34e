/** A link, a real broker and the cloud's side of it, for the tests of the whole room. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { v1 } from '#protocol/messages.ts';
import { SystemClock } from '#kit/clock.ts';
import { silentLogger } from '#kit/log.ts';
import { Broker } from '../../../tests/broker.ts';
import { LinkService, type LinkOptions } from '../link-service.ts';
import { CloudSide } from './cloud-side.ts';
import { testCommands } from './commands.ts';
import { TcpProxy } from './tcp-proxy.ts';

export const DEVICE = 'link-test-1';

/** The machine's clock, and as much later as a test wants. */
export class ShiftedClock extends SystemClock {
  shiftMs = 0;
  constructor() {
    super({ isSynced: () => true });
  }
  override nowMs(): number {
    return super.nowMs() + this.shiftMs;
  }
  override monotonicMs(): number {
    return super.monotonicMs() + this.shiftMs;
  }
}

/** A broker, the cloud's side, and links that are stopped at the end. */
export interface Bench {
  folder: string;
  broker: Broker;
  cloud: CloudSide;
  clock: ShiftedClock;
  /** Started when it is returned. */
  link(options?: Partial<LinkOptions>): Promise<LinkService>;
  proxy(): Promise<TcpProxy>;
}

export function bench(run: (bench: Bench) => Promise<void>): () => Promise<void> {
  return async () => {
    const folder = mkdtempSync(join(tmpdir(), 'pupsentry-link-'));
    const ends: (() => Promise<void>)[] = [];
    try {
      const broker = await Broker.start(folder);
      ends.push(() => broker.stop());
      const cloud = await CloudSide.connect(broker.url);
      ends.push(() => cloud.close());
      const clock = new ShiftedClock();
      await run({
        folder,
        broker,
        cloud,
        clock,
        async link(options = {}) {
          const link = new LinkService({
            deviceId: DEVICE,
            broker: { url: broker.url },
            stateFolder: folder,
            commands: testCommands(),
            onSettings: () => Promise.resolve(),
            clock,
            log: silentLogger(),
            backoff: { firstMs: 10, maxMs: 100 },
            ...options,
          });
          await link.start();
          ends.push(() => link.stop());
          return link;
        },
        async proxy() {
          const proxy = await TcpProxy.start(broker.port);
          ends.push(() => proxy.stop());
          return proxy;
        },
      });
    } finally {
      for (const end of ends.reverse()) await end();
      rmSync(folder, { recursive: true });
    }
  };
}

export const ring = (id: string): v1.IEvent => ({
  id,
  kind: v1.EventKind.EVENT_KIND_RING,
  phase: v1.EventPhase.EVENT_PHASE_STARTED,
  startedMs: Date.now(),
});
export const ids = (count: number) => Array.from({ length: count }, (_, i) => `event-${i}`);

/** Resolves when the link says so. */
export function whenConnected(link: LinkService, connected = true): Promise<void> {
  return new Promise((resolve) => {
    const check = () => {
      if (link.info().connected !== connected) return;
      end();
      resolve();
    };
    const end = link.onChanged(check);
    check();
  });
}

/** Resolves when a device has said hello: the broker has taken its subscription before that. */
export function whenSubscribed(cloud: CloudSide): Promise<void> {
  return cloud.until((seen) => seen.some((m) => m.name === 'status'));
}
