/** The default: nothing can be paid, so nothing that costs can be ordered. */
import { PupsentryError } from '#kit/errors.ts';
import type { PaymentProvider, PaymentStatus } from './payment-provider.ts';

export class NoPayment implements PaymentProvider {
  readonly name = 'none';
  readonly canOrder = false;

  begin(): Promise<{ url: string }> {
    return Promise.reject(new PupsentryError('no-payment', 'Payment is not set up at this cloud.'));
  }

  status(): Promise<PaymentStatus> {
    return Promise.resolve('open');
  }
}
