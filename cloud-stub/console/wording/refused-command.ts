/** Why a request did nothing, as a sentence. */
import { ApiError } from '../api-client.ts';

const REASONS: Record<string, (name: string) => string> = {
  unreachable: () => 'The cloud does not answer. Nothing was changed.',
  'device-offline': (name) => `${name} is offline. Nothing was changed.`,
  timeout: (name) => `${name} did not answer in time.`,
};

/** @param name what people call the device */
export function whyNot(thrown: unknown, name: string): string {
  if (thrown instanceof ApiError) return REASONS[thrown.code]?.(name) ?? thrown.message;
  return thrown instanceof Error ? thrown.message : String(thrown);
}
