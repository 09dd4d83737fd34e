import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { sourcesOf } from './apt-sources.ts';

const test = suite('apt sources');

test('deb822: the release and its updates, nothing of others, nothing disabled', () => {
  const text = [
    '# a comment',
    'Types: deb',
    '# http://snapshot.example/',
    'URIs: http://deb.example/debian',
    'Suites: bookworm bookworm-updates',
    'Components: main',
    '',
    'Types: deb',
    'URIs: http://security.example/debian-security',
    'Suites: bookworm-security',
    'Components: main',
    '',
    'Types: deb-src',
    'URIs: http://deb.example/debian',
    'Suites: bookworm',
    'Components: main',
    '',
    'Enabled: no',
    'Types: deb',
    'URIs: http://off.example/debian',
    'Suites: bookworm',
    'Components: main',
    '',
    'Types: deb',
    'URIs: http://vendor.example/apt',
    'Suites: cloud-sdk-bookworm nodistro',
    'Components: main',
    '',
  ].join('\n');
  const [file, ...more] = sourcesOf('bookworm', [{ name: 'sources.list.d/debian.sources', text }]);
  assert.equal(more, []);
  assert.equal(file!.text.match(/^URIs:.*$/gm), [
    'URIs: http://deb.example/debian',
    'URIs: http://security.example/debian-security',
  ]);
});

test('one line an archive, with and without options', () => {
  const text = [
    'deb http://deb.example/debian bookworm main',
    'deb [arch=amd64 signed-by=/usr/share/keyrings/x.gpg] http://deb.example/debian bookworm-updates main contrib',
    'deb-src http://deb.example/debian bookworm main',
    '# deb http://off.example/debian bookworm main',
    'deb http://vendor.example/apt stable main',
    '',
  ].join('\n');
  const [file] = sourcesOf('bookworm', [{ name: 'sources.list', text }]);
  assert.is(file!.text.trim().split('\n').length, 2);
  assert.match(file!.text, 'bookworm-updates main contrib');
});

test('a file with nothing for the release is left out', () => {
  assert.equal(sourcesOf('trixie', [{ name: 'a.list', text: 'deb http://x.example/ bookworm main\n' }]), []);
});

test.run();
