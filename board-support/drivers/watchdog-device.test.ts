import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { PupsentryError } from '#kit/errors.ts';
import { DeviceFile, IoctlError } from './ioctl.ts';
import { WatchdogDevice } from './watchdog-device.ts';
import { REQUESTS } from './watchdog-requests.ts';
import { listWatchdogs, openWatchdogDevice } from './watchdogs.ts';

const PROFILE = { kind: 'device', identity: 'Test Watchdog', timeoutSeconds: 30 } as const;
const EOPNOTSUPP = 95;
const EIO = 5;

/** A watchdog that writes down what it is told. */
class FakeWatchdogFile extends DeviceFile {
  readonly told: string[] = [];
  /** Requests that fail, with their errno. */
  readonly failing = new Map<number, number>();
  longestSeconds = 600;
  #seconds = 60;

  constructor() {
    super(-1, '/dev/watchdog0');
  }

  override ioctl(number: number, argument: Buffer): number {
    const errno = this.failing.get(number);
    if (errno) throw new IoctlError(this.path, errno, number);
    const name = Object.entries(REQUESTS).find(([, value]) => value === number)![0];
    this.told.push(name);
    if (name === 'setTimeout') this.#seconds = Math.min(this.longestSeconds, argument.readInt32LE());
    if (name.endsWith('Timeout')) argument.writeInt32LE(this.#seconds);
    if (name === 'getBootStatus') argument.writeInt32LE(0x20);
    return 0;
  }

  override write(bytes: Buffer | string): void {
    this.told.push(JSON.stringify(String(bytes)));
  }

  override close(): void {
    this.told.push('close');
  }
}

function watchdog(change: (file: FakeWatchdogFile) => void = () => undefined) {
  const file = new FakeWatchdogFile();
  change(file);
  return { file, device: new WatchdogDevice(PROFILE, { open: () => file }) };
}

const problem = (work: Promise<unknown>) =>
  work.then(
    () => null,
    (error: unknown) => (error instanceof PupsentryError ? error : null),
  );

const test = suite('watchdog');

test('armed, fed, and disarmed in an orderly stop, once', async () => {
  const { file, device } = watchdog();
  await device.start();
  assert.is(device.timeoutSeconds, 30);
  assert.is(device.bootStatus, 0x20);
  device.feed();
  await device.stop();
  await device.stop();
  assert.equal(file.told.slice(-3), ['keepAlive', '"V"', 'close']);
  assert.throws(
    () => device.feed(),
    (error: unknown) => error instanceof PupsentryError && error.code === 'watchdog-failed',
  );
});

test('the time that the hardware makes of it counts; one that cannot be set is read', async () => {
  const short = watchdog((file) => (file.longestSeconds = 15));
  await short.device.start();
  assert.is(short.device.timeoutSeconds, 15);
  const fixed = watchdog((file) => file.failing.set(REQUESTS.setTimeout, EOPNOTSUPP));
  await fixed.device.start();
  assert.is(fixed.device.timeoutSeconds, 60);
});

test('a driver that knows no sign of life by request gets one by writing', async () => {
  const { file, device } = watchdog((f) => f.failing.set(REQUESTS.keepAlive, EOPNOTSUPP));
  await device.start();
  device.feed();
  assert.is(file.told.at(-1), '"\\u0000"');
});

test('a start that fails leaves nothing armed; a feed that fails is told', async () => {
  const broken = watchdog((file) => file.failing.set(REQUESTS.getTimeout, EIO));
  assert.is((await problem(broken.device.start()))?.code, 'watchdog-failed');
  assert.equal(broken.file.told.slice(-2), ['"V"', 'close']);
  const later = watchdog();
  await later.device.start();
  later.file.failing.set(REQUESTS.keepAlive, EIO);
  assert.throws(() => later.device.feed(), /"Test Watchdog" does not obey \(EIO\)/);
});

/** @param identities of the machine's watchdogs; null where the kernel does not say */
function machine(identities: (string | null)[]): string {
  const root = mkdtempSync(join(tmpdir(), 'watchdog-'));
  mkdirSync(join(root, 'dev'));
  for (const [i, identity] of identities.entries()) {
    const folder = join(root, `sys/class/watchdog/watchdog${i}`);
    mkdirSync(folder, { recursive: true });
    if (identity !== null) writeFileSync(join(folder, 'identity'), `${identity}\n`);
    execFileSync('mkfifo', [join(root, `dev/watchdog${i}`)]);
  }
  return root;
}

test('found by what it is, not by its number', async () => {
  const root = machine(['Other', 'Test Watchdog']);
  const file = openWatchdogDevice('Test Watchdog', { root });
  assert.is(file.path, join(root, 'dev/watchdog1'));
  file.close();
  assert.equal(
    listWatchdogs({ root }).map(({ identity }) => identity),
    ['Other', 'Test Watchdog'],
  );
  rmSync(root, { recursive: true });
});

test('one that is not there: those that are, are named; none is opened to find out', async () => {
  for (const [there, remedy] of [
    [[], /Load its driver/],
    [['Other', 'Third'], /There are: "Other", "Third"/],
    [[null, null], /CONFIG_WATCHDOG_SYSFS/],
  ] as [(string | null)[], RegExp][]) {
    const root = machine(there);
    const open = (identity: string) => openWatchdogDevice(identity, { root });
    const error = await problem(new WatchdogDevice(PROFILE, { open }).start());
    assert.is(error?.code, 'watchdog-missing');
    assert.match(error!.remedy, remedy);
    rmSync(root, { recursive: true });
  }
});

test.run();
