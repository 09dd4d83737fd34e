import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { canonicalFragment, missingOptions, parseConfig } from './kernel-config.ts';

const test = suite('kernel configuration');

test('what is not set is "n", whether it is said or not', () => {
  const config = 'CONFIG_A=y\n# CONFIG_B is not set\nCONFIG_C=4096\nCONFIG_D="a b"\n';
  assert.equal(missingOptions('CONFIG_A=y\nCONFIG_B=n\nCONFIG_C=4096\nCONFIG_E=n\n', config), []);
  assert.equal(missingOptions('CONFIG_A=n\nCONFIG_B=y\nCONFIG_C=2048\nCONFIG_E=y\n', config), [
    'CONFIG_A=n',
    'CONFIG_B=y',
    'CONFIG_C=2048',
    'CONFIG_E=y',
  ]);
});

test('comments and order do not make another kernel', () => {
  assert.is(
    canonicalFragment('# one\nCONFIG_B=y\n\nCONFIG_A=n\n'),
    canonicalFragment('CONFIG_A=n\nCONFIG_B=y'),
  );
  assert.is.not(canonicalFragment('CONFIG_A=y'), canonicalFragment('CONFIG_A=n'));
});

test('our own fragment names every option once', () => {
  const text = readFileSync(join(import.meta.dirname, 'kernel.fragment'), 'utf8');
  const lines = text.split('\n').filter((line) => line.startsWith('CONFIG_'));
  assert.is(parseConfig(text).size, lines.length);
  assert.ok(lines.length > 100);
});

test.run();
