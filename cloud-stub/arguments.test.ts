/** The command line. */
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { resolve } from 'node:path';
import { PupsentryError } from '#kit/errors.ts';
import { HELP, readArguments } from './arguments.ts';

const test = suite('arguments');

test('nothing said: a broker of our own, this machine alone', () => {
  assert.equal(readArguments([]), {
    command: 'serve',
    data: resolve('var/cloud'),
    host: '127.0.0.1',
    port: 8080,
    publicUrl: undefined,
    allowedHosts: [],
    iceServers: [],
    broker: { kind: 'child', host: '127.0.0.1', port: 8883 },
    packages: undefined,
    payment: 'none',
    logLevel: undefined,
    readyFd: undefined,
    exitWithParent: false,
  });
});

test('another broker, with its files', () => {
  const args = [
    '--broker',
    'mqtts://b.example:8883',
    '--broker-ca',
    'ca',
    '--broker-cert',
    'c',
    '--broker-key',
    'k',
  ];
  const read = readArguments(args);
  assert.equal(read.command === 'serve' && read.broker, {
    ...{ kind: 'external', url: 'mqtts://b.example:8883', caFile: 'ca', certFile: 'c', keyFile: 'k' },
  });
});

test('ICE servers, with and without credentials', () => {
  const read = readArguments(['--ice-server', 'stun:s:3478', '--ice-server', 'turn:t:3478,user,pass']);
  assert.equal(read.command === 'serve' && read.iceServers, [
    { urls: 'stun:s:3478' },
    { urls: 'turn:t:3478', username: 'user', credential: 'pass' },
  ]);
});

test('provisioning leaves open what is not said', () => {
  assert.equal(readArguments(['provision', '--id', 'front-door-1', '--out', 'x', '--data', '/d']), {
    ...{ command: 'provision', data: '/d', id: 'front-door-1', name: 'front-door-1', product: 'doorbell' },
    ...{ out: 'x', camera: undefined, microphone: undefined, broker: undefined },
  });
});

test('every mistake is told in a sentence', () => {
  const cases: [string[], RegExp][] = [
    [['--port', '99999'], /--port must be a whole number from 0 to 65535, not "99999"/],
    [['--port', '-1'], /--port/],
    [['--port', '80a'], /--port/],
    [['--port'], /--port/],
    [['--bogus'], /--bogus/],
    [['dance'], /There is no command "dance"/],
    [['serve', 'now'], /"now" is one word too many/],
    [['provision', '--id', 'X', '--out', 'y'], /--id must be 8 to 40/],
    [['provision', '--id', '../../etc', '--out', 'y'], /--id must be 8 to 40/],
    [['provision', '--id', 'front-door-1'], /--out must name/],
    [['provision', '--id', 'front-door-1', '--out', 'y', '--name', 'n'.repeat(41)], /--name/],
    [['provision', '--id', 'front-door-1', '--out', 'y', '--product', 'toaster'], /doorbell, camera/],
    [['subscriber', '--name', 'Big', '--out', 'y'], /--name must be 1 to 40/],
    [['subscriber', '--name', 'big'], /--out must name/],
    [['--broker', 'http://x'], /--broker must be mqtts:/],
    [['--broker', 'mqtts://x', '--broker-cert', 'a'], /belong together/],
    [['--public-url', 'home.example'], /--public-url/],
    [['--public-url', 'https://home.example/path'], /--public-url/],
    [['--ice-server', 'http://x'], /--ice-server/],
    [['--log-level', 'loud'], /--log-level must be one of error, warn/],
  ];
  for (const [args, pattern] of cases) {
    try {
      readArguments(args);
    } catch (error) {
      assert.instance(error, PupsentryError, args.join(' '));
      assert.is((error as PupsentryError).code, 'usage');
      assert.match((error as PupsentryError).message, pattern);
      continue;
    }
    assert.unreachable(args.join(' '));
  }
});

test('the help names every option', () => {
  for (const option of [
    'data',
    'port',
    'host',
    'public-url',
    'allow-host',
    'ice-server',
    'log-level',
    'broker',
    'broker-port',
    'broker-host',
    'broker-ca',
    'broker-cert',
    'broker-key',
    'id',
    'out',
    'name',
    'product',
    'camera',
    'microphone',
    'ready-fd',
    'exit-with-parent',
  ])
    assert.ok(HELP.includes(`--${option} `), option);
});

test.run();
