import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { v1 } from './messages.ts';
import { fromSettingValues, toSettingValues } from './settings.ts';

const test = suite('setting values');

test('there and back over the wire, false, 0 and empty text included', () => {
  const values = { a: true, b: false, c: 0, d: -1.5, e: '', f: 'text' };
  const bytes = v1.SettingsChange.encode({ values: toSettingValues(values) }).finish();
  assert.equal(fromSettingValues(v1.SettingsChange.decode(bytes).values), values);
});

test('no value is null, the last of one key counts, no key reaches a prototype', () => {
  const bytes = v1.SettingsChange.encode({
    values: [
      { key: 'a' },
      { key: 'b', flag: true },
      { key: 'b', flag: false },
      { key: '__proto__', text: 'x' },
      {},
    ],
  }).finish();
  const values = fromSettingValues(v1.SettingsChange.decode(bytes).values);
  assert.is(values.a, null);
  assert.is(values.b, false);
  assert.is(values[''], null);
  assert.is(Object.getPrototypeOf(values), Object.prototype);
  assert.ok(Object.hasOwn(values, '__proto__'));
});

test.run();
