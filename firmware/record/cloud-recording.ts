/** Cloud recording on the device: clips of events, as long as the household agrees (setting "cloud.recording"). */
import type { v1 } from '#protocol/messages.ts';
import type { Clock } from '#kit/clock.ts';
import { explain } from '#kit/errors.ts';
import type { Logger } from '#kit/log.ts';
import type { Service } from '#kit/service.ts';
import type { EventHistory, HistoryEvent } from '../care/event-history.ts';
import type { SettingsStore } from '../settings/store.ts';
import type { RecordingReader } from './reader.ts';
import type { RecordingStore } from './store.ts';
import { EventClipSource } from './upload/event-clip-source.ts';
import { makeUploads } from './upload/make-uploads.ts';
import type { UploadJob } from './upload/upload-job.ts';
import type { UploadStatus, Uploads } from './upload/uploads.ts';

export interface CloudRecordingOptions {
  deviceId: string;
  stateFolder: string;
  settings: SettingsStore;
  history: Pick<EventHistory, 'byId'>;
  recordings: { reader: RecordingReader; store: Pick<RecordingStore, 'isReadable'> };
  /** A viewer needs the line. */
  busy: () => boolean;
  clock: Clock;
  log: Logger;
}

/** Started before the link, which brings its orders. */
export class CloudRecording implements Service {
  readonly name = 'cloud recording';
  readonly #options: CloudRecordingOptions;
  readonly #uploads: Uploads;
  #end: () => void = () => undefined;

  constructor(options: CloudRecordingOptions) {
    this.#options = options;
    const { settings, history, recordings, ...rest } = options;
    const { reader, store } = recordings;
    this.#uploads = makeUploads({
      ...rest,
      source: new EventClipSource({
        ...{ history, reader, isReadable: () => store.isReadable, clock: options.clock },
      }),
      consent: () => settings.get('cloud.recording'),
    });
  }

  async start(): Promise<void> {
    await this.#uploads.start();
    this.#end = this.#options.settings.onChanged((keys) => {
      if (keys.has('cloud.recording')) this.#tried('consent', this.#uploads.consentChanged());
    });
  }

  async stop(): Promise<void> {
    this.#end();
    await this.#uploads.stop();
  }

  /** The cloud's order. @throws PupsentryError, see `UploadOrders.take` */
  take(order: v1.ICloudRecording): Promise<void> {
    return this.#uploads.take(order);
  }

  /** An event is over, with a clip. Returns at once; without consent nothing is kept of it. */
  offer({ id, kind, startedMs, clip }: Readonly<HistoryEvent>, picture: Uint8Array | null): void {
    const job: UploadJob = {
      clipId: id,
      eventId: id,
      kind,
      createdMs: Math.round(clip?.fromMs ?? startedMs),
    };
    this.#tried('offer', this.#uploads.add(job, picture));
  }

  status(): UploadStatus {
    return this.#uploads.status();
  }

  #tried(what: 'consent' | 'offer', work: Promise<unknown>): void {
    const said = {
      consent: 'what waited for the cloud could not all be erased',
      offer: 'a clip could not be kept for the cloud',
    };
    work.catch((error: unknown) =>
      this.#options.log.error({ err: error }, `${said[what]}: ${explain(error)}`),
    );
  }
}
