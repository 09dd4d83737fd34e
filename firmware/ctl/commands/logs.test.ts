import * as assert from 'uvu/assert';
import { ctl, daemonSuite } from '../testing/command-line.ts';

const test = daemonSuite('pupsentryctl logs');

test('logs: the last lines, by level, as text and as JSON lines', async ({ daemon }) => {
  const media = daemon.log.child({ part: 'media' });
  media.warn({ code: 'x', path: '/a b' }, 'camera is slow');
  media.error({ err: new Error('boom') }, 'encoder failed');
  daemon.log.info('\x1b[2J\x1b]0;owned\x07 clears your screen');
  const { out } = await ctl('logs', { daemon });
  assert.match(out, /^\d\d:\d\d:\d\d\.\d{3} WARN {2}media: camera is slow code=x path="\/a b"$/m);
  assert.match(out, /ERROR media: encoder failed err="boom"$/m);
  assert.not.match(out, /\x1b|\x07/);
  assert.is((await ctl('logs --level warn -n 1', { daemon })).out.trim().split('\n').length, 1);
  const lines = (await ctl('logs --json', { daemon })).out.trim().split('\n');
  assert.ok(lines.every((line) => (JSON.parse(line) as { level: string }).level !== ''));
  assert.is((await ctl('logs --level loud', { daemon })).code, 2);
  assert.is((await ctl('logs -n 0', { daemon })).code, 2);
});

test('logs -f: what there is, then what comes, until Ctrl-C', async ({ daemon }) => {
  daemon.log.info('before');
  const stop = new AbortController();
  let seen = '';
  const { code } = await ctl('logs -f --json', {
    daemon,
    signal: stop.signal,
    onOutput: (text) => {
      seen += text;
      if (text.includes('before')) daemon.log.info('after');
      if (text.includes('after')) stop.abort();
    },
  });
  assert.is(code, 130);
  assert.match(seen, /before.*\n.*after/);
});

test('logs -f: a daemon that goes is said', async ({ daemon }) => {
  daemon.log.info('before');
  const following = ctl('logs -f', { daemon, onOutput: () => void daemon.stop() });
  const { code, error } = await following;
  assert.is(code, 3);
  assert.match(error, /closed the connection/);
});

test.run();
