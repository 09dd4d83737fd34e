import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { PupsentryError } from '#kit/errors.ts';
import { loadDeviceConfig } from './config.ts';

const test = suite<{ folder: string; file: string }>('device configuration');
test.before.each((context) => {
  context.folder = mkdtempSync(join(tmpdir(), 'config-'));
  context.file = join(context.folder, 'device.json');
});
test.after.each(({ folder }) => rmSync(folder, { recursive: true }));

const SOUND = {
  deviceId: 'front-door-1',
  stateFolder: 'state',
  controlSocket: '/run/pupsentry/control.sock',
};

async function refusal(file: string): Promise<PupsentryError> {
  const error = await loadDeviceConfig(file).then(
    () => null,
    (thrown: unknown) => thrown,
  );
  assert.instance(error, PupsentryError);
  return error as PupsentryError;
}

test('the least there must be; the rest has defaults', async ({ folder, file }) => {
  writeFileSync(file, JSON.stringify(SOUND));
  assert.equal(await loadDeviceConfig(file), {
    ...SOUND,
    product: 'doorbell',
    stateFolder: join(folder, 'state'),
    camera: 'scene',
    microphone: 'auto',
  });
});

test('paths are relative to the file', async ({ folder, file }) => {
  const link = { url: 'mqtts://broker:8883', caFile: 'ca.pem', certFile: '../c.pem', keyFile: '/keys/k.pem' };
  writeFileSync(file, JSON.stringify({ ...SOUND, link }));
  assert.equal((await loadDeviceConfig(file)).link, {
    url: 'mqtts://broker:8883',
    caFile: join(folder, 'ca.pem'),
    certFile: join(folder, '../c.pem'),
    keyFile: '/keys/k.pem',
  });
});

test('a wrong file names every path and reason at once', async ({ file }) => {
  const wrong = {
    ...SOUND,
    deviceId: 'Front Door!',
    product: 'toaster',
    link: { url: 'http://x', pin: 1 },
    colour: 1,
  };
  writeFileSync(file, JSON.stringify({ ...wrong, controlSocket: undefined }));
  const { code, message } = await refusal(file);
  assert.is(code, 'config-invalid');
  for (const part of [
    file,
    '6 mistakes',
    'deviceId: "Front Door!"',
    'product: "toaster": expected one of doorbell, camera',
    'controlSocket: is missing',
    'link.url: "http://x"',
    'link.pin: 1: unexpected property',
    'colour: 1: unexpected property',
  ])
    assert.ok(message.includes(part), `${part} in\n${message}`);
});

test('no file, no JSON: what and where', async ({ folder, file }) => {
  const missing = await refusal(join(folder, 'none.json'));
  assert.is(missing.code, 'config-missing');
  assert.match(missing.message, 'none.json');
  assert.match(missing.remedy, '--config');
  writeFileSync(file, '{ deviceId: 1 }');
  assert.is((await refusal(file)).code, 'config-syntax');
});

test.run();
