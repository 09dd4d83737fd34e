/** How long alarms last and who is told, as the household has set it. */
import type { SettingsStore } from '../settings/store.ts';
import type { AlarmRules } from './alarm-cycle.ts';
import type { AlarmKind } from './sighting.ts';

const S = 1_000_000;

/** A lens that stays covered is one alarm, told again when it was free in between. */
const TAMPER: AlarmRules = {
  initialUs: 5 * S,
  quietUs: 10 * S,
  maxUs: 10 * 60 * S,
  blindUs: 60 * S,
  tellsAgain: false,
};

export function rulesOf(kind: AlarmKind, settings: Pick<SettingsStore, 'get'>): AlarmRules {
  if (kind === 'tamper') return TAMPER;
  if (kind === 'ring') {
    // It does not grow with presses: somebody who keeps pressing rings again after it.
    const lengthUs = settings.get('doorbell.blindSeconds') * S;
    return { initialUs: lengthUs, quietUs: 0, maxUs: lengthUs, blindUs: 0, tellsAgain: true };
  }
  return {
    initialUs: settings.get('alarm.leastSeconds') * S,
    quietUs: settings.get('alarm.quietSeconds') * S,
    maxUs: settings.get('alarm.mostSeconds') * S,
    blindUs: settings.get('alarm.blindSeconds') * S,
    tellsAgain: true,
  };
}

/** Whether people are notified of it: rings always are. @param nowMs wall clock */
export function isNotified(kind: AlarmKind, settings: Pick<SettingsStore, 'get'>, nowMs: number): boolean {
  if (kind === 'ring') return true;
  return settings.get(`${kind}.notify`) && nowMs >= settings.get('notify.snoozeUntilMs');
}
