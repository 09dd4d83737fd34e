import { execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { _IO, DeviceError, IoctlError, openDevice } from './ioctl.ts';

/** asm-generic/ioctls.h: how many bytes are waiting. */
const FIONREAD = _IO('T', 0x1b);

const test = suite('ioctl');

/** A named pipe stands in for a device: it can be polled, and asked for what is waiting. */
function pipe() {
  const folder = mkdtempSync(join(tmpdir(), 'ioctl-'));
  const path = join(folder, 'pipe');
  execFileSync('mkfifo', [path]);
  return { path, device: openDevice(path, { write: true }), done: () => rmSync(folder, { recursive: true }) };
}

test('asks, and gets the answer in place', () => {
  const { device, done } = pipe();
  device.write('four');
  const answer = Buffer.alloc(4);
  assert.is(device.ioctl(FIONREAD, answer), 0);
  assert.is(answer.readInt32LE(), 4);
  const bytes = Buffer.alloc(8);
  assert.is(device.read(bytes), 4);
  assert.is(device.read(bytes), 0, 'nothing waits: no blocking, no error');
  device.close();
  done();
});

test('errors name the device, the code and what it means', () => {
  assert.throws(
    () => openDevice('/dev/no-such-device'),
    (error: unknown) =>
      error instanceof DeviceError &&
      error.code === 'ENOENT' &&
      error.message === '/dev/no-such-device is not there (ENOENT)',
  );
  const device = openDevice('/dev/null');
  assert.throws(
    () => device.ioctl(_IO('W', 99), Buffer.alloc(8)),
    (error: unknown) => error instanceof IoctlError && error.code === 'ENOTTY' && error.errno === 25,
  );
  device.close();
  assert.throws(
    () => device.ioctl(FIONREAD, Buffer.alloc(4)),
    (error: unknown) => error instanceof IoctlError && error.code === 'EBADF',
  );
});

test('what another program writes is heard on the event loop', async () => {
  const { path, device, done } = pipe();
  const bytes = Buffer.alloc(8);
  const heard = new Promise<number>((resolve) => {
    device.onReadable((lost) => {
      assert.not(lost);
      resolve(device.read(bytes));
    });
  });
  const writer = spawn('sh', ['-c', `printf ding > ${path}`]);
  assert.is(await heard, 4);
  assert.is(bytes.toString('utf8', 0, 4), 'ding');
  device.close();
  device.close();
  assert.is(device.fd, -1);
  if (writer.exitCode === null) await new Promise((resolve) => writer.once('exit', resolve));
  done();
});

test('a listener that throws is an uncaught exception like any other, and is called again', async () => {
  const { device, done } = pipe();
  const thrown: string[] = [];
  const two = new Promise<void>((resolve) => {
    process.on('uncaughtException', (error) => {
      if (thrown.push(error.message) === 2) resolve();
      else device.write('again');
    });
  });
  device.onReadable(() => {
    device.read(Buffer.alloc(8));
    throw new Error('from the listener');
  });
  device.write('once');
  await two;
  process.removeAllListeners('uncaughtException');
  device.close();
  done();
});

test.run();
