import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { PupsentryError } from '#kit/errors.ts';
import { aRelease } from '../release/repository-under-test.ts';
import type { Release } from './release.ts';
import { customOf, releaseOf } from './target.ts';

const test = suite('targets');

const refusal = (work: () => unknown): string => {
  try {
    work();
    return 'accepted';
  } catch (error) {
    if (error instanceof PupsentryError && error.code === 'release-invalid') return error.message;
    throw error;
  }
};

test('a release comes back as it was listed; fields of later engines are not looked at', () => {
  const release = aRelease({ version: '1.4.0-rc.1', hardware: ['virtual', 'door-2'] });
  const custom = JSON.parse(JSON.stringify({ ...customOf(release), later: { a: 1 } })) as unknown;
  assert.equal(releaseOf(release.path, custom), release);
});

test('each field that is missing or wrong is named', () => {
  const image = aRelease().image;
  const wrong: [string, Record<string, unknown>][] = [
    ['hardware', { hardware: [] }],
    ['hardware', { hardware: 'virtual' }],
    ['hardware.0', { hardware: ['../x'] }],
    ['version', { version: '1.4' }],
    ['version', { version: 1.4 }],
    ['securityVersion', { securityVersion: -1 }],
    ['securityVersion', { securityVersion: 1.5 }],
    ['securityVersion', { securityVersion: undefined }],
    ['securityVersion', { securityVersion: 2 ** 31 }],
    ['minAgent', { minAgent: '1' }],
    ['image', { image: null }],
    ['image.rootHash', { image: { ...image, rootHash: 'AB'.repeat(32) } }],
    ['image.salt', { image: { ...image, salt: 'abc' } }],
    ['image.salt', { image: { ...image, salt: 'ab'.repeat(33) } }],
    ['image.dataBlocks', { image: { ...image, dataBlocks: 0 } }],
    ['image.dataBlocks', { image: { ...image, dataBlocks: 2 ** 40 } }],
    ['image.bootBlocks', { image: { ...image, bootBlocks: -1 } }],
    ['boot blocks', { image: { ...image, bootBlocks: 100 } }],
  ];
  for (const [name, change] of wrong) {
    const custom = { ...customOf(aRelease()), ...change };
    assert.ok(refusal(() => releaseOf('a.img', custom)).includes(name), name);
  }
  for (const custom of [null, undefined, 5, 'text', []])
    assert.match(
      refusal(() => releaseOf('a.img', custom)),
      /malformed/,
    );
});

test('a path stays below the images', () => {
  for (const path of [
    '',
    '/a',
    '../a',
    'a/../b',
    'a/..',
    './a',
    'a//b',
    'a b',
    'a?b',
    'a%2fb',
    'ä',
    'a'.repeat(201),
    'a\n',
  ])
    assert.match(
      refusal(() => releaseOf(path, customOf(aRelease()))),
      /path/,
      path,
    );
  for (const path of ['a.img', 'a/b-1/c_2.img', '..a/b..', '1.4.0/..x'])
    assert.is(releaseOf(path, customOf(aRelease())).path, path);
});

test('what cannot be read is not written either', () => {
  assert.match(
    refusal(() => customOf(aRelease({ version: 'one' }))),
    /version/,
  );
  assert.match(
    refusal(() => customOf({ ...aRelease(), image: undefined } as unknown as Release)),
    /image/,
  );
});

test.run();
