/** The commands of the contract (protocol/pupsentry.proto, Command), carried out by the operations. */
import { v1 } from '#protocol/messages.ts';
import { PupsentryError, explain } from '#kit/errors.ts';
import type { CommandAction } from '../link/command-runner.ts';
import type { CommandHandler } from '../link/link.ts';
import type { SettingsStore } from '../settings/store.ts';
import { fromSettingValues, toSettingValues } from '#protocol/settings.ts';
import type { Operations } from './operations.ts';

/** What was not even tried. */
const REFUSALS = new Set([
  ...['settings-refused', 'unknown-part', 'ping-too-long', 'privacy'],
  ...['no-cloud-recording', 'cloud-recording-malformed', 'upload-insecure', 'keys-not-trusted'],
]);

/** @returns one handler per action. What cannot be done is a refusal; what was tried and failed is thrown */
export function commandHandlers(options: {
  operations: Operations;
  settings: SettingsStore;
  /** Null on a device that does not record to the cloud. */
  cloudRecording: { take(order: v1.ICloudRecording): Promise<void> } | null;
}): Record<CommandAction, CommandHandler> {
  const { operations, settings, cloudRecording } = options;
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

function refusal(error: unknown): v1.IReply {
  if (!(error instanceof PupsentryError) || !REFUSALS.has(error.code)) throw error;
  return { status: v1.ReplyStatus.REPLY_STATUS_REFUSED, code: error.code, message: explain(error) };
}
