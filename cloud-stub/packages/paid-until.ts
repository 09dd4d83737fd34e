/** Until when an order pays. Pure. */
import type { Package } from '../api.ts';

const DAY_MS = 24 * 3600 * 1000;

/**
 * The same package again goes on where it would have ended. Another one begins now, and what is left of the old one
 * counts at its worth: half a period at twice the price becomes a whole one.
 * @param current what is paid for and not over yet
 */
export function paidUntilMs(
  nowMs: number,
  next: Package,
  current: { product: Package | undefined; paidUntilMs: number } | null,
): number {
  const periodMs = next.periodDays * DAY_MS;
  const leftMs = current ? Math.max(0, current.paidUntilMs - nowMs) : 0;
  if (!current?.product || leftMs === 0) return nowMs + periodMs;
  if (current.product.id === next.id) return nowMs + leftMs + periodMs;
  const perDay = ({ priceMinor, periodDays }: Package) => priceMinor / periodDays;
  const worth = next.priceMinor === 0 ? 0 : perDay(current.product) / perDay(next);
  return nowMs + periodMs + Math.floor(leftMs * worth);
}
