/** Cloud recording: what is on offer, what a device has, orders, and what was deleted. For owners. */
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { Type, type Static } from '@sinclair/typebox';
import type { Device, DevicePackage, Order, Package, PackageOffer } from '../../api.ts';
import type { Devices } from '../../devices/devices.ts';
import type { Wishes } from '../../devices/wishes.ts';
import type { ClipDeletions } from '../../packages/clip-deletions.ts';
import type { Orders } from '../../packages/orders.ts';
import type { PackageSweep } from '../../packages/package-sweep.ts';
import type { PaymentProvider } from '../../packages/payment-provider.ts';
import type { Subscriptions } from '../../packages/subscriptions.ts';
import { ownerAsks } from '../guard.ts';
import {
  DeletionPageSchema,
  DevicePackageSchema,
  HistoryQuerySchema,
  OrderPageSchema,
  OrderParamsSchema,
  OrderRequestSchema,
  PackageOfferSchema,
} from '../package-schemas.ts';
import { mustBePage, problem } from '../problem.ts';
import { DeviceParamsSchema } from '../schemas.ts';

export interface PackageRoutesOptions {
  catalogue: readonly Package[];
  payment: PaymentProvider;
  subscriptions: Subscriptions;
  orders: Orders;
  clipDeletions: ClipDeletions;
  packageSweep: Pick<PackageSweep, 'sweep'>;
  wishes: Wishes;
  devices: Devices;
}

export function packageRoutes(app: FastifyInstance, options: PackageRoutesOptions): void {
  const { catalogue, payment, subscriptions, orders, clipDeletions, packageSweep, wishes, devices } = options;
  const tags = ['cloud recording'];
  const deviceOf = async (request: FastifyRequest): Promise<Device> => {
    const { id } = request.params as Static<typeof DeviceParamsSchema>;
    const device = await devices.get(ownerAsks(request).householdId, id);
    if (!device) throw problem('no-such-device', 'There is no such device.');
    return device;
  };
  const historyOf = (request: FastifyRequest) => request.query as Static<typeof HistoryQuerySchema>;

  app.get(
    '/api/packages',
    { schema: { tags, summary: 'What is on offer', response: { 200: PackageOfferSchema } } },
    (request): Promise<PackageOffer> => {
      ownerAsks(request);
      const { name: provider, canOrder } = payment;
      return Promise.resolve({ packages: [...catalogue], payment: { provider, canOrder } });
    },
  );

  app.get(
    '/api/devices/:id/package',
    {
      schema: {
        tags,
        summary: 'The cloud recording of a device',
        params: DeviceParamsSchema,
        response: { 200: DevicePackageSchema },
      },
    },
    async (request): Promise<DevicePackage> => subscriptions.describe((await deviceOf(request)).id),
  );

  app.delete(
    '/api/devices/:id/package',
    {
      schema: {
        tags,
        summary: 'Ends cloud recording: the device sends no more, and its clips are deleted',
        params: DeviceParamsSchema,
        response: { 200: DevicePackageSchema },
      },
    },
    async (request): Promise<DevicePackage> => {
      const { id } = await deviceOf(request);
      // The household's word first: the device then erases what waits there, whatever becomes of the rest.
      await wishes.wish(id, { 'cloud.recording': false });
      await subscriptions.withdraw(id);
      void packageSweep.sweep();
      return subscriptions.describe(id);
    },
  );

  app.get(
    '/api/devices/:id/deletions',
    {
      schema: {
        tags,
        summary: 'Which clips were deleted and why, newest first',
        params: DeviceParamsSchema,
        querystring: HistoryQuerySchema,
        response: { 200: DeletionPageSchema },
      },
    },
    async (request) => mustBePage(await clipDeletions.page((await deviceOf(request)).id, historyOf(request))),
  );

  app.get(
    '/api/devices/:id/orders',
    {
      schema: {
        tags,
        summary: 'Orders for a device, newest first',
        params: DeviceParamsSchema,
        querystring: HistoryQuerySchema,
        response: { 200: OrderPageSchema },
      },
    },
    async (request) => mustBePage(await orders.page((await deviceOf(request)).id, historyOf(request))),
  );

  app.post(
    '/api/devices/:id/orders',
    {
      schema: {
        tags,
        summary: 'Orders a package for a device',
        params: DeviceParamsSchema,
        body: OrderRequestSchema,
        response: {
          200: Type.Object({
            order: Type.Unsafe<Order>(Type.Ref('Order')),
            pay: Type.Union([Type.String(), Type.Null()], { description: 'Where to go on; null: paid.' }),
          }),
        },
      },
    },
    async (request) => {
      const { product } = request.body as Static<typeof OrderRequestSchema>;
      return orders.place(await deviceOf(request), product);
    },
  );

  app.get(
    '/api/orders/:number',
    {
      schema: {
        tags,
        summary: 'An order, as the payment provider knows it now',
        params: OrderParamsSchema,
        response: { 200: Type.Ref('Order') },
      },
    },
    async (request): Promise<Order> => {
      const { householdId } = ownerAsks(request);
      const { number } = request.params as Static<typeof OrderParamsSchema>;
      const order = await orders.get(number);
      const device = order?.deviceId ? await devices.get(householdId, order.deviceId) : null;
      if (!device) throw problem('no-such-order', 'There is no such order.');
      return (await orders.settle(number))!;
    },
  );
}
