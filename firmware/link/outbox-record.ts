/** What the outbox writes for one message: when it was made, on which clocks, and the envelope. */
import type { Clock, ClockQuality } from '#kit/clock.ts';

/** When a message was made. */
export interface MadeAt {
  bootEpoch: number;
  bootId: string;
  monotonicMs: number;
  wallMs: number;
  quality: ClockQuality;
}

/** u8 version | u8 clock quality | 16 bytes boot id | f64 monotonic ms | f64 wall ms | f64 boot epoch | envelope */
export const RECORD_META_BYTES = 42;
const VERSION = 1;
const QUALITIES = ['unknown', 'floor', 'synced'] as const;

export function encodeOutboxRecord(made: MadeAt, envelope: Uint8Array): Buffer {
  const record = Buffer.alloc(RECORD_META_BYTES + envelope.length);
  record[0] = VERSION;
  record[1] = QUALITIES.indexOf(made.quality);
  record.write(made.bootId.replaceAll('-', ''), 2, 16, 'hex');
  record.writeDoubleBE(made.monotonicMs, 18);
  record.writeDoubleBE(made.wallMs, 26);
  record.writeDoubleBE(made.bootEpoch, 34);
  record.set(envelope, RECORD_META_BYTES);
  return record;
}

/** @returns null for a record of another version */
export function decodeOutboxRecord(record: Buffer): { made: MadeAt; envelope: Buffer } | null {
  if (record.length <= RECORD_META_BYTES || record[0] !== VERSION) return null;
  const hex = record.toString('hex', 2, 18);
  return {
    made: {
      quality: QUALITIES[record[1]!] ?? 'unknown',
      bootId: hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-'),
      monotonicMs: record.readDoubleBE(18),
      wallMs: record.readDoubleBE(26),
      bootEpoch: record.readDoubleBE(34),
    },
    envelope: record.subarray(RECORD_META_BYTES),
  };
}

export interface Age {
  ms: number;
  /** False: the message is at least this old, perhaps much older. */
  isExact: boolean;
}

/**
 * How old a message is. Within one boot by CLOCK_MONOTONIC, which does not care what happened to the
 * wall clock; across boots by the wall clock if it was and is synced; otherwise at least as old as this
 * boot (CLOCK_MONOTONIC starts with it).
 */
export function ageOf(made: MadeAt, now: { bootId: string; clock: Clock }): Age {
  const { clock } = now;
  if (made.bootId === now.bootId)
    return { ms: Math.max(0, clock.monotonicMs() - made.monotonicMs), isExact: true };
  const sinceBootMs = clock.monotonicMs();
  if (made.quality === 'synced' && clock.quality() === 'synced')
    return { ms: Math.max(sinceBootMs, clock.nowMs() - made.wallMs), isExact: true };
  return { ms: sinceBootMs, isExact: false };
}
