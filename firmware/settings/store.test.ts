import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { PupsentryError } from '#kit/errors.ts';
import { createLogger, silentLogger } from '#kit/log.ts';
import { SETTING_SCHEMAS, type Settings } from './schema.ts';
import { SettingsStore } from './store.ts';

const test = suite<{ folder: string; file: string }>('settings store');
test.before.each((context) => {
  context.folder = mkdtempSync(join(tmpdir(), 'settings-'));
  context.file = join(context.folder, 'settings.json');
});
test.after.each(({ folder }) => rmSync(folder, { recursive: true }));

const store = (folder: string, initial: Partial<Settings> = {}) =>
  new SettingsStore({ folder, log: silentLogger(), initial });

async function loaded(folder: string, initial: Partial<Settings> = {}): Promise<SettingsStore> {
  const settings = store(folder, initial);
  await settings.load();
  return settings;
}

async function refusal(work: Promise<unknown>): Promise<PupsentryError> {
  const error = await work.then(
    () => null,
    (thrown: unknown) => thrown,
  );
  assert.instance(error, PupsentryError);
  return error as PupsentryError;
}

test('without a file every setting has its default, and every default fits its own range', async ({
  folder,
}) => {
  const settings = await loaded(folder);
  assert.is(settings.get('video.bitrateKbps'), 2000);
  assert.is(settings.get('privacy.on'), false);
  assert.equal(settings.complaints(settings.all), []);
  for (const [key, schema] of Object.entries(SETTING_SCHEMAS)) {
    assert.ok(schema.description, `${key} has a help text`);
    assert.ok(schema.default !== undefined, `${key} has a default`);
  }
});

test('what is set is there after a restart, and only what differs from the default is stored', async ({
  folder,
  file,
}) => {
  const settings = await loaded(folder);
  await settings.set({ 'privacy.on': true, 'video.bitrateKbps': 2000, 'device.name': 'Porch' });
  const again = await loaded(folder);
  assert.equal(again.all, settings.all);
  assert.equal(JSON.parse(readFileSync(file, 'utf8')), {
    version: 1,
    revision: 0,
    values: { 'privacy.on': true, 'device.name': 'Porch' },
  });
});

test('the name given at provisioning is the default until somebody chooses', async ({ folder }) => {
  const settings = await loaded(folder, { 'device.name': 'Gate' });
  assert.is(settings.get('device.name'), 'Gate');
  await settings.set({ 'log.level': 'debug' });
  assert.is((await loaded(folder, { 'device.name': 'Garden gate' })).get('device.name'), 'Garden gate');
  await settings.set({ 'device.name': 'Mine' });
  assert.is((await loaded(folder, { 'device.name': 'Garden gate' })).get('device.name'), 'Mine');
});

test('a wrong file refuses to load and names every path and reason', async ({ folder, file }) => {
  const values = { 'video.bitrateKbps': 90_000, 'privacy.on': 'yes', 'no.such': 1, 'log.level': 'loud' };
  writeFileSync(file, JSON.stringify({ version: 1, revision: 3, values }));
  const error = await refusal(store(folder).load());
  assert.is(error.code, 'settings-invalid');
  for (const part of [file, '4 mistakes', ...Object.keys(values)])
    assert.ok(error.message.includes(part), part);
  assert.match(error.message, /video\.bitrateKbps: 90000: expected integer to be less or equal to 8000/);
});

test('anything that is no settings file is refused in words', async ({ folder, file }) => {
  const cases = [
    ['{"version":1,"val', 'settings-syntax'],
    ['', 'settings-syntax'],
    ['null', 'settings-invalid'],
    ['[]', 'settings-invalid'],
    ['{"version":1}', 'settings-invalid'],
    ['{"version":1,"values":null}', 'settings-invalid'],
    ['{"version":1,"values":[]}', 'settings-invalid'],
    ['{"version":0,"values":{}}', 'settings-invalid'],
    ['{"version":1.5,"values":{}}', 'settings-invalid'],
    ['{"version":99,"values":{}}', 'settings-invalid'],
    ['{"version":1,"revision":"3","values":{}}', 'settings-invalid'],
    ['{"version":1,"revision":-1,"values":{}}', 'settings-invalid'],
  ] as const;
  for (const [text, code] of cases) {
    writeFileSync(file, text);
    assert.is((await refusal(store(folder).load())).code, code, text);
  }
});

test('a change is all or nothing, with every reason', async ({ folder }) => {
  const settings = await loaded(folder);
  const error = await refusal(
    settings.set({
      'privacy.on': true,
      'live.maxViewers': 99,
      'no.such': 1,
      constructor: 1,
      'log.level': 'loud',
    }),
  );
  assert.is(error.code, 'settings-refused');
  for (const part of [
    'live.maxViewers: 99',
    'no.such: there is no such setting',
    'constructor',
    'expected one of',
  ])
    assert.ok(error.message.includes(part), part);
  assert.is(settings.get('privacy.on'), false);
  assert.is(settings.get('live.maxViewers'), 10);
});

test('the cloud: a newer revision counts, the same and older ones are ignored, also after a restart', async ({
  folder,
}) => {
  const settings = await loaded(folder);
  await settings.set({ 'video.bitrateKbps': 1000 }, 5);
  await settings.set({ 'video.bitrateKbps': 3000 }, 5);
  await settings.set({ 'video.bitrateKbps': 4000 }, 4);
  assert.is(settings.get('video.bitrateKbps'), 1000);
  await settings.set({ 'video.bitrateKbps': 1500 }); // at the prompt: no revision
  const again = await loaded(folder);
  assert.is(again.revision, 5);
  await again.set({ 'video.bitrateKbps': 7000 }, 5);
  assert.is(again.get('video.bitrateKbps'), 1500);
  await again.set({}, 6);
  assert.is((await loaded(folder)).revision, 6);
});

test('changes at the same time come one after the other, none is lost', async ({ folder }) => {
  const settings = await loaded(folder);
  const work = Array.from({ length: 40 }, (_, i) =>
    i % 4 === 0
      ? settings.set({ 'video.bitrateKbps': 9_999_999 }).catch(() => undefined)
      : settings.set(i % 2 ? { 'video.bitrateKbps': 1000 + i } : { 'live.maxViewers': 1 + (i % 16) }),
  );
  await Promise.all(work);
  assert.is(settings.get('video.bitrateKbps'), 1039);
  assert.is(settings.get('live.maxViewers'), 1 + (38 % 16));
  assert.equal((await loaded(folder)).all, settings.all);
});

test('listeners hear what changed, after it is stored; one that fails harms nobody', async ({
  folder,
  file,
}) => {
  const lines: string[] = [];
  const settings = new SettingsStore({ folder, log: createLogger({ write: (line) => lines.push(line) }) });
  const heard: string[][] = [];
  settings.onChanged(() => {
    throw new Error('deaf');
  });
  const end = settings.onChanged((keys) => {
    assert.match(readFileSync(file, 'utf8'), 'Porch');
    heard.push([...keys]);
  });
  await settings.set({ 'device.name': 'Porch', 'privacy.on': false });
  await settings.set({ 'device.name': 'Porch' });
  end();
  await settings.set({ 'device.name': 'Yard' });
  assert.equal(heard, [['device.name']]);
  assert.ok(lines.some((line) => line.includes('deaf')));
  assert.not(
    lines.some((line) => line.includes('Porch')),
    'names of people are not for the log',
  );
});

test('a disk that refuses: the change fails and nothing has changed', async ({ folder, file }) => {
  const settings = await loaded(folder);
  mkdirSync(file);
  await settings.set({ 'privacy.on': true }).then(
    () => assert.unreachable(),
    (error: NodeJS.ErrnoException) => assert.is(error.code, 'EISDIR'),
  );
  assert.is(settings.get('privacy.on'), false);
  rmSync(file, { recursive: true });
  await settings.set({ 'privacy.on': true });
  assert.is(settings.get('privacy.on'), true);
});

test('any cut or flipped file either loads sound or is refused, never anything else', async ({
  folder,
  file,
}) => {
  const settings = await loaded(folder);
  await settings.set({ 'device.name': 'Porch', 'video.bitrateKbps': 1234, 'privacy.on': true }, 7);
  const whole = readFileSync(file);
  let seed = 3;
  const random = (below: number) => (seed = (seed * 48271) % 2147483647) % below;
  for (let i = 0; i < 500; i++) {
    const bytes = Buffer.from(whole.subarray(0, i % 3 === 0 ? random(whole.length) : whole.length));
    for (let n = random(3); n > 0 && bytes.length > 0; n--) bytes[random(bytes.length)] = random(256);
    writeFileSync(file, bytes);
    const damaged = store(folder);
    const error = await damaged.load().then(
      () => null,
      (thrown: unknown) => thrown,
    );
    if (error) assert.instance(error, PupsentryError);
    else assert.equal(damaged.complaints(damaged.all), []);
  }
});

test('zones that are wrong are refused with their reason, in a change and in the file', async ({
  folder,
  file,
}) => {
  const settings = store(folder);
  const good = '[{"name":"Path","use":"privacy","points":[[0,0],[1,0],[1,1]]}]';
  assert.equal(settings.complaints({ 'zones.list': good }), []);
  assert.equal(settings.complaints({ 'zones.list': good.replace('[1,1]', '[1,1.5]') }), [
    { path: 'zones.list', reason: 'Zone 1 ("Path") has a point that is not [x, y] with both from 0 to 1' },
  ]);
  assert.match(settings.complaints({ 'zones.list': '[' })[0]!.reason, /not JSON/);
  assert.is(settings.complaints({ 'zones.list': 'x'.repeat(5000) }).length, 1);
  assert.is(
    (await refusal(settings.set({ 'zones.list': '{}' }))).message,
    'zones.list: The zones are not a list.',
  );
  writeFileSync(file, JSON.stringify({ version: 1, values: { 'zones.list': '[{}]' } }));
  assert.match((await refusal(settings.load())).message, /zones\.list: Zone 1 needs a name/);
});

test.run();
