/** Who takes the money. Nothing of how people pay passes through the stub or is kept by it. */

export interface OrderToPay {
  number: string;
  /** For the provider's page: "Cloud recording, A week, Front door". */
  description: string;
  amountMinor: number;
  currency: string;
}

export type PaymentStatus = 'open' | 'paid' | 'refused';

export interface PaymentProvider {
  /** Word for logs and the console: "none", "test", the name of a company. */
  readonly name: string;
  /** Orders can be paid here. */
  readonly canOrder: boolean;
  /**
   * Begins a payment; the person goes on at `url`.
   * @throws when the provider does not answer; nothing has been ordered then
   */
  begin(order: OrderToPay): Promise<{ url: string }>;
  /**
   * What the provider knows of a payment. The stub believes this alone, and asks whenever it is told that something
   * has changed: what a callback says is never taken at its word.
   */
  status(orderNumber: string): Promise<PaymentStatus>;
}
