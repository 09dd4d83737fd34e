/**
 * A provider for trying out: a page of the console, on which whoever ordered says what would have happened. Only there
 * when pupsentry-cloud is started with --payment test. Forgets everything when the stub stops: what was not decided
 * stays open.
 */
import type { OrderToPay, PaymentProvider, PaymentStatus } from './payment-provider.ts';

/** More than this are not remembered; the oldest is forgotten first. */
const MAX_PAYMENTS = 1000;

export class TestPayment implements PaymentProvider {
  readonly name = 'test';
  readonly canOrder = true;
  readonly #payments = new Map<string, { order: OrderToPay; status: PaymentStatus }>();

  begin(order: OrderToPay): Promise<{ url: string }> {
    this.#payments.set(order.number, { order, status: 'open' });
    if (this.#payments.size > MAX_PAYMENTS) this.#payments.delete(this.#payments.keys().next().value!);
    return Promise.resolve({ url: `/#test-payment/${order.number}` });
  }

  status(orderNumber: string): Promise<PaymentStatus> {
    return Promise.resolve(this.#payments.get(orderNumber)?.status ?? 'open');
  }

  /** What the page shows. */
  find(orderNumber: string): OrderToPay | null {
    return this.#payments.get(orderNumber)?.order ?? null;
  }

  /** @returns false when there is no such payment, or it is paid already */
  decide(orderNumber: string, status: 'paid' | 'refused'): boolean {
    const payment = this.#payments.get(orderNumber);
    if (!payment || payment.status === 'paid') return false;
    payment.status = status;
    return true;
  }
}
