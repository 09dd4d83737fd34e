/** Clips are taken from devices with a package that runs. */
import type { UploadPolicy } from '../clips/upload-policy.ts';
import type { Subscriptions } from './subscriptions.ts';

export function withPackage(subscriptions: Pick<Subscriptions, 'entitlementOf'>): UploadPolicy {
  return {
    async refusal(deviceId) {
      const { on } = await subscriptions.entitlementOf(deviceId);
      return on ? null : { code: 'lapsed', message: 'This device has no package for cloud recording.' };
    },
    maxKbps: () => Promise.resolve(0),
  };
}
