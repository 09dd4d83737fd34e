/** The methods of the control socket for updates. */
import { Type } from '@sinclair/typebox';
import type { Clock } from '#kit/clock.ts';
import type { Updates } from '../care/updates.ts';
import type {
  UpdateAnswer,
  UpdateHistoryAnswer,
  UpdatePostponeAnswer,
  UpdateRollbackAnswer,
} from './answers.ts';
import { call, follow, type MethodTable } from './method.ts';

const closed = { additionalProperties: false };
const NOTHING = Type.Object({}, closed);

type UpdatesPart = Pick<Updates, 'agent' | 'status' | 'history' | 'onChanged'>;

export function updateMethods(updates: UpdatesPart, clock: Clock): MethodTable {
  const answer = (): UpdateAnswer => ({ nowMs: clock.nowMs(), status: updates.status() });
  return {
    'update.status': call(NOTHING, answer),

    /** The state now, and whenever it changes. */
    'update.follow': follow(NOTHING, (_, emit) => {
      emit(answer());
      return updates.onChanged(() => emit(answer()));
    }),

    'update.check': call(NOTHING, async () => {
      await updates.agent.check();
      return answer();
    }),

    'update.now': call(NOTHING, async () => {
      await updates.agent.now();
      return answer();
    }),

    'update.postpone': call(
      Type.Object({ hours: Type.Optional(Type.Integer({ minimum: 1, maximum: 168 })) }, closed),
      async ({ hours }): Promise<UpdatePostponeAnswer> => ({ untilMs: await updates.agent.postpone(hours) }),
    ),

    'update.rollback': call(NOTHING, async (): Promise<UpdateRollbackAnswer> => ({
      version: await updates.agent.goBack(),
    })),

    'update.history': call(NOTHING, (): UpdateHistoryAnswer => ({
      nowMs: clock.nowMs(),
      updates: [...updates.history()],
    })),
  };
}
