import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { v1 } from '#protocol/messages.ts';
import { PupsentryError } from '#kit/errors.ts';
import { silentLogger } from '#kit/log.ts';
import { describeSettings, settingFromText } from './describe.ts';
import { migrate } from './migrations.ts';
import { SETTING_SCHEMAS } from './schema.ts';
import { SettingsStore } from './store.ts';
import { fromSettingValues, toSettingValues } from '#protocol/settings.ts';

const test = suite('settings for people and for the wire');

const store = new SettingsStore({
  folder: '/nowhere',
  log: silentLogger(),
  initial: { 'device.name': 'Gate' },
});

test('every setting is described with all a form needs', () => {
  const all = describeSettings(store);
  assert.equal(
    all.map(({ key }) => key),
    Object.keys(SETTING_SCHEMAS),
  );
  for (const setting of all) {
    assert.ok(setting.help.endsWith('.'), setting.key);
    assert.ok(['boolean', 'integer', 'number', 'string', 'choice'].includes(setting.type), setting.key);
    if (setting.type === 'integer' || setting.type === 'number')
      assert.ok(setting.minimum! < setting.maximum!, setting.key);
  }
  const [rate] = describeSettings(store, 'video.bitrateKbps');
  assert.is(rate!.unit, 'kbit/s');
  assert.equal(describeSettings(store, 'log.level')[0]!.choices, ['error', 'warn', 'info', 'debug', 'trace']);
  assert.is(describeSettings(store, 'device.name')[0]!.default, 'Gate');
  assert.is(describeSettings(store, 'privacy.on')[0]!.consent, 'picture');
});

test('text becomes what the setting needs; what cannot be read stays text', () => {
  const cases: [key: string, text: string, value: unknown][] = [
    ['privacy.on', 'on', true],
    ['privacy.on', 'OFF', false],
    ['privacy.on', 'yes', true],
    ['privacy.on', '1', '1'],
    ['privacy.on', 'constructor', 'constructor'],
    ['video.bitrateKbps', '1500', 1500],
    ['video.bitrateKbps', '1500.5', 1500.5],
    ['video.bitrateKbps', '-3', -3],
    ['video.bitrateKbps', '0x10', '0x10'],
    ['video.bitrateKbps', '', ''],
    ['device.name', '42', '42'],
    ['device.name', 'on', 'on'],
    ['log.level', 'debug', 'debug'],
  ];
  for (const [key, text, value] of cases) assert.is(settingFromText(key, text), value, `${key} ${text}`);
});

test('an unknown setting is named, with those there are', () => {
  for (const key of ['no.such', '__proto__', 'toString']) {
    assert.throws(
      () => settingFromText(key, '1'),
      (error: unknown) =>
        error instanceof PupsentryError &&
        error.code === 'unknown-setting' &&
        /device\.name/.test(error.remedy),
    );
    assert.throws(() => describeSettings(store, key), /There is no setting/);
  }
});

test('the wire and back', () => {
  const values = { 'privacy.on': false, 'video.bitrateKbps': 0, 'device.name': '' };
  const sent = v1.SettingsChange.encode({ revision: 1, values: toSettingValues(values) }).finish();
  assert.equal(fromSettingValues(v1.SettingsChange.decode(sent).values), values);
});

test('a value that is missing on the wire passes no check', () => {
  const values = fromSettingValues([{ key: 'device.name' }, {}]);
  assert.equal(values, { 'device.name': null, '': null });
  assert.is(store.complaints(values).length, 2);
});

test('migrations run in order from the file’s version on', () => {
  const migrations = {
    1: (values: Record<string, unknown>) => ({ ...values, b: values.a, a: undefined }),
    3: (values: Record<string, unknown>) => ({ ...values, b: Number(values.b) * 1000 }),
  };
  assert.is(migrate({ a: 2 }, 1, { to: 4, migrations }).b, 2000);
  assert.is(migrate({ b: 2 }, 2, { to: 4, migrations }).b, 2000);
  assert.is(migrate({ b: 2 }, 4, { to: 4, migrations }).b, 2);
});

test.run();
