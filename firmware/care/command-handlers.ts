/** The commands of the contract (protocol/pupsentry.proto, Command), carried out by the operations. */
import { v1 } from '#protocol/messages.ts';
import { PupsentryError, explain } from '#kit/errors.ts';
import type { CommandHandler } from '../link/link.ts';
import type { SettingsStore } from '../settings/store.ts';
import { fromSettingValues, toSettingValues } from '../settings/values.ts';
import type { Operations } from './operations.ts';

type Action = NonNullable<v1.Command['action']>;

/** What was asked for could not have been done, as opposed to what was tried and failed. */
const REFUSALS = new Set(['settings-refused', 'unknown-part', 'ping-too-long', 'privacy']);

/** @returns one handler per action; none of them throws */
export function commandHandlers(options: {
  operations: Operations;
  settings: SettingsStore;
}): Record<Action, CommandHandler> {
  const { operations, settings } = options;
  const done = (result: v1.IReply = {}): v1.IReply => ({
    status: v1.ReplyStatus.REPLY_STATUS_DONE,
    ...result,
  });

  const actions: Record<Action, CommandHandler> = {
    async snapshot(command) {
      const { jpeg, width, height, takenMs } = await operations.snapshot(command.snapshot?.width ?? 0);
      return done({ snapshot: { jpeg, width, height, takenMs: Math.round(takenMs) } });
    },
    async settings(command) {
      const { values, revision } = command.settings!;
      // Revision 0 is "not given": this change stands by itself.
      await operations.setSettings(fromSettingValues(values ?? []), revision || undefined);
      return done({ settings: { revision: settings.revision, values: toSettingValues(settings.all) } });
    },
    async restart(command) {
      operations.restart(command.restart?.what || 'device');
      return done();
    },
    async identify(command) {
      operations.identify(command.identify?.seconds ?? 0);
      return done();
    },
    async ping(command) {
      return done({ pong: { payload: operations.ping(command.ping?.payload ?? new Uint8Array()) } });
    },
  };
  return Object.fromEntries(
    Object.entries(actions).map(([action, handler]) => [
      action,
      (command: v1.Command) => handler(command).catch(refusal),
    ]),
  ) as Record<Action, CommandHandler>;
}

function refusal(error: unknown): v1.IReply {
  const code = error instanceof PupsentryError ? error.code : 'failed';
  const { REPLY_STATUS_REFUSED, REPLY_STATUS_FAILED } = v1.ReplyStatus;
  return {
    status: REFUSALS.has(code) ? REPLY_STATUS_REFUSED : REPLY_STATUS_FAILED,
    code,
    message: explain(error),
  };
}
