/** The bodies of cloud recording in api.ts as JSON schemas. */
import { Type, type Static } from '@sinclair/typebox';
import type * as api from '../api.ts';
import { DeviceId, Nullable, TimeMs, type Same } from './schemas.ts';

const Words = <const W extends string[]>(...words: W) =>
  Type.Unsafe<W[number]>(Type.Union(words.map((word) => Type.Literal(word))));
const OrderNumber = Type.String({ pattern: '^P-[A-Z0-9]{12}$' });
const ProductId = Type.String({ pattern: '^[a-z0-9-]{1,20}$' });
const Money = {
  amountMinor: Type.Number({ description: 'In the smallest unit of the currency.' }),
  currency: Type.String({ description: 'ISO 4217.' }),
};

export const PackageOfferSchema = Type.Object({
  packages: Type.Array(
    Type.Object({
      id: ProductId,
      name: Type.String(),
      daysKept: Type.Number(),
      priceMinor: Type.Number({ description: 'In the smallest unit of the currency; 0: to try.' }),
      currency: Money.currency,
      periodDays: Type.Number(),
    }),
  ),
  payment: Type.Object({ provider: Type.String(), canOrder: Type.Boolean() }),
});

export const DevicePackageSchema = Type.Object({
  deviceId: DeviceId,
  state: Words('none', 'active', 'grace', 'erasing', 'ended'),
  product: Nullable(Type.String()),
  daysKept: Type.Number(),
  paidUntilMs: Nullable(TimeMs('Until when it is paid for')),
  eraseAtMs: Nullable(TimeMs('In grace: when its clips are deleted')),
  shrink: Nullable(Type.Object({ daysKept: Type.Number(), atMs: TimeMs('From when') })),
  trialUsed: Type.Boolean(),
});

export const OrderSchema = Type.Object(
  {
    number: OrderNumber,
    deviceId: Nullable(DeviceId),
    product: Type.String(),
    ...Money,
    status: Words('open', 'paid', 'refused', 'expired'),
    createdMs: TimeMs('When it was ordered'),
    changedMs: TimeMs('When its status last changed'),
  },
  { $id: 'Order' },
);

const ClipDeletionSchema = Type.Object({
  reason: Words('retention', 'downgrade', 'lapse', 'withdrawn'),
  firstMs: TimeMs('When the first of them was deleted'),
  lastMs: TimeMs('When the last of them was deleted'),
  clips: Type.Number(),
  bytes: Type.Number(),
});

const next = Nullable(Type.String());
export const DeletionPageSchema = Type.Object({ deletions: Type.Array(ClipDeletionSchema), next });
export const OrderPageSchema = Type.Object({
  orders: Type.Array(Type.Unsafe<api.Order>(Type.Ref('Order'))),
  next,
});

export const HistoryQuerySchema = Type.Object(
  {
    limit: Type.Integer({ minimum: 1, maximum: 100, default: 20 }),
    before: Type.Optional(Type.String({ maxLength: 60, description: 'The `next` of the page before.' })),
  },
  { additionalProperties: false },
);

export const OrderRequestSchema = Type.Object({ product: ProductId }, { additionalProperties: false });
export const OrderParamsSchema = Type.Object({ number: OrderNumber });
export const DecisionSchema = Type.Object(
  { decision: Type.Union([Type.Literal('pay'), Type.Literal('refuse')]) },
  { additionalProperties: false },
);
export const TestPaymentPageSchema = Type.Object({
  number: OrderNumber,
  description: Type.String(),
  ...Money,
});

type Checked = [
  Same<Static<typeof PackageOfferSchema>, api.PackageOffer>,
  Same<Static<typeof DevicePackageSchema>, api.DevicePackage>,
  Same<Static<typeof OrderSchema>, api.Order>,
  Same<Static<typeof ClipDeletionSchema>, api.ClipDeletion>,
  Same<Static<typeof TestPaymentPageSchema>, api.TestPaymentPage>,
];
export const PACKAGE_SCHEMAS_FOLLOW_API: Checked = [true, true, true, true, true];
