/** The doors of payment providers: what they call, and the page of the one for trying out. */
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { Type, type Static } from '@sinclair/typebox';
import type { Clock } from '#kit/clock.ts';
import type { Order, TestPaymentPage } from '../../api.ts';
import type { Orders } from '../../packages/orders.ts';
import type { PaymentProvider } from '../../packages/payment-provider.ts';
import { TestPayment } from '../../packages/test-payment.ts';
import { ownerAsks } from '../guard.ts';
import { DecisionSchema, OrderParamsSchema, TestPaymentPageSchema } from '../package-schemas.ts';
import { problem } from '../problem.ts';
import { RateLimit } from '../rate-limit.ts';

export interface PaymentRoutesOptions {
  payment: PaymentProvider;
  orders: Orders;
  clock: Clock;
}

export function paymentRoutes(app: FastifyInstance, options: PaymentRoutesOptions): void {
  const { payment, orders, clock } = options;
  const limit = new RateLimit({ burst: 60, perMinute: 60, monotonicMs: () => clock.monotonicMs() });
  const tags = ['payment'];
  const numberOf = (request: FastifyRequest) => (request.params as Static<typeof OrderParamsSchema>).number;

  // Providers send what they like, in any form. It is not looked at.
  app.addContentTypeParser('*', (_request, payload, done) => {
    payload.resume();
    payload.on('end', () => done(null, undefined));
    payload.on('error', (error) => done(error));
  });

  app.post(
    '/api/payments/:number/callback',
    {
      config: { openToAll: true, webhook: true },
      schema: {
        tags,
        summary: 'A payment provider says that something has changed; we ask it what',
        security: [],
        params: OrderParamsSchema,
        response: { 204: Type.Null() },
      },
    },
    async (request, reply) => {
      if (!limit.take(request.ip)) throw problem('too-many', 'Too many calls. Wait a minute.');
      // The same answer for every number: nobody learns which ones there are.
      await orders.settle(numberOf(request));
      return reply.code(204).send();
    },
  );

  /** @throws PupsentryError "not-found" when the stub takes real money, or none */
  const testPayment = (): TestPayment => {
    if (payment instanceof TestPayment) return payment;
    throw problem('not-found', 'There is nothing at this address.');
  };

  app.get(
    '/api/test-payments/:number',
    {
      schema: {
        tags,
        summary: 'What the page of the provider for trying out shows; with --payment test alone',
        params: OrderParamsSchema,
        response: { 200: TestPaymentPageSchema },
      },
    },
    (request): Promise<TestPaymentPage> => {
      ownerAsks(request);
      const toPay = testPayment().find(numberOf(request));
      if (!toPay) throw problem('no-such-order', 'There is no such order.');
      return Promise.resolve(toPay);
    },
  );

  app.post(
    '/api/test-payments/:number',
    {
      schema: {
        tags,
        summary: 'Plays the payment; with --payment test alone',
        params: OrderParamsSchema,
        body: DecisionSchema,
        response: { 200: Type.Ref('Order') },
      },
    },
    async (request): Promise<Order> => {
      ownerAsks(request);
      const { decision } = request.body as Static<typeof DecisionSchema>;
      const number = numberOf(request);
      testPayment().decide(number, decision === 'pay' ? 'paid' : 'refused');
      const order = await orders.settle(number);
      if (!order) throw problem('no-such-order', 'There is no such order.');
      return order;
    },
  );
}
