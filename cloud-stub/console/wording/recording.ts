/** What is said about cloud recording. */
import type { ClipDeletion, Device, DevicePackage, Order, Package } from '../../api.ts';
import { size } from './album.ts';

const DAY_MS = 86_400_000;
/** From so long before its end a package is said to end. */
const ENDS_SOON_MS = 5 * DAY_MS;

const date = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'long' });

/** "3 December" */
export function dateOf(ms: number): string {
  return date.format(ms);
}

/** "2.99 EUR", in the reader's own way; "free" for nothing. */
export function price(amountMinor: number, currency: string): string {
  if (amountMinor === 0) return 'Free';
  const format = new Intl.NumberFormat('en-GB', { style: 'currency', currency });
  const digits = format.resolvedOptions().maximumFractionDigits ?? 2;
  return format.format(amountMinor / 10 ** digits);
}

export function days(count: number): string {
  return count === 1 ? '1 day' : `${count} days`;
}

/** The household has not agreed, or not any more: nothing leaves the device, package or not. */
export function staysAtHome({ state }: Device): boolean {
  return state?.settings['cloud.recording'] === false;
}

/** The sentence a page opens with. */
export function recordingSentence(now: DevicePackage | undefined, device: Device): string {
  const { name } = device;
  switch (now?.state) {
    case undefined:
      return 'One moment.';
    case 'none':
      return `Clips of ${name} stay at home.`;
    case 'active':
      if (staysAtHome(device)) return `Clips of ${name} stay at home.`;
      return `${name} keeps clips for ${days(now.daysKept)}.`;
    case 'grace':
      return `Cloud recording of ${name} has lapsed.`;
    case 'erasing':
      return `The clips of ${name} are being deleted.`;
    case 'ended':
      return `Cloud recording of ${name} has ended.`;
  }
}

export function recordingSubline(now: DevicePackage | undefined, device: Device): string {
  switch (now?.state) {
    case 'none':
      return 'With cloud recording they are kept here too, in case the camera is taken.';
    case 'active':
      return `Paid for until ${dateOf(now.paidUntilMs!)}${staysAtHome(device) ? ', and sending is switched off' : ''}.`;
    case 'grace':
      return 'New clips stay at home. Those that are here can still be seen.';
    case 'erasing':
      return 'This takes a moment.';
    case 'ended':
      return 'No clips are kept here any more. New ones stay at home.';
    default:
      return '';
  }
}

/** What will be lost, and when; null while nothing is. */
export function warning(now: DevicePackage, nowMs: number): { head: string; words: string } | null {
  if (now.state === 'grace')
    return {
      head: `All clips are deleted on ${dateOf(now.eraseAtMs!)}.`,
      words: 'Order a package before that, and nothing is lost.',
    };
  if (now.state !== 'active') return null;
  if (now.shrink)
    return {
      head: `From ${dateOf(now.shrink.atMs)} clips are kept for ${days(now.shrink.daysKept)}.`,
      words: 'Older ones are deleted then.',
    };
  if (now.paidUntilMs! - nowMs < ENDS_SOON_MS)
    return {
      head: `It ends on ${dateOf(now.paidUntilMs!)}.`,
      words: 'After that new clips stay at home, and a week later those that are here are deleted.',
    };
  return null;
}

/** What happens when this one is ordered now. */
export function whatFollows(chosen: Package, now: DevicePackage, nowMs: number): string {
  const keeps = now.state === 'active' || now.state === 'grace';
  if (keeps && chosen.daysKept < now.daysKept && now.shrink?.daysKept !== chosen.daysKept)
    return `Clips older than ${days(chosen.daysKept)} are deleted on ${dateOf(nowMs + 7 * DAY_MS)}.`;
  if (keeps && chosen.id === now.product) return `It goes on for ${days(chosen.periodDays)} more.`;
  if (now.state === 'active') return 'It begins now. What is left of the one before counts at its worth.';
  return 'It begins now.';
}

const REASONS: Record<ClipDeletion['reason'], string> = {
  retention: 'their time was over',
  downgrade: 'a smaller package was ordered',
  lapse: 'the package had lapsed',
  withdrawn: 'recording was switched off',
};

/** "3 clips, 12 MB: the package had lapsed" */
export function deletionSentence({ clips, bytes, reason }: ClipDeletion): string {
  return `${clips === 1 ? 'One clip' : `${clips} clips`}, ${size(bytes)}: ${REASONS[reason]}`;
}

const STATUS: Record<Order['status'], string> = {
  open: 'not paid yet',
  paid: 'paid',
  refused: 'refused',
  expired: 'given up',
};

export function orderSentence(order: Order, offered: readonly Package[]): string {
  const name = offered.find(({ id }) => id === order.product)?.name ?? order.product;
  return `${name}, ${price(order.amountMinor, order.currency).toLowerCase()}, ${STATUS[order.status]}`;
}

/** In a row of the device page. */
export function recordingLine(now: DevicePackage | undefined, device: Device): string {
  switch (now?.state) {
    case undefined:
      return 'One moment.';
    case 'active':
      if (staysAtHome(device)) return 'Switched off. New clips stay at home.';
      return `Clips kept for ${days(now.daysKept)}, paid for until ${dateOf(now.paidUntilMs!)}.`;
    case 'grace':
      return `Lapsed. All clips are deleted on ${dateOf(now.eraseAtMs!)}.`;
    default:
      return 'Off. Clips stay at home.';
  }
}
