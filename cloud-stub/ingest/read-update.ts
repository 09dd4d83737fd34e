/** Reports of updates as the stub takes them. Pure. */
import { v1 } from '#protocol/messages.ts';
import { text } from './bounds.ts';

/** Versions and codes; a longer one is none. */
const MAX_WORD = 100;

export interface UpdateMessage {
  /** Such as "updated", "rolled-back". */
  outcome: string;
  version: string;
  from: string;
  code: string;
}

/** @param envelope with an event of kind UPDATE */
export function readUpdate({ event }: v1.Envelope): UpdateMessage {
  const { outcome, version, from, code } = event?.update ?? {};
  const name = v1.UpdateOutcome[outcome ?? 0] ?? '';
  return {
    outcome: name.replace('UPDATE_OUTCOME_', '').toLowerCase().replaceAll('_', '-') || 'unspecified',
    version: text(version, MAX_WORD),
    from: text(from, MAX_WORD),
    code: text(code, MAX_WORD),
  };
}
