/** Cloud recording in the simulated cloud: packages, orders paid by the test page, and a little history. */
import { makeHouseholdKey } from '#protocol/sealed/household-key.ts';
import { signKeyList } from '#protocol/sealed/key-list.ts';
import type { Answer, Ask } from './simulated-answer.ts';
import type {
  ClipDeletion,
  DevicePackage,
  Order,
  Package,
  PackageOffer,
  SignedKeyList,
  StreamMessage,
} from '../api.ts';

const DAY_MS = 24 * 3600 * 1000;

const PACKAGES: Package[] = [
  { id: 'trial', name: 'To try', daysKept: 3, priceMinor: 0, currency: 'EUR', periodDays: 14 },
  { id: 'week', name: 'A week', daysKept: 7, priceMinor: 299, currency: 'EUR', periodDays: 30 },
  { id: 'month', name: 'A month', daysKept: 30, priceMinor: 599, currency: 'EUR', periodDays: 30 },
];

export class SimulatedRecording {
  offer: PackageOffer = { packages: PACKAGES, payment: { provider: 'test', canOrder: true } };
  readonly states = new Map<string, DevicePackage>();
  readonly orders: Order[] = [];
  keys: SignedKeyList | null = null;
  deletions: ClipDeletion[];
  readonly #push: (message: StreamMessage) => void;

  constructor(nowMs: number, push: (message: StreamMessage) => void) {
    this.#push = push;
    const deletion = (daysAgo: number, clips: number, reason: ClipDeletion['reason']): ClipDeletion => {
      const atMs = nowMs - daysAgo * DAY_MS;
      return { reason, firstMs: atMs, lastMs: atMs, clips, bytes: clips * 3_400_000 };
    };
    this.deletions = [deletion(1, 4, 'retention'), deletion(2, 1, 'retention'), deletion(9, 23, 'downgrade')];
    const paid = { product: 'week', daysKept: 7, paidUntilMs: nowMs + 19 * DAY_MS, trialUsed: true };
    this.set('doorbell-front', { ...paid, state: 'active' });
    const lapsed = { ...paid, paidUntilMs: nowMs - 2 * DAY_MS, eraseAtMs: nowMs + 5 * DAY_MS };
    this.set('camera-garage', { ...lapsed, state: 'grace' });
    this.#order('doorbell-front', PACKAGES[1]!, 'paid', nowMs - 11 * DAY_MS);
  }

  /** The household's keys were made, elsewhere than here. */
  async start(): Promise<void> {
    const key = await makeHouseholdKey({ name: 'Phone', kind: 'browser' });
    this.keys = await signKeyList({ household: 'home', revision: 1, keys: [key] }, key);
  }

  of(deviceId: string): DevicePackage {
    return (
      this.states.get(deviceId) ?? {
        ...{ deviceId, state: 'none', product: null, daysKept: 0, paidUntilMs: null, eraseAtMs: null },
        ...{ shrink: null, trialUsed: false },
      }
    );
  }

  set(deviceId: string, change: Partial<DevicePackage>): void {
    const data = { ...this.of(deviceId), ...change };
    this.states.set(deviceId, data);
    this.#push({ type: 'package', data });
  }

  /** @returns undefined when there is no such thing */
  answer({ method, path: [room, id = '', part], body }: Ask): Answer | undefined {
    const ours = this.orders.filter(({ deviceId }) => deviceId === id);
    const order = this.orders.find(({ number }) => number === id);
    switch (`${method} ${room}${part ? ` ${part}` : ''}`) {
      case 'GET packages':
        return { body: this.offer };
      case 'GET devices package':
        return { body: this.of(id) };
      case 'DELETE devices package':
        this.set(id, { state: 'erasing' });
        return { body: this.of(id) };
      case 'GET keys':
        return { body: { household: 'home', list: this.keys } };
      case 'GET devices deletions':
        return { body: { deletions: id === 'doorbell-front' ? this.deletions : [], next: null } };
      case 'GET devices orders':
        return { body: { orders: ours, next: null } };
      case 'POST devices orders':
        return { body: this.#place(id, (body as { product: string }).product) };
      case 'GET orders':
        return order && { body: order };
      case 'GET test-payments':
        return order && { body: { ...order, description: `Cloud recording, ${packageOf(order).name}` } };
      case 'POST test-payments':
        return order && { body: this.#decide(order, (body as { decision: 'pay' | 'refuse' }).decision) };
      default:
        return undefined;
    }
  }

  #place(deviceId: string, product: string): { order: Order; pay: string | null } {
    const chosen = PACKAGES.find(({ id }) => id === product)!;
    const order = this.#order(deviceId, chosen, 'open', Date.now());
    if (chosen.priceMinor === 0) return { order: this.#decide(order, 'pay'), pay: null };
    return { order, pay: `/#test-payment/${order.number}` };
  }

  #decide(order: Order, decision: 'pay' | 'refuse'): Order {
    order.status = decision === 'pay' ? 'paid' : 'refused';
    const { id: product, daysKept, periodDays } = packageOf(order);
    if (order.status === 'paid')
      this.set(order.deviceId!, {
        ...{ state: 'active', product, daysKept, eraseAtMs: null, trialUsed: true },
        paidUntilMs: Date.now() + periodDays * DAY_MS,
      });
    return order;
  }

  #order(
    deviceId: string,
    { id, priceMinor, currency }: Package,
    status: Order['status'],
    atMs: number,
  ): Order {
    const number = `P-${String(Math.floor(Math.random() * 1e12)).padStart(12, '0')}`;
    const order = {
      number,
      deviceId,
      product: id,
      amountMinor: priceMinor,
      currency,
      status,
      createdMs: atMs,
      changedMs: atMs,
    };
    this.orders.unshift(order);
    return order;
  }
}

function packageOf({ product }: Order): Package {
  return PACKAGES.find(({ id }) => id === product)!;
}
