/** Command handlers that do nothing but say so. */
import { v1 } from '#protocol/messages.ts';
import type { CommandHandlers } from '../command-runner.ts';

export function testCommands(handlers: Partial<CommandHandlers> = {}): CommandHandlers {
  const done = () => Promise.resolve({ status: v1.ReplyStatus.REPLY_STATUS_DONE });
  return {
    snapshot: done,
    settings: done,
    restart: done,
    identify: done,
    cloudRecording: done,
    update: done,
    ping: ({ ping }) =>
      Promise.resolve({
        status: v1.ReplyStatus.REPLY_STATUS_DONE,
        pong: { payload: ping?.payload ?? new Uint8Array() },
      }),
    ...handlers,
  };
}
