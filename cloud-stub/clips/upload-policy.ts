/** Whether clips of a device are taken at present: what a recording package decides. */

export interface UploadPolicy {
  /** @returns null when they are; otherwise why not: "lapsed" is answered with 402, "full" with 507 */
  refusal(deviceId: string): Promise<{ code: 'lapsed' | 'full'; message: string } | null>;
  /** How fast a device may upload, kbit/s; 0 without a limit. */
  maxKbps(deviceId: string): Promise<number>;
}

/** Without packages: everybody, as fast as they can. */
export const takeAll: UploadPolicy = {
  refusal: () => Promise.resolve(null),
  maxKbps: () => Promise.resolve(0),
};
