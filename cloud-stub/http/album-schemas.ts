/** The album's bodies of api.ts as JSON schemas. */
import { Type, type Static } from '@sinclair/typebox';
import type * as api from '../api.ts';
import { MAX_LINK_DAYS } from '../album/share-links.ts';
import { DeviceId, Nullable, TimeMs, Uuid, type Same } from './schemas.ts';

const Kind = Type.Union([Type.Literal('picture'), Type.Literal('clip')]);
const Source = Type.Union([Type.Literal('live'), Type.Literal('playback'), Type.Literal('event')]);
/** 8K, with room. */
const Pixels = Type.Integer({ minimum: 1, maximum: 20_000 });
const MAX_TIME_MS = 8.64e15;
const DAY_MS = 24 * 3600 * 1000;

export const AlbumItemSchema = Type.Object(
  {
    id: Uuid,
    kind: Kind,
    deviceId: DeviceId,
    deviceName: Type.String({ description: 'As it was called then.' }),
    source: Source,
    eventId: Nullable(Uuid),
    takenMs: TimeMs('When it was taken'),
    keptMs: TimeMs('When it was kept'),
    keptBy: Type.String({ description: 'Who kept it.' }),
    caption: Type.String(),
    favourite: Type.Boolean(),
    bytes: Type.Number(),
    width: Nullable(Type.Number()),
    height: Nullable(Type.Number()),
    durationMs: Nullable(Type.Number()),
    thumbnail: Type.Boolean(),
    links: Type.Number({ description: 'How many links lead to it.' }),
  },
  { $id: 'AlbumItem' },
);

const UsageSchema = Type.Object({
  items: Type.Number(),
  bytes: Type.Number(),
  maxItems: Type.Number(),
  maxBytes: Type.Number(),
});

export const AlbumPageSchema = Type.Object({
  items: Type.Array(Type.Unsafe<api.AlbumItem>(Type.Ref('AlbumItem'))),
  next: Nullable(Type.String()),
  usage: UsageSchema,
});

export const AlbumQuerySchema = Type.Object(
  {
    limit: Type.Integer({ minimum: 1, maximum: 200, default: 60 }),
    before: Type.Optional(Type.String({ maxLength: 60, description: 'The `next` of the page before.' })),
    favourites: Type.Optional(Type.Boolean()),
    kind: Type.Optional(Kind),
  },
  { additionalProperties: false },
);

export const UploadQuerySchema = Type.Object(
  {
    device: DeviceId,
    takenMs: Type.Integer({ minimum: 0, maximum: MAX_TIME_MS }),
    source: Source,
    event: Type.Optional(Uuid),
    width: Type.Optional(Pixels),
    height: Type.Optional(Pixels),
    durationMs: Type.Optional(Type.Integer({ minimum: 0, maximum: DAY_MS })),
  },
  { additionalProperties: false },
);

export const KeepRequestSchema = Type.Union([
  Type.Object({ eventId: Uuid }, { additionalProperties: false }),
  Type.Object(
    { deviceId: DeviceId, pictureMs: Type.Optional(Type.Number()) },
    { additionalProperties: false },
  ),
]);

export const ChangeRequestSchema = Type.Object(
  {
    favourite: Type.Optional(Type.Boolean()),
    caption: Type.Optional(Type.String({ maxLength: 200 })),
  },
  { additionalProperties: false, minProperties: 1 },
);

export const DeleteRequestSchema = Type.Object(
  { ids: Type.Array(Uuid, { minItems: 1, maxItems: 200 }) },
  { additionalProperties: false },
);

export const LinkRequestSchema = Type.Object(
  { days: Type.Optional(Type.Integer({ minimum: 1, maximum: MAX_LINK_DAYS })) },
  { additionalProperties: false },
);

export const AlbumLinkSchema = Type.Object({
  id: Uuid,
  by: Type.String({ description: 'Who made it.' }),
  createdMs: TimeMs('When it was made'),
  expiresMs: TimeMs('When it ends'),
  opened: Type.Number({ description: 'How often its page was opened.' }),
  openedMs: Nullable(TimeMs('When it was opened last')),
});

export const ItemParamsSchema = Type.Object({ id: Uuid });
export const LinkParamsSchema = Type.Object({ id: Uuid, link: Uuid });

type Checked = [
  Same<Static<typeof AlbumItemSchema>, api.AlbumItem>,
  Same<Static<typeof AlbumPageSchema>, api.AlbumPage>,
  Same<Static<typeof KeepRequestSchema>, api.KeepRequest>,
  Same<Static<typeof AlbumLinkSchema>, api.AlbumLink>,
];
export const ALBUM_SCHEMAS_FOLLOW_API: Checked = [true, true, true, true];
