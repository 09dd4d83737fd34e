/** Everything about recordings on one device: what records, stores, reads and cuts them, joined. */
import { join } from 'node:path';
import { readFlashLife, type FlashLife } from '#board/drivers/flash-life.ts';
import type { Clock } from '#kit/clock.ts';
import type { Logger } from '#kit/log.ts';
import type { Media } from '../media/media.ts';
import type { SettingsStore } from '../settings/store.ts';
import type { Recordings as Playable } from '../live/playback/recordings.ts';
import { makeClip } from './clip.ts';
import { ClipSessions } from './clip-sessions.ts';
import { EventClips } from './event-clips.ts';
import { RecordingReader } from './reader.ts';
import { Recorder, type RecorderState } from './recorder.ts';
import { DiskStorage, type Storage } from './storage.ts';
import type { StorageFault } from './storage-fault.ts';
import { RecordingStore, type StoreFigures } from './store.ts';

const MEGABYTE = 1_000_000;
/** In the folder of a card there may be other things. */
const FOLDER = 'pupsentry-recordings';

export interface RecordingsOptions {
  media: Media;
  settings: SettingsStore;
  /** Of a storage of its own for recordings, such as a card; else they stand in the state folder. */
  place: { folder: string; isMountPoint: boolean } | null;
  stateFolder: string;
  clock: Clock;
  log: Logger;
  onFault: (fault: StorageFault | null) => void;
  storage?: Storage;
}

export interface RecordingsStatus extends RecorderState, StoreFigures {
  folder: string;
  files: number;
  bytes: number;
  fault: StorageFault | null;
  flash: FlashLife[];
}

export class Recordings {
  readonly recorder: Recorder;
  readonly store: RecordingStore;
  readonly reader: RecordingReader;
  readonly clips: ClipSessions;
  /** As viewers play them. */
  readonly forViewers: Playable;
  /** As alarms have them kept. */
  readonly ofEvents: EventClips;
  readonly folder: string;

  constructor(options: RecordingsOptions) {
    const { media, settings, place, clock, log, onFault } = options;
    this.folder = recordingsFolder(options);
    const storage =
      options.storage ??
      new DiskStorage({ folder: this.folder, mountPoint: place?.isMountPoint ? place.folder : undefined });
    this.store = new RecordingStore({
      ...{ storage, clock, log, onFault },
      rules: () => ({
        days: settings.get('record.days'),
        maxBytes: settings.get('record.maxMegabytes') * MEGABYTE,
        reserveBytes: settings.get('record.reserveMegabytes') * MEGABYTE,
      }),
    });
    this.recorder = new Recorder({ media, settings, store: this.store, clock, log });
    this.reader = new RecordingReader({
      catalogue: this.store.catalogue,
      storage,
      settle: () => this.recorder.flush(),
    });
    this.clips = new ClipSessions({ reader: this.reader, clock });
    this.ofEvents = new EventClips({ recorder: this.recorder, clock });
    const { reader } = this;
    this.forViewers = {
      spans: (range) => reader.spans(range),
      read: (fromMs, more) => reader.read(fromMs, more),
      clip: (fromMs, toMs) => makeClip(reader, { fromMs, toMs }),
    };
  }

  async status(): Promise<RecordingsStatus> {
    const { catalogue, fault } = this.store;
    return {
      ...this.recorder.state(),
      ...this.store.figures(),
      folder: this.folder,
      files: catalogue.files.length,
      bytes: catalogue.bytes,
      fault,
      flash: await readFlashLife(),
    };
  }
}

/** Where recordings stand: a factory reset erases it. */
export function recordingsFolder({
  place,
  stateFolder,
}: Pick<RecordingsOptions, 'place' | 'stateFolder'>): string {
  return place ? join(place.folder, FOLDER) : join(stateFolder, 'recordings');
}
