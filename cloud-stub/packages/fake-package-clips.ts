/** A shelf of clips in memory. */
import type { PackageClips, Deleted } from './package-clips.ts';

interface Clip {
  deviceId: string;
  startedMs: number;
  bytes: number;
}

export class FakePackageClips implements PackageClips {
  clips: Clip[] = [];
  /** Devices whose clips cannot be deleted at the moment. */
  readonly broken = new Set<string>();

  deleteBefore(deviceId: string, beforeMs: number, limit: number): Promise<Deleted> {
    if (this.broken.has(deviceId)) return Promise.reject(new Error('the disk does not answer'));
    const due = this.clips
      .filter((clip) => clip.deviceId === deviceId && clip.startedMs < beforeMs)
      .sort((a, b) => a.startedMs - b.startedMs)
      .slice(0, limit);
    this.clips = this.clips.filter((clip) => !due.includes(clip));
    return Promise.resolve({ clips: due.length, bytes: due.reduce((sum, { bytes }) => sum + bytes, 0) });
  }

  deleteAll(deviceId: string, limit: number): Promise<Deleted> {
    return this.deleteBefore(deviceId, Infinity, limit);
  }
}
