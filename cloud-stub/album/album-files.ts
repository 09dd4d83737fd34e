/** The album on disk: `<household>/<item>.jpg|mp4` and `<item>.thumb.jpg`, `incoming/` for what is still arriving. */
import { randomUUID } from 'node:crypto';
import { readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { ensureFolder, syncFolder, writeFileAtomic } from '#kit/atomic-file.ts';

export type AlbumKind = 'picture' | 'clip';

export interface ItemName {
  householdId: string;
  id: string;
  kind: AlbumKind;
}

const INCOMING = 'incoming';
const ENDINGS: Record<AlbumKind, string> = { picture: '.jpg', clip: '.mp4' };
/** Households and items are named by us, always so. */
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

export class AlbumFiles {
  readonly folder: string;

  constructor(options: { folder: string }) {
    this.folder = options.folder;
  }

  /** Makes the folders, and throws away what was arriving when the stub stopped. */
  async open(): Promise<void> {
    await rm(join(this.folder, INCOMING), { recursive: true, force: true });
    await ensureFolder(join(this.folder, INCOMING));
  }

  /** Where something may arrive: no such file yet. */
  incomingPath(): string {
    return join(this.folder, INCOMING, `${randomUUID()}.part`);
  }

  /** Below `folder`, for serving. */
  pathOf({ householdId, id, kind }: ItemName, what: 'file' | 'thumbnail'): string {
    if (!UUID.test(householdId) || !UUID.test(id)) throw new RangeError('not a name of ours');
    return join(householdId, `${id}${what === 'file' ? ENDINGS[kind] : '.thumb.jpg'}`);
  }

  /** Durable when this resolves. */
  async write(name: ItemName, what: 'file' | 'thumbnail', bytes: Buffer): Promise<void> {
    await ensureFolder(join(this.folder, name.householdId));
    await writeFileAtomic(join(this.folder, this.pathOf(name, what)), bytes);
  }

  /** Takes a file that has arrived, and is synced, under its name. */
  async adopt(name: ItemName, incomingPath: string): Promise<void> {
    const home = join(this.folder, name.householdId);
    await ensureFolder(home);
    await rename(incomingPath, join(this.folder, this.pathOf(name, 'file')));
    await syncFolder(home);
  }

  async remove(name: ItemName): Promise<void> {
    for (const what of ['file', 'thumbnail'] as const)
      await rm(join(this.folder, this.pathOf(name, what)), { force: true });
  }

  /**
   * Removes files of items that are not in the table: what a crash left between file and row.
   * @param known which of these items of a household there are
   * @returns how many files
   */
  async sweepOrphans(known: (householdId: string) => Promise<ReadonlySet<string>>): Promise<number> {
    let removed = 0;
    for (const householdId of await readdir(this.folder)) {
      if (!UUID.test(householdId)) continue;
      const names = await readdir(join(this.folder, householdId));
      const ids = await known(householdId);
      for (const name of names) {
        if (ids.has(name.slice(0, 36)) && !name.endsWith('.tmp')) continue;
        await rm(join(this.folder, householdId, name), { force: true });
        removed++;
      }
    }
    return removed;
  }
}
