/** Times as people type them. */
import { UsageError } from './command.ts';

const UNIT_MS: Record<string, number> = { s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/**
 * @param said "now", "-90s", "14:03[:22]" or an ISO date and time
 * @param nowMs the device's clock
 * @returns wall clock, ms
 * @throws UsageError
 */
export function readTime(said: string, nowMs: number): number {
  if (said === 'now') return nowMs;
  const [, amount, unit] = /^-(\d+(?:\.\d+)?)([smhd])$/.exec(said) ?? [];
  if (amount && unit) return nowMs - Number(amount) * UNIT_MS[unit]!;
  const [, hour, minute, second] = /^(\d{1,2}):(\d{2})(?::(\d{2}))?$/.exec(said) ?? [];
  if (hour && minute && Number(hour) < 24 && Number(minute) < 60 && Number(second ?? 0) < 60) {
    const at = new Date(nowMs);
    at.setHours(Number(hour), Number(minute), Number(second ?? 0), 0);
    if (at.getTime() > nowMs) at.setDate(at.getDate() - 1);
    return at.getTime();
  }
  const isDate = /^\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:?\d\d)?)?$/.test(said);
  // A date alone would be read as UTC, a date and time as local: both are local here.
  const ms = isDate ? Date.parse(said.length === 10 ? `${said}T00:00` : said.replace(' ', 'T')) : NaN;
  if (Number.isFinite(ms)) return ms;
  throw new UsageError(`"${said}" is no time. Such are now, -90s, 14:03, 14:03:22 and 2026-11-26T14:03:22.`);
}
