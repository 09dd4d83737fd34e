/** The commands of the contract (protocol/pupsentry.proto, Command), carried out by the operations. */
import { v1 } from '#protocol/messages.ts';
import { PupsentryError, explain } from '#kit/errors.ts';
import type { CommandAction } from '../link/command-runner.ts';
import type { CommandHandler } from '../link/link.ts';
import type { SettingsStore } from '../settings/store.ts';
import { fromSettingValues, toSettingValues } from '#protocol/settings.ts';
import type { Operations } from './operations.ts';
import { updateState } from './update-words.ts';
import type { Updates } from './updates.ts';

/** What was not even tried. */
const REFUSALS = new Set([
  ...['settings-refused', 'unknown-part', 'ping-too-long', 'privacy'],
  ...['updates-not-set-up', 'updates-unsupported', 'updates-failed', 'update-on-trial', 'update-running'],
  ...['nothing-to-postpone', 'postponed-enough', 'nothing-to-go-back-to', 'security-floor'],
  ...[
    'unknown-update-action',
    'no-cloud-recording',
    'cloud-recording-malformed',
    'upload-insecure',
    'keys-not-trusted',
  ],
]);

/** @returns one handler per action. What cannot be done is a refusal; what was tried and failed is thrown */
export function commandHandlers(options: {
  operations: Operations;
  settings: SettingsStore;
  /** Null on a device that does not record to the cloud. */
  cloudRecording: { take(order: v1.ICloudRecording): Promise<void> } | null;
  /** Their agent throws where there are none. */
  updates: () => Pick<Updates, 'agent' | 'status'>;
}): Record<CommandAction, CommandHandler> {
  const { operations, settings, cloudRecording, updates } = options;
  const done = (result: v1.IReply = {}): v1.IReply => ({
    status: v1.ReplyStatus.REPLY_STATUS_DONE,
    ...result,
  });

  const actions: Record<CommandAction, CommandHandler> = {
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
    async cloudRecording(command) {
      if (!cloudRecording)
        throw new PupsentryError('no-cloud-recording', 'This device does not record to the cloud.');
      await cloudRecording.take(command.cloudRecording!);
      return done();
    },
    async update(command) {
      const { action, hours } = command.update!;
      await updateAction(updates().agent, action, hours ?? 0);
      return done({ update: updateState(updates().status()) });
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
  ) as Record<CommandAction, CommandHandler>;
}

async function updateAction(
  agent: Updates['agent'],
  action: v1.UpdateAction | null | undefined,
  hours: number,
): Promise<unknown> {
  switch (action) {
    case v1.UpdateAction.UPDATE_ACTION_CHECK:
      return agent.check();
    case v1.UpdateAction.UPDATE_ACTION_NOW:
      return agent.now();
    case v1.UpdateAction.UPDATE_ACTION_POSTPONE:
      return agent.postpone(hours);
    case v1.UpdateAction.UPDATE_ACTION_ROLLBACK:
      return agent.goBack();
    default:
      throw new PupsentryError('unknown-update-action', 'This device does not know that about updates.');
  }
}

function refusal(error: unknown): v1.IReply {
  if (!(error instanceof PupsentryError) || !REFUSALS.has(error.code)) throw error;
  return { status: v1.ReplyStatus.REPLY_STATUS_REFUSED, code: error.code, message: explain(error) };
}
