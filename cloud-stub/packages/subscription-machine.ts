/**
 * The life of a device's cloud recording, as a table.
 *
 *   none: nothing was ever ordered
 *   active: paid for; clips are taken in
 *   grace: lapsed; nothing is taken in and nothing deleted, what is there can be seen
 *   erasing: its clips are being deleted
 *   ended: they are gone
 */
export type SubscriptionState = 'none' | 'active' | 'grace' | 'erasing' | 'ended';
export type SubscriptionEvent = 'paid' | 'lapsed' | 'graceEnded' | 'erased' | 'withdrawn';
/** tell: the device hears whether it may send clips. */
export type SubscriptionEffect = 'tell';

export interface Transition {
  state: Exclude<SubscriptionState, 'none'>;
  effects: readonly SubscriptionEffect[];
}

const to = (state: Transition['state'], ...effects: SubscriptionEffect[]): Transition => ({ state, effects });

export const TRANSITIONS: Record<SubscriptionState, Partial<Record<SubscriptionEvent, Transition>>> = {
  none: { paid: to('active', 'tell') },
  active: {
    paid: to('active', 'tell'),
    lapsed: to('grace', 'tell'),
    withdrawn: to('erasing', 'tell'),
  },
  grace: {
    paid: to('active', 'tell'),
    graceEnded: to('erasing'),
    withdrawn: to('erasing'),
  },
  // Paid while it is being erased: what is left stays.
  erasing: { paid: to('active', 'tell'), erased: to('ended') },
  ended: { paid: to('active', 'tell') },
};

/** @returns where an event leads; null when it means nothing there */
export function nextState(state: SubscriptionState, event: SubscriptionEvent): Transition | null {
  return TRANSITIONS[state][event] ?? null;
}
