/** How a device stands with updates, in a line. */
import type { Device, DeviceUpdate } from '../../api.ts';

const WAITS: Record<string, string> = {
  consent: 'waits for your word',
  postponed: 'has been put off',
  metered: 'waits for a connection that costs nothing',
  window: 'waits for its hour',
  busy: 'waits until it disturbs nobody',
};

/** "Version 1.4.0. Version 1.5.0 is being fetched, 35 %."; empty for a device that has not said what it runs. */
export function updateLine({ state, online }: Device): string {
  if (!state) return '';
  const { update, versions } = state;
  const runs = update?.version || versions.firmware;
  const news = online && update ? newsOf(update) : '';
  return [runs && `Version ${runs}.`, news].filter(Boolean).join(' ');
}

/** Empty while there is nothing that people have to know. */
function newsOf(update: DeviceUpdate): string {
  const { phase, offered, version, waitsFor } = update;
  if (!offered) return '';
  if (offered === version) return phase === 'trial' || phase === 'health' ? ON_TRIAL : spareNews(update);
  const subject = `Version ${offered}`;
  switch (phase) {
    case 'offered':
      return `${subject} ${WAITS[waitsFor] ?? 'is offered'}.${why(update)}`;
    case 'invalidate':
    case 'reconcile':
      if (waitsFor) return `${subject}, fetched in part${percent(update)}, ${WAITS[waitsFor] ?? 'waits'}.`;
      return `${subject} is being fetched${percent(update)}.`;
    case 'read-back':
      return `${subject} is being checked${percent(update)}.`;
    case 'staged':
      return `${subject} is ready, and ${WAITS[waitsFor] ?? 'is about to start'}.${why(update)}`;
    case 'reboot':
      return `It restarts with version ${offered}.`;
    default:
      return '';
  }
}

const ON_TRIAL = 'It is on trial: if something does not work, the one before comes back by itself.';

/** A slot that was empty or damaged is filled with what runs. */
function spareNews(update: DeviceUpdate): string {
  const isWorking = ['invalidate', 'reconcile', 'read-back'].includes(update.phase);
  return isWorking ? `Its spare copy is being renewed${percent(update)}.` : '';
}

const percent = ({ progressPercent }: DeviceUpdate) => (progressPercent > 0 ? `, ${progressPercent} %` : '');

const why = ({ security }: DeviceUpdate) => (security ? ' It closes a security hole.' : '');
