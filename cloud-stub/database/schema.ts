/**
 * The tables. Kept to what SQLite and PostgreSQL share: text, integer, JSON as text, flags as 0 and 1,
 * times as milliseconds since 1970.
 */
import type { ColumnType, Generated } from 'kysely';

export interface Tables {
  meta: { key: string; value: string };
  households: { id: string; name: string; created_ms: number };
  users: { id: string; household_id: string; name: string; role: 'owner' | 'guest'; created_ms: number };
  /** One-time links. Only the hash of a token is kept. */
  sign_in_tokens: { hash: string; user_id: string; expires_ms: number };
  sessions: { hash: string; user_id: string; created_ms: number; expires_ms: number };
  devices: DeviceTable;
  events: EventTable;
  album_items: AlbumItemTable;
  album_links: AlbumLinkTable;
  orders: OrderTable;
  subscriptions: SubscriptionTable;
  clip_deletions: ClipDeletionTable;
  /** Which event messages have been taken in already. */
  event_messages: { device_id: string; boot_epoch: number; seq: number; received_ms: number };
  clips: ClipTable;
  /** SignedKeyList of protocol/sealed, as JSON. */
  household_keys: { household_id: string; revision: number; list: string };
}

/** A sealed clip: nothing of what it shows (docs/sealed-clips.md). */
export interface ClipTable {
  id: string;
  device_id: string;
  household_id: string;
  event_id: string;
  created_ms: number;
  /** All of it, as it will be when complete. */
  bytes: number;
  head_bytes: number;
  head_digest: string;
  segments: number;
  /** Length of every segment but the last. */
  segment_bytes: number;
  /** How many have arrived. */
  received: number;
  state: 'receiving' | 'complete' | 'deleting';
  grown_ms: number;
}

export interface DeviceTable {
  id: string;
  household_id: string;
  name: string;
  product: 'doorbell' | 'camera';
  online: Generated<number>;
  /** When `online` last changed. */
  since_ms: number;
  /** DeviceState of api.ts, as JSON. */
  state: string | null;
  picture_ms: number | null;
  /** Revision of the last settings the household wished for. */
  settings_revision: Generated<number>;
  /** Wishes the device has not confirmed yet: JSON of key to {value, revision}. */
  wishes: Generated<string>;
}

export interface EventTable {
  id: string;
  device_id: string;
  household_id: string;
  kind: 'ring' | 'motion' | 'sound' | 'tamper';
  started_ms: number;
  ended_ms: number | null;
  presses: number;
  late: number;
  received_ms: ColumnType<number, number, never>;
  snapshot: number;
  seen: Generated<number>;
  /** JSON: lists of texts. */
  labels: Generated<string>;
  zones: Generated<string>;
  peak: Generated<number>;
  quiet: Generated<number>;
  clip_from_ms: number | null;
  clip_to_ms: number | null;
  snapshot_ms: number | null;
}

export interface AlbumItemTable {
  id: string;
  household_id: string;
  kind: 'picture' | 'clip';
  /** The device may be gone by now, the picture stays: its name is kept with it. */
  device_id: string;
  device_name: string;
  source: 'live' | 'playback' | 'event';
  event_id: string | null;
  /** What it is a copy of; of one origin a household keeps one. */
  origin: string | null;
  taken_ms: number;
  kept_ms: ColumnType<number, number, never>;
  kept_by: string;
  caption: Generated<string>;
  favourite: Generated<number>;
  /** File and thumbnail. */
  bytes: number;
  width: number | null;
  height: number | null;
  duration_ms: number | null;
  thumbnail: number;
}

/** Links to one item for people without an account. Only the hash of a token is kept. */
export interface AlbumLinkTable {
  id: string;
  item_id: string;
  hash: string;
  created_ms: number;
  created_by: string;
  expires_ms: number;
  /** How often its page was opened, and when last. */
  opened: number;
  opened_ms: number | null;
}

/** All that is kept of an order. */
export interface OrderTable {
  number: string;
  /** Null once the device has left the household. */
  device_id: string | null;
  product: string;
  amount_minor: number;
  currency: string;
  status: 'open' | 'paid' | 'refused' | 'expired';
  created_ms: ColumnType<number, number, never>;
  changed_ms: number;
}

export interface SubscriptionTable {
  device_id: string;
  product: string;
  state: 'active' | 'grace' | 'erasing' | 'ended';
  days_kept: number;
  paid_until_ms: number;
  /** End of the grace after a lapse. */
  erase_at_ms: number | null;
  /** A smaller package was ordered: from then on clips are kept for so many days. */
  shrink_days: number | null;
  shrink_at_ms: number | null;
  changed_ms: number;
}

/** Clips that were deleted: one row for each device, day (since 1970, UTC) and reason. */
export interface ClipDeletionTable {
  device_id: string;
  day: number;
  reason: 'retention' | 'downgrade' | 'lapse' | 'withdrawn';
  first_ms: number;
  last_ms: number;
  clips: number;
  bytes: number;
}
