/** Where the clips of devices are, as the packages see it: something to delete from. */

export interface Deleted {
  clips: number;
  bytes: number;
}

export interface PackageClips {
  /**
   * Deletes clips that began before `beforeMs`, oldest first, for good.
   * @param limit how many at most; fewer deleted means that there are no more
   */
  deleteBefore(deviceId: string, beforeMs: number, limit: number): Promise<Deleted>;
  /** The same for all clips of a device. */
  deleteAll(deviceId: string, limit: number): Promise<Deleted>;
}
