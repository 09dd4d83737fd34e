import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { compareVersions, isVersion } from './version.ts';

const test = suite('versions');

test('are put in order as semver.org says', () => {
  const sorted =
    '0.9.9 1.0.0-alpha 1.0.0-alpha.1 1.0.0-alpha.beta 1.0.0-beta 1.0.0-beta.2 1.0.0-beta.11 1.0.0-rc.1 1.0.0 1.0.1 1.2.0 1.10.0 2.0.0';
  const list = sorted.split(' ');
  for (const [i, a] of list.entries())
    for (const [j, b] of list.entries())
      assert.is(Math.sign(compareVersions(a, b)), Math.sign(i - j), `${a} ${b}`);
});

test('other texts are none', () => {
  const wrong = [
    '',
    '1',
    '1.2',
    '1.2.3.4',
    'v1.2.3',
    '01.2.3',
    '1.2.3-',
    '1.2.3-01',
    '1.2.3-a..b',
    '1.2.3+build',
    ' 1.2.3',
    '1.2.3\n',
    '-1.2.3',
    '1.2.1e3',
    '1.2.9999999999',
    `1.2.3-${'a'.repeat(64)}`,
  ];
  assert.equal(wrong.filter(isVersion), []);
  for (const text of wrong) assert.throws(() => compareVersions(text, '1.0.0'), /is not a version/);
});

test.run();
