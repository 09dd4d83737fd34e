/** The composition root: the cloud stub at a glance. */
import { hostname } from 'node:os';
import { join } from 'node:path';
import type { Clock } from '#kit/clock.ts';
import { PupsentryError } from '#kit/errors.ts';
import type { Logger } from '#kit/log.ts';
import { DIST, VERSION } from '#kit/programs.ts';
import type { Service } from '#kit/service.ts';
import { Accounts } from './accounts/accounts.ts';
import { Album, type AlbumOptions } from './album/album.ts';
import { KeepPicture } from './album/keep-picture.ts';
import { ShareLinks } from './album/share-links.ts';
import type { Health, Package, Session } from './api.ts';
import { CertificateAuthority } from './broker/ca.ts';
import { BrokerClient } from './broker/client.ts';
import { brokerUrl, stubCredentials, type BrokerPlan } from './broker/credentials.ts';
import { Mosquitto } from './broker/mosquitto.ts';
import { ClipShelf } from './clips/clip-shelf.ts';
import type { ClipStore } from './clips/clip-store.ts';
import { ClipSweep } from './clips/clip-sweep.ts';
import { DiskClipStore } from './clips/disk-clip-store.ts';
import { HouseholdKeys } from './clips/household-keys.ts';
import { RecordingOrders } from './clips/recording-orders.ts';
import { S3ClipStore, type S3Options } from './clips/s3-clip-store.ts';
import { UploadPasses } from './clips/upload-passes.ts';
import type { UploadPolicy } from './clips/upload-policy.ts';
import { Database, nextBootEpoch, putMeta } from './database/database.ts';
import { FolderLock } from './database/folder-lock.ts';
import { Calls } from './devices/calls.ts';
import { Commands } from './devices/commands.ts';
import { Devices } from './devices/devices.ts';
import { Mailer } from './devices/mailer.ts';
import { Operations } from './devices/operations.ts';
import { Presence } from './devices/presence.ts';
import { Wishes } from './devices/wishes.ts';
import { Events } from './events/events.ts';
import { Retention } from './events/retention.ts';
import { Snapshots } from './events/snapshots.ts';
import { Feed } from './feed.ts';
import { HttpServer } from './http/server.ts';
import { Streams } from './http/streams.ts';
import { Ingest } from './ingest/ingest.ts';
import { PACKAGES } from './packages/catalogue.ts';
import { ClipDeletions } from './packages/clip-deletions.ts';
import { NoPayment } from './packages/no-payment.ts';
import { Orders } from './packages/orders.ts';
import { PackageSweep } from './packages/package-sweep.ts';
import type { PaymentProvider } from './packages/payment-provider.ts';
import type { PackageClips } from './packages/package-clips.ts';
import { Subscriptions, type SubscriptionsOptions } from './packages/subscriptions.ts';
import { withPackage } from './packages/upload-policy.ts';
import { consoleUrl } from './urls.ts';

export interface CloudOptions {
  dataFolder: string;
  host: string;
  /** 0 chooses a free one. */
  port: number;
  /** How the console is reached, when that is not host and port: through a proxy. */
  publicUrl?: string;
  allowedHosts?: readonly string[];
  broker: BrokerPlan;
  iceServers?: Session['iceServers'];
  consoleFolder?: string;
  /** Absent: clips lie in the data folder. */
  clipsS3?: S3Options;
  /** Whose clips are taken; those with a package by default. */
  uploadPolicy?: UploadPolicy;
  /** Instead of ALBUM_LIMITS. */
  albumLimits?: AlbumOptions['limits'];
  /** The packages of cloud recording on offer. */
  catalogue?: readonly Package[];
  /** Who takes the money; nobody by default. */
  payment?: PaymentProvider;
  /** What packages delete clips from; the shelf of clips by default. */
  packageClips?: PackageClips;
  /** Told when a device may send or may not any more; the device itself by default. */
  onEntitlement?: SubscriptionsOptions['onEntitlement'];
  log: Logger;
  clock: Clock;
}

export interface Cloud {
  services: Service[];
  database: Database;
  accounts: Accounts;
  ingest: Ingest;
  mosquitto: Mosquitto | undefined;
  brokerClient: BrokerClient;
  retention: Retention;
  clips: ClipShelf;
  subscriptions: Subscriptions;
  packageSweep: PackageSweep;
  /** Where the console is; after the start. */
  url(): string;
  brokerUrl: string;
}

/** Puts the parts together; nothing happens before the services are started, in this order. */
export function compose(options: CloudOptions): Cloud {
  const { dataFolder, broker, clock, iceServers = [] } = options;
  const log = (part: string) => options.log.child({ part });
  const at = (name: string) => join(dataFolder, name);

  const database = new Database({ folder: dataFolder });
  const db = () => database.db;
  const feed = new Feed();
  const accounts = new Accounts({ db, clock });
  const snapshots = new Snapshots({ folder: at('snapshots') });
  const events = new Events({ db });
  const devices = new Devices({ db, accounts, feed, clock });

  const ca = new CertificateAuthority({ folder: at('ca'), clock });
  const credentials = () => stubCredentials(broker, ca, at('broker'));
  const introduce = async (url: string) => BrokerClient.claimSession(url, await credentials());
  const mosquitto =
    broker.kind === 'child'
      ? new Mosquitto({ ...broker, folder: at('broker'), ca, introduce, clock, log: log('broker') })
      : undefined;
  const brokerClient: BrokerClient = new BrokerClient({
    url: brokerUrl(broker),
    tls: credentials,
    onMessage: (message) => ingest.take(message),
    clock,
    log: log('broker'),
  });

  let bootEpoch = 0;
  const mailer = new Mailer({
    publish: (topic, payload, delivery) => brokerClient.publish(topic, payload, delivery),
    bootEpoch: () => bootEpoch,
    clock,
  });
  const commands = new Commands({ mailer, clock });
  const wishes = new Wishes({ db, mailer, log: log('settings') });
  const calls = new Calls({ mailer, feed, iceServers });
  const operations = new Operations({ commands, devices, snapshots, wishes, clock });
  const album = new Album({
    ...{ db, folder: at('album'), feed, clock, log: log('album') },
    ...(options.albumLimits && { limits: options.albumLimits }),
  });
  const shareLinks = new ShareLinks({ db, album, clock });
  const keepPicture = new KeepPicture({ album, devices, events, operations, snapshots });

  const { catalogue = PACKAGES, payment = new NoPayment() } = options;
  const subscriptions = new Subscriptions({
    ...{ db, catalogue, feed, clock, log: log('packages') },
    onEntitlement:
      options.onEntitlement ??
      (async (id) => {
        const householdId = await devices.ensure({ id });
        // Nobody waits for a device that may be away: it is told again when it is back.
        if (householdId) void recordingOrders.tell(id, householdId);
      }),
  });
  const orders = new Orders({ db, catalogue, payment, subscriptions, clock, log: log('packages') });

  const presence = new Presence({
    clock,
    isThere: (id) =>
      commands.send(id, { ping: {} }).then(
        () => true,
        // Without a broker nothing can be said about anybody.
        (error: unknown) => error instanceof PupsentryError && error.code === 'broker-down',
      ),
    gone: (id) => devices.setOnline(id, false),
    log: log('presence'),
  });
  const ingest: Ingest = new Ingest({
    ...{ devices, presence, wishes, commands, calls, events, snapshots, feed, clock },
    log: log('ingest'),
  });

  const store: ClipStore = options.clipsS3
    ? new S3ClipStore(options.clipsS3)
    : new DiskClipStore({ folder: at('clips') });
  const shelf = new ClipShelf({ db, store, clock });
  const keys = new HouseholdKeys({ db });
  const passes = new UploadPasses({ db, clock });
  const policy = options.uploadPolicy ?? withPackage(subscriptions);
  const recordingOrders: RecordingOrders = new RecordingOrders({
    ...{ devices, commands, keys, passes, policy, feed, clock, publicUrl: () => url() },
    log: log('clips'),
  });
  const clipDeletions = new ClipDeletions({ db });
  const packageSweep = new PackageSweep({
    ...{ subscriptions, orders, shelf: options.packageClips ?? shelf, deletions: clipDeletions, clock },
    log: log('packages'),
  });
  const clipSweep = new ClipSweep({ shelf, store, clock, log: log('clips') });

  const streams = new Streams({ feed, clock, log: log('http') });
  const startedMs = clock.monotonicMs();
  const health = async (): Promise<Health> => {
    const works = await database.works();
    return {
      ok: works && brokerClient.status === 'connected',
      broker: brokerClient.status,
      database: works ? 'ok' : 'failed',
      version: VERSION,
      uptimeS: Math.round((clock.monotonicMs() - startedMs) / 1000),
      droppedMessages: ingest.droppedMessages,
    };
  };
  const publicUrl = options.publicUrl && new URL(options.publicUrl);
  const hostNames = [hostname(), `${hostname()}.local`, ...(options.allowedHosts ?? [])];
  if (publicUrl) hostNames.push(publicUrl.hostname);
  const http: HttpServer = new HttpServer({
    ...{
      accounts,
      streams,
      devices,
      wishes,
      operations,
      calls,
      shelf,
      keys,
      recordingOrders,
      passes,
      policy,
      snapshots,
      events,
      album,
      shareLinks,
      keepPicture,
      catalogue,
      payment,
      subscriptions,
      orders,
      clipDeletions,
      packageSweep,
      health,
      iceServers,
      clock,
    },
    hostNames: new Set(hostNames.map((name) => name.toLowerCase())),
    secure: publicUrl ? publicUrl.protocol === 'https:' : false,
    host: options.host,
    port: options.port,
    consoleFolder: options.consoleFolder ?? join(DIST, 'console'),
    log: log('http'),
  });
  const retention = new Retention({ db, snapshots, accounts, clock, log: log('retention') });
  const url = (): string => options.publicUrl ?? consoleUrl(options.host, http.port);

  /** What is known of the world outside is doubted after every connection, until it speaks. */
  const afterConnecting = async () => {
    for (const id of await devices.idsOnline()) presence.doubt(id);
    await wishes.tellAgain();
    await recordingOrders.tellAll();
  };
  brokerClient.onConnected(() => {
    afterConnecting().catch((error: unknown) => options.log.warn({ err: error }, 'after connecting'));
  });

  return {
    services: [
      new FolderLock({ folder: dataFolder }),
      database,
      step('household', async () => {
        await accounts.home();
        bootEpoch = await nextBootEpoch(db());
      }),
      step('certificates', () => ca.open()),
      ...(mosquitto ? [mosquitto] : []),
      recordingOrders,
      step('presence', undefined, () => presence.stop()),
      brokerClient,
      retention,
      clipSweep,
      album,
      packageSweep,
      streams,
      http,
      step('addresses', async () => {
        await putMeta(db(), 'console-url', url());
        await putMeta(db(), 'broker-url', brokerUrl(broker));
      }),
    ],
    ...{ clips: shelf, subscriptions, packageSweep },
    ...{
      database,
      accounts,
      ingest,
      mosquitto,
      brokerClient,
      retention,
      url,
      brokerUrl: brokerUrl(broker),
    },
  };
}

/** A service that is one thing done at the start, or at the end. */
function step(name: string, start?: () => Promise<void>, stop?: () => void): Service {
  return {
    name,
    start: () => start?.() ?? Promise.resolve(),
    stop: () => Promise.resolve(stop?.()),
  };
}
